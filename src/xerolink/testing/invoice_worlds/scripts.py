"""Stories of invoices as they are drawn: one seed is one script."""

from random import Random

from attrs import frozen

from xerolink.testing.worlds.steps import Trouble
from xerolink.testing.worlds.weather import FAULTS, SKEW

PEOPLE = {
    "bill": 10,
    "bill_off": 2,
    "draft": 2,
    "approve_and_send": 2,
    "edit": 5,
    "mend": 3,
    "void": 2,
    "pay": 4,
    "pay_part": 2,
    "unpay": 2,
    "void_in_xero": 1,
    "edit_in_xero": 1,
    "lock": 1,
    "unlock": 2,
    "archive_account": 1,
    "choose_account": 1,
    "new_client": 2,
    "stop_syncing": 1,
}
VERBS = {"send": 8, "run_once": 4, "sync": 2, "retry": 2}
TROUBLES = ("crash",) * 5 + ("lost",) * 5 + ("people", "rival", "stall", *FAULTS)
STRIKES = frozenset({"crash", "lost", "stall", *FAULTS})
ROUNDS = 6


@frozen
class Act:
    """One thing that happens; *luck* chooses what and whom it is about."""

    verb: str
    luck: int = 0
    more: int = 0
    trouble: Trouble | None = None


@frozen
class Script:
    """A whole story. *skew*: seconds that Xero's clock is ahead."""

    acts: tuple[Act, ...]
    skew: int = 0


def script(seed: int) -> Script:
    """The story of *seed*: rounds of people's doings and troubled runs, each followed by quiet."""
    dice = Random(seed)
    acts: list[Act] = []
    for _ in range(ROUNDS):
        for _ in range(dice.choice((1, 1, 2))):
            acts += [_act(dice, verb) for verb in _drawn(dice, PEOPLE, dice.choice((1, 2, 3)))]
            acts.append(_troubled(dice, _drawn(dice, VERBS, 1)[0]))
        acts.append(Act("quiet"))
    return Script(tuple(acts), dice.choice((0, 0, dice.randint(-SKEW, SKEW))))


def _drawn(dice: Random, weights: dict[str, int], size: int) -> list[str]:
    return dice.choices(list(weights), list(weights.values()), k=size)


def _act(dice: Random, verb: str) -> Act:
    return Act(verb, dice.randrange(60), dice.randrange(60))


def _troubled(dice: Random, verb: str) -> Act:
    kind = dice.choice(TROUBLES)
    return Act(
        verb,
        dice.randrange(60),
        dice.randrange(60),
        Trouble(kind, dice.randint(1, dice.choice((15, 45)))),
    )
