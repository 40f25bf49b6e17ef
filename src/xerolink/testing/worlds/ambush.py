"""What goes wrong while a verb works: at one call of a port, from 1."""

from collections import Counter
from collections.abc import Callable

from attrs import define, field

from xerolink.testing.crashes import Crash, lost
from xerolink.testing.worlds.steps import Step, Trouble

_SIDES = ("host.", "xero.")
_WINDOW = "before xero.update_many"
"""What people write in Xero here, after the last reading, nobody can see (protocol)."""


@define
class Ambush:
    """A trap that may also lose an answer of a side, or let its people go on."""

    trouble: Trouble | None
    people: Callable[[Step], None]
    tally: Counter[str]
    passed: int = 0
    sprung: bool = field(default=False)

    def check(self, point: str) -> None:
        self.passed += 1
        trouble = self.trouble
        if trouble is None or self.sprung or self.passed < trouble.at or trouble.kind == "undo":
            return
        at_side = point.rsplit(maxsplit=1)[-1].startswith(_SIDES)
        if trouble.kind != "crash" and (not at_side or point == _WINDOW):
            return
        self.sprung = True
        self.tally[f"{trouble.kind} at {point}"] += 1
        self._spring(trouble, point)

    def _spring(self, trouble: Trouble, point: str) -> None:
        if trouble.kind == "crash":
            raise Crash(point)
        if trouble.kind == "lost":
            raise lost(point)
        if trouble.people is not None:
            self.people(trouble.people)
