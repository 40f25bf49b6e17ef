"""What many stories reached: every row of both tables, every kind of fault, every verb."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from xerolink.domain.contacts.intent import STEPS
from xerolink.domain.contacts.link_state import TRANSITIONS
from xerolink.testing.worlds.weather import STRIKES

FAULTS = frozenset({*STRIKES, "edit", "rival", "undo", "ClockSkew"})
"""Whatever goes wrong, or happens in the middle of a verb."""
LINKS = frozenset(
    f"link: {state.value} --{event.value}--> {to.value}"
    for state, steps in TRANSITIONS.items()
    for event, to in steps.items()
)
INTENTS = frozenset(
    f"intent: {state.value} --> {to.value}" for state, steps in STEPS.items() for to in steps
)


def coverage(tally: Counter[str]) -> dict[str, Any]:
    """The counts by what they are of; what was never reached stands there with 0."""
    excepted = {
        name.removeprefix("excepted "): n for name, n in tally.items() if name.startswith("excep")
    }
    known = FAULTS | LINKS | INTENTS
    others = {name: n for name, n in sorted(tally.items()) if _plain(name) and name not in known}
    return {
        "faults": _counts(FAULTS, tally),
        "excepted": excepted,
        "coverage": {
            "links": _counts(LINKS, tally),
            "intents": _counts(INTENTS, tally),
            "points": len([name for name in tally if " at " in name]),
            "reached": others,
        },
    }


def _counts(names: Iterable[str], tally: Counter[str]) -> dict[str, int]:
    return {name: tally[name] for name in sorted(names)}


def _plain(name: str) -> bool:
    return not name.startswith("excep") and " at " not in name
