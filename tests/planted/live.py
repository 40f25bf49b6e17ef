"""In a process of its own: stories over whatever sources it imports, until one breaks."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from xerolink.testing.worlds.schedules import run_schedules

NUMBERS: Mapping[str, bool] = {"unique": True, "free": False}
"""Whether Xero enforces unique names and numbers, or neither."""


def first_broken(numbers: str, seed: int, steps: int) -> dict[str, Any]:
    """How many *schedules* counted, from *seed* on, until a story broke; and what it *said*."""
    schedules = 0
    for outcome in run_schedules(seed, unique=NUMBERS[numbers]):
        schedules, seed = schedules + outcome.tally["schedules"], outcome.seed
        if outcome.broken or schedules >= steps:
            return {"schedules": schedules, "seed": seed, "said": outcome.broken}
    raise AssertionError("seeds never end")


if __name__ == "__main__":
    told = {
        name: first_broken(name, seed, int(sys.argv[2]))
        for name, seed in json.loads(sys.argv[1]).items()
    }
    sys.stdout.write(json.dumps(told))
