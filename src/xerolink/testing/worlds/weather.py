"""What is against a story from its beginning, and what goes wrong at Xero in the middle of it."""

from collections.abc import Callable, Mapping

from attrs import frozen

from xerolink.testing.simulator import (
    CutBody,
    ExpiredToken,
    Fault,
    LostReply,
    LostRequest,
    Offline,
    RateLimited,
    ServerError,
    Slow,
    StaleReplica,
)
from xerolink.testing.worlds.direct import PATIENCE
from xerolink.testing.worlds.steps import Trouble

LAG = 60
"""Seconds that a replica of Xero lags at most: less than the overlap of two reads (protocol)."""
SKEW = 300
"""Seconds by which the clocks of Xero and of the library differ at most."""


@frozen
class Weather:
    """*unique*: Xero refuses a name or number that is taken. *skew*: seconds Xero's clock is ahead.

    *renews*: a token that Xero calls expired is replaced at once; otherwise the verb fails.
    *alike*: people often type what others have typed, or had before. *suggests*: candidates are
    ranked and others suggested, which takes time and may change no pair.
    """

    unique: bool = True
    skew: int = 0
    renews: bool = True
    alike: bool = True
    suggests: bool = False


CALM = Weather()

FAULTS: Mapping[str, Callable[[str, int, int], Fault]] = {
    "LostRequest": lambda what, times, skip: LostRequest(what, times=times, skip=skip),
    "LostReply": lambda what, times, skip: LostReply(what, times=times, skip=skip),
    "ServerError": lambda what, times, skip: ServerError(what, times=times, skip=skip),
    "Offline": lambda what, times, skip: Offline(what, times=times, skip=skip),
    "CutBody": lambda what, times, skip: CutBody(what, times=times, skip=skip),
    "RateLimited": lambda what, times, skip: RateLimited(what, times=times, skip=skip),
    "Slow": lambda what, times, skip: Slow(what, 2 * PATIENCE, times=times, skip=skip),
    "ExpiredToken": lambda what, times, skip: ExpiredToken(what, times=times, skip=skip),
    "StaleReplica": lambda _, times, skip: StaleReplica(
        "GET *", seconds=LAG, times=times, skip=skip
    ),
}
"""Xero's faults by their names in its log."""


def fault_of(trouble: Trouble) -> Fault | None:
    """What *trouble* orders of Xero; None: it is not Xero's.

    One in eight strikes a write, the others any call, now and then the second or twice; a replica
    lags for a while.
    """
    make = FAULTS.get(trouble.kind)
    if make is None:
        return None
    what = "P*" if trouble.at % 8 == 1 else "*"
    times = 4 if trouble.kind == "StaleReplica" else 1 + (trouble.at % 3 == 0)
    return make(what, times, trouble.at % 8 == 4)


STRIKES = frozenset({"crash", "lost", "stall", *FAULTS})
"""Troubles that are faults; the others are people, or another worker, in the way."""
