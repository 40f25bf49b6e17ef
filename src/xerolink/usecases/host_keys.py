"""The host's side under other match keys, before the settings that ask for them are set."""

from collections.abc import Mapping

from xerolink.domain.contacts.check import blocked, check_fields
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.contacts.normalise import NO_KEYS
from xerolink.domain.contacts.staged import IndexEntry, index_entry
from xerolink.domain.identity import HostContactId
from xerolink.domain.run import Phase
from xerolink.domain.settings import ContactSettings
from xerolink.ports.host import Changed
from xerolink.usecases.feed import moving
from xerolink.usecases.host_rows import contacts_there
from xerolink.usecases.run import Run
from xerolink.usecases.scrub import erased_partners


def host_entry(run: Run, contact: HostContact, settings: ContactSettings) -> IndexEntry:
    """A contact that cannot be used is known, and matches nothing."""
    if blocked(check_fields(contact.fields)):
        return IndexEntry(contact.host_id, NO_KEYS)
    return index_entry(contact, settings, profiled=run.ports.suggestions is not None)


def other_keys(run: Run, settings: ContactSettings) -> Mapping[HostContactId, IndexEntry]:
    """Every host contact as *settings* match it; nothing where the keys stay as they are."""
    entries: dict[HostContactId, IndexEntry] = {}
    if settings.matching is run.record.settings.matching:
        return entries
    cursor, more = None, True
    while more:
        run.at(Phase.READING_HOST, len(entries))
        run.before_call()
        feed = moving(run.ports.host.changes(cursor), cursor)
        named = {change.host_id for change in feed.changes if isinstance(change, Changed)}
        entries |= host_entries(run, named, settings)
        cursor, more = feed.cursor, feed.more
    return entries


def host_entries(
    run: Run, named: set[HostContactId], settings: ContactSettings
) -> dict[HostContactId, IndexEntry]:
    """The index entries of those of *named* that there are, as *settings* match them.

    The partner of an erased contact matches nothing. One call to the host.
    """
    contacts = contacts_there(run, named)
    with run.reading() as unit:
        erased = erased_partners(unit, unit.links.by_host(list(contacts)).values())
    found = {i: host_entry(run, contact, settings) for i, contact in contacts.items()}
    return found | {i: IndexEntry(i, NO_KEYS) for i in erased & found.keys()}
