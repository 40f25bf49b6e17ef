"""A verb of the front door as a golden case calls it, and how a step's words become arguments."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from attrs import field, frozen

from xerolink.domain.identity import Actor
from xerolink.testing.cases_stage import Firm, Stage
from xerolink.testing.cases_words import CaseError

Step = Mapping[str, Any]
Reader = Callable[[Stage, Firm, Any], Any]
"""Reads what a step says under one word."""


@frozen
class Verb:
    """A method of the front door: which words of a step become its arguments.

    *words* are needed and given in order, *may* are given by their names. *of_app*: it belongs to
    `Xerolink` and gets the connection's id first. *signed*: it asks who calls it.
    """

    method: str
    words: Mapping[str, Reader] = field(factory=dict)
    may: Mapping[str, Reader] = field(factory=dict)
    of_app: bool = False
    signed: bool = True

    def prepare(self, stage: Stage, firm: Firm, step: Step, by: Actor) -> Callable[[], Any]:
        """The call that *step* asks for, its arguments read."""
        given = [read(stage, firm, step[word]) for word, read in self.words.items()]
        named = {w: read(stage, firm, step[w]) for w, read in self.may.items() if w in step}
        if self.of_app:
            given.insert(0, firm.world.connection_id)
        if self.signed:
            named["by"] = by
        owner = firm.world.app() if self.of_app else firm.connection
        if not hasattr(owner, self.method):
            raise AssertionError(f"the front door has no {self.method}() yet")
        return partial(getattr(owner, self.method), *given, **named)


def kept_run(stage: Stage, firm: Firm, name: Any) -> Any:
    """The run whose answer was kept under *name*."""
    return _kept(stage, name)[1]


def kept_plan(stage: Stage, firm: Firm, name: Any) -> Any:
    """The answer that was kept under *name*."""
    return _kept(stage, name)[0]


def _kept(stage: Stage, name: Any) -> tuple[Any, Any]:
    if name not in stage.kept:
        raise CaseError(f"nothing was kept as {name!r}; there are {list(stage.kept)}")
    return stage.kept[name]
