"""The invoices that the demo's firm bills."""

from datetime import date

from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.check import check_invoice
from xerolink.domain.invoices.model import HostInvoice
from xerolink.domain.invoices.money import Money
from xerolink.domain.invoices.tax import TaxComponent, TaxRate, XeroTaxType
from xerolink.domain.invoices.totals import Totals, xero_totals
from xerolink.testing.bills import GST, KINDS, RETAINER, ZERO, Days, Kind, bills, kind_of

FIFTEEN = TaxRate(XeroTaxType("OUTPUT2"), "15% GST", (TaxComponent("GST", 15),))
NOUGHT = TaxRate(XeroTaxType("ZERORATED"), "Zero rated", (TaxComponent("GST", 0),))
RATES = {GST: FIFTEEN, RETAINER: FIFTEEN, ZERO: NOUGHT}
BILLS = [
    one
    for seed in range(10)
    for one in bills(
        seed, Days(date(2026, 9, 14)), [HostContactId("kauri")], [HostContactId("rimu")]
    )
]


def test_there_are_sixty_of_every_kind() -> None:
    assert (len(KINDS), set(KINDS)) == (60, set(Kind))


def test_nothing_else_is_wrong_with_any() -> None:
    assert [one.number for one in BILLS if check_invoice(one, RATES)] == []


def test_only_those_that_are_a_cent_off_are_billed_otherwise_than_xero_counts() -> None:
    off = {kind_of(one.host_id) for one in BILLS if _differs(one)}
    assert off == {Kind.CENT_OFF}


def _differs(one: HostInvoice) -> bool:
    totals = xero_totals(one, RATES)
    assert isinstance(totals, Totals)
    return totals.over(Money(one.total, one.currency)) != 0
