"""Links in SQLite."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.session import Session, Value, listed
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.identity import ConnectionId, HostContactId, XeroContactId
from xerolink.ports.store import Links

_BY_XERO = """
select body from link
 where connection_id = ? and state <> 'ended' and xero_id in (select value from json_each(?))
"""
_BY_HOST = """
select body from link
 where connection_id = ? and state <> 'ended' and host_id in (select value from json_each(?))
"""
_HISTORY = """
select body from link
 where connection_id = ? and xero_id in (select value from json_each(?)) order by link_id
"""
_SET_ASIDE = """
update link set state = 'ended'
 where connection_id = ? and link_id in (select value from json_each(?))
"""
_PUT = """
insert into link (connection_id, link_id, xero_id, host_id, state, body) values (?, ?, ?, ?, ?, ?)
on conflict (connection_id, link_id) do update set
  xero_id = excluded.xero_id, host_id = excluded.host_id,
  state = excluded.state, body = excluded.body
"""
_PAGE = """
select body from link
 where connection_id = ? and xero_id > coalesce(?, '')
   and state in (select value from json_each(?))
 order by xero_id, link_id limit ?
"""
_FURTHER = f"{_PAGE} offset ?"
_SOUGHT = 500
"""How many links are read at a time to find some."""
_COUNT = "select state, count(*) from link where connection_id = ? group by state"


class SqliteLinks(Links):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def by_xero(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, Link]:
        return {link.xero_id: link for link in self._read(_BY_XERO, listed(ids))}

    def by_host(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, Link]:
        return {link.host_id: link for link in self._read(_BY_HOST, listed(ids))}

    def history(self, ids: Collection[XeroContactId]) -> tuple[Link, ...]:
        return tuple(self._read(_HISTORY, listed(ids)))

    def put(self, links: Iterable[Link]) -> None:
        """Old rows are set aside first: what counts is what stands after the whole call."""
        fresh = {link.link_id: link for link in links}
        with self._session.all_or_nothing():
            self._session.run(_SET_ASIDE, self._id, listed(fresh))
            self._session.run_many(_PUT, [self._row(link) for link in fresh.values()])

    def page(
        self,
        states: Collection[LinkState],
        after: XeroContactId | None,
        size: int,
        search: str = "",
    ) -> tuple[Link, ...]:
        if not search:
            return tuple(self._page(states, after, size))
        found = (link for link in self._all(states, after) if link.found_by(search))
        return tuple(islice(found, size))

    def _page(
        self, states: Collection[LinkState], after: XeroContactId | None, size: int
    ) -> list[Link]:
        wanted = listed(state.value for state in states)
        return self._read(_PAGE, after, wanted, size)

    def _all(self, states: Collection[LinkState], after: XeroContactId | None) -> Iterator[Link]:
        """Every link after *after*, read as it is asked for: SQLite folds ASCII alone."""
        wanted = listed(state.value for state in states)
        offset = 0
        while links := self._read(_FURTHER, after, wanted, _SOUGHT, offset):
            yield from links
            offset += len(links)

    def count(self) -> Mapping[LinkState, int]:
        return {LinkState(state): n for state, n in self._session.rows(_COUNT, self._id)}

    def _read(self, sql: str, *values: Value) -> list[Link]:
        return [decode(body, Link) for (body,) in self._session.rows(sql, self._id, *values)]

    def _row(self, link: Link) -> tuple[str, ...]:
        ids = (self._id, link.link_id, link.xero_id, link.host_id)
        return (*ids, link.state.value, encode(link))
