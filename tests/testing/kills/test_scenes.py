"""Every public verb has a scene to crash in, or stores nothing: a new one without either fails."""

import pytest
from attrs import fields

from tests.testing.kills.looks import LOOKS, small_world
from xerolink.app import Sides, Xerolink
from xerolink.connection import Connection
from xerolink.testing.crashes import Trap
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.lives import EFFECTS
from xerolink.testing.kills.scene import Verb, verbs_of
from xerolink.testing.kills.scenes import SCENES, verb_in
from xerolink.usecases.run import InvoiceSides

WRITES = (
    *EFFECTS,
    "store.transaction",
    "store.app_wide",
    "store.claim",
    "store.renew",
    "store.release",
)
TOKEN_READS = ("tokens.read", "tokens.bound", "tokens.pending")


def names(verbs: set[Verb]) -> set[str]:
    return {verb.__qualname__ for verb in verbs}


@pytest.fixture(scope="module")
def pressed() -> set[Verb]:
    """The verbs that some scene is about."""
    return {prepare(Firm).verb for prepare in SCENES.values()}


@pytest.mark.parametrize("owner", [Connection, Xerolink])
def test_every_public_verb_has_a_scene_or_stores_nothing(
    owner: type[Connection] | type[Xerolink], pressed: set[Verb]
) -> None:
    """A scene is added to `xerolink.testing.kills`, a look to `looks.py` beside this file."""
    left = set(verbs_of(owner).values()) - pressed - set(LOOKS)
    assert names(left) == set()


def test_no_verb_with_a_scene_is_called_a_look(pressed: set[Verb]) -> None:
    assert names(pressed & set(LOOKS)) == set()


@pytest.mark.parametrize("verb", LOOKS, ids=lambda verb: verb.__name__)
def test_a_look_stores_nothing(verb: Verb) -> None:
    world, trap = small_world(), Trap()
    world.trap(trap)
    LOOKS[verb](world)
    stored = [point for point in trap.points if point.endswith(WRITES) or _writes_tokens(point)]
    assert stored == []


def _writes_tokens(point: str) -> bool:
    return " tokens." in point and not point.endswith(TOKEN_READS)


@pytest.mark.parametrize("name", SCENES)
def test_scene_is_about_the_verb_in_its_name(name: str) -> None:
    assert verb_in(name) == SCENES[name](Firm).verb.__name__


def test_every_port_of_the_app_and_of_both_sides_can_be_trapped() -> None:
    """But for what only waits, and what is only read."""
    given = {one.name for owner in (Xerolink, Sides) for one in fields(owner)}
    of_invoices = {f"invoices.{one.name}" for one in fields(InvoiceSides)}
    none = {"pause", "journal_keys", "token_set_id", "invoices", "suggestions"}
    assert set(Firm().ports()) == given - none | of_invoices
