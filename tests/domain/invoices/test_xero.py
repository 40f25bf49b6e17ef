"""What can be said to Xero of an invoice."""

from datetime import date
from decimal import Decimal

import pytest

from xerolink.domain.identity import IntentId, XeroContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import InvoiceNumber, LineAmountTypes
from xerolink.domain.invoices.xero import (
    AccountCode,
    InvoiceChange,
    LineItemId,
    XeroInvoiceDraft,
    XeroInvoiceId,
    XeroLine,
)

LINE = XeroLine("Advice", Decimal(1), Decimal(100), AccountCode("200"))
DRAFT = XeroInvoiceDraft(
    number=InvoiceNumber("K-1"),
    contact_id=XeroContactId("contact"),
    currency=CurrencyCode("NZD"),
    issued=date(2026, 9, 14),
    due=date(2026, 10, 14),
    line_amount_types=LineAmountTypes.NO_TAX,
    lines=(LINE, LINE),
)


@pytest.mark.parametrize("ids", [(), (None,), (None, None, LineItemId("line"))])
def test_every_line_of_a_change_says_whether_it_is_new(ids: tuple[LineItemId | None, ...]) -> None:
    """A line that is not told would be deleted in Xero, or become another one."""
    with pytest.raises(ValueError, match="give each line one"):
        InvoiceChange(IntentId("change"), XeroInvoiceId("invoice"), DRAFT, ids)
