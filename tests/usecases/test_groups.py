"""Writes to Xero go in groups, as large as it takes them: none is left out, none sent twice."""

from collections import Counter
from collections.abc import Callable

import pytest
from attrs import define

from xerolink.domain.contacts.model import FieldName, XeroStatus
from xerolink.domain.identity import XeroContactId
from xerolink.domain.settings import ContactSettings, DeletedInHost, MassChange
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.worlds import World, fields

SIZE = 90
"""Two whole groups of 40 to read, and a part of a third; two groups of 50 to archive."""
FREE = MassChange(percent=100, at_least=SIZE)


@define
class Synced:
    """A sync of many changes in the host, and its calls to Xero."""

    world: World
    calls: Counter[str]


def synced(settings: ContactSettings, change: Callable[[World], None]) -> Synced:
    world = World(settings=settings)
    for number in range(SIZE):
        world.xero.add(fields(f"Contact {number:02}", f"{number}@x.example"))
    world.imported()
    change(world)
    trap = Trap(only=lambda point: point.startswith("before"))
    world.seen_xero = Trapped(world.xero, "xero", trap)
    world.connection().sync_contacts()
    return Synced(world, Counter(point.removeprefix("before xero.") for point in trap.points))


def rename(world: World) -> None:
    for host in world.host.contacts().values():
        world.host.edit(host.host_id, {FieldName.NAME: f"New {host.fields.name}"})


def delete(world: World) -> None:
    for host_id in world.host.contacts():
        world.host.delete(host_id)


@pytest.fixture(scope="module")
def renamed() -> Synced:
    return synced(ContactSettings(mass_change=FREE), rename)


@pytest.fixture(scope="module")
def deleted() -> Synced:
    archive = ContactSettings(mass_change=FREE, deleted_in_host=DeletedInHost.ARCHIVE)
    return synced(archive, delete)


def test_every_edit_arrives(renamed: Synced) -> None:
    names = sorted(contact.fields.name or "" for contact in renamed.world.xero.contacts())
    assert names == [f"New Contact {number:02}" for number in range(SIZE)]


def test_edits_are_read_and_written_by_groups_of_forty(renamed: Synced) -> None:
    assert (renamed.calls["get_many"], renamed.calls["update_many"]) == (3, 3)


def test_every_contact_is_archived(deleted: Synced) -> None:
    statuses = {contact.status for contact in deleted.world.xero.contacts()}
    assert statuses == {XeroStatus.ARCHIVED}


def test_contacts_are_archived_by_groups_of_fifty(deleted: Synced) -> None:
    assert deleted.calls["archive_many"] == 2


@pytest.mark.parametrize("at", [0, 39, 40, 89])
def test_an_edit_that_xero_refuses_keeps_no_other_back(at: int) -> None:
    """Wherever it stands in its group: its name is taken, the others arrive."""

    def one_taken(world: World) -> None:
        world.xero.add(fields("New Contact taken", "taken@x.example"))
        rename(world)
        xero_id: XeroContactId = sorted(world.pairs())[at]
        world.host.edit(world.pairs()[xero_id], {FieldName.NAME: "New Contact taken"})

    world = synced(ContactSettings(mass_change=FREE), one_taken).world
    kept = [c for c in world.xero.contacts() if not (c.fields.name or "").startswith("New ")]
    assert len(kept) == 1
