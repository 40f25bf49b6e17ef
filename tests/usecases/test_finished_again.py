"""An intent that is finished any number of times has the effect of once, for every kind.

Attempts crash or lose an answer at any point after the intent is stored, people edit in between,
minutes or hours pass; then it is finished undisturbed, and finished again where nothing is left.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.usecases.matrix import (
    KINDS,
    Edit,
    heal,
    mended,
    people_edit,
    struck,
    survey,
    sync,
    trap_world,
    undisturbed,
)
from xerolink.domain.contacts.model import Address, FieldName, Phone
from xerolink.domain.errors import RefusedError
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, Trap, lost
from xerolink.testing.worlds import World

ERRORS: Mapping[str, Callable[[str], BaseException]] = {"crash": Crash, "lost": lost}
Attempt = tuple[str, int, int, str]
ATTEMPTS = st.lists(
    st.tuples(
        st.sampled_from(sorted(ERRORS)),
        st.integers(1, 60),
        st.sampled_from([0, 125, 400, 90_000]),
        st.sampled_from(["nobody", "host", "xero"]),
    ),
    max_size=4,
)
"""How it strikes, at which point, how many seconds pass afterwards, and who edits meanwhile."""


def fresh(side: str, number: int) -> Edit:
    """A value that nobody has typed before."""
    if side == "host":
        return {FieldName.PRIMARY_PHONE: Phone(f"777{number:04}")}
    return {FieldName.BILLING_ADDRESS: Address((f"{number} Road",), "Leeds")}


def edit(kind: str, world: World, side: str, number: int) -> tuple[str, Edit] | None:
    """Somebody edits beside the intent, where people may at any time and the contact is there."""
    may = {"host": KINDS[kind].beside_host, "xero": KINDS[kind].beside_xero}.get(side)
    if not may or not {"host": world.host.contacts(), "xero": world.xero.contacts()}[side]:
        return None
    made = (side, fresh(side, number))
    people_edit(world, made)
    return made


def attempted(kind: str, world: World, attempt: Attempt, number: int) -> tuple[str, Edit] | None:
    """One more attempt at what is open, which *attempt* befalls; the edit that follows."""
    error, at, seconds, who = attempt
    heal(world)
    trap_world(world, Trap(at, ERRORS[error]))
    with suppress(Crash, PortError, RefusedError):
        sync(world)
    world.clock.advance(seconds)
    return edit(kind, world, who, number)


@pytest.mark.parametrize("unique", [True, False], ids=["uniqueness enforced", "not enforced"])
@pytest.mark.parametrize("kind", KINDS)
def test_finished_any_number_of_times_is_once(kind: str, unique: bool) -> None:
    found = survey(kind)
    after = found.of("after", KINDS[kind].writes[-1])

    @settings(max_examples=8, deadline=None, database=None)
    @given(st.sampled_from(sorted(ERRORS)), st.integers(found.intended, after), ATTEMPTS)
    @example("lost", after, [("lost", 20, 125, "host"), ("crash", 30, 400, "xero")])
    def holds(error: str, at: int, attempts: list[Attempt]) -> None:
        world = struck(kind, Trap(at, ERRORS[error]), unique=unique)
        edits = [attempted(kind, world, one, number) for number, one in enumerate(attempts)]
        kept = [one for one in edits if one is not None]
        end, expected = mended(kind, world), undisturbed(kind, *kept, unique=unique)
        assert (end.books, end.left) == (expected.books, [])
        assert mended(kind, world) == end

    holds()
