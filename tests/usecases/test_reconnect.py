"""Disconnect and reconnect: links sleep, both contacts stay, and what was edited flows later."""

from collections.abc import Callable

import pytest

from xerolink.adapters.memory.xero import MemoryXero
from xerolink.connection import Connection
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import (
    BusyError,
    DisconnectedError,
    EmptySideError,
    OtherTenantError,
    UnknownConnectionError,
)
from xerolink.domain.identity import ConnectionId, HostContactId, TenantId, XeroContactId
from xerolink.domain.journal import EntryKind
from xerolink.domain.run import Organisation, RunKind
from xerolink.domain.settings import ContactSettings
from xerolink.testing.worlds import ANNA, World, fields

EMAIL, PHONE = FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE


ANOTHER = Organisation(TenantId("another"), "Another")


def away() -> tuple[World, XeroContactId, HostContactId]:
    """A pair whose connection was disconnected, some minutes later."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "office@acme.example"))
    host_id = world.host.add(fields("Acme", "office@acme.example")).host_id
    world.imported()
    world.app().disconnect(world.connection_id, ANNA)
    world.pass_time()
    return world, xero_id, host_id


def states(world: World) -> list[LinkState]:
    every = world.connection().client_list(tuple(LinkState))
    return [client.link.state for client in every]


def test_links_of_a_disconnected_organisation_are_dormant() -> None:
    world, _, _ = away()
    assert states(world) == [LinkState.DORMANT]


def test_client_list_still_shows_them() -> None:
    world, xero_id, _ = away()
    assert [c.link.xero_id for c in world.connection().client_list()] == [xero_id]


@pytest.mark.parametrize(
    "verb",
    [
        lambda connection: connection.sync_contacts(),
        lambda connection: connection.import_contacts(),
        lambda connection: connection.preview(),
        lambda connection: connection.start(RunKind.SYNC, ANNA),
        lambda connection: connection.reconcile(),
    ],
    ids=["sync", "import", "preview", "start", "reconcile"],
)
def test_nothing_runs_while_disconnected(verb: Callable[[Connection], object]) -> None:
    world, _, _ = away()
    with pytest.raises(DisconnectedError):
        verb(world.connection())


def test_worker_passes_over_a_disconnected_organisation() -> None:
    world, _, _ = away()
    assert world.connection().run_once() is None


def test_disconnected_organisation_does_not_wait_for_a_worker() -> None:
    world, _, _ = away()
    world.clock.advance(24 * 60 * 60)
    assert world.app().run_once(lambda _: world.sides()) == ()


def test_settings_can_be_changed_while_disconnected() -> None:
    world, _, _ = away()
    world.connection().change_settings(ContactSettings(link_name_only=True), ANNA)
    assert states(world) == [LinkState.DORMANT]


def test_disconnecting_twice_is_no_error() -> None:
    world, _, _ = away()
    world.app().disconnect(world.connection_id, ANNA)
    assert states(world) == [LinkState.DORMANT]


def test_unknown_connection_cannot_be_disconnected() -> None:
    with pytest.raises(UnknownConnectionError):
        World().app().disconnect(ConnectionId("nobody"), ANNA)


def test_organisation_is_not_disconnected_while_a_run_goes_on() -> None:
    world = World()
    world.connect()
    world.store.claim(world.connection_id, "a run", 60)
    with pytest.raises(BusyError):
        world.app().disconnect(world.connection_id, ANNA)


def test_journal_tells_who_disconnected_and_why() -> None:
    world, xero_id, _ = away()
    last = world.connection().journal(xero_id=xero_id)[-1].fact
    assert (last.kind, last.actor, last.trigger, last.reason) == (
        EntryKind.FOLLOWED,
        ANNA,
        RunKind.DISCONNECT,
        "the connection was disconnected",
    )


def test_reconnecting_wakes_the_links() -> None:
    world, xero_id, host_id = away()
    world.connect()
    assert (states(world), world.pairs()) == ([LinkState.SYNCED], {xero_id: host_id})


def test_reconnecting_writes_to_neither_side() -> None:
    world, xero_id, _ = away()
    world.xero.edit(xero_id, {PHONE: Phone("555 0101")})
    before = (world.host_fields(), world.xero.contacts())
    world.connect()
    assert (world.host_fields(), world.xero.contacts()) == before


def test_edits_on_both_sides_meanwhile_are_merged_three_way() -> None:
    world, xero_id, host_id = away()
    world.xero.edit(xero_id, {PHONE: Phone("555 0101")})
    world.host.edit(host_id, {EMAIL: "new@acme.example"})
    world.connect().sync_contacts()
    expected = fields("Acme", "new@acme.example", Phone("555 0101"))
    assert (world.xero_contact(xero_id).fields, world.host_fields()) == (expected, [expected])


def test_contact_that_was_archived_meanwhile_is_suspended() -> None:
    world, xero_id, _ = away()
    world.xero.archive(xero_id)
    world.connect().sync_contacts()
    assert states(world) == [LinkState.SUSPENDED]


def test_suspended_pair_is_suspended_again() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme", "office@acme.example"))
    connection = world.imported()
    world.xero.archive(xero_id)
    connection.sync_contacts()
    world.app().disconnect(world.connection_id, ANNA)
    world.connect().sync_contacts()
    assert states(world) == [LinkState.SUSPENDED]


def test_contact_that_was_deleted_in_the_host_meanwhile_comes_apart() -> None:
    world, _, host_id = away()
    world.host.delete(host_id)
    world.connect().sync_contacts()
    assert states(world) == [LinkState.PREVIOUSLY_SYNCED]


def test_stopped_pair_stays_stopped() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme", "office@acme.example"))
    world.imported().stop_syncing([xero_id], ANNA)
    world.app().disconnect(world.connection_id, ANNA)
    world.connect()
    assert states(world) == [LinkState.PREVIOUSLY_SYNCED]


def test_worker_takes_the_organisation_up_again() -> None:
    world, _, _ = away()
    world.connect()
    world.clock.advance(24 * 60 * 60)
    turns = world.app().run_once(lambda _: world.sides())
    assert [turn.connection_id for turn in turns] == [world.connection_id]


def test_connection_is_made_again_to_the_same_organisation_alone() -> None:
    world, _, _ = away()
    world.xero = MemoryXero(world.clock, ANOTHER)
    world.seen_xero = world.xero
    with pytest.raises(OtherTenantError, match="under a new connection id"):
        world.connect()


def test_another_organisation_starts_a_link_space_of_its_own() -> None:
    """Semantics row 41: the old links stay remembered under their own connection id."""
    world, xero_id, host_id = away()
    old, world.connection_id = world.connection_id, ConnectionId("another")
    world.xero = MemoryXero(world.clock, ANOTHER)
    world.seen_xero = world.xero
    world.connect().import_contacts(ANNA)
    asleep = world.app().connection(old, world.sides()).client_list()
    assert [(c.link.xero_id, c.link.host_id) for c in asleep] == [(xero_id, host_id)]


def test_organisation_that_shows_nobody_wakes_nothing() -> None:
    world, _, _ = away()
    world.seen_xero = MemoryXero(world.clock)
    with pytest.raises(EmptySideError):
        world.connect()
    assert states(world) == [LinkState.DORMANT]
