"""The Xero side as read into the store, and the index of the host side."""

from attrs import evolve, frozen

from xerolink.domain.contacts.erased import kept_of
from xerolink.domain.contacts.filters import admits
from xerolink.domain.contacts.model import HostContact, XeroContact
from xerolink.domain.contacts.normalise import MatchKey, MatchKeys, match_keys
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.identity import HostContactId
from xerolink.domain.settings import ContactSettings


@frozen
class StagedContact:
    """A Xero contact as last read. *admitted*: it is active and the filter lets it in.

    *due* says that a decision about it is outstanding; *revision* grows each time it becomes due,
    so that a decision taken on an earlier reading can tell that it is stale.
    """

    contact: XeroContact
    keys: MatchKeys
    admitted: bool
    due: bool = True
    revision: int = 1

    def with_due(self, due: bool) -> "StagedContact":
        return evolve(self, due=due)


def stage(
    old: StagedContact | None, read: XeroContact, settings: ContactSettings
) -> StagedContact | None:
    """The row to write for a contact that was just *read*; None if there is nothing new.

    A later UpdatedDateUTC alone is kept, but is no reason to decide anew, unless Xero has refused
    something (`usecases.stage_xero`). A reading older than the staged one is a stale replica and
    is dropped (protocol, Cycle 3).
    The flags may change without moving UpdatedDateUTC (semantics row 10). Of an erased contact no
    value is kept (row 22).
    """
    contact = kept_of(read)
    if old is None:
        return _row(contact, settings, 1)
    if contact.updated < old.contact.updated:
        return None
    fresh = _row(contact, settings, old.revision + 1)
    seen_again = evolve(old, contact=evolve(old.contact, updated=contact.updated))
    if evolve(fresh, due=old.due, revision=old.revision) != seen_again:
        return fresh
    return None if seen_again == old else seen_again


def restage(old: StagedContact, settings: ContactSettings) -> StagedContact | None:
    """The row under other *settings* (a new filter, another matching); None if it is the same."""
    return stage(old, old.contact, settings)


def _row(contact: XeroContact, settings: ContactSettings, revision: int) -> StagedContact:
    keys = match_keys(contact.fields, settings.matching)
    return StagedContact(contact, keys, admits(settings.contact_filter, contact), True, revision)


def rival_keys(before: StagedContact | None, after: StagedContact) -> frozenset[MatchKey]:
    """The keys of the name, and of both name and email, that a contact gained or lost.

    Whoever carries one has a rival more or less, and is decided anew (semantics rows 3 and 5).
    """
    old = {before.keys.name, before.keys.both} if before and before.admitted else set()
    new = {after.keys.name, after.keys.both} if after.admitted else set()
    return frozenset(key for key in old ^ new if key is not None)


@frozen
class IndexEntry:
    """A host contact in the match index: its keys, and the profile that suggestions go by.

    *profile* None: it is suggested to nobody, as where nothing is.
    """

    host_id: HostContactId
    keys: MatchKeys
    profile: Profile | None = None


def index_entry(
    contact: HostContact, settings: ContactSettings, *, profiled: bool = False
) -> IndexEntry:
    """The index entry of *contact* as it stands now."""
    keys = match_keys(contact.fields, settings.matching)
    return IndexEntry(contact.host_id, keys, Profile.of(contact.fields) if profiled else None)
