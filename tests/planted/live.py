"""In a process of its own: stories over whatever sources it imports, until one breaks."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from xerolink.testing import invoice_worlds, worlds
from xerolink.testing.invoice_worlds import schedules as of_invoices
from xerolink.testing.worlds import schedules as of_contacts

Outcome = of_contacts.Outcome | of_invoices.Outcome
Stories = Callable[[int], Iterator[Outcome]]
NUMBERS: Mapping[str, bool] = {"unique": True, "free": False}
"""Whether Xero enforces unique names and numbers, or neither."""
INVOICES = "invoices"
KINDS: Mapping[str, Stories] = {
    **{name: partial(of_contacts.run_schedules, unique=it) for name, it in NUMBERS.items()},
    INVOICES: of_invoices.outcomes,
}
"""The stories that hunt: those of contacts on either kind of Xero, or those of invoices."""
WORLDS: Mapping[str, tuple[str, ...]] = {
    worlds.__name__: tuple(NUMBERS),
    invoice_worlds.__name__: (INVOICES,),
}
"""The kinds of each world, by its module: what a patch names."""


def first_broken(kind: str, seed: int, steps: int) -> dict[str, Any]:
    """How many *schedules* counted, from *seed* on, until a story broke; and what it *said*."""
    schedules = 0
    for outcome in KINDS[kind](seed):
        schedules, seed = schedules + outcome.tally["schedules"], outcome.seed
        if outcome.broken or schedules >= steps:
            return {"schedules": schedules, "seed": seed, "said": outcome.broken}
    raise AssertionError("seeds never end")


if __name__ == "__main__":
    told = {
        kind: first_broken(kind, seed, int(sys.argv[2]))
        for kind, seed in json.loads(sys.argv[1]).items()
    }
    sys.stdout.write(json.dumps(told))
