"""Erased: what is kept of a contact for which Xero has a request for erasure (semantics row 22)."""

from attrs import evolve

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import SyncedFields, XeroContact, XeroStatus
from xerolink.domain.identity import ActorKind

NOTHING = SyncedFields()
"""Four unknown fields: what is not known is never a change."""


def erased(contact: XeroContact) -> bool:
    """Whether nothing personal of *contact* may be kept."""
    return contact.status is XeroStatus.GDPRREQUEST


def kept_of(contact: XeroContact) -> XeroContact:
    """*contact* as it may be stored: of an erased one its ids, flags and dates alone."""
    if not erased(contact):
        return contact
    return evolve(
        contact,
        fields=NOTHING,
        number="",
        first_name="",
        last_name="",
        company_number="",
        tax_number="",
        attention_to="",
    )


def without_values(link: Link) -> Link:
    """*link* with nothing left of what either side held, nor of what a person typed about it."""
    told = link.separated
    if told is not None and told.by.kind is ActorKind.PERSON:
        told = evolve(told, why="")
    if (link.base_host, link.base_xero, link.separated) == (NOTHING, NOTHING, told):
        return link
    moved = link.revision + 1
    return evolve(link, base_host=NOTHING, base_xero=NOTHING, separated=told, revision=moved)
