"""`python -m xerolink.testing.invoice_worlds --steps 2000 --seed 1 --json`: many, and a count."""

import argparse
import gc
import json
import sys
from collections import Counter
from collections.abc import Sequence

from xerolink.testing.invoice_worlds.coverage import coverage
from xerolink.testing.invoice_worlds.schedules import outcomes

SHOWN = 20
"""How many broken stories are told; all are counted."""
_GARBAGE = (100_000, 20, 20)


def main(arguments: Sequence[str] | None = None) -> int:
    """Live stories until as many schedules counted; the exit status says: 0 none broke, 1 some."""
    given = _parser().parse_args(arguments)
    gc.set_threshold(*_GARBAGE)
    tally, broken, stories = Counter[str](), list[dict[str, object]](), 0
    for outcome in outcomes(given.seed):
        stories += 1
        tally += outcome.tally
        if outcome.broken:
            broken.append({"seed": outcome.seed, "said": outcome.broken})
        if tally["schedules"] >= given.steps or (given.first and outcome.broken):
            break
    report = {
        "steps": tally["schedules"],
        "stories": stories,
        "broken": broken[:SHOWN],
        "broken_stories": len(broken),
        "judgements": tally["judgements"],
        "totals_compared": tally["totals compared"],
        **coverage(tally),
    }
    sys.stdout.write(f"{json.dumps(report, indent=1)}\n" if given.json else _words(report))
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m xerolink.testing.invoice_worlds")
    parser.add_argument("--steps", type=int, default=200, help="how many schedules shall count")
    parser.add_argument("--seed", type=int, default=0, help="the first story's seed")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--first", action="store_true", help="end at the first that breaks")
    return parser


def _words(report: dict[str, object]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in report.items())


if __name__ == "__main__":
    sys.exit(main())
