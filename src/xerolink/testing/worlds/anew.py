"""Whether the host's side of the index is what one would be that is built anew."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from xerolink.adapters.memory.store import MemoryStore
from xerolink.domain.contacts.check import blocked, check_fields
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.contacts.normalise import NO_KEYS, MatchKey, match_keys
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.staged import IndexEntry, index_entry
from xerolink.domain.contacts.terms import Term, terms
from xerolink.domain.identity import HostContactId
from xerolink.domain.run import ConnectionRecord, HostCursor
from xerolink.ports.books import HostIndex
from xerolink.ports.host import Merged
from xerolink.ports.store import UnitOfWork
from xerolink.testing.worlds.world import World
from xerolink.usecases.scrub import erased_partners


@frozen
class _Questions:
    """What both are asked for: those who are or were there, and what either side is found by."""

    ids: frozenset[HostContactId]
    keys: frozenset[MatchKey]
    terms: frozenset[Term]


def outdated(world: World, unit: UnitOfWork, record: ConnectionRecord) -> Iterator[str]:
    """What the index answers otherwise than one that is built anew of the host's contacts.

    For a connection whose feed was read to its head.
    """
    entries = _entries(world, unit, record)
    asked = _questions(world, record)
    seen = _answers(unit.index, asked)
    store = MemoryStore(world.clock)
    lease = store.claim(world.connection_id, "anew", 60)
    assert lease is not None
    with store.transaction(lease) as anew:
        anew.index.put(entries.values())
        wanted = _answers(anew.index, asked)
    for name, answer in wanted.items():
        if seen[name] != answer:
            yield f"{name} in the index: {seen[name]}; anew: {answer}"


def _entries(
    world: World, unit: UnitOfWork, record: ConnectionRecord
) -> Mapping[HostContactId, IndexEntry]:
    """A contact that cannot be used matches nothing, nor does the partner of one that is erased."""
    contacts, profiled = world.host.contacts(), world.suggestions is not None
    silent = erased_partners(unit, unit.links.by_host(list(contacts)).values())
    silent |= {i for i, one in contacts.items() if blocked(check_fields(one.fields))}
    known = {i: index_entry(one, record.settings, profiled=profiled) for i, one in contacts.items()}
    return known | {i: IndexEntry(i, NO_KEYS) for i in silent}


def _questions(world: World, record: ConnectionRecord) -> _Questions:
    fields = [contact.fields for contact in world.host.contacts().values()]
    fields += [contact.fields for contact in world.xero.contacts()]
    keys = (match_keys(one, record.settings.matching).present for one in fields)
    return _Questions(
        frozenset(_ever(world)),
        frozenset(key for found in keys for key in found),
        frozenset(term for one in fields for term in _terms(one)),
    )


def _terms(fields: SyncedFields) -> tuple[Term, ...]:
    return terms(Profile.of(fields))


def _ever(world: World) -> Iterator[HostContactId]:
    """Every host contact that the feed tells of, those that are gone, too."""
    cursor: HostCursor | None = None
    more = True
    while more:
        feed = world.host.changes(cursor)
        for change in feed.changes:
            yield from (
                (change.from_id, change.into_id)
                if isinstance(change, Merged)
                else (change.host_id,)
            )
        cursor, more = feed.cursor, feed.more


def _answers(index: HostIndex, asked: _Questions) -> Mapping[str, object]:
    borne = index.bearing(asked.terms).items()
    return {
        "entries": dict(index.get_many(asked.ids)),
        "profiles": (index.profiled(), dict(index.profiles(asked.ids))),
        "keys": dict(index.matching(asked.keys)),
        "terms": {term: (hits.total, frozenset(hits.ids)) for term, hits in borne},
    }
