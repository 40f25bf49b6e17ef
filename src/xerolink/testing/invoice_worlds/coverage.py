"""What many stories of invoices reached: rows of the state table, causes, writes, faults."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from xerolink.domain.contacts.intent import STEPS
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.invoice_state import TRANSITIONS
from xerolink.testing.invoice_worlds.scripts import STRIKES, VERBS
from xerolink.testing.invoice_worlds.watched import row_name, write_name

STATES = frozenset(
    row_name((state, event, to))
    for state, steps in TRANSITIONS.items()
    for event, to in steps.items()
)
CAUSES = frozenset(f"cause: {kind.value}" for kind in CauseKind)
WRITES = frozenset(write_name(state, to) for state, steps in STEPS.items() for to in steps)
FAULTS = frozenset({*STRIKES, "people", "rival", "ClockSkew"})
_APART = ("link: ", "intent: ")
"""What is counted of contacts is told by their own worlds."""


def coverage(tally: Counter[str]) -> dict[str, Any]:
    """The counts by what they are of; what was never reached stands there with 0."""
    known = STATES | CAUSES | WRITES | FAULTS | frozenset(VERBS)
    return {
        "verbs": _counts(VERBS, tally),
        "faults": _counts(FAULTS, tally),
        "excepted": _bare("excepted: ", tally),
        "coverage": {
            "states": _counts(STATES, tally),
            "causes": _counts(CAUSES, tally),
            "writes": _counts(WRITES, tally),
            "people": _bare("people: ", tally),
            "points": len([name for name in tally if " at " in name]),
            "reached": {n: tally[n] for n in sorted(tally) if n not in known and _plain(n)},
        },
    }


def _counts(names: Iterable[str], tally: Counter[str]) -> dict[str, int]:
    return {name.partition(": ")[2] or name: tally[name] for name in sorted(names)}


def _bare(prefix: str, tally: Counter[str]) -> dict[str, int]:
    found = (name for name in sorted(tally) if name.startswith(prefix))
    return {name.removeprefix(prefix): tally[name] for name in found}


def _plain(name: str) -> bool:
    return " at " not in name and not name.startswith(("excepted: ", "people: ", *_APART))
