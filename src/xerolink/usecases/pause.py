"""Pause: nothing is written to either side until somebody resumes; reading and planning go on."""

import logging

from xerolink.domain.errors import UnknownConnectionError
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.ports.clock import Clock
from xerolink.ports.observer import Observer, Resumed
from xerolink.ports.requests import Paused
from xerolink.ports.store import Store
from xerolink.usecases.given import reason

log = logging.getLogger("xerolink.pause")


def pause(store: Store, clock: Clock, connection_id: ConnectionId, by: Actor, why: str) -> None:
    """From now on no run begins to write here; one that is at it ends at its next safe point.

    It needs no lease. A pause takes the place of the one before. Raises `UnknownConnectionError`,
    and `ValueError` for a *why* that is too long.
    """
    _require(store, connection_id)
    with store.app_wide() as app:
        app.requests(connection_id).pause(Paused(by, clock.now(), reason(why)))


def resume(store: Store, observer: Observer, connection_id: ConnectionId, by: Actor) -> None:
    """End the connection's own pause; that of all connections stays. Not paused: no error.

    The observer hears who did. Raises `UnknownConnectionError`.
    """
    _require(store, connection_id)
    with store.app_wide() as app:
        app.requests(connection_id).resume()
    _tell(observer, Resumed(connection_id, by))


def paused(store: Store, connection_id: ConnectionId) -> Paused | None:
    """Who paused the connection, or all of them, when and why; None: it is not paused."""
    with store.reading(connection_id) as unit:
        return unit.requests.paused()


def pause_all(store: Store, clock: Clock, by: Actor, why: str) -> None:
    """`pause` for every connection, those to come too."""
    with store.app_wide() as app:
        app.pause_all(Paused(by, clock.now(), reason(why)))


def resume_all(store: Store, observer: Observer, by: Actor) -> None:
    """End the pause of all; connections that were paused by themselves stay so.

    The observer hears who did.
    """
    with store.app_wide() as app:
        app.resume_all()
    _tell(observer, Resumed(None, by))


def _tell(observer: Observer, event: Resumed) -> None:
    """A listener that raises holds nobody back (architecture, law 12)."""
    try:
        observer.notice(event)
    except Exception:
        log.warning("the observer raised; the pause is over")


def _require(store: Store, connection_id: ConnectionId) -> None:
    if connection_id not in store.connections():
        raise UnknownConnectionError(connection_id)
