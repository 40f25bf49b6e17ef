"""Of invoices: what stands before each way to write, the writes, and all that can be read."""

from xerolink.domain.inbox import EventCategory
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import Probe
from xerolink.testing.conformance.store_invoice_values import (
    book,
    cause,
    in_xero,
    invoice,
    invoice_id,
    invoice_intent,
    invoice_issue,
    mended,
    over,
    refused,
    settled,
    synced,
    xero_invoice_id,
)
from xerolink.testing.conformance.store_values import host_id

_MANY = 99
_NUMBERS = range(1, 6)
_CAUSES = [cause(n) for n in _NUMBERS]


def fill_invoices(unit: UnitOfWork) -> None:
    """Rows in every part: 1 is to be decided, 2 in Xero, 3 held, 4 being written."""
    held = settled(3, causes=(cause(1), refused(3)))
    unit.invoices.put([invoice(1), synced(2), held, invoice(4)])
    unit.invoice_intents.put([over(5), invoice_intent(4)])
    unit.invoice_issues.put([invoice_issue(1), mended(2)])
    unit.invoice_book.put(book())
    unit.requests.send([invoice_id(1), invoice_id(4)])


def every_invoice(unit: UnitOfWork) -> list[object]:
    """What every reading method about invoices answers of the rows that probes write."""
    ids = [invoice_id(n) for n in _NUMBERS]
    return [
        unit.invoices.get_many(ids),
        unit.invoices.by_xero([xero_invoice_id(n) for n in _NUMBERS]),
        unit.invoices.to_decide(None, _MANY),
        unit.invoices.page(list(InvoiceState), None, _MANY),
        [unit.invoices.held_by(one, None, _MANY) for one in _CAUSES],
        unit.invoices.count_held(_CAUSES),
        unit.invoices.to_decide_of([host_id(n) for n in _NUMBERS], None, _MANY),
        unit.invoices.count(),
        unit.invoice_intents.open(_MANY),
        unit.invoice_intents.open_for(ids),
        [unit.invoice_issues.get(invoice_issue(n).issue_id) for n in _NUMBERS],
        unit.invoice_issues.open_for(_CAUSES),
        unit.invoice_issues.page(None, _MANY),
        unit.invoice_book.get(),
        unit.requests.to_send(_MANY),
        unit.inbox.pending(EventCategory.INVOICE, _MANY),
    ]


INVOICE_PROBES = (
    Probe("invoices.put new", lambda u: u.invoices.put([invoice(5)])),
    Probe("invoices.put changed", lambda u: u.invoices.put([synced(1, in_xero=in_xero(1))])),
    Probe(
        "invoices.put, held otherwise", lambda u: u.invoices.put([settled(3, causes=(cause(2),))])
    ),
    Probe("invoice_intents.put new", lambda u: u.invoice_intents.put([invoice_intent(1)])),
    Probe("invoice_intents.put changed", lambda u: u.invoice_intents.put([over(4)])),
    Probe("invoice_issues.put new", lambda u: u.invoice_issues.put([invoice_issue(3)])),
    Probe("invoice_issues.put changed", lambda u: u.invoice_issues.put([mended(1)])),
    Probe("invoice_book.put", lambda u: u.invoice_book.put(book("9"))),
    Probe("requests.send", lambda u: u.requests.send([invoice_id(2)])),
    Probe("requests.sending", lambda u: u.requests.sending([invoice_id(4)])),
)
