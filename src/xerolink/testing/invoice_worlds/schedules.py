"""Stories of invoices from seeds, lived: many, and one in so many twice."""

from collections import Counter
from collections.abc import Iterator
from itertools import count

from attrs import evolve, field, frozen

from xerolink.testing.invoice_worlds.scripts import Script, script
from xerolink.testing.invoice_worlds.story import Story
from xerolink.testing.worlds.steps import BrokenError

TWICE = 50
"""One story in so many is lived again."""


@frozen
class Outcome:
    """One story that was lived. *broken*: what was not as it must be; "": nothing."""

    seed: int
    tally: Counter[str] = field(repr=False)
    broken: str = ""
    trace: str = ""


def told(lived: Script, seed: int = 0) -> Outcome:
    """Live *lived* to its end, or to where it breaks."""
    story = Story(lived.skew, lived.apart)
    broken = ""
    try:
        for act in lived.acts:
            story.live(act)
    except BrokenError as error:
        broken = str(error)
    except Exception as error:  # what nobody expects is a finding too
        broken = f"raised {type(error).__name__}: {error}"
    story.tally["ClockSkew"] += lived.skew != 0
    story.tally.update(story.place.store.steps)
    return Outcome(seed, story.tally, broken, story.trace())


def of_seed(seed: int) -> Outcome:
    """The story of *seed*; one in `TWICE` is lived again, and must be the same."""
    outcome = told(script(seed), seed)
    if seed % TWICE or outcome.broken:
        return outcome
    again = told(script(seed), seed)
    outcome.tally["lived twice"] += 1
    same = (outcome.trace, outcome.broken) == (again.trace, again.broken)
    return outcome if same else evolve(outcome, broken="one seed, and two stories")


def outcomes(seed: int) -> Iterator[Outcome]:
    """The stories of all seeds from *seed* on."""
    return map(of_seed, count(seed))
