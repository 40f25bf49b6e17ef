"""Why a Xero contact is linked to a host contact, or is not: from the rules, in words."""

from collections.abc import Iterator
from typing import assert_never

from attrs import field, frozen

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.matching import (
    Book,
    Conflict,
    FullMatch,
    MatchOutcome,
    NoMatch,
    match_contact,
)
from xerolink.domain.contacts.model import HostContact, XeroStatus, veiled
from xerolink.domain.contacts.normalise import MatchKey, match_keys
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.settings import ContactSettings


@frozen
class ComparedKey:
    """One match key of the Xero contact beside the host contact's, as they are compared.

    *host* None: no host contact was asked about, or it has no such key, as *xero* None: a blank
    never equals a blank (semantics row 5). *in_host*, *in_xero*: how many contacts of each book
    carry Xero's key.
    """

    what: str
    xero: MatchKey | None = field(repr=veiled)
    host: MatchKey | None = field(repr=veiled)
    in_host: int
    in_xero: int

    @property
    def equal(self) -> bool:
        return self.xero is not None and self.xero == self.host


@frozen
class Grounds:
    """What was gathered: both contacts, both books under Xero's keys, and the links of each."""

    row: StagedContact
    host: HostContact | None
    hosts: Book
    xeros: Book
    link: Link | None
    host_link: Link | None
    settings: ContactSettings


def compared(grounds: Grounds) -> tuple[ComparedKey, ...]:
    """The keys of name, billing email and both, side by side."""
    ours = grounds.row.keys
    theirs = match_keys(grounds.host.fields, grounds.settings.matching) if grounds.host else None
    pairs = (
        ("name", ours.name, theirs.name if theirs else None),
        ("billing email", ours.email, theirs.email if theirs else None),
        ("name and billing email", ours.both, theirs.both if theirs else None),
    )
    return tuple(
        ComparedKey(what, x, h, grounds.hosts.get(x).total, grounds.xeros.get(x).total)
        for what, x, h in pairs
    )


def reasons(grounds: Grounds) -> tuple[str, ...]:
    """Why the pair stands as it does, the weightiest first; never a value of a contact."""
    if grounds.link is not None:
        return tuple(_linked(grounds, grounds.link))
    return tuple(_unlinked(grounds))


def _linked(grounds: Grounds, link: Link) -> Iterator[str]:
    if grounds.host is not None and link.host_id != grounds.host.host_id:
        yield "the Xero contact belongs to another host contact"
    elif link.separated is not None:
        at, by = link.separated.at, link.separated.by.name
        yield f"the pair was separated on {at:%Y-%m-%d} by {by}; only a person links it again"
    elif link.state is not LinkState.SYNCED:
        yield f"the pair is linked and {link.state.value}"
    else:
        yield f"linked on {link.linked_at:%Y-%m-%d}; the journal tells by what and by whom"


def _unlinked(grounds: Grounds) -> Iterator[str]:
    row, host_link = grounds.row, grounds.host_link
    if row.contact.status is not XeroStatus.ACTIVE:
        yield "the Xero contact is not active"
    elif not row.admitted:
        yield "the contact type filter leaves the Xero contact out"
    if host_link is not None and host_link.state is LinkState.PREVIOUSLY_SYNCED:
        yield "the host contact was separated from another Xero contact; only a person links it"
    elif host_link is not None:
        yield "the host contact is linked to another Xero contact"
    yield from _keys(grounds)
    yield _outcome(match_contact(row.keys, grounds.hosts, grounds.xeros, frozenset()))


def _keys(grounds: Grounds) -> Iterator[str]:
    if grounds.host is None:
        return
    for key in compared(grounds)[:2]:
        if key.xero is None or key.host is None:
            yield f"the {key.what} is blank on one side, and blank equals nothing"
        elif not key.equal:
            yield f"the {key.what} differs"


def _outcome(found: MatchOutcome) -> str:
    match found:
        case FullMatch():
            return "by name and billing email it is the only match: the next run links it"
        case Conflict(kind=kind):
            return f"it is a conflict ({kind.value}): a person decides"
        case NoMatch():
            return "neither its name nor its billing email is known in the host"
        case _:
            assert_never(found)
