"""`python -m tests.planted --json`: how many schedules each planted bug takes to be found."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from attrs import asdict

from tests.planted.hunt import STEPS, Bug, chosen, hunt, planted
from tests.planted.live import INVOICES, NUMBERS


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status says: 0 each was found by every kind of stories that hunts it, 1 not so."""
    given = _parser().parse_args(arguments)
    rows = []
    for bug in chosen(given.bug):
        kinds = [kind for kind in bug.kinds if kind in (*(given.numbers or NUMBERS), INVOICES)]
        rows.append(_row(bug, kinds, given.seed, given.steps))
        if not given.json:
            sys.stdout.write(_words(rows[-1]))
        sys.stderr.write(f"{bug.name}\n" if given.json else "")
        sys.stdout.flush()
    if given.json:
        sys.stdout.write(f"{json.dumps(rows, indent=1)}\n")
    return 0 if all(one["said"] for row in rows for one in row["found"].values()) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.planted")
    parser.add_argument("--bug", action="append", default=[], help="part of a name; else all")
    parser.add_argument(
        "--numbers", action="append", choices=NUMBERS, help="else both, of contacts"
    )
    parser.add_argument("--seed", type=int, default=0, help="the first story's seed")
    parser.add_argument("--steps", type=int, default=STEPS, help="how many schedules at most")
    parser.add_argument("--json", action="store_true", help="one JSON list")
    return parser


def _row(bug: Bug, kinds: Sequence[str], seed: int, steps: int) -> dict[str, Any]:
    with planted(bug) as sources:
        found = hunt(sources, dict.fromkeys(kinds, seed), steps)
    told = {kind: asdict(one) for kind, one in found.items()}
    return {"bug": bug.name, "breaks": bug.said, "world": bug.world, "found": told}


def _words(row: dict[str, Any]) -> str:
    lines = [f"{row['bug']}: {row['breaks']}"]
    for kind, one in row["found"].items():
        said = f"seed {one['seed']}: {one['said']}" if one["said"] else "NOT FOUND"
        lines.append(f"  {kind}: after {one['schedules']} schedules, {said}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
