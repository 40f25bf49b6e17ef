"""The match index of the host side in SQLite."""

from collections.abc import Collection, Iterable, Mapping

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.keys import hits_of, key_rows, key_texts
from xerolink.adapters.sqlite.session import Session, listed
from xerolink.adapters.sqlite.terms import SqliteTerms
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.normalise import MatchKey, MatchKeys
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.shortlist import LISTED
from xerolink.domain.contacts.staged import IndexEntry
from xerolink.domain.contacts.terms import Term
from xerolink.domain.identity import ConnectionId, HostContactId
from xerolink.ports.books import SHOWN_HITS, HostIndex

_GET = """
select host_id, keys from host_index
 where connection_id = ? and host_id in (select value from json_each(?))
"""
_REMOVE = """
delete from host_index where connection_id = ? and host_id in (select value from json_each(?))
"""
_PUT = "insert into host_index (connection_id, host_id, keys) values (?, ?, ?)"
_PUT_KEY = "insert into host_key (connection_id, host_id, match_key) values (?, ?, ?)"
_MATCHING = """
select match_key, total, host_id from (
  select match_key, host_id,
         row_number() over (partition by match_key order by host_id) as place,
         count(*) over (partition by match_key) as total
    from host_key
   where connection_id = ? and match_key in (select value from json_each(?)))
 where place <= ?
"""


class SqliteIndex(HostIndex):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id
        self._terms = SqliteTerms(session, connection_id)

    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, IndexEntry]:
        found, profiles = self._session.rows(_GET, self._id, listed(ids)), self.profiles(ids)
        return {i: IndexEntry(i, decode(keys, MatchKeys), profiles.get(i)) for i, keys in found}

    def put(self, entries: Iterable[IndexEntry]) -> None:
        fresh = {entry.host_id: entry for entry in entries}
        self._session.run(_REMOVE, self._id, listed(fresh))
        rows = [(self._id, entry.host_id, encode(entry.keys)) for entry in fresh.values()]
        self._session.run_many(_PUT, rows)
        keys = [key for e in fresh.values() for key in key_rows((self._id, e.host_id), e.keys)]
        self._session.run_many(_PUT_KEY, keys)
        self._terms.put({entry.host_id: entry.profile for entry in fresh.values()})

    def remove(self, ids: Collection[HostContactId]) -> None:
        self._session.run(_REMOVE, self._id, listed(ids))
        self._terms.remove(ids)

    def matching(self, keys: Collection[MatchKey]) -> Mapping[MatchKey, Hits]:
        return hits_of(self._session.rows(_MATCHING, self._id, key_texts(keys), SHOWN_HITS))

    def profiles(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, Profile]:
        return self._terms.profiles(ids)

    def profiled(self) -> int:
        return self._terms.profiled()

    def bearing(self, terms: Collection[Term], listed: int = LISTED) -> Mapping[Term, Hits]:
        return self._terms.bearing(terms, listed)

    def strip(self) -> None:
        self._terms.strip()
