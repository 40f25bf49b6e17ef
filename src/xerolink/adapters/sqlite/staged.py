"""The staged Xero side in SQLite."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.keys import hits_of, key_rows, key_texts
from xerolink.adapters.sqlite.session import Session, Value, listed
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import XeroContact, XeroStatus
from xerolink.domain.contacts.normalise import MatchKey, MatchKeys
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import ConnectionId, XeroContactId
from xerolink.ports.books import SHOWN_HITS, Staged

_GET = """
select contact, keys, admitted, due, revision from staged
 where connection_id = ? and xero_id in (select value from json_each(?))
"""
_PAGE = """
select contact, keys, admitted, due, revision from staged
 where connection_id = ? and xero_id > coalesce(?, '')
 order by xero_id limit ?
"""
_UNDECIDED = """
select contact, keys, admitted, due, revision from staged
 where connection_id = ? and due = 1 and xero_id > coalesce(?, '')
   and not exists (
     select 1 from decision
      where decision.connection_id = staged.connection_id
        and decision.xero_id = staged.xero_id and decision.state = 'open'
        and decision.staged_revision = staged.revision)
 order by xero_id limit ?
"""
_FORGET = """
delete from staged where connection_id = ? and xero_id in (select value from json_each(?))
"""
_PUT = """
insert into staged (connection_id, xero_id, active, admitted, due, revision, contact, keys)
values (?, ?, ?, ?, ?, ?, ?, ?)
"""
_PUT_KEY = """
insert into staged_key (connection_id, xero_id, match_key, admitted) values (?, ?, ?, ?)
"""
_SETTLE = """
update staged set due = 0 where connection_id = ? and xero_id = ? and revision = ?
"""
_TOUCH = """
update staged set due = 1, revision = revision + 1
 where connection_id = ? and xero_id in (select value from json_each(?))
"""
_TOUCH_UNLINKED = """
update staged set due = 1, revision = revision + 1
 where connection_id = ?1
   and xero_id in (
     select xero_id from staged_key
      where connection_id = ?1 and match_key in (select value from json_each(?2)))
   and not exists (
     select 1 from link
      where link.connection_id = staged.connection_id and link.xero_id = staged.xero_id
        and link.state <> 'ended')
"""
_MATCHING = """
select match_key, total, xero_id from (
  select match_key, xero_id,
         row_number() over (partition by match_key order by xero_id) as place,
         count(*) over (partition by match_key) as total
    from staged_key
   where connection_id = ? and admitted = 1 and match_key in (select value from json_each(?)))
 where place <= ?
"""
_LOSERS = """
select json_extract(contact, '$.merged_to'), xero_id from staged indexed by staged_merged
 where connection_id = ? and json_extract(contact, '$.merged_to') is not null
   and json_extract(contact, '$.merged_to') in (select value from json_each(?))
"""
_EXCLUDED = """
select count(*) from staged
 where connection_id = ? and active = 1 and admitted = 0
   and not exists (
     select 1 from link
      where link.connection_id = staged.connection_id and link.xero_id = staged.xero_id
        and link.state <> 'ended')
"""


class SqliteStaged(Staged):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def get_many(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, StagedContact]:
        return {row.contact.xero_id: row for row in self._read(_GET, listed(ids))}

    def put(self, rows: Iterable[StagedContact]) -> None:
        fresh = {row.contact.xero_id: row for row in rows}
        self._session.run(_FORGET, self._id, listed(fresh))
        self._session.run_many(_PUT, [self._row(row) for row in fresh.values()])
        keys = [key for row in fresh.values() for key in self._keys(row)]
        self._session.run_many(_PUT_KEY, keys)

    def undecided(self, after: XeroContactId | None, size: int) -> tuple[StagedContact, ...]:
        return tuple(self._read(_UNDECIDED, after, size))

    def settle(self, revisions: Mapping[XeroContactId, int]) -> None:
        self._session.run_many(_SETTLE, [(self._id, *seen) for seen in revisions.items()])

    def touch(self, ids: Collection[XeroContactId]) -> None:
        self._session.run(_TOUCH, self._id, listed(ids))

    def touch_unlinked(self, keys: Collection[MatchKey]) -> None:
        self._session.run(_TOUCH_UNLINKED, self._id, key_texts(keys))

    def matching(self, keys: Collection[MatchKey]) -> Mapping[MatchKey, Hits]:
        return hits_of(self._session.rows(_MATCHING, self._id, key_texts(keys), SHOWN_HITS))

    def page(self, after: XeroContactId | None, size: int) -> tuple[StagedContact, ...]:
        return tuple(self._read(_PAGE, after, size))

    def losers(
        self, ids: Collection[XeroContactId]
    ) -> Mapping[XeroContactId, tuple[XeroContactId, ...]]:
        found = defaultdict[XeroContactId, list[XeroContactId]](list)
        for survivor, loser in self._session.rows(_LOSERS, self._id, listed(ids)):
            found[survivor].append(loser)
        return {survivor: tuple(sorted(losers)) for survivor, losers in found.items()}

    def excluded(self) -> int:
        number: int = self._session.rows(_EXCLUDED, self._id)[0][0]
        return number

    def _read(self, sql: str, *values: Value) -> list[StagedContact]:
        return [
            StagedContact(
                decode(contact, XeroContact),
                decode(keys, MatchKeys),
                bool(admitted),
                bool(due),
                revision,
            )
            for contact, keys, admitted, due, revision in self._session.rows(sql, self._id, *values)
        ]

    def _row(self, row: StagedContact) -> tuple[Value, ...]:
        active = row.contact.status is XeroStatus.ACTIVE
        flags = (active, row.admitted, row.due, row.revision)
        return (self._id, row.contact.xero_id, *flags, encode(row.contact), encode(row.keys))

    def _keys(self, row: StagedContact) -> Iterable[tuple[Value, ...]]:
        owner = (self._id, row.contact.xero_id)
        return ((*key, row.admitted) for key in key_rows(owner, row.keys))
