"""Stories as they are drawn: one seed is one script."""

from random import Random

from attrs import evolve, frozen

from xerolink.domain.settings import BothChanged, ContactSettings, ContactTypeFilter, DeletedInHost
from xerolink.testing.worlds.desk import CHOICES
from xerolink.testing.worlds.steps import Step, Trouble
from xerolink.testing.worlds.weather import CALM, FAULTS, SKEW, STRIKES, Weather

OUTSIDE = {
    "edit_host": 12,
    "edit_xero": 12,
    "edit_both": 3,
    "add_in_host": 3,
    "add_in_xero": 3,
    "archive": 3,
    "restore": 3,
    "erase": 1,
    "merge_in_xero": 2,
    "merge_in_host": 2,
    "delete_in_host": 2,
    "flag": 1,
}
ALONE = {
    "sync": 12,
    "run_once": 4,
    "webhook": 3,
    "import": 2,
    "preview": 1,
    "change_settings": 1,
    "connect": 2,
    "disconnect": 1,
}
TURNS = {"wait": 3, "quiet": 1, "plan": 4, "drift": 1}
WEIGHTS = OUTSIDE | ALONE | TURNS | dict.fromkeys(CHOICES, 2)
"""What a story without rounds is made of."""
EDITS = (["edit_host"], ["edit_xero"], ["edit_host", "edit_xero"], ["edit_xero", "edit_xero"])
ASKED = {"sync": 75, "run_once": 4, "import": 4, "plan": 4, "disconnect": 2}
VERBS = ASKED | dict.fromkeys(CHOICES, 1)
"""What is asked for at the end of a round."""
TROUBLES = ("crash",) * 4 + ("lost",) * 4 + ("edit", "undo", "stall", "stall", "rival", *FAULTS)
SURE = tuple(kind for kind in TROUBLES if kind in STRIKES)
UNTROUBLED = frozenset({"wait", "quiet", "drift", "webhook"})
BETWEEN = ("edit_host", "edit_xero", "archive", "add_in_host", "add_in_xero")
FILTERS = (ContactTypeFilter.ALL, ContactTypeFilter.ALL, *ContactTypeFilter)
POLICIES = (BothChanged.HOLD,) * 6 + (BothChanged.XERO, BothChanged.HOST)
DELETIONS = (DeletedInHost.TOMBSTONE,) * 4 + (DeletedInHost.ARCHIVE, DeletedInHost.REIMPORT)
BEGINNINGS = (
    ("add_in_xero",),
    ("add_in_xero", "add_in_host"),
    ("add_in_xero", "add_in_xero", "add_in_host"),
    ("add_in_xero", "add_in_host", "add_in_host"),
)
FREE = 0.06
"""How many stories have no rounds."""
ALIKE = 0.1
"""In how many stories people often type what others have typed."""
ROUNDS = 10
SUGGESTING = 8
"""One story in so many is lived with suggestions."""
RETURNS = 0.1
"""How many stories end with a pair that comes apart twice."""
UNDO_THE_LAST_BUT_ONE = 5
"""The number by which the desk chooses that run."""


@frozen
class Script:
    """A whole story before it is lived."""

    settings: ContactSettings
    poor: bool
    steps: tuple[Step, ...]
    weather: Weather = CALM


def script(seed: int, unique: bool | None = None) -> Script:
    """The story of *seed*: mostly a short one, now and then a long one.

    *unique*: whether Xero enforces unique names and numbers; None: as the seed says.
    """
    dice = Random(seed)
    chosen = ContactSettings(
        contact_filter=dice.choice(FILTERS),
        both_changed=dice.choice(POLICIES),
        link_name_only=dice.random() < 0.2,
        deleted_in_host=dice.choice(DELETIONS),
    )
    begun = [_step(dice, verb) for verb in (*dice.choice(BEGINNINGS), "import")]
    lived = _free(dice) if dice.random() < FREE else _rounds(dice)
    poor, weather = dice.random() < 0.15, _weather(dice)
    weather = evolve(weather, suggests=seed % SUGGESTING == SUGGESTING - 1)
    held = weather if unique is None else evolve(weather, unique=unique)
    return Script(chosen, poor, (*begun, *lived, *_back_and_forth(dice)), held)


def _free(dice: Random) -> list[Step]:
    """Anything, in any order, and quiet but seldom."""
    names, weights = list(WEIGHTS), list(WEIGHTS.values())
    chosen = dice.choices(names, weights, k=dice.randint(8, 40))
    return [_step(dice, verb) for verb in chosen]


def _rounds(dice: Random) -> list[Step]:
    """People do something, a verb goes wrong, now and then another one; quiet; and so on."""
    steps = []
    for _ in range(ROUNDS):
        for _ in range(dice.choice((1, 1, 1, 2))):
            more = dice.choice((0, 0, 1, 2))
            done = dice.choice(EDITS) + dice.choices(list(OUTSIDE), list(OUTSIDE.values()), k=more)
            steps += [_step(dice, verb) for verb in dice.sample(done, len(done))]
            asked = dice.choices(list(VERBS), list(VERBS.values()))[0]
            steps.append(_troubled(dice, _step(dice, asked)))
        steps += [_insisting(dice), Step("quiet")]
    return steps


def _back_and_forth(dice: Random) -> list[Step]:
    """A pair is stopped, gets another partner, is stopped again, and the second is taken back."""
    if dice.random() >= RETURNS:
        return []
    luck = dice.randrange(60)
    verbs = ("stop_syncing", "create_from_xero", "stop_syncing")
    return [*(Step(verb, luck, 1, 1) for verb in verbs), Step("undo", UNDO_THE_LAST_BUT_ONE)]


def _insisting(dice: Random) -> Step:
    """A sync that goes wrong for sure, for where nothing has yet."""
    trouble = Trouble(dice.choice(SURE), dice.choice((2, 3, 5, 6, 7, 10, 11, 13, 14, 15)))
    return Step("insist", trouble=trouble)


def _weather(dice: Random) -> Weather:
    skew = dice.choice((0, 0, dice.randint(-SKEW, SKEW)))
    return Weather(dice.random() < 0.5, skew, dice.random() < 0.5, dice.random() < ALIKE)


def _step(dice: Random, verb: str) -> Step:
    step = Step(verb, dice.randrange(60), dice.randrange(60), dice.randrange(60))
    untroubled = verb in OUTSIDE or verb in UNTROUBLED or dice.random() > 0.4
    return step if untroubled else _troubled(dice, step)


def _troubled(dice: Random, step: Step) -> Step:
    kind = dice.choice(TROUBLES)
    at = dice.randint(1, dice.choice((12, 40)))
    people = _step(dice, dice.choice(BETWEEN)) if kind == "edit" else None
    return evolve(step, trouble=Trouble(kind, at, people))
