"""The scenes in which a person is about to press a button, in memory."""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.scenes import BUTTONS as SCENES
from xerolink.testing.kills.scenes_people import PEOPLE
from xerolink.testing.kills.scenes_runs import RUNS
from xerolink.testing.worlds import World

Press = Callable[[Any], object]


@frozen
class Scene:
    """A world and the button in it; pressing it makes the connection anew, as a screen does.

    *at_once*: a sync that came first would do more than the button, so nobody waits for one.
    """

    world: World
    press: Press
    at_once: bool = False


def _pressed(name: str) -> Callable[[], Scene]:
    def scene() -> Scene:
        made = SCENES[name](Firm)
        return Scene(made.world, made.call, made.at_once)

    return scene


_UNATTENDED = ("preview", "import", "sync", "reconcile", "run_once")
_NAMES = [*PEOPLE, *(name for name in RUNS if not name.startswith(_UNATTENDED))]
BUTTONS: Mapping[str, Callable[[], Scene]] = {
    name: _pressed(name) for name in [*_NAMES, "disconnect", "connect, again"]
}
