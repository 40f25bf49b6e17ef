"""After a write both books are as current as its answer, and nobody is decided for nothing."""

from collections.abc import Mapping
from contextlib import suppress

import pytest

from tests.usecases.asking import linked
from xerolink.domain.contacts.model import FieldName, FieldValue, Phone
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import XeroContactId
from xerolink.domain.run import RunKind
from xerolink.ports.errors import UnavailableError
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields

NAME, EMAIL, PHONE = FieldName.NAME, FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE

Edit = Mapping[FieldName, FieldValue]


def due(world: World) -> list[str | None]:
    """The names of the contacts about which a decision is outstanding."""
    with world.store.reading(world.connection_id) as unit:
        return [row.contact.fields.name for row in unit.staged.undecided(None, 10)]


def row_of(world: World, xero_id: XeroContactId) -> StagedContact:
    with world.store.reading(world.connection_id) as unit:
        return unit.staged.get_many([xero_id])[xero_id]


EDITS: dict[str, tuple[Edit, Edit]] = {
    "host": ({NAME: "New"}, {}),
    "Xero": ({}, {PHONE: Phone("1")}),
    "the same": ({PHONE: Phone("1")}, {PHONE: Phone("1")}),
    "held": ({PHONE: Phone("1")}, {PHONE: Phone("2")}),
}


def edited(in_host: Edit, in_xero: Edit) -> World:
    """A pair in sync, and what people edited since."""
    world, xero_id, host_id = linked()
    if in_host:
        world.host.edit(host_id, in_host)
    if in_xero:
        world.xero.edit(xero_id, in_xero)
    return world


@pytest.mark.parametrize("where", EDITS)
def test_after_a_sync_nothing_is_due(where: str) -> None:
    world = edited(*EDITS[where])
    world.connection().sync_contacts()
    assert due(world) == []


@pytest.mark.parametrize("where", EDITS)
def test_after_a_plan_is_applied_nothing_is_due(where: str) -> None:
    world = edited(*EDITS[where])
    connection = world.connection()
    connection.apply(connection.plan_sync(ANNA), ANNA)
    assert due(world) == []


def test_a_write_never_sets_the_revision_of_a_row_back() -> None:
    """Or a decision that was taken on an earlier reading would look fresh."""
    world, xero_id, host_id = linked()
    for number in range(3):
        world.xero.edit(xero_id, {PHONE: Phone(f"55{number}")})
        world.connection().sync_contacts()
        world.pass_time()
    before = row_of(world, xero_id).revision
    world.host.edit(host_id, {NAME: "New"})
    world.connection().sync_contacts()
    assert row_of(world, xero_id).revision >= before


def test_a_write_brings_the_staged_row_up_to_date() -> None:
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {NAME: "New"})
    world.connection().sync_contacts()
    assert row_of(world, xero_id).contact == world.xero_contact(xero_id)


def test_a_write_that_leaves_the_name_wakes_nobody_of_that_name() -> None:
    """An unlinked contact of the pair's name is not asked about again for another email."""
    world, _, host_id = linked()
    world.xero.enforce_unique = False
    world.xero.add(fields("acme", "other@acme.example"))
    world.connection().sync_contacts()
    world.pass_time()
    world.host.edit(host_id, {EMAIL: "new@acme.example"})
    world.connection().sync_contacts()
    assert due(world) == []


def test_what_a_colleague_typed_beside_our_write_still_flows() -> None:
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {NAME: "New"})

    def types(point: str) -> bool:
        if point == "before xero.get_many":
            world.xero.edit(xero_id, {PHONE: Phone("555 0177")})
        return False

    world.seen_xero = Trapped(world.xero, "xero", Trap(only=types))
    world.connection().sync_contacts()
    assert due(world) == ["New"]


def test_what_another_run_finishes_is_told_of_what_began_it() -> None:
    world, _, _ = linked()
    world.xero.add(fields("Beta", "b@beta.example"))
    only = "after host.create_many"
    world.seen_host = Trapped(world.host, "host", Trap(1, lost, lambda point: point == only))
    with suppress(UnavailableError):
        world.connection().sync_contacts()
    world.seen_host = world.host
    world.pass_time()
    world.connection().import_contacts(ANNA)
    assert world.connection().journal()[-1].fact.trigger is RunKind.SYNC
