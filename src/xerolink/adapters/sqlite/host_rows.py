"""The rows of a host's contact book in SQLite: how they are read and written, many at a time."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.host_batch import HostBatch
from xerolink.adapters.sqlite.session import Session
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.identity import HostContactId, IntentId
from xerolink.domain.run import HostCursor
from xerolink.ports.host import Changed, Deleted, HostChange, HostFeed, Merged

_FIRM = "select contacts, seq from firm where firm = ?"
_COUNT = "update firm set contacts = ?, seq = ?, written = written + ? where firm = ?"
_KNOWN = "select key, body from answer where firm = ? and key in (select value from json_each(?))"
_ANSWER = "insert into answer (firm, key, host_id, body) values (?, ?, ?, ?)"
_FORGET = "delete from answer where firm = ? and host_id = ?"
_GET_MANY = """
    select host_id, body from contact
     where firm = ? and body is not null and host_id in (select value from json_each(?))
"""
_ALL = "select host_id, body from contact where firm = ? and body is not null order by host_id"
_FEED = """
    select seq, host_id, body is null as gone, into_id from contact
     where firm = ? and seq > ? order by seq limit ?
"""
_STORE = """
    insert into contact (firm, host_id, seq, body) values (?, ?, ?, ?)
        on conflict (firm, host_id) do update set seq = excluded.seq, body = excluded.body
"""
_KEEP = "insert or ignore into kept (firm, host_id) values (?, ?)"
_KEPT = """
    select host_id from kept where firm = ? and host_id in (select value from json_each(?))
"""
_REMOVE = "update contact set seq = ?, body = null, into_id = ? where firm = ? and host_id = ?"


def load(
    sql: Session,
    firm: str,
    ids: Collection[HostContactId] = (),
    keys: Collection[IntentId] = (),
) -> HostBatch:
    """A batch with the contacts of *ids* and what *keys* were answered."""
    made, seq = sql.rows(_FIRM, firm)[0]
    known = sql.rows(_KNOWN, firm, _ids(keys))
    answers = {IntentId(key): decode(body, HostContact) for key, body in known}
    return HostBatch(made, seq, get_many(sql, firm, ids), answers)


def save(sql: Session, firm: str, batch: HostBatch, written: int) -> None:
    """Write what *batch* changed, took away and answered; the port wrote *written* of them."""
    changed = [(firm, c.host_id, int(c.version), encode(c)) for c in batch.changed]
    answered = [(firm, key, c.host_id, encode(c)) for key, c in batch.answered.items()]
    sql.run_many(_STORE, changed)
    sql.run_many(_ANSWER, answered)
    sql.run_many(_REMOVE, [(g.seq, g.into_id, firm, g.host_id) for g in batch.gone])
    sql.run_many(_FORGET, [(firm, g.host_id) for g in batch.gone])
    sql.run(_COUNT, batch.made, batch.seq, written, firm)


def remove(sql: Session, firm: str, host_id: HostContactId, into_id: HostContactId | None) -> None:
    """A contact goes, into another one or for good; raises `KeyError` if it or that is missing."""
    batch = load(sql, firm, [host_id] if into_id is None else [host_id, into_id])
    batch.contacts[into_id or host_id]
    batch.drop(host_id, into_id)
    save(sql, firm, batch, written=0)


def keep(sql: Session, firm: str, host_id: HostContactId) -> None:
    """The port does not remove this contact any more; raises `KeyError` if it is missing."""
    found = get_many(sql, firm, [host_id])[host_id]
    sql.run(_KEEP, firm, found.host_id)


def kept(sql: Session, firm: str, ids: Collection[HostContactId]) -> frozenset[HostContactId]:
    """Those of *ids* that the port refuses to remove."""
    return frozenset(HostContactId(row[0]) for row in sql.rows(_KEPT, firm, _ids(ids)))


def get_many(
    sql: Session, firm: str, ids: Collection[HostContactId]
) -> dict[HostContactId, HostContact]:
    return _contacts(sql.rows(_GET_MANY, firm, _ids(ids)))


def get_all(sql: Session, firm: str) -> dict[HostContactId, HostContact]:
    return _contacts(sql.rows(_ALL, firm))


def feed(sql: Session, firm: str, cursor: HostCursor | None, size: int) -> HostFeed:
    """At most *size* changes after *cursor*; None: from the beginning."""
    start = int(cursor or 0)
    rows = sql.rows(_FEED, firm, start, size + 1)
    page = rows[:size]
    end = page[-1][0] if page else start
    changes = tuple(_change(HostContactId(row[1]), row[2], row[3]) for row in page)
    return HostFeed(changes, HostCursor(str(end)), len(rows) > size)


def _change(host_id: HostContactId, gone: int, into_id: str | None) -> HostChange:
    if into_id is not None:
        return Merged(host_id, HostContactId(into_id))
    return Deleted(host_id) if gone else Changed(host_id)


def _ids(values: Collection[str]) -> str:
    """For `json_each(?)`, in ASCII: half a character is then an id that nobody has."""
    return json.dumps(list(values))


def _contacts(rows: Sequence[tuple[Any, ...]]) -> dict[HostContactId, HostContact]:
    return {HostContactId(host_id): decode(body, HostContact) for host_id, body in rows}
