"""What the deletion of a linked host contact does, as chosen (semantics row 24)."""

import pytest

from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.identity import XeroContactId
from xerolink.domain.settings import ContactSettings, DeletedInHost, Direction
from xerolink.testing.worlds import ANNA, World, fields

ACME = fields("Acme", "office@acme.example")
APART = [LinkState.PREVIOUSLY_SYNCED]


def deleted(chosen: DeletedInHost) -> tuple[World, XeroContactId]:
    """A pair in sync whose host contact somebody deleted, and two syncs since."""
    world = World(settings=ContactSettings(deleted_in_host=chosen))
    xero_id, host_id = world.xero.add(ACME), world.host.add(ACME).host_id
    connection = world.imported()
    world.host.delete(host_id)
    connection.sync_contacts()
    world.pass_time()
    connection.sync_contacts()
    return world, xero_id


def states(world: World) -> list[LinkState]:
    every = world.connection().client_list(tuple(LinkState))
    return [client.state for client in every]


def test_tombstone_is_what_happens_unless_somebody_chose() -> None:
    world, xero_id = deleted(ContactSettings().deleted_in_host)
    status = world.xero_contact(xero_id).status
    assert (states(world), world.host_fields(), status) == (APART, [], XeroStatus.ACTIVE)


def test_archive_archives_the_contact_in_xero() -> None:
    world, xero_id = deleted(DeletedInHost.ARCHIVE)
    assert world.xero_contact(xero_id).status is XeroStatus.ARCHIVED


def test_archived_pair_is_previously_synced() -> None:
    world, _ = deleted(DeletedInHost.ARCHIVE)
    assert (states(world), world.host_fields()) == (APART, [])


@pytest.mark.parametrize("pushed", [Direction.FROM_XERO, Direction.TWO_WAY])
def test_archive_leaves_xero_alone_on_a_one_way_pair(pushed: Direction) -> None:
    chosen = ContactSettings(deleted_in_host=DeletedInHost.ARCHIVE, pushed_link_direction=pushed)
    world = World(settings=chosen)
    host_id = world.host.add(ACME).host_id
    connection = world.imported()
    connection.create_xero_contact(host_id, ANNA)
    world.pass_time()
    world.host.delete(host_id)
    connection.sync_contacts()
    active = world.xero.contacts()[0].status is XeroStatus.ACTIVE
    assert (states(world), active) == (APART, pushed is Direction.FROM_XERO)


def test_contact_that_is_archived_already_needs_no_second_archiving() -> None:
    world = World(settings=ContactSettings(deleted_in_host=DeletedInHost.ARCHIVE))
    xero_id, host_id = world.xero.add(ACME), world.host.add(ACME).host_id
    connection = world.imported()
    world.xero.archive(xero_id)
    connection.sync_contacts()
    world.host.delete(host_id)
    connection.sync_contacts()
    assert (states(world), world.xero.written) == (APART, [])


def test_reimport_creates_the_contact_again() -> None:
    world, xero_id = deleted(DeletedInHost.REIMPORT)
    assert (list(world.pairs()), world.host_fields()) == ([xero_id], [ACME])


def test_reimport_leaves_no_tombstone() -> None:
    world, _ = deleted(DeletedInHost.REIMPORT)
    assert sorted(state.value for state in states(world)) == ["ended", "synced"]
