"""A request for erasure in Xero: the pair sleeps, and nothing personal of it is kept (row 22)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve

from xerolink.adapters.embedded.suggestions import embedded_suggestions
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import Address, FieldName, Phone, SyncedFields
from xerolink.domain.contacts.normalise import match_keys
from xerolink.domain.identity import HostContactId, RunId, XeroContactId
from xerolink.domain.journal import EntryKind
from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields

PHONE = FieldName.PRIMARY_PHONE
JANE = fields(
    "Jane Doe-Okafor", "jane.doe@erased.example", Phone("5550147"), Address(("9 Elm Row",))
)
PERSONAL = ("okafor", "jane.doe", "5550147", "5550148", "elm row")
"""What tells who she is, in lower case."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Somebody else's pair, and everything in a file."""
    world = World()
    with closing(SqliteStore(tmp_path / "store.db", world.clock)) as store:
        world.store = world.seen_store = store
        world.xero.add(fields("Acme", "office@acme.example"))
        yield world


def stored(tmp_path: Path) -> str:
    """Every value of every row of every table, in lower case."""
    with closing(sqlite3.connect(tmp_path / "store.db")) as raw:
        tables = raw.execute("select name from sqlite_schema where type = 'table'").fetchall()
        rows = [row for (name,) in tables for row in raw.execute(f'select * from "{name}"')]
    return repr(rows).lower()


def left(tmp_path: Path) -> list[str]:
    text = stored(tmp_path)
    return [word for word in PERSONAL if word in text]


def synced(world: World) -> tuple[XeroContactId, HostContactId, RunId]:
    """A pair that was matched and edited on both sides since; the run that matched it."""
    xero_id, host_id = world.xero.add(JANE), world.host.add(JANE).host_id
    connection = world.connect()
    connection.preview(ANNA)
    run = connection.import_contacts(ANNA)
    world.pass_time()
    world.xero.edit(xero_id, {PHONE: Phone("5550148")})
    connection.sync_contacts()
    world.pass_time()
    return xero_id, host_id, run.run_id


def erase(world: World, xero_id: XeroContactId) -> None:
    world.xero.erase(xero_id)
    world.connection().sync_contacts()


def test_person_is_stored_before_the_request(world: World, tmp_path: Path) -> None:
    synced(world)
    assert left(tmp_path) == list(PERSONAL)


def test_nothing_of_the_person_is_left(world: World, tmp_path: Path) -> None:
    xero_id, _, _ = synced(world)
    erase(world, xero_id)
    assert left(tmp_path) == []


def test_nothing_of_a_contact_that_was_imported_is_left(world: World, tmp_path: Path) -> None:
    xero_id = world.xero.add(JANE)
    world.imported()
    erase(world, xero_id)
    assert left(tmp_path) == []


def test_nothing_of_a_contact_that_was_pushed_is_left(world: World, tmp_path: Path) -> None:
    host_id = world.host.add(JANE).host_id
    world.imported().create_xero_contact(host_id, ANNA)
    world.pass_time()
    erase(world, next(c.xero_id for c in world.xero.contacts() if c.fields.name == JANE.name))
    assert left(tmp_path) == []


def test_nothing_of_a_contact_that_waits_for_a_person_is_left(world: World, tmp_path: Path) -> None:
    xero_id = world.xero.add(evolve(JANE, billing_email=""))
    world.imported()
    erase(world, xero_id)
    assert left(tmp_path) == []


def test_nothing_of_an_ended_pair_is_left(world: World, tmp_path: Path) -> None:
    """The former partner in the host is gone too; while it is there it may match others."""
    xero_id, host_id, _ = synced(world)
    world.connection().stop_syncing([xero_id], ANNA)
    other = world.host.add(fields("Somebody Else")).host_id
    world.connection().confirm_link(xero_id, other, ANNA)
    world.host.delete(host_id)
    world.pass_time()
    erase(world, xero_id)
    assert left(tmp_path) == []


def test_reason_that_somebody_typed_is_not_left(world: World, tmp_path: Path) -> None:
    """Why a pair was stopped may name her."""
    xero_id, host_id, _ = synced(world)
    world.connection().stop_syncing([xero_id], ANNA, "Okafor asked us to")
    world.host.delete(host_id)
    world.pass_time()
    erase(world, xero_id)
    assert left(tmp_path) == []


def test_later_edits_in_the_host_leave_nothing(world: World, tmp_path: Path) -> None:
    xero_id, host_id, _ = synced(world)
    erase(world, xero_id)
    world.host.edit(host_id, {FieldName.NAME: "Jane Okafor"})
    world.connection().sync_contacts()
    world.connection().reconcile(ANNA)
    assert left(tmp_path) == []


def test_an_edit_in_the_host_before_the_pair_is_suspended_leaves_nothing(
    world: World, tmp_path: Path
) -> None:
    """A preview reads the erasure and suspends nothing; an import after it reads the host alone."""
    xero_id, host_id, _ = synced(world)
    world.xero.erase(xero_id)
    world.connection().preview(ANNA)
    world.host.edit(host_id, {PHONE: Phone("5550147")})
    world.connection().import_contacts(ANNA)
    assert left(tmp_path) == []


def test_the_survivor_of_a_merge_in_the_host_leaves_nothing(world: World, tmp_path: Path) -> None:
    """The pair of the erased contact is its from then on."""
    xero_id, host_id, _ = synced(world)
    survivor = world.host.add(fields("J. Okafor")).host_id
    world.connection().sync_contacts()
    world.pass_time()
    erase(world, xero_id)
    world.host.merge(host_id, survivor)
    world.connection().sync_contacts()
    assert left(tmp_path) == []


def test_a_question_about_the_partner_tells_no_word_of_the_person(
    world: World, tmp_path: Path
) -> None:
    """Why it is a candidate names words of both; what was decided of it is kept, and no reason."""
    world.suggestions = embedded_suggestions()
    xero_id, _, _ = synced(world)
    world.xero.add(fields("Jean Doe Okafar", "jane.doe@erased.example"))
    world.connection().sync_contacts()
    world.pass_time()
    before = left(tmp_path)
    erase(world, xero_id)
    assert ("okafor" in before, "okafor" in left(tmp_path)) == (True, False)


def test_stopping_afterwards_leaves_nothing(world: World, tmp_path: Path) -> None:
    xero_id, _, _ = synced(world)
    erase(world, xero_id)
    world.connection().stop_syncing([xero_id], ANNA)
    assert left(tmp_path) == []


def test_effect_that_was_open_then_leaves_nothing_when_it_ends(
    world: World, tmp_path: Path
) -> None:
    """The worker dies after the host has answered; the request comes before the next one."""
    xero_id, _, _ = synced(world)
    world.xero.edit(xero_id, {PHONE: Phone("5550147")})
    trap = Trap(1, only=lambda point: point == "after host.update_many")
    world.seen_host = Trapped(world.host, "host", trap)
    with pytest.raises(Crash):
        world.connection().sync_contacts()
    world.seen_host = world.host
    world.pass_time()
    erase(world, xero_id)
    assert left(tmp_path) == []


def test_pair_is_suspended(world: World) -> None:
    xero_id, _, _ = synced(world)
    erase(world, xero_id)
    every = world.connection().client_list(tuple(LinkState))
    assert {c.link.xero_id: c.state for c in every}[xero_id] is LinkState.SUSPENDED


def test_host_contact_is_left_alone(world: World) -> None:
    xero_id, host_id, _ = synced(world)
    erase(world, xero_id)
    expected = evolve(JANE, primary_phone=Phone("5550148"))
    assert world.host.contacts()[host_id].fields == expected


def test_somebody_else_s_values_stay(world: World, tmp_path: Path) -> None:
    xero_id, _, _ = synced(world)
    erase(world, xero_id)
    assert "office@acme.example" in stored(tmp_path)


def test_journal_is_whole_and_says_so(world: World) -> None:
    xero_id, _, _ = synced(world)
    erase(world, xero_id)
    connection = world.connection()
    kinds = [entry.fact.kind for entry in connection.journal(xero_id=xero_id)]
    assert (connection.verify_journal(), EntryKind.SCRUBBED in kinds) == ((), True)


def test_undo_says_why_it_cannot(world: World) -> None:
    xero_id, _, run_id = synced(world)
    erase(world, xero_id)
    impossible = world.connection().plan_undo(run_id, ANNA).impossible
    assert [one.why for one in impossible] == ["the values were scrubbed from the journal"]


def test_request_is_answered_once(world: World) -> None:
    xero_id, _, _ = synced(world)
    erase(world, xero_id)
    before = world.connection().journal_head()
    world.pass_time()
    world.connection().reconcile(ANNA)
    assert world.connection().journal_head() == before


def test_contact_that_is_active_again_resumes(world: World) -> None:
    xero_id, host_id, _ = synced(world)
    erase(world, xero_id)
    world.xero.restore(xero_id)
    world.connection().sync_contacts()
    assert world.pairs()[xero_id] == host_id
    assert world.host.contacts()[host_id].fields != SyncedFields()


def test_its_partner_is_matched_again_once_it_has_another_one(world: World) -> None:
    """Else a contact of its name and email in Xero would be taken for a new client."""
    xero_id, host_id, _ = synced(world)
    connection = world.connection()
    connection.stop_syncing([xero_id], ANNA)
    erase(world, xero_id)
    connection.create_new_contact([xero_id], Side.HOST, ANNA, "Jane D. Okafor")
    with world.store.reading(world.connection_id) as unit:
        entry = unit.index.get_many([host_id])[host_id]
    assert entry.keys == match_keys(world.host.contacts()[host_id].fields)
