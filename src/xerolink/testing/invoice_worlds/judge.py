"""The judge of invoices: what must hold between the two sides once it is quiet.

Nothing is taken from what the library remembers, but for the contacts' links and the journal.
"""

from collections.abc import Iterator

from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus
from xerolink.domain.invoices.record import Paid, PartPaid, Voided
from xerolink.domain.journal import EntryKind
from xerolink.testing.billing_world import START_DATE
from xerolink.testing.invoice_worlds.firm import Firm, is_sound
from xerolink.testing.simulator.invoice import Invoice

_DEAD = frozenset({"VOIDED", "DELETED"})


def judge(firm: Firm) -> Iterator[str]:
    """Everything that is not as it must be; none: empty."""
    in_xero = firm.place.xero_invoices()
    by_url = {i.url: [x for x in in_xero if x.url == i.url] for i in _bills(firm)}
    yield from _strays(firm, [x for x in in_xero if x.url not in by_url])
    for invoice in _bills(firm):
        yield from _judged(firm, invoice, by_url[invoice.url])
    yield from _journal(firm)


def _bills(firm: Firm) -> list[HostInvoice]:
    return list(firm.place.bills.invoices().values())


def _strays(firm: Firm, strange: list[Invoice]) -> Iterator[str]:
    for one in strange:
        if one.by_app and one.invoice_id not in firm.touched:
            yield f"nobody billed it: {one.number}"


def _judged(firm: Firm, invoice: HostInvoice, made: list[Invoice]) -> Iterator[str]:
    name = invoice.number
    if len(made) > 1:
        yield f"made twice: {name}"
        return
    if not made:
        yield from _missing(firm, invoice)
        return
    (there,) = made
    if invoice.host_id not in firm.sound:
        yield f"sent although it never could: {name}"
    if there.invoice_id in firm.touched:
        firm.place.tally["excepted: touched in Xero"] += 1
        return
    yield from _status(firm, invoice, there)
    yield from _agrees(firm, invoice, there)


def _missing(firm: Firm, invoice: HostInvoice) -> Iterator[str]:
    """Not in Xero: it may not be, or not yet, and why is to be seen on the two sides."""
    link = firm.place.link_of(invoice.contact_id)
    locked = firm.place.xero.client.home.ledger.books.period_lock
    reasons = {
        "not sound": not is_sound(invoice) or invoice.status is InvoiceStatus.VOIDED,
        "no link": link is None or not link.live,
        "locked": locked is not None and invoice.issued <= locked,
        "no account": not firm.place.account_is_active,
        "before the start": invoice.issued < START_DATE,
    }
    found = [reason for reason, is_so in reasons.items() if is_so]
    if not found:
        yield f"lost: {invoice.number}"
    firm.place.tally.update(f"excepted: {reason}" for reason in found[:1])


def _status(firm: Firm, invoice: HostInvoice, there: Invoice) -> Iterator[str]:
    """Paid, part-paid and voided are told (semantics row 40)."""
    told = firm.place.bills.standing(invoice.host_id)
    paid = there.status == "PAID"
    part = there.status == "AUTHORISED" and there.amount_paid > 0
    if paid and not isinstance(told, Paid):
        yield f"paid, and the host does not know: {invoice.number}: {told}"
    if part and not isinstance(told, PartPaid):
        yield f"part-paid, and the host does not know: {invoice.number}: {told}"
    if there.status in _DEAD and not isinstance(told, Voided):
        yield f"voided, and the host does not know: {invoice.number}: {told}"
    if not paid and not part and isinstance(told, Paid | PartPaid):
        yield f"unpaid, and the host thinks otherwise: {invoice.number}: {told}"


def _agrees(firm: Firm, invoice: HostInvoice, there: Invoice) -> Iterator[str]:
    """What Xero asks for is what was billed, unless it may not be changed any more."""
    if _frozen(firm, there):
        firm.place.tally["excepted: cannot be changed"] += 1
        return
    if invoice.status is InvoiceStatus.VOIDED:
        if there.status not in _DEAD:
            yield f"voided in the host, alive in Xero: {invoice.number}"
        return
    if there.status in _DEAD:
        yield f"voided in Xero by nobody: {invoice.number}"
    if not is_sound(invoice) or not _billable(firm, invoice):
        firm.place.tally["excepted: held"] += 1
        return
    if there.total != int(invoice.total * 10**8):
        yield f"another total: {invoice.number}: {there.total} for {invoice.total}"
    firm.place.tally["totals compared"] += 1


def _frozen(firm: Firm, there: Invoice) -> bool:
    locked = firm.place.xero.client.home.ledger.books.period_lock
    return there.amount_paid > 0 or (locked is not None and there.issued <= locked)


def _billable(firm: Firm, invoice: HostInvoice) -> bool:
    link = firm.place.link_of(invoice.contact_id)
    return link is not None and link.live and firm.place.account_is_active


def _journal(firm: Firm) -> Iterator[str]:
    """Every invoice that the library made is in the journal, once."""
    told = []
    after = 0
    connection = firm.place.connection()
    while page := connection.journal(after, 500):
        told += [
            e.fact.xero_invoice_id
            for e in page
            if e.fact.kind is EntryKind.WRITTEN
            and e.fact.what == "CreateInvoice"
            and e.fact.outcome == "done"
        ]
        after = page[-1].sequence
    made = sorted(x.invoice_id for x in firm.place.xero_invoices() if x.by_app)
    if sorted(map(str, told)) != made:
        yield f"the journal tells of {len(told)} creations, and {len(made)} were made"
    if connection.verify_journal():
        yield "the journal is broken"
