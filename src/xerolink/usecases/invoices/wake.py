"""Wake: invoices whose contact has just got its link wait no more (semantics row 34)."""

from collections.abc import Iterable, Iterator

from xerolink.domain.contacts.link import Link
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.ports.store import UnitOfWork

PAGE = 500
FOR_THE_CONTACT = frozenset({CauseKind.CONTACT_SEPARATED, CauseKind.CONTACT_SUSPENDED})


def wake_waiting(unit: UnitOfWork, links: Iterable[Link]) -> None:
    """Queue what waits for these pairs as if it had just been sent: the next turn takes it.

    Whoever links contacts, by whichever verb, has not to think of their invoices. To be called
    in the transaction that puts *links*; of one that does not flow nothing is queued.
    """
    contacts = frozenset(link.host_id for link in links if link.live)
    for page in _pages(unit, contacts):
        unit.requests.send([record.host_id for record in page if _waits(record)])


def _waits(record: InvoiceRecord) -> bool:
    held = any(cause.kind in FOR_THE_CONTACT for cause in record.causes)
    return not record.due and (record.waits or held)


def _pages(
    unit: UnitOfWork, contacts: frozenset[HostContactId]
) -> Iterator[tuple[InvoiceRecord, ...]]:
    after: HostInvoiceId | None = None
    while contacts and (page := unit.invoices.to_decide_of(contacts, after, PAGE)):
        after = page[-1].host_id
        yield page
