"""What a story came to with invoices, in words that do not depend on ids."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from xerolink.connection import Connection
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.record import InvoiceRecord, InXero, InXeroNow, Standing
from xerolink.domain.invoices.xero import XeroInvoice, XeroInvoiceId, XeroLine
from xerolink.ports.store import UnitOfWork
from xerolink.testing.kills.firm import Firm

MANY = 1_000
Numbers = Mapping[XeroInvoiceId, str]
Names = Mapping[HostContactId, str]


def numbers_of(sold: Iterable[XeroInvoice]) -> Numbers:
    return {one.xero_id: str(one.number) for one in sold}


def in_xero(sold: Iterable[XeroInvoice], names: Mapping[XeroContactId, str]) -> Iterator[str]:
    """Each sales invoice in Xero; *names* are those of the contacts."""
    for one in sold:
        money = _plain(one.sub_total, one.total_tax, one.total, one.amount_due, one.amount_paid)
        lines = [(*_line(it.line), _plain(it.amount, it.tax)) for it in one.lines or ()]
        dates = f"{one.issued} to {one.due}, sent: {one.sent_to_contact}"
        head = f"{one.number} of {names[one.contact_id]}, {one.status.value}, {one.currency}"
        yield f"{head} {money}, {dates}, {one.reference} {one.url} {lines}"


def in_host(world: Firm, numbers: Numbers) -> Iterator[str]:
    """Each invoice of the host, and what it shows of it."""
    for host_id, invoice in world.invoices.invoices().items():
        shown = _standing(world.told(host_id), numbers)
        yield f"{invoice.number}, {invoice.status.value}, {_plain(invoice.total)}: {shown}"


def remembered(records: Sequence[InvoiceRecord], numbers: Numbers, names: Names) -> Iterator[str]:
    """Where each invoice stands for the library; *names* are those of the host's contacts."""
    for one in records:
        news = f"due: {one.due}, waits: {one.waits}, untold: {one.untold}"
        held = f"{one.not_eligible}, {[_cause(cause, names) for cause in one.causes]}"
        told, now = _standing(one.told, numbers), one.in_xero
        yield f"{one.number}, {one.state.value}, {news}, {held}, told {told}, {_agreed(now)}"


def held(connection: Connection, names: Names) -> Iterator[str]:
    """Each open issue, and how many invoices it holds; how often it was found may differ."""
    for one in connection.invoice_issues(size=MANY):
        yield f"{_cause(one.issue.cause, names)} holds {one.count}"


def _cause(cause: Cause, names: Names) -> str:
    return f"{cause.kind.value} of {names.get(HostContactId(cause.thing), cause.thing)}"


def kept(unit: UnitOfWork) -> Iterator[str]:
    """The settings, those that are in force, and how many invoices are queued."""
    book = unit.invoice_book.get()
    yield f"{book.settings}, in force: {book.in_force}"
    yield f"{len(unit.requests.to_send(MANY))} invoices are queued"


def _agreed(now: InXeroNow | None) -> str:
    """Xero's side as both last agreed, without times and versions, which a crash may move."""
    if now is None:
        return "not in Xero"
    draft, money = now.draft, _plain(now.total, now.amount_due)
    flags = f"settled: {now.settled}, edited: {now.edited}, shown: {now.shown}"
    lines = f"{len(now.line_ids)} ids, {[_line(line) for line in draft.lines]}"
    return f"{now.status.value} {money}, {flags}, {draft.issued} {draft.reference} {lines}"


def _line(line: XeroLine) -> tuple[str, ...]:
    sold = _plain(line.quantity, line.unit_price)
    return (line.description, sold, str(line.account), str(line.tax_type), str(line.discount))


def _standing(standing: Standing | None, numbers: Numbers) -> str:
    if isinstance(standing, InXero):
        return f"InXero {numbers.get(standing.xero_id, 'that is not there')}"
    return f"{standing}"


def _plain(*amounts: Decimal) -> str:
    """Without the zeros that one side writes and the other does not."""
    return " ".join(f"{amount.normalize():f}" for amount in amounts)
