"""The rows of a host's invoices in SQLite: how they are read and written, many at a time."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.host_invoice_batch import InvoiceBatch, InvoiceRow
from xerolink.adapters.sqlite.session import Session
from xerolink.domain.invoices.book import InvoiceCursor
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.settings import HostTerms
from xerolink.ports.host_invoices import InvoiceFeed

_SEQ = "select invoice_seq from firm where firm = ?"
_COUNT = "update firm set invoice_seq = ?, marked = marked + ? where firm = ?"
_MARKED = "select marked from firm where firm = ?"
_TERMS = "select terms from firm where firm = ?"
_SET_TERMS = "update firm set terms = ? where firm = ?"
_GET_MANY = """
    select host_id, body from invoice
     where firm = ? and body is not null and host_id in (select value from json_each(?))
"""
_ALL = "select host_id, body from invoice where firm = ? and body is not null order by host_id"
_FEED = "select seq, host_id from invoice where firm = ? and seq > ? order by seq limit ?"
_STORE = """
    insert into invoice (firm, host_id, seq, body) values (?, ?, ?, ?)
        on conflict (firm, host_id) do update set seq = excluded.seq, body = excluded.body
"""
_REMOVE = "update invoice set seq = ?, body = null where firm = ? and host_id = ?"


def load(sql: Session, firm: str, ids: Collection[HostInvoiceId]) -> InvoiceBatch:
    """A batch with the invoices of *ids*."""
    return InvoiceBatch(sql.rows(_SEQ, firm)[0][0], get_many(sql, firm, ids))


def save(sql: Session, firm: str, batch: InvoiceBatch) -> None:
    """Write what *batch* touched and took away."""
    rows = [batch.rows[host_id] for host_id in batch.touched]
    sql.run_many(
        _STORE, [(firm, r.invoice.host_id, int(r.invoice.version), encode(r)) for r in rows]
    )
    sql.run_many(_REMOVE, [(seq, firm, host_id) for seq, host_id in batch.gone])
    sql.run(_COUNT, batch.seq, batch.marked, firm)


def get_many(
    sql: Session, firm: str, ids: Collection[HostInvoiceId]
) -> dict[HostInvoiceId, InvoiceRow]:
    """Those of *ids* that there are; as JSON in ASCII, half a character is an id of nobody."""
    return _rows(sql.rows(_GET_MANY, firm, json.dumps(list(ids))))


def get_all(sql: Session, firm: str) -> dict[HostInvoiceId, InvoiceRow]:
    return _rows(sql.rows(_ALL, firm))


def feed(sql: Session, firm: str, cursor: InvoiceCursor | None, size: int) -> InvoiceFeed:
    """At most *size* changes after *cursor*; None: from the beginning."""
    start = int(cursor or 0)
    rows = sql.rows(_FEED, firm, start, size + 1)
    page = rows[:size]
    end = page[-1][0] if page else start
    changed = tuple(HostInvoiceId(host_id) for _, host_id in page)
    return InvoiceFeed(changed, InvoiceCursor(str(end)), len(rows) > size)


def marked(sql: Session, firm: str) -> int:
    return int(sql.rows(_MARKED, firm)[0][0])


def terms(sql: Session, firm: str) -> HostTerms:
    return decode(sql.rows(_TERMS, firm)[0][0], HostTerms)


def set_terms(sql: Session, firm: str, terms: HostTerms) -> None:
    sql.run(_SET_TERMS, encode(terms), firm)


def _rows(rows: Sequence[tuple[Any, ...]]) -> dict[HostInvoiceId, InvoiceRow]:
    return {HostInvoiceId(host_id): decode(body, InvoiceRow) for host_id, body in rows}
