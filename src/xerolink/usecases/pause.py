"""Pause: nothing is written to either side until somebody resumes; reading and planning go on."""

from xerolink.domain.errors import UnknownConnectionError
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.ports.clock import Clock
from xerolink.ports.requests import Paused
from xerolink.ports.store import Store


def pause(store: Store, clock: Clock, connection_id: ConnectionId, by: Actor, why: str) -> None:
    """From now on no run begins to write here; one that is at it ends at its next safe point.

    It needs no lease. A pause takes the place of the one before. Raises `UnknownConnectionError`.
    """
    _require(store, connection_id)
    with store.app_wide() as app:
        app.requests(connection_id).pause(Paused(by, clock.now(), why))


def resume(store: Store, connection_id: ConnectionId) -> None:
    """End the connection's own pause; that of all connections stays. Not paused: no error."""
    _require(store, connection_id)
    with store.app_wide() as app:
        app.requests(connection_id).resume()


def paused(store: Store, connection_id: ConnectionId) -> Paused | None:
    """Who paused the connection, or all of them, when and why; None: it is not paused."""
    with store.reading(connection_id) as unit:
        return unit.requests.paused()


def pause_all(store: Store, clock: Clock, by: Actor, why: str) -> None:
    """`pause` for every connection, those to come too."""
    with store.app_wide() as app:
        app.pause_all(Paused(by, clock.now(), why))


def resume_all(store: Store) -> None:
    """End the pause of all; connections that were paused by themselves stay so."""
    with store.app_wide() as app:
        app.resume_all()


def _require(store: Store, connection_id: ConnectionId) -> None:
    if connection_id not in store.connections():
        raise UnknownConnectionError(connection_id)
