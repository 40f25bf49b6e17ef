"""`python -m xerolink.testing.worlds --steps 2000 --seed 1 --json`: many stories, and a count."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from xerolink.testing.worlds.schedules import Outcome, run_schedules, shortest, told


def main(arguments: Sequence[str] | None = None) -> int:
    """How many stories broke, as the exit status says: 0 none, 1 some."""
    parser = argparse.ArgumentParser(prog="python -m xerolink.testing.worlds")
    parser.add_argument("--steps", type=int, default=1_000, help="how many stories")
    parser.add_argument("--seed", type=int, default=0, help="the first one's seed")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--shrink", type=int, default=3, help="how many broken ones to shorten")
    given = parser.parse_args(arguments)
    report = _report(list(run_schedules(given.steps, given.seed)), given.shrink)
    text = json.dumps(report, indent=1) if given.json else _words(report)
    sys.stdout.write(f"{text}\n")
    return 1 if report["broken"] else 0


def _report(outcomes: Sequence[Outcome], shrink: int) -> dict[str, Any]:
    tally: Counter[str] = sum((outcome.tally for outcome in outcomes), Counter())
    broken = [outcome for outcome in outcomes if outcome.broken]
    kinds = Counter(outcome.broken.split(":", 1)[0][:60] for outcome in broken)
    excepted = {
        k.removeprefix("excepted "): n for k, n in tally.items() if k.startswith("excepted ")
    }
    return {
        "steps": len(outcomes),
        "crashes": tally["crashes"],
        "faults": tally["faults"],
        "judgements": tally["judgements"],
        "fields": tally["fields"],
        "excepted": excepted,
        "kinds": dict(kinds.most_common()),
        "broken": [_trace(outcome, n < shrink) for n, outcome in enumerate(_one_each(broken))],
        "coverage": {
            k: n
            for k, n in sorted(tally.items())
            if not k.startswith("excepted ") and " at " not in k
        },
        "points": len([k for k in tally if " at " in k]),
    }


def _one_each(broken: Sequence[Outcome]) -> list[Outcome]:
    """One of each kind, the shortest first; the others are counted."""
    firsts: dict[str, Outcome] = {}
    for outcome in sorted(broken, key=lambda o: len(o.script.steps)):
        firsts.setdefault(outcome.broken.split(":", 1)[0][:60], outcome)
    return list(firsts.values())


def _trace(outcome: Outcome, shrink: bool) -> dict[str, Any]:
    lived = shortest(outcome.script, outcome.broken) if shrink else outcome.script
    said = told(lived).broken if shrink else outcome.broken
    return {
        "seed": outcome.seed,
        "said": said,
        "settings": str(lived.settings),
        "poor": lived.poor,
        "trace": [str(step) for step in lived.steps],
    }


def _words(report: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in report.items())


if __name__ == "__main__":
    sys.exit(main())
