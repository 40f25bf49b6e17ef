"""Everything of one connection, taken out of every table but the lease's and the journal's."""

from xerolink.adapters.sqlite.session import Session
from xerolink.adapters.sqlite.terms import STRIP
from xerolink.domain.identity import ConnectionId

DELETE = (
    "delete from link where connection_id = ?",
    "delete from issue where connection_id = ?",
    "delete from staged where connection_id = ?",
    "delete from staged_key where connection_id = ?",
    "delete from host_index where connection_id = ?",
    "delete from host_key where connection_id = ?",
    *STRIP,
    "delete from term_space where connection_id = ?",
    "delete from issue_candidate where connection_id = ?",
    "delete from decision where connection_id = ?",
    "delete from intent where connection_id = ?",
    "delete from run where connection_id = ?",
    "delete from cancel_request where connection_id = ?",
    "delete from connection_pause where connection_id = ?",
    "delete from inbox where connection_id = ?",
    "delete from connection_due where connection_id = ?",
    "delete from invoice_to_send where connection_id = ?",
    "delete from invoice_intent where connection_id = ?",
    "delete from invoice_issue where connection_id = ?",
    "delete from invoice_cause where connection_id = ?",
    "delete from invoice where connection_id = ?",
    "delete from invoice_book where connection_id = ?",
    "delete from connection_record where connection_id = ?",
)
"""A statement for each table: a test holds it against the schema."""


def erase(session: Session, connection_id: ConnectionId) -> None:
    """Delete the rows; their traces are gone once the file was written anew."""
    for sql in DELETE:
        session.run(sql, connection_id)
