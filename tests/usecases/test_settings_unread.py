"""Other match keys are made from the host's whole side, and lose nothing that was not read yet."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.connection import Connection
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.run import HostCursor, RunState
from xerolink.domain.settings import ContactSettings, MatchingMode
from xerolink.ports.errors import PortError, UnavailableError
from xerolink.ports.host import Changed, HostFeed
from xerolink.testing.worlds import ANNA, World, fields

STRICT = ContactSettings(matching=MatchingMode.STRICT)


class Living(MemoryHostBook):
    """A host whose feed begins with the contacts that there are, and with nothing of the past."""

    silent = False
    """Its feed begins with nobody."""

    def changes(self, cursor: HostCursor | None) -> HostFeed:
        if cursor is not None:
            return super().changes(cursor)
        there = () if self.silent else tuple(Changed(host_id) for host_id in self.contacts())
        return HostFeed(there, super().changes(None).cursor, more=False)


@pytest.fixture(params=["memory", "sqlite"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Two pairs, the first of which the host is about to lose, and a third host contact."""
    world = World(host=Living())
    with ExitStack() as stack:
        if request.param == "sqlite":
            store = SqliteStore(tmp_path / "firm.db", world.clock)
            stack.callback(store.close)
            world.store = world.seen_store = store
        _furnish(world)
        yield world


def _furnish(world: World) -> None:
    for name in ("Ash", "Birch"):
        world.xero.add(fields(name, f"{name}@x.example"))
    world.imported().sync_contacts()
    world.host.add(fields("Cedar", "cedar@x.example"))
    world.connection().sync_contacts()


def ids(world: World) -> tuple[Sequence[XeroContactId], Sequence[HostContactId]]:
    return list(world.pairs()), list(world.pairs().values())


def run_on(world: World) -> Connection:
    """Two syncs, some minutes apart."""
    connection = world.connection()
    for _ in range(2):
        world.pass_time()
        connection.sync_contacts()
    return connection


def test_a_deletion_that_was_not_read_before_the_change_ends_the_pair(world: World) -> None:
    (xero_id, _), (host_id, _) = ids(world)
    world.host.delete(host_id)
    world.connection().change_settings(STRICT, ANNA)
    ended = run_on(world).previously_synced()
    assert [pair.link.xero_id for pair in ended] == [xero_id]


def test_a_deletion_between_the_change_and_its_run_ends_the_pair(world: World) -> None:
    (xero_id, _), (host_id, _) = ids(world)
    world.connection().change_settings(STRICT, ANNA)
    world.host.delete(host_id)
    ended = run_on(world).previously_synced()
    assert [pair.link.xero_id for pair in ended] == [xero_id]


def test_a_merge_that_was_not_read_before_the_change_is_followed(world: World) -> None:
    (xero_id, _), (host_id, _) = ids(world)
    (cedar,) = world.host.contacts().keys() - set(ids(world)[1])
    world.host.merge(host_id, cedar)
    world.connection().change_settings(STRICT, ANNA)
    run_on(world)
    assert world.pairs()[xero_id] == cedar


def test_an_edit_that_was_not_read_before_the_change_flows(world: World) -> None:
    (xero_id, _), (host_id, _) = ids(world)
    world.host.edit(host_id, {FieldName.BILLING_EMAIL: "new@x.example"})
    world.connection().change_settings(STRICT, ANNA)
    run_on(world)
    assert world.xero_contact(xero_id).fields.billing_email == "new@x.example"


def test_a_contact_that_nobody_edited_is_matched_by_its_new_keys(world: World) -> None:
    """The feed tells nothing new of it."""
    (cedar,) = world.host.contacts().keys() - set(ids(world)[1])
    world.connection().change_settings(STRICT, ANNA)
    run_on(world)
    added = world.xero.add(fields("CEDAR", "cedar@x.example"))
    world.connection().change_settings(ContactSettings(), ANNA)
    run_on(world)
    assert world.pairs()[added] == cedar


def test_what_stops_between_pages_goes_on_where_it_stopped(world: World) -> None:
    """The keys of a host with many pages are made by several runs, where one is cut short."""
    paged = Pages(world.host)
    world.seen_host = paged  # type: ignore[assignment]  # it forwards every verb
    world.connection().change_settings(STRICT, ANNA)
    paged.fails_at = 2
    with pytest.raises(PortError):
        world.connection().sync_contacts()
    paged.fails_at = 0
    paged.begun.clear()
    world.pass_time()
    world.connection().sync_contacts()
    assert (len(paged.begun), None in paged.begun) == (2, False)


class Pages:
    """A host that tells its contacts one by one; *begun*: the places where pages of that began."""

    def __init__(self, host: MemoryHostBook) -> None:
        self._host, self.fails_at = host, 0
        self.begun: list[str | None] = []

    def __getattr__(self, verb: str) -> object:
        return getattr(self._host, verb)

    def changes(self, cursor: HostCursor | None) -> HostFeed:
        if cursor is not None and not cursor.startswith("at "):
            return self._host.changes(cursor)
        self.begun.append(cursor)
        if len(self.begun) == self.fails_at:
            raise UnavailableError("the host", "it is away")
        there = [*self._host.contacts()]
        at = int((cursor or "at 0").removeprefix("at "))
        return HostFeed((Changed(there[at]),), HostCursor(f"at {at + 1}"), at + 1 < len(there))


def test_a_host_that_tells_of_nobody_makes_no_keys(world: World) -> None:
    """Under keys of before nobody would be found, and everybody be made again (row 20)."""
    world.connection().change_settings(STRICT, ANNA)
    world.host.silent = True  # type: ignore[attr-defined]  # it is a `Living` one
    held = world.connection().sync_contacts()
    assert (held.state, "its feed begins with no contact" in held.why) == (RunState.HELD, True)
