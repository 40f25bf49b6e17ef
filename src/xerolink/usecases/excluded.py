"""Whom the ContactType filter leaves out, counted (semantics row 10)."""

from attrs import frozen

from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import XeroContactId
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.ports.store import UnitOfWork

PAGE = 1_000


@frozen
class Excluded:
    """How many active contacts the filter leaves out; *without_invoice*: those with neither flag.

    A client is neither customer nor supplier before the first invoice or bill.
    """

    contacts: int = 0
    without_invoice: int = 0


def excluded(unit: UnitOfWork, settings: ContactSettings) -> Excluded:
    """Counted over the staged contacts; linked ones are not left out, whatever their flags."""
    contacts = unit.staged.excluded()
    if settings.contact_filter is not ContactTypeFilter.CUSTOMERS or not contacts:
        return Excluded(contacts, contacts)
    number, after = 0, None
    while rows := unit.staged.page(after, PAGE):
        after = rows[-1].contact.xero_id
        number += _unlinked(unit, [row.contact.xero_id for row in rows if _unmarked(row)])
    return Excluded(contacts, number)


def _unmarked(row: StagedContact) -> bool:
    contact = row.contact
    active = contact.status is XeroStatus.ACTIVE
    return active and not row.admitted and not contact.is_customer and not contact.is_supplier


def _unlinked(unit: UnitOfWork, ids: list[XeroContactId]) -> int:
    return len(ids) - len(unit.links.by_xero(ids)) if ids else 0
