"""What goes wrong while a verb works: at one call of a port, from 1."""

from collections import Counter
from collections.abc import Callable

from attrs import define, field

from xerolink.testing.crashes import Crash, lost
from xerolink.testing.worlds.steps import Step, Trouble

_SIDES = ("host.", "xero.")
_WRITES = ("create_many", "update_many", "remove_many", "archive_many")
_WINDOW = "before xero.update_many"
"""What people write in Xero here, after the last reading, nobody can see (protocol)."""


@define
class Ambush:
    """A trap that may also lose an answer of a side, or let its people go on."""

    trouble: Trouble | None
    people: Callable[[Step], None]
    tally: Counter[str]
    passed: int = 0
    writes: int = 0
    sprung: bool = field(default=False)

    def check(self, point: str) -> None:
        self.passed += 1
        self.writes += point.endswith(_WRITES)
        trouble = self.trouble
        if (
            trouble is None
            or self.sprung
            or trouble.kind == "undo"
            or not self._now(trouble, point)
        ):
            return
        at_side = point.rsplit(maxsplit=1)[-1].startswith(_SIDES)
        if trouble.kind != "crash" and (not at_side or point == _WINDOW):
            return
        self.sprung = True
        self.tally[f"{trouble.kind} at {point}"] += 1
        self._spring(trouble, point)

    def _now(self, trouble: Trouble, point: str) -> bool:
        """An even number counts calls; an odd one the points at which something is written."""
        if trouble.at % 2 == 0:
            return self.passed >= trouble.at
        return point.endswith(_WRITES) and self.writes > trouble.at // 2 % 4

    def _spring(self, trouble: Trouble, point: str) -> None:
        if trouble.kind == "crash":
            raise Crash(point)
        if trouble.kind == "lost":
            raise lost(point)
        if trouble.people is not None:
            self.people(trouble.people)
