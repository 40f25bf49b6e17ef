"""`python -m xerolink.testing.worlds --steps 20000 --seed 1 --json`: many, and a count."""

import argparse
import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from xerolink.testing.worlds.record import Record
from xerolink.testing.worlds.schedules import run_schedules

NUMBERS = {"drawn": None, "unique": True, "free": False}
"""Whether Xero enforces unique names and numbers; drawn: as each seed says."""
_GARBAGE = (100_000, 20, 20)
"""Much is left behind that refers to itself; looking for it often takes a fifth of the time."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Live stories until as many schedules counted; the exit status says: 0 none broke, 1 some."""
    given = _parser().parse_args(arguments)
    gc.set_threshold(*_GARBAGE)
    kept = Path(given.keep) if given.keep else None
    unique = NUMBERS[given.numbers]
    record = Record.load(kept, given.seed, unique) if kept else Record(given.seed, unique)
    for outcome in run_schedules(record.next_seed, given.processes, unique):
        record.add(outcome)
        if record.due(given.steps, given.seconds) or (given.first and outcome.broken):
            break
        if record.show(sys.stderr, given.steps) and kept:
            record.save(kept)
    report = record.report(given.shrink)
    text = json.dumps(report, indent=1) if given.json else _words(report)
    sys.stdout.write(f"{text}\n")
    if kept:
        record.save(kept)
    return 1 if record.broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m xerolink.testing.worlds")
    parser.add_argument("--steps", type=int, default=1_000, help="how many schedules shall count")
    parser.add_argument("--seed", type=int, default=0, help="the first story's seed")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--shrink", type=int, default=3, help="how many broken ones to shorten")
    parser.add_argument("--keep", help="a file with what was counted: goes on where it ended")
    parser.add_argument("--seconds", type=float, default=0, help="end after so many; 0: never")
    parser.add_argument(
        "--numbers", choices=NUMBERS, default="drawn", help="what Xero enforces of them, and names"
    )
    parser.add_argument("--first", action="store_true", help="end at the first that breaks")
    parser.add_argument("--processes", type=int, default=1, help="how many stories at a time")
    return parser


def _words(report: dict[str, object]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in report.items())


if __name__ == "__main__":
    sys.exit(main())
