"""The failure matrix of the sync protocol: every row for every kind of intent.

On a Xero that refuses a number or a name that is taken, and on one that does not. A cell is a test
named after its row and kind; a cell that cannot be is in `CANNOT_BE`, with the reason. The page
docs/durability.md shows the rows.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count
from typing import get_args

import pytest
from attrs import define, field

from tests.usecases.lagging import Blind
from tests.usecases.matrix import (
    KINDS,
    LEASE_RAN_OUT,
    WRITES,
    Edit,
    end,
    heal,
    made,
    mended,
    people_edit,
    settled,
    struck,
    survey,
    sync,
    trap_world,
    undisturbed,
)
from xerolink.domain.contacts.intent import CreateContact, IntentBody
from xerolink.domain.errors import RefusedError
from xerolink.ports.errors import LeaseLostError, PortError
from xerolink.testing.crashes import Crash, Trap, lost
from xerolink.testing.worlds import World

Holds = Callable[[str, bool], None]


def as_without(name: str, unique: bool, trap: Trap) -> None:
    """Struck by *trap*, it ends as without: both sides, bases, journal and all."""
    world = struck(name, trap, unique=unique)
    assert mended(name, world) == undisturbed(name, unique=unique)


def before_the_commit(name: str, unique: bool) -> None:
    commit = survey(name).intended - 1
    assert survey(name).points[commit - 1] == "in store.transaction"
    as_without(name, unique, Trap(commit, Crash))


def before_the_call(name: str, unique: bool) -> None:
    for verb in KINDS[name].writes:
        as_without(name, unique, Trap(survey(name).of("before", verb), Crash))


def request_lost(name: str, unique: bool) -> None:
    for verb in KINDS[name].writes:
        as_without(name, unique, Trap(survey(name).of("before", verb), lost))


def answer_lost(name: str, unique: bool) -> None:
    for verb in KINDS[name].writes:
        as_without(name, unique, Trap(survey(name).of("after", verb), lost))


def answer_lost_and_index_late(name: str, unique: bool) -> None:
    """Neither look-ups nor lists show the contact for some minutes."""
    world = struck(name, Trap(survey(name).of("after", "xero.create_many"), lost), unique=unique)
    world.seen_xero = Blind(world.xero)  # type: ignore[assignment]  # it forwards the other verbs
    world.clock.advance(LEASE_RAN_OUT)
    with suppress(RefusedError, PortError):
        sync(world)
    assert len(world.xero.contacts()) == 1
    assert mended(name, world) == undisturbed(name, unique=unique)


def outcome_not_recorded(name: str, unique: bool) -> None:
    as_without(name, unique, Trap(survey(name).recorded - 2, Crash))


def outcome_not_recorded_and_edited(name: str, unique: bool) -> None:
    """The base is what was sent, so that what people edit meanwhile flows."""
    kept(name, unique, Trap(survey(name).recorded - 2, Crash), *beside(name))


def before_the_next_cursor(name: str, unique: bool) -> None:
    """What a later run reads again is no news: nothing is written twice, and nothing back."""
    world = struck(name, Trap(survey(name).recorded, Crash), unique=unique)
    written = world.host.written, list(world.xero.written)
    assert mended(name, world) == undisturbed(name, unique=unique)
    assert (world.host.written, world.xero.written) == written


def other_field_edited(name: str, unique: bool) -> None:
    """Both edits are kept."""
    for verb in KINDS[name].writes:
        kept(name, unique, Trap(survey(name).of("after", verb), lost), *beside(name))


def host_edited_again(name: str, unique: bool) -> None:
    """The edit of a field that was just written goes out."""
    (verb,) = (verb for verb in KINDS[name].writes if verb.startswith("host."))
    trap = Trap(survey(name).of("after", verb), Crash)
    kept(name, unique, trap, ("host", KINDS[name].again))


def beside(name: str) -> Sequence[tuple[str, Edit]]:
    edits = (("host", KINDS[name].beside_host), ("xero", KINDS[name].beside_xero))
    return [(side, values) for side, values in edits if values]


def kept(name: str, unique: bool, trap: Trap, *edits: tuple[str, Edit]) -> None:
    """Both books end as if people had edited after an undisturbed run, and nothing is left."""
    world = struck(name, trap, unique=unique)
    people_edit(world, *edits)
    found, expected = mended(name, world), undisturbed(name, *edits, unique=unique)
    assert (found.books, found.bases, found.left) == (expected.books, expected.bases, [])


def second_worker(name: str, unique: bool) -> None:
    """The first one stands still beside each write and each commit, its lease runs out, and a
    second one does all of it; what the first one then stores hits no row.
    """
    for at in stalls(name):
        world = made(name, unique=unique)
        stall = Stall(name, world, at)
        trap_world(world, Trap(only=stall))
        with pytest.raises(LeaseLostError):
            KINDS[name].press(world)
        assert mended(name, world) == undisturbed(name, unique=unique), survey(name).points[at - 1]


def stalls(name: str) -> list[int]:
    found = survey(name)
    points = [(at, point) for at, point in enumerate(found.points, 1) if at >= found.intended]
    return [at for at, p in points if at <= found.recorded - 2 and not p.startswith("in ")]


def webhook(name: str, unique: bool) -> None:
    """Late and twice: of what was there before, and of what we wrote."""
    world = made(name, unique=unique)
    for _ in range(2):
        told(world)
    KINDS[name].press(world)
    for _ in range(2):
        told(world)
        told(world)
        world.connection().run_once()
    heal(world)
    assert settled(world) == undisturbed(name, unique=unique)


def webhook_lost(name: str, unique: bool) -> None:
    """A worker's next polls find it all: without one, nothing is missing."""
    world = struck(
        name, Trap(survey(name).of("after", KINDS[name].writes[-1]), lost), unique=unique
    )
    heal(world)
    with suppress(RefusedError):
        KINDS[name].press(world)
    for _ in range(3):
        world.clock.advance(901)
        world.connection().run_once()
    assert end(world) == undisturbed(name, unique=unique)


def told(world: World) -> None:
    """A payload about every contact in Xero."""
    tenant = world.xero.organisation().tenant_id
    events = [
        {
            "resourceId": contact.xero_id,
            "eventDateUtc": contact.updated.replace(tzinfo=None).isoformat(),
            "eventType": "UPDATE",
            "eventCategory": "CONTACT",
            "tenantId": tenant,
        }
        for contact in world.xero.contacts()
    ]
    world.app().receive({"events": events})


@define
class Stall:
    """At call *at* of the first worker its lease runs out, and a second one does all its work."""

    name: str
    world: World
    at: int
    numbers: Iterator[int] = field(factory=lambda: count(1))

    def __call__(self, _: str) -> bool:
        if next(self.numbers) == self.at:
            self.world.clock.advance(LEASE_RAN_OUT)
            self.world.seen_store = self.world.store
            self.world.seen_host, self.world.seen_xero = self.world.host, self.world.xero
            with suppress(RefusedError):
                KINDS[self.name].press(self.world)
            with suppress(RefusedError):
                sync(self.world)
        return False


ROWS: Mapping[str, Holds] = {
    "a crash before the intent's commit": before_the_commit,
    "a crash after it and before the call": before_the_call,
    "a request that is lost": request_lost,
    "an answer that is lost": answer_lost,
    "an answer that is lost while the index is late": answer_lost_and_index_late,
    "a crash before the outcome's commit": outcome_not_recorded,
    "a crash before the outcome's commit, then edits": outcome_not_recorded_and_edited,
    "a crash after the outcome": before_the_next_cursor,
    "an answer that is lost, then another field is edited": other_field_edited,
    "a crash after the host's part, then its user edits again": host_edited_again,
    "a second worker after the lease ran out": second_worker,
    "a webhook late and twice": webhook,
    "a webhook lost": webhook_lost,
}
_NOT_THERE = "it has nothing to look up: what it writes was there before"
_NO_HOST_PART = "nothing is written in the host"
_GONE = "the host contact is gone: nobody can edit it"
_LATE = "an answer that is lost while the index is late"
_AGAIN = "a crash after the host's part, then its user edits again"
CANNOT_BE: Mapping[tuple[str, str], str] = {
    (_LATE, "import"): "it asks nothing of Xero",
    **{(_LATE, kind): _NOT_THERE for kind in KINDS if kind not in ("import", "create")},
    (_AGAIN, "merge into Xero"): _NO_HOST_PART,
    (_AGAIN, "create"): _NO_HOST_PART,
    (_AGAIN, "archive"): _NO_HOST_PART,
    (_AGAIN, "remove"): _GONE,
}
"""The cells of the matrix that are no test, and why."""
SERVERS = {"a Xero that enforces uniqueness": True, "a Xero that does not": False}
CELLS = [(row, kind) for row in ROWS for kind in KINDS if (row, kind) not in CANNOT_BE]


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize(("row", "kind"), CELLS, ids=lambda part: part)
def test_effect_of_once_and_no_edit_lost(row: str, kind: str, server: str) -> None:
    ROWS[row](kind, SERVERS[server])


def test_every_intent_has_its_kinds() -> None:
    assert {kind.body for kind in KINDS.values()} == set(get_args(IntentBody))


def test_cells_that_cannot_be_are_cells() -> None:
    assert all(row in ROWS and kind in KINDS for row, kind in CANNOT_BE)


def test_cells_that_cannot_be_say_why() -> None:
    assert all(CANNOT_BE.values())


@pytest.mark.parametrize("kind", KINDS)
def test_kind_is_what_it_says(kind: str) -> None:
    """Its world leads to that intent, and to one of it."""
    before, after = Counter(end(made(kind)).told), Counter(undisturbed(kind, unique=True).told)
    assert after - before == Counter([f"{KINDS[kind].body.__name__} done"])


@pytest.mark.parametrize("kind", KINDS)
def test_kind_writes_what_it_says(kind: str) -> None:
    points = [p for p in survey(kind).points if p.startswith("after") and p.endswith(WRITES)]
    assert points == [f"after {verb}" for verb in KINDS[kind].writes]


@pytest.mark.parametrize("kind", KINDS)
def test_pair_lives_on_where_it_says(kind: str) -> None:
    links = undisturbed(kind, unique=True).books.links
    assert KINDS[kind].lives == (list(links) == ["synced two_way"])


def test_late_index_is_about_creates() -> None:
    assert [kind for row, kind in CELLS if row == _LATE] == ["create"]
    assert KINDS["create"].body is CreateContact
