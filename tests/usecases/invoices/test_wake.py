"""Contacts are synced without their invoices, and what waited for a contact goes by itself."""

from collections.abc import Callable

import pytest
from attrs import evolve

from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import Paid
from xerolink.domain.settings import SyncMode
from xerolink.testing.billing_world import MAPPED, BillingWorld
from xerolink.testing.worlds.world import ANNA, fields
from xerolink.usecases.sync_contacts import POLL


def turn(world: BillingWorld) -> int:
    """A worker's round; how many connections had a turn."""
    return len(world.app().run_once(lambda _: world.sides()))


def waiting(world: BillingWorld) -> tuple[HostContactId, HostInvoiceId]:
    """An invoice of a client whom only the host knows; a worker has nothing to do."""
    world.opened()
    rimu = world.host.add(fields("Rimu Ltd", "rimu@x.example")).host_id
    host_id = world.bill(rimu)
    world.send()
    assert world.record(host_id).waits
    turn(world)
    assert turn(world) == 0
    return rimu, host_id


def synced(world: BillingWorld, rimu: HostContactId) -> None:
    world.xero.add(fields("Rimu Ltd", "rimu@x.example"))
    world.connection().sync_contacts(ANNA)


def pushed(world: BillingWorld, rimu: HostContactId) -> None:
    world.connection().create_xero_contact(rimu, ANNA)


def confirmed(world: BillingWorld, rimu: HostContactId) -> None:
    world.xero.add(fields("Rimu Ltd", "office@x.example"))
    world.connection().sync_contacts(ANNA)
    (issue,) = world.connection().match_issues()
    world.connection().confirm_link(issue.contact.xero_id, rimu, ANNA)


WAYS = [synced, pushed, confirmed]


def test_a_sync_of_contacts_sends_no_invoice() -> None:
    world = BillingWorld()
    rimu, _ = waiting(world)
    synced(world, rimu)
    assert world.in_xero() == []


@pytest.mark.parametrize("link", WAYS)
def test_what_waited_goes_at_a_workers_next_turn(
    link: Callable[[BillingWorld, HostContactId], None],
) -> None:
    world = BillingWorld()
    rimu, host_id = waiting(world)
    link(world, rimu)
    turn(world)
    assert world.state(host_id) is InvoiceState.SYNCED


@pytest.mark.parametrize("link", WAYS)
def test_what_waited_goes_with_the_next_sending(
    link: Callable[[BillingWorld, HostContactId], None],
) -> None:
    world = BillingWorld()
    rimu, host_id = waiting(world)
    link(world, rimu)
    world.send()
    assert world.state(host_id) is InvoiceState.SYNCED


def test_what_was_held_for_a_separated_contact_goes_once_it_is_linked_again() -> None:
    world = BillingWorld()
    kauri = world.opened()
    xero_id = next(iter(world.connection().client_list())).link.xero_id
    world.connection().stop_syncing([xero_id], ANNA)
    host_id = world.bill(kauri)
    world.send()
    turn(world)
    world.connection().relink([xero_id], ANNA)
    turn(world)
    assert world.state(host_id) is InvoiceState.SYNCED


def test_an_invoice_of_another_contact_is_not_queued() -> None:
    world = BillingWorld()
    rimu, _ = waiting(world)
    other = world.bill(world.host.add(fields("Tawa Ltd", "tawa@x.example")).host_id, "INV-2")
    world.send()
    synced(world, rimu)
    with world.store.reading(world.connection_id) as unit:
        assert other not in unit.requests.to_send(9)


def test_a_host_that_syncs_contacts_by_the_clock_lets_its_invoices_be_read_too() -> None:
    """Its contacts are never due in a worker's eyes: they were just read."""
    world = BillingWorld()
    host_id = world.bill(world.opened())
    world.send()
    world.accountants.pay(world.in_xero()[0].xero_id)
    for _ in range(3):
        world.clock.advance(POLL.total_seconds() / 2)
        world.connection().sync_contacts()
        turn(world)
    assert world.told(host_id) == Paid()


def test_where_invoices_are_off_a_sync_of_contacts_leaves_nothing_due() -> None:
    world = BillingWorld()
    world.opened(evolve(MAPPED, on=False))
    world.connection().sync_contacts(ANNA)
    assert turn(world) == 0


def test_where_runs_only_watch_a_sync_of_contacts_leaves_nothing_due() -> None:
    """They would read no invoice either."""
    world = BillingWorld()
    world.opened()
    connection = world.connection()
    connection.change_settings(evolve(connection.settings(), mode=SyncMode.WATCH), ANNA)
    connection.sync_contacts()
    assert turn(world) == 0
