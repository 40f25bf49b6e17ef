"""Stories from seeds, lived: many, fast, in this process or in several."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from multiprocessing import Pool

from attrs import evolve, field, frozen

from xerolink.domain.settings import ContactSettings
from xerolink.testing.worlds.scripts import Script, script
from xerolink.testing.worlds.steps import BrokenError, Step
from xerolink.testing.worlds.story import Story
from xerolink.testing.worlds.values import as_typed, one_line
from xerolink.testing.worlds.weather import CALM

TWICE = 50
"""One story in so many is lived again."""
CHUNK = 400
"""How many stories several processes share at a time."""


@frozen
class Outcome:
    """One story that was lived. *broken*: what was not as it must be; "": nothing."""

    seed: int
    script: Script
    tally: Counter[str] = field(repr=False)
    broken: str
    trace: str = ""
    """A digest of all that was written and told: equal for equal stories."""


def told(lived: Script, seed: int = 0) -> Outcome:
    """Live *lived* to its end, or to where it breaks."""
    story = Story(lived.settings, one_line if lived.poor else as_typed, lived.weather)
    broken = _live(story, lived.steps)
    story.tally["ClockSkew"] += lived.weather.skew != 0
    story.tally.update(story.place.store.steps)
    return Outcome(seed, lived, story.tally, broken, story.place.trace())


def _live(story: Story, steps: Sequence[Step]) -> str:
    try:
        for step in steps:
            story.live(step)
        story.end()
    except BrokenError as error:
        return str(error)
    except Exception as error:  # what nobody expects is a finding too
        return f"raised {type(error).__name__}: {error}"
    return ""


def of_seed(seed: int, unique: bool | None = None) -> Outcome:
    """The story of *seed*; one in `TWICE` is lived again, and must be the same.

    *unique*: see `script`.
    """
    outcome = told(script(seed, unique), seed)
    if seed % TWICE or outcome.broken:
        return outcome
    again = told(script(seed, unique), seed)
    outcome.tally["lived twice"] += 1
    same = (outcome.trace, outcome.broken) == (again.trace, again.broken)
    return outcome if same else evolve(outcome, broken="one seed, and two stories")


def run_schedules(seed: int, processes: int = 1, unique: bool | None = None) -> Iterator[Outcome]:
    """The stories of all seeds from *seed* on, in their order, *processes* at a time.

    *unique*: see `script`.
    """
    live = partial(of_seed, unique=unique)
    if processes == 1:
        yield from map(live, count(seed))
        return
    with Pool(processes) as pool:
        for start in count(seed, CHUNK):
            yield from pool.imap(live, range(start, start + CHUNK), chunksize=CHUNK // 40)


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
    if lived.weather != CALM:
        yield evolve(lived, weather=CALM)
    if lived.poor:
        yield evolve(lived, poor=False)
    if lived.settings != ContactSettings():
        yield evolve(lived, settings=ContactSettings())
    for at, step in enumerate(steps):
        if step.trouble is not None:
            yield evolve(lived, steps=(*steps[:at], evolve(step, trouble=None), *steps[at + 1 :]))
