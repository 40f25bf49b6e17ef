"""Leases in SQLite: claimed, extended in every commit, given back (protocol, Two statements)."""

from datetime import UTC, datetime, timedelta

from xerolink.adapters.sqlite.session import Session
from xerolink.domain.identity import ConnectionId
from xerolink.ports.errors import LeaseLostError
from xerolink.ports.store import Lease

_CLAIM = """
insert into lease (connection_id, owner, until, seconds, fence) values (?1, ?2, ?3, ?4, 1)
on conflict (connection_id) do update set
  owner = excluded.owner, until = excluded.until, seconds = excluded.seconds, fence = fence + 1
 where until <= ?5
returning fence
"""
_SECONDS = "select owner, seconds from lease where connection_id = ? and fence = ?"
_EXTEND = """
update lease set until = ? where connection_id = ? and fence = ? and until > ?
"""
_HOLDER = "select owner from lease where connection_id = ? and until > ?"
_HOLD = "update lease set owner = ?, until = ?, fence = max(fence + 1, ?)"
_RELEASE = "update lease set until = ? where connection_id = ? and fence = ?"


def claim(
    session: Session, connection_id: ConnectionId, owner: str, seconds: int, now: datetime
) -> Lease | None:
    """The lease, if nobody holds it; its row outlives it: the next fence follows from it."""
    until = now + timedelta(seconds=seconds)
    fences = session.rows(_CLAIM, connection_id, owner, _text(until), seconds, _text(now))
    return Lease(connection_id, owner, until, fences[0][0]) if fences else None


def extend(session: Session, lease: Lease, now: datetime) -> Lease:
    """The lease with its full time from *now*; raises `LeaseLostError` if it is lost."""
    held = session.rows(_SECONDS, lease.connection_id, lease.fence)
    if not held:
        raise LeaseLostError
    owner, seconds = held[0]
    until = now + timedelta(seconds=seconds)
    ours = (lease.connection_id, lease.fence)
    if not session.run(_EXTEND, _text(until), *ours, _text(now)):
        raise LeaseLostError
    return Lease(lease.connection_id, owner, until, lease.fence)


def holder(session: Session, connection_id: ConnectionId, now: datetime) -> str | None:
    """Who holds the lease at *now*."""
    found = session.rows(_HOLDER, connection_id, _text(now))
    return found[0][0] if found else None


def release(session: Session, lease: Lease, now: datetime) -> None:
    """The lease is over now; one that is lost stays with whoever has it."""
    session.run(_RELEASE, _text(now), lease.connection_id, lease.fence)


def hold(session: Session, owner: str, until: datetime, fence: int) -> None:
    """Nobody has a lease before *until*, and what was claimed is lost; fences are *fence* or more.

    For a store that goes back in time, where a fence may come for the second time.
    """
    session.run(_HOLD, owner, _text(until), fence)


def _text(at: datetime) -> str:
    """UTC and of one length, so that texts compare as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
