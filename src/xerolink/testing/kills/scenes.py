"""Every verb that stores or writes anything, each in a small world, and the plans of them."""

from collections.abc import Iterator, Mapping

from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.scene import Prepare, plan_of, planned
from xerolink.testing.kills.scenes_app import APP
from xerolink.testing.kills.scenes_people import PEOPLE
from xerolink.testing.kills.scenes_runs import RUNS


def _plans(scenes: Mapping[str, Prepare]) -> Iterator[tuple[str, Prepare]]:
    """One plan for each verb that can be planned, in the world of its first scene."""
    seen = set()
    for prepare in scenes.values():
        verb = plan_of(prepare(Firm).verb)
        if verb is not None and verb not in seen:
            seen.add(verb)
            yield verb.__name__, planned(prepare)


BUTTONS: Mapping[str, Prepare] = {**PEOPLE, **RUNS, **APP}
"""By name; the first word is the verb, or says what it is about."""
PLANS: Mapping[str, Prepare] = dict(_plans(BUTTONS))
SCENES: Mapping[str, Prepare] = {**BUTTONS, **PLANS}
