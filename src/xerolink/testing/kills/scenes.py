"""Every verb that stores or writes anything, each in a small world, and the plans of them."""

import re
from collections.abc import Iterable, Iterator, Mapping

from xerolink.testing.kills.scene import Prepare, plan_of, planned
from xerolink.testing.kills.scenes_app import APP
from xerolink.testing.kills.scenes_invoices import INVOICES
from xerolink.testing.kills.scenes_people import PEOPLE
from xerolink.testing.kills.scenes_runs import RUNS
from xerolink.testing.kills.scenes_suggested import SUGGESTED


def verb_in(name: str) -> str:
    """The first word of a scene's name: the verb that it is about."""
    return re.split("[ ,]", name, maxsplit=1)[0]


def _plans(names: Iterable[str]) -> Iterator[tuple[str, Prepare]]:
    """One plan for each verb that can be planned, in the world of its first scene."""
    firsts: dict[str, str] = {}
    for name in names:
        firsts.setdefault(verb_in(name), name)
    for verb, name in firsts.items():
        if (plan := plan_of(verb)) is not None:
            yield plan.__name__, planned(BUTTONS[name])


BUTTONS: Mapping[str, Prepare] = {**PEOPLE, **RUNS, **APP, **INVOICES, **SUGGESTED}
"""By name: the verb, and which of its scenes it is."""
PLANS: Mapping[str, Prepare] = dict(_plans(BUTTONS))
SCENES: Mapping[str, Prepare] = {**BUTTONS, **PLANS}
