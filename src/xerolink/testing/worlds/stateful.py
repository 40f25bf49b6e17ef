"""The same stories, told by Hypothesis: fewer, and each that breaks shrunk to its shortest form."""

from collections.abc import Collection

from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from xerolink.domain.settings import BothChanged, ContactSettings, ContactTypeFilter
from xerolink.testing.worlds.desk import CHOICES
from xerolink.testing.worlds.scripts import ALONE, BETWEEN, OUTSIDE, TROUBLES
from xerolink.testing.worlds.steps import Step, Trouble
from xerolink.testing.worlds.story import Story
from xerolink.testing.worlds.values import as_typed, one_line
from xerolink.testing.worlds.weather import SKEW, Weather

_LUCK = st.integers(0, 59)


def _plain(verbs: Collection[str]) -> st.SearchStrategy[Step]:
    return st.builds(Step, st.sampled_from(sorted(verbs)), _LUCK, _LUCK, _LUCK)


def _troubled(verbs: Collection[str]) -> st.SearchStrategy[Step]:
    trouble = st.builds(Trouble, st.sampled_from(TROUBLES), st.integers(1, 40), _plain(BETWEEN))
    return st.builds(
        Step,
        st.sampled_from(sorted(verbs)),
        _LUCK,
        _LUCK,
        _LUCK,
        st.none() | st.none() | trouble,
    )


def _settings() -> st.SearchStrategy[ContactSettings]:
    return st.builds(
        ContactSettings,
        contact_filter=st.sampled_from(ContactTypeFilter),
        both_changed=st.sampled_from(BothChanged),
        link_name_only=st.booleans(),
    )


def _weather() -> st.SearchStrategy[Weather]:
    return st.builds(
        Weather, st.booleans(), st.integers(-SKEW, SKEW), st.booleans(), suggests=st.booleans()
    )


class LivedWorld(RuleBasedStateMachine):
    """One story; it ends in quiet, however it went."""

    story: Story

    @initialize(
        chosen=_settings(), poor=st.booleans(), weather=_weather(), first=st.lists(_plain(BETWEEN))
    )
    def begin(
        self, chosen: ContactSettings, poor: bool, weather: Weather, first: list[Step]
    ) -> None:
        self.story = Story(chosen, one_line if poor else as_typed, weather)
        for step in (*first, Step("import")):
            self.story.live(step)

    @rule(step=_plain(OUTSIDE))
    def outside(self, step: Step) -> None:
        self.story.live(step)

    @rule(step=_troubled(ALONE))
    def by_itself(self, step: Step) -> None:
        self.story.live(step)

    @rule(step=_troubled(CHOICES))
    def at_the_desk(self, step: Step) -> None:
        self.story.live(step)

    @rule(step=_plain(("plan", "quiet", "wait", "drift")))
    def turn(self, step: Step) -> None:
        self.story.live(step)

    def teardown(self) -> None:
        if hasattr(self, "story"):
            self.story.end()


def live_worlds(examples: int, steps: int = 25) -> None:
    """*examples* stories of at most *steps* rules, each judged after quiet.

    Raises what the story that broke raised, with its shortest form.
    """
    run_state_machine_as_test(
        LivedWorld,
        settings=hypothesis_settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
