"""What was counted over many stories, and how to go on counting another day."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from attrs import define, field

from xerolink.testing.worlds.coverage import coverage
from xerolink.testing.worlds.schedules import Outcome, of_seed, shortest, told
from xerolink.testing.worlds.scripts import Script, script

KEPT = 200
"""How many broken stories are kept by name; all are counted."""
_PAUSE = 10.0


@define
class Record:
    """Counts of stories from *next_seed* on; `save` and `load` let several invocations add up."""

    next_seed: int
    unique: bool | None = None
    """What Xero enforced; None: as each seed says."""
    stories: int = 0
    tally: Counter[str] = field(factory=Counter)
    broken: dict[int, str] = field(factory=dict)
    kinds: Counter[str] = field(factory=Counter)
    earlier: float = 0
    mended: dict[int, str] = field(factory=dict)
    """What broke under earlier code and lives well under this: counted, and told."""
    _begun: float = field(factory=time.monotonic)
    _shown: float = field(factory=time.monotonic)

    @classmethod
    def load(cls, path: Path, seed: int, unique: bool | None = None) -> "Record":
        """What an earlier invocation saved; without such a file a new record from *seed* on."""
        if not path.exists():
            return cls(seed, unique)
        held = json.loads(path.read_text(encoding="utf-8"))
        record = cls(
            held["next_seed"],
            unique,
            held["stories"],
            Counter(held["tally"]),
            {int(seed): said for seed, said in held["broken"].items()},
            Counter(held["kinds"]),
            held["seconds"],
            {int(seed): said for seed, said in held.get("mended", {}).items()},
        )
        record.live_again()
        return record

    def live_again(self) -> None:
        """Live the broken stories again: what does not break any more is mended."""
        for seed, said in list(self.broken.items()):
            if not of_seed(seed, self.unique).broken:
                self.mended[seed] = self.broken.pop(seed)
                self.kinds -= Counter([kind(said)])

    def save(self, path: Path) -> None:
        held = {
            "next_seed": self.next_seed,
            "stories": self.stories,
            "seconds": self.seconds,
            "tally": self.tally,
            "broken": self.broken,
            "kinds": self.kinds,
            "mended": self.mended,
        }
        path.write_text(json.dumps(held, indent=1), encoding="utf-8")

    @property
    def seconds(self) -> float:
        return self.earlier + time.monotonic() - self._begun

    def add(self, outcome: Outcome) -> None:
        self.stories += 1
        self.tally += outcome.tally
        self.next_seed = outcome.seed + 1
        if outcome.broken:
            self.kinds[kind(outcome.broken)] += 1
            if len(self.broken) < KEPT:
                self.broken[outcome.seed] = outcome.broken

    def due(self, steps: int, seconds: float) -> bool:
        """Whether *steps* schedules have counted, or this invocation took *seconds* (0: never)."""
        late = 0 < seconds <= time.monotonic() - self._begun
        return self.tally["schedules"] >= steps or late

    def show(self, out: TextIO, steps: int) -> bool:
        """Now and then, how far it is; whether it was told now. Ctrl-C ends it."""
        now = time.monotonic()
        if now - self._shown < _PAUSE:
            return False
        self._shown = now
        done, rate = self.tally["schedules"], self.tally["schedules"] / max(self.seconds, 1)
        left = (steps - done) / max(rate, 0.001) / 60
        broken = sum(self.kinds.values())
        out.write(f"{done:,} of {steps:,} schedules, {broken} broken, {left:.0f} minutes left\n")
        out.flush()
        return True

    def report(self, shrink: int) -> dict[str, Any]:
        """What is printed; the first of each kind that broke, *shrink* of them shortened."""
        tally = self.tally
        return {
            "steps": tally["schedules"],
            "stories": self.stories,
            "next_seed": self.next_seed,
            "judgements": tally["judgements"],
            "fields": tally["fields"],
            "edits": tally["edits"],
            "crashes": tally["crashes"],
            "lived_twice": tally["lived twice"],
            "broken": [
                _trace(s, w, script(s, self.unique), n < shrink)
                for n, (s, w) in enumerate(self._firsts())
            ],
            "kinds": dict(self.kinds.most_common()),
            "mended": {str(seed): said for seed, said in self.mended.items()},
            "seconds": round(self.seconds),
            **coverage(tally),
        }

    def _firsts(self) -> Sequence[tuple[int, str]]:
        """The first of each kind."""
        firsts: dict[str, tuple[int, str]] = {}
        for seed, said in self.broken.items():
            firsts.setdefault(kind(said), (seed, said))
        return list(firsts.values())


def kind(broken: str) -> str:
    """What broke, without on whom."""
    return broken.split(":", 1)[0][:60]


def _trace(seed: int, said: str, whole: Script, shrink: bool) -> dict[str, Any]:
    lived = shortest(whole, said) if shrink else whole
    return {
        "seed": seed,
        "said": told(lived).broken if shrink else said,
        "settings": str(lived.settings),
        "weather": str(lived.weather),
        "poor": lived.poor,
        "trace": [str(step) for step in lived.steps],
    }
