"""What the accounting endpoints share: the head of an answer, batches of outcomes."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from attrs import evolve

from . import wire
from .organisation import Organisation
from .rules import RefusedError
from .wire import Answer, Json

PROVIDER = "Simulated app"

S = TypeVar("S")
T = TypeVar("T")


def head(organisation: Organisation) -> dict[str, Any]:
    """The envelope of one answer, with an Id of its own."""
    return wire.envelope(organisation.ids.next("answer"), organisation.now_ms(), PROVIDER)


def ok(organisation: Organisation, content: Json, written: int = 0) -> Answer:
    return Answer(200, wire.encoded({**head(organisation), **content}), written=written)


def batch(
    organisation: Organisation,
    name: str,
    sent: Sequence[S],
    outcomes: Sequence[T | RefusedError],
    *,
    whole: bool,
    refused: Callable[[S, Sequence[str]], Json],
    written: Callable[[T], Json],
) -> Answer:
    """The answer to a write of several elements (fact sheet 3.3).

    *whole*: one refusal makes it a 400 that shows the refused ones; else every element has its
    own status in a 200.
    """
    pairs = tuple(zip(sent, outcomes, strict=True))
    count = sum(not isinstance(outcome, RefusedError) for outcome in outcomes)
    faulty = [refused(s, o.problems) for s, o in pairs if isinstance(o, RefusedError)]
    if whole and faulty:
        kept = 0 if organisation.switches.all_or_nothing else count
        return evolve(wire.validation_problem(faulty), written=kept)
    shown = [
        _told(refused(one, outcome.problems), "ERROR", whole=whole)
        if isinstance(outcome, RefusedError)
        else _told(written(outcome), "OK", whole=whole)
        for one, outcome in pairs
    ]
    return ok(organisation, {name: shown}, count)


def _told(shown: Json, status: str, *, whole: bool) -> Json:
    return shown if whole else {**shown, "StatusAttributeString": status}
