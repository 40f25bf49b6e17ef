"""A worker's round: the connections that wait, one after the other."""

import logging
from collections.abc import Callable
from datetime import timedelta

from attrs import field, frozen

from xerolink.domain.errors import BusyError, DisconnectedError, PausedError
from xerolink.domain.identity import ConnectionId
from xerolink.domain.run import RunRecord, RunState
from xerolink.ports.clock import Clock
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.ports.store import Store
from xerolink.usecases.sync_contacts import POLL

PAUSE = timedelta(minutes=1)
"""How long a connection is left alone after its first failure when nobody said for how long.

Twice as long after each further one in a row.
"""
LONGEST_PAUSE = timedelta(hours=1)
"""What that grows to."""
LONGEST_REST = 24 * 60 * 60
"""Seconds. No limit of Xero's is longer (fact sheet 2): what says more is a mistake."""

log = logging.getLogger("xerolink.worker")


@frozen
class Turn:
    """What a connection's turn came to: a run, or a failure.

    Neither: another worker was faster, or somebody paused or disconnected it meanwhile.
    """

    connection_id: ConnectionId
    run: RunRecord | None = None
    failure: Exception | None = field(default=None, repr=lambda error: type(error).__name__)


def take_turns(
    store: Store, clock: Clock, work: Callable[[ConnectionId], RunRecord | None], budget: int
) -> tuple[Turn, ...]:
    """Let at most *budget* of those that wait have a turn, the longest without one first.

    A connection that fails, by whatever exception, rests, longer each time, and stops nobody
    else; nor does one that another worker has, or that ends this worker's process.
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
    """It is noted before the work: a turn that the process does not survive has been one."""
    with store.app_wide() as unit:
        unit.begin_turn(connection_id, clock.now())
    try:
        run = work(connection_id)
    except (BusyError, DisconnectedError, PausedError):
        return Turn(connection_id)
    except Exception as error:
        log.warning("a connection's turn failed; it rests")
        with store.app_wide() as unit:
            unit.rest(connection_id, clock.now() + _pause(error, unit.rests(connection_id)))
        return Turn(connection_id, failure=error)
    with store.app_wide() as unit:
        unit.wake(connection_id)
        queued = unit.requests(connection_id).queued(1)
        if run is not None and run.state is RunState.HELD and not queued:
            # It would be held again, at the same cost, until something changes.
            unit.rest(connection_id, clock.now() + POLL)
    return Turn(connection_id, run)


def _pause(error: Exception, rests: int) -> timedelta:
    """After *rests* failures before this one. What Xero says of a first one is taken as it is."""
    grown = min(PAUSE * (1 << min(rests, _DOUBLINGS)), LONGEST_PAUSE)
    match error:
        case UnavailableError(retry_after=int(seconds)):
            told = timedelta(seconds=min(max(seconds, 1), LONGEST_REST))
            return max(told, grown) if rests else told
        case UnauthorisedError():
            return max(POLL, grown)
        case _:
            return grown


_DOUBLINGS = 6
"""As many as the longest pause needs; more would be numbers that no time holds."""
