"""Stories of invoices as they are drawn: one seed is one script."""

from collections.abc import Mapping
from random import Random

from attrs import frozen

from xerolink.testing.worlds.steps import Trouble
from xerolink.testing.worlds.weather import FAULTS, SKEW

HOST = {
    "bill": 14,
    "bill_off": 2,
    "bill_unfit": 1,
    "bill_abroad": 1,
    "bill_retainer": 1,
    "draft": 3,
    "approve": 1,
    "send": 2,
    "withdraw": 1,
    "edit": 8,
    "rebill": 1,
    "renumber": 1,
    "mend": 3,
    "void": 2,
    "delete": 1,
}
THERE = {
    "pay": 4,
    "pay_part": 3,
    "unpay": 3,
    "void_in_xero": 1,
    "edit_in_xero": 4,
    "approve_in_xero": 1,
    "take_number": 1,
    "lock": 1,
    "unlock": 3,
    "archive_account": 1,
    "archive_contact": 1,
    "restore_contact": 2,
}
SLOW = {
    "other_percent": 1,
    "new_client": 2,
    "new_client_here": 1,
    "client_there": 2,
    "archive_rate": 1,
    "add_currency": 1,
    "merge_contact": 1,
    "choose_account": 2,
    "choose_rate": 2,
    "map_rate": 1,
    "change_settings": 4,
    "later_start": 1,
    "earlier_start": 2,
    "stop_syncing": 1,
    "resync": 1,
}
"""What people do between runs only."""
MEANWHILE = {
    "edit": 6,
    "edit_in_xero": 10,
    "pay": 4,
    "pay_part": 2,
    "unpay": 2,
    "bill": 3,
    "void": 2,
    "void_in_xero": 2,
    "delete": 1,
    "withdraw": 1,
    "lock": 2,
    "unlock": 1,
    "take_number": 1,
    "archive_account": 1,
    "archive_contact": 1,
}
"""What people do in the middle of a run."""
PEOPLE = HOST | THERE | SLOW
VERBS = {
    "send_invoices": 12,
    "run_once": 4,
    "sync": 2,
    "webhook": 3,
    "retry": 2,
    "retry_some": 3,
    "invoice_sent": 2,
    "plan": 3,
    "backfill": 2,
    "undo": 3,
    "undo_by_plan": 1,
}
TROUBLES = ("crash",) * 5 + ("lost",) * 5 + ("people",) * 3 + ("rival", "stall", *FAULTS)
STRIKES = frozenset({"crash", "lost", "stall", *FAULTS})
ROUNDS = 6
CROSSING, HALF = 0.1, 0.5
"""How many rounds are about one invoice that is edited on both sides."""
APART = 0.25
"""In how many stories Xero rounds each part of a tax rate by itself."""


@frozen
class Act:
    """One thing that happens; *luck* and *more* choose what and whom it is about.

    *meanwhile*: what people do while it goes on, where that is its trouble, or before a plan that
    was made is applied.
    """

    verb: str
    luck: int = 0
    more: int = 0
    trouble: Trouble | None = None
    meanwhile: "Act | None" = None

    def __str__(self) -> str:
        said = f"{self.verb}({self.luck}, {self.more})"
        if self.trouble is None:
            return said
        return f"{said} {self.trouble.kind}@{self.trouble.at} [{self.meanwhile}]"


QUIET = Act("quiet")


@frozen
class Script:
    """A whole story. *skew*: seconds that Xero's clock is ahead. *apart*: see `APART`."""

    acts: tuple[Act, ...]
    skew: int = 0
    apart: bool = False


def script(seed: int) -> Script:
    """The story of *seed*: rounds of people's doings and troubled runs, each followed by quiet."""
    dice = Random(seed)
    acts: list[Act] = []
    for _ in range(ROUNDS):
        for _ in range(dice.choice((1, 1, 2))):
            crossing = dice.random() < CROSSING
            acts += _crossed(dice) if crossing else _round(dice)
        acts.append(QUIET)
    skew = dice.choice((0, 0, dice.randint(-SKEW, SKEW)))
    return Script(tuple(acts), skew, dice.random() < APART)


def _round(dice: Random) -> list[Act]:
    return [*(_act(dice, PEOPLE) for _ in range(dice.choice((1, 2, 3)))), _troubled(dice)]


def _crossed(dice: Random) -> list[Act]:
    """One invoice is edited on both sides: in Xero before, or while, the host's goes there."""
    here = Act("edit", dice.randrange(60), dice.randrange(60))
    there = Act("edit_in_xero", 2 * dice.randrange(30) + 1, dice.randrange(60))
    if dice.random() < HALF:
        trouble = Trouble(dice.choice(("crash", "LostRequest")), 3 * dice.randrange(12) + 1)
        return [here, Act("send_invoices", trouble=trouble), there, _troubled(dice)]
    trouble = Trouble("people", 3 * dice.randrange(2, 12) + 2)
    return [here, Act("send_invoices", 1, 0, trouble, there)]


def _act(dice: Random, weights: Mapping[str, int]) -> Act:
    return Act(_drawn(dice, weights), dice.randrange(60), dice.randrange(60))


def _drawn(dice: Random, weights: Mapping[str, int]) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]


def _troubled(dice: Random) -> Act:
    trouble = Trouble(dice.choice(TROUBLES), dice.randint(1, dice.choice((15, 45))))
    act = _act(dice, VERBS)
    return Act(act.verb, act.luck, act.more, trouble, _act(dice, MEANWHILE))
