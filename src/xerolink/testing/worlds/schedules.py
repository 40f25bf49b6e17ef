"""Stories from seeds: many, fast, in this process; one seed is one story."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from attrs import evolve, frozen

from xerolink.domain.settings import BothChanged, ContactSettings, ContactTypeFilter
from xerolink.testing.worlds.desk import CHOICES
from xerolink.testing.worlds.steps import BrokenError, Step, Trouble
from xerolink.testing.worlds.story import Story
from xerolink.testing.worlds.values import as_typed, one_line

OUTSIDE = {
    "edit_host": 12,
    "edit_xero": 12,
    "edit_both": 3,
    "add_in_host": 4,
    "add_in_xero": 4,
    "archive": 2,
    "restore": 2,
    "erase": 1,
    "merge_in_xero": 2,
    "merge_in_host": 2,
    "delete_in_host": 1,
    "flag": 1,
}
ALONE = {"sync": 10, "run_once": 4, "webhook": 3, "import": 2, "preview": 1, "change_settings": 1}
TURNS = {"wait": 3, "quiet": 3, "plan": 4}
WEIGHTS = OUTSIDE | ALONE | TURNS | dict.fromkeys(CHOICES, 2)
TROUBLES = ("crash", "lost", "edit", "undo")
BETWEEN = ("edit_host", "edit_xero", "archive", "add_in_host", "add_in_xero")


@frozen
class Script:
    """A whole story before it is lived."""

    settings: ContactSettings
    poor: bool
    steps: tuple[Step, ...]


@frozen
class Outcome:
    """One story that was lived. *broken*: what was not as it must be; "": nothing."""

    seed: int
    script: Script
    tally: Counter[str]
    broken: str


def script(seed: int) -> Script:
    """The story of *seed*."""
    dice = Random(seed)
    policy = dice.choice((BothChanged.HOLD,) * 6 + (BothChanged.XERO, BothChanged.HOST))
    chosen = ContactSettings(
        contact_filter=dice.choice(
            (ContactTypeFilter.ALL, ContactTypeFilter.ALL, *ContactTypeFilter)
        ),
        both_changed=policy,
        link_name_only=dice.random() < 0.2,
    )
    steps = [_step(dice, v) for v in ("add_in_xero", "add_in_host") * dice.randint(1, 3)]
    if dice.random() < 0.7:
        steps.append(Step("import"))
    names, weights = list(WEIGHTS), list(WEIGHTS.values())
    steps += [_step(dice, dice.choices(names, weights)[0]) for _ in range(dice.randint(5, 40))]
    return Script(chosen, dice.random() < 0.15, tuple(steps))


def _step(dice: Random, verb: str) -> Step:
    step = Step(verb, dice.randrange(60), dice.randrange(60), dice.randrange(60))
    if verb in OUTSIDE or verb in TURNS or verb == "webhook" or dice.random() > 0.4:
        return step
    kind = dice.choice(TROUBLES)
    at = dice.randint(1, dice.choice((12, 40)))
    people = _step(dice, dice.choice(BETWEEN)) if kind == "edit" else None
    return evolve(step, trouble=Trouble(kind, at, people))


def told(lived: Script, seed: int = 0) -> Outcome:
    """Live *lived* to its end, or to where it breaks."""
    story = Story(lived.settings, one_line if lived.poor else as_typed)
    return Outcome(seed, lived, story.tally, _live(story, lived.steps))


def _live(story: Story, steps: Sequence[Step]) -> str:
    try:
        for step in (*steps, Step("quiet")):
            story.live(step)
    except BrokenError as error:
        return str(error)
    except Exception as error:  # what nobody expects is a finding too
        return f"raised {type(error).__name__}: {error}"
    return ""


def run_schedules(count: int, seed: int) -> Iterator[Outcome]:
    """The stories of *count* seeds from *seed* on."""
    for number in range(seed, seed + count):
        yield told(script(number), number)


def shortest(lived: Script, broken: str, tries: int = 2_000) -> Script:
    """*lived* with every step left out that its fault does not need."""
    kind, again = _kind(broken), True
    while again and tries > 0:
        again = False
        for shorter in _shorter(lived):
            tries -= 1
            if tries > 0 and _kind(told(shorter).broken) == kind:
                lived, again = shorter, True
                break
    return lived


def _kind(broken: str) -> str:
    return broken.split(":", 1)[0][:40] if broken else ""


def _shorter(lived: Script) -> Iterator[Script]:
    steps = lived.steps
    for size in (8, 4, 2, 1):
        for at in range(0, len(steps), size):
            yield evolve(lived, steps=(*steps[:at], *steps[at + size :]))
    if lived.poor:
        yield evolve(lived, poor=False)
    if lived.settings != ContactSettings():
        yield evolve(lived, settings=ContactSettings())
    for at, step in enumerate(steps):
        if step.trouble is not None:
            yield evolve(lived, steps=(*steps[:at], evolve(step, trouble=None), *steps[at + 1 :]))
