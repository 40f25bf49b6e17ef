"""Invoices that are too long for one answer are read back in smaller pages."""

import pytest

from xerolink.adapters.xero import answer
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    InvoiceNumber,
    InvoiceStatus,
    LineAmountTypes,
)
from xerolink.domain.invoices.record import Paid
from xerolink.ports.errors import TooLargeError
from xerolink.testing.billing_world import GST, NZD, TODAY
from xerolink.testing.invoice_worlds.place import InvoicePlace
from xerolink.testing.worlds.world import ANNA

MANY = 15


def billed(contact: HostContactId, number: int) -> HostInvoice:
    return HostInvoice(
        HostInvoiceId(f"i{number:02}"),
        contact,
        InvoiceNumber(f"INV-{number:02}"),
        NZD,
        TODAY,
        TODAY,
        LineAmountTypes.EXCLUSIVE,
        (InvoiceLine("Advice", 1, "100", GST),),
        115,
        InvoiceStatus.AWAITING_PAYMENT,
    )


def paid_in_xero() -> InvoicePlace:
    """All are sent, and paid in Xero."""
    place = InvoicePlace()
    contact = place.begin()
    for number in range(MANY):
        place.bills.add(billed(contact, number))
    place.connection().send_invoices(ANNA)
    place.world.pass_time()
    for invoice in place.xero_invoices():
        place.people.pay(invoice.invoice_id, "115")
    return place


@pytest.mark.parametrize("values", [700, 100], ids=["ten fit", "one fits"])
def test_each_is_read_back_however_few_of_them_fit(
    values: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = paid_in_xero()
    monkeypatch.setattr(answer, "MOST_VALUES", values)
    place.connection().send_invoices(ANNA)
    told = {place.bills.standing(host_id) for host_id in place.bills.invoices()}
    assert told == {Paid()}


def test_one_that_is_too_long_by_itself_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    place = paid_in_xero()
    monkeypatch.setattr(answer, "MOST_VALUES", 10)
    with pytest.raises(TooLargeError):
        place.connection().send_invoices(ANNA)
