"""What the host of the tests bills with, and settings that are right for `NEW_ZEALAND`."""

from datetime import date

from tests.domain.invoices.shelves import NZD, THEME
from xerolink.domain.invoices.model import ExpenseTypeId, ServiceTypeId
from xerolink.domain.invoices.money import Number
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms, InvoiceSettings
from xerolink.domain.invoices.tax import HostTaxRateId, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode

GST, ZERO, CITY = HostTaxRateId("gst"), HostTaxRateId("zero"), HostTaxRateId("city")
ADVICE, TRAVEL = ServiceTypeId("advice"), ExpenseTypeId("travel")


def host_rate(rate_id: HostTaxRateId, name: str, percent: Number | None) -> HostTaxRate:
    return HostTaxRate(rate_id, name, percent)


TERMS = HostTerms(
    (host_rate(GST, "GST", 15), host_rate(ZERO, "Zero rated", 0)),
    {ADVICE: "Advice"},
    {TRAVEL: "Travel"},
    NZD,
)
RIGHT = InvoiceSettings(
    on=True,
    sync_start_date=date(2026, 9, 1),
    revenue_account=AccountCode("200"),
    expense_account=AccountCode("260"),
    service_accounts={ADVICE: AccountCode("260")},
    expense_accounts={TRAVEL: AccountCode("200")},
    tax_rates={GST: XeroTaxType("OUTPUT2"), ZERO: XeroTaxType("ZERORATED")},
    theme=THEME,
)
