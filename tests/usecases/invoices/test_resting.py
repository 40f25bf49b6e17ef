"""What there is to choose from is read only where something may be sent, or mended, by it."""

import pytest
from attrs import evolve

from xerolink.adapters.memory.xero_catalogue import NEW_ZEALAND
from xerolink.domain.identity import HostContactId
from xerolink.domain.inbox import EventCategory, EventType, ResourceId, WebhookEvent
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId, InvoiceNumber
from xerolink.domain.invoices.xero import AccountCode
from xerolink.testing.billing_world import MAPPED, TODAY, BillingWorld
from xerolink.testing.worlds.world import ANNA, fields
from xerolink.usecases.invoices import send

SALES = AccountCode("200")
CATALOGUE = 4
"""Calls that it takes to read what there is to choose from."""


def reads(world: BillingWorld) -> int:
    """How often the catalogue was read until now."""
    costs = world.xero.traffic().costs
    return next((cost.calls for name, cost in costs.items() if str(name) == "GET Accounts"), 0)


def read_by_a_run(world: BillingWorld) -> int:
    before = reads(world)
    world.send()
    return reads(world) - before


def turn(world: BillingWorld) -> None:
    """A turn of a worker that a webhook woke, about a contact."""
    tenant = world.xero.organisation().tenant_id
    xero_id = next(iter(world.connection().client_list())).link.xero_id
    event = WebhookEvent(
        tenant, EventCategory.CONTACT, ResourceId(xero_id), EventType.UPDATE, world.clock.now()
    )
    with world.store.app_wide() as app:
        app.inbox(world.connection_id).put([event])
    assert world.connection().run_once(ANNA) is not None


def nobody(world: BillingWorld) -> HostContactId:
    """A client whom Xero does not know."""
    return world.host.add(fields("Rimu Ltd", "rimu@x.example")).host_id


def waiting() -> tuple[BillingWorld, HostInvoiceId]:
    world = BillingWorld()
    world.opened()
    host_id = world.bill(nobody(world))
    world.send()
    return world, host_id


def stopped() -> tuple[BillingWorld, HostInvoiceId]:
    """An invoice is held, for its contact was stopped syncing."""
    world = BillingWorld()
    kauri = world.opened()
    xero_id = next(iter(world.connection().client_list())).link.xero_id
    world.connection().stop_syncing([xero_id], ANNA)
    host_id = world.bill(kauri)
    world.send()
    return world, host_id


def archived() -> tuple[BillingWorld, HostInvoiceId]:
    """An invoice is held by an archived account; no other firm's turn is due."""
    world = BillingWorld()
    host_id = world.bill(world.opened())
    world.catalogue.archive_account(SALES)
    world.send()
    world.connection().run_once(ANNA)
    return world, host_id


def test_what_waits_for_its_contact_costs_no_reading() -> None:
    world, _ = waiting()
    assert read_by_a_run(world) == 0


def test_what_its_contact_holds_costs_no_reading() -> None:
    world, _ = stopped()
    assert read_by_a_run(world) == 0


def test_what_the_catalogue_holds_is_looked_at_by_each_run_that_polls() -> None:
    world, _ = archived()
    assert read_by_a_run(world) == 1


def test_what_the_catalogue_holds_costs_a_turn_that_a_webhook_woke_nothing() -> None:
    world, _ = archived()
    before = reads(world)
    turn(world)
    assert reads(world) == before


def calls(world: BillingWorld) -> int:
    return world.xero.traffic().total.calls


def calls_of_a_run(world: BillingWorld) -> int:
    before = calls(world)
    world.send()
    return calls(world) - before


def unfit() -> tuple[BillingWorld, HostInvoiceId]:
    """An invoice is held for what is wrong with it by itself."""
    world = BillingWorld()
    host_id = world.bill(world.opened(), due=None)
    world.send()
    return world, host_id


def taken() -> tuple[BillingWorld, HostInvoiceId]:
    """An invoice is held, for another one in Xero has its number."""
    world = BillingWorld()
    kauri = world.opened()
    world.bill(kauri, host_id=HostInvoiceId("first"))
    host_id = world.bill(kauri, host_id=HostInvoiceId("second"))
    world.send()
    return world, host_id


def test_what_is_wrong_by_itself_costs_a_poll_the_one_call_of_a_poll() -> None:
    world, _ = unfit()
    assert calls_of_a_run(world) == 1


def test_what_is_wrong_by_itself_goes_once_it_is_mended() -> None:
    world, host_id = unfit()
    world.invoices.edit(host_id, due=TODAY)
    world.send()
    assert world.state(host_id) is InvoiceState.SYNCED


def test_a_number_that_is_taken_costs_a_poll_one_look_up_more() -> None:
    world, _ = taken()
    assert calls_of_a_run(world) == 2


def test_a_number_that_is_free_again_goes_after_one_look_up() -> None:
    """The poll, the look-up, what there is to choose from, and the write."""
    world, host_id = taken()
    world.accountants.edit(world.in_xero()[0].xero_id, number=InvoiceNumber("INV-9"))
    before = calls_of_a_run(world)
    assert (world.state(host_id), before) == (InvoiceState.SYNCED, 1 + 1 + CATALOGUE + 1)


def test_what_the_catalogue_holds_too_is_looked_at() -> None:
    world = BillingWorld()
    kauri = world.opened()
    world.catalogue.archive_account(SALES)
    world.bill(kauri, due=None)
    world.send()
    assert read_by_a_run(world) == 1


def test_what_was_voided_in_xero_costs_no_reading() -> None:
    """A person is asked, and nothing there has a say in it."""
    world = BillingWorld()
    world.bill(world.opened())
    world.send()
    world.accountants.void(world.in_xero()[0].xero_id)
    world.send()
    assert read_by_a_run(world) == 0


def test_what_is_edited_goes_at_a_turn_that_a_webhook_woke() -> None:
    world, host_id = archived()
    world.catalogue.add_account(NEW_ZEALAND.account_of[SALES])
    world.invoices.edit(host_id, reference="PO 7")
    turn(world)
    assert world.state(host_id) is InvoiceState.SYNCED


def test_where_the_catalogue_is_read_for_another_what_waits_is_decided_by_it_too() -> None:
    world, host_id = waiting()
    kauri = next(iter(world.connection().client_list())).link.host_id
    world.catalogue.archive_account(SALES)
    world.bill(kauri, "INV-2")
    world.send()
    assert [cause.kind for cause in world.record(host_id).causes] == [CauseKind.ACCOUNT_UNUSABLE]


def test_so_is_what_was_looked_at_before_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a page of its own, which comes first."""
    monkeypatch.setattr(send, "PAGE", 1)
    world, host_id = waiting()
    kauri = next(iter(world.connection().client_list())).link.host_id
    world.catalogue.archive_account(SALES)
    world.bill(kauri, "INV-2")
    world.send()
    assert [cause.kind for cause in world.record(host_id).causes] == [CauseKind.ACCOUNT_UNUSABLE]


def test_other_settings_are_looked_at_by_the_next_run() -> None:
    world, host_id = archived()
    world.set_up(evolve(MAPPED, revenue_account=MAPPED.expense_account))
    world.send()
    assert world.state(host_id) is InvoiceState.SYNCED
