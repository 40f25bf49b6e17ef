"""A worker's round: the connections that wait, one after the other."""

import logging
from collections.abc import Callable
from datetime import timedelta

from attrs import field, frozen

from xerolink.domain.errors import BusyError
from xerolink.domain.identity import ConnectionId
from xerolink.domain.run import RunRecord
from xerolink.ports.clock import Clock
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.ports.store import Store
from xerolink.usecases.run_once import POLL

PAUSE = timedelta(minutes=1)
"""How long a connection that failed is left alone when nobody said for how long."""
LONGEST_REST = 24 * 60 * 60
"""Seconds. No limit of Xero's is longer (fact sheet 2): what says more is a mistake."""

log = logging.getLogger("xerolink.worker")


@frozen
class Turn:
    """What a connection's turn came to: a run, None if another worker was faster, or a failure."""

    connection_id: ConnectionId
    run: RunRecord | None = None
    failure: Exception | None = field(default=None, repr=lambda error: type(error).__name__)


def take_turns(
    store: Store, clock: Clock, work: Callable[[ConnectionId], RunRecord | None], budget: int
) -> tuple[Turn, ...]:
    """Let at most *budget* connections have a turn: those with webhook events, then the due ones.

    A connection that fails, by whatever exception, rests for a while and stops nobody else.
    """
    now = clock.now()
    with store.app_wide() as unit:
        waiting = unit.waiting(now, now - POLL, budget)
    return tuple(_turn(store, clock, work, connection_id) for connection_id in waiting)


def _turn(
    store: Store,
    clock: Clock,
    work: Callable[[ConnectionId], RunRecord | None],
    connection_id: ConnectionId,
) -> Turn:
    try:
        return Turn(connection_id, work(connection_id))
    except BusyError:
        return Turn(connection_id)
    except Exception as error:
        log.warning("a connection's turn failed; it rests")
        with store.app_wide() as unit:
            unit.rest(connection_id, clock.now() + _pause(error))
        return Turn(connection_id, failure=error)


def _pause(error: Exception) -> timedelta:
    match error:
        case UnavailableError(retry_after=int(seconds)):
            return timedelta(seconds=min(max(seconds, 1), LONGEST_REST))
        case UnauthorisedError():
            return POLL
        case _:
            return PAUSE
