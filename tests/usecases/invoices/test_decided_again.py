"""What a decision rested on is no more: the invoice is decided again, though nobody edited it."""

from datetime import timedelta

from attrs import evolve

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.model import HostInvoiceId, InvoiceNumber
from xerolink.domain.invoices.record import InXero
from xerolink.testing.billing_world import MAPPED, TODAY, BillingWorld
from xerolink.testing.worlds.world import ANNA


def synced() -> tuple[BillingWorld, HostInvoiceId]:
    world = BillingWorld()
    host_id = world.bill(world.opened())
    world.send()
    return world, host_id


def test_an_edit_goes_once_the_one_in_xero_that_held_it_is_taken_back() -> None:
    world, host_id = synced()
    (made,) = world.in_xero()
    world.accountants.edit(made.xero_id, due=TODAY + timedelta(days=30))
    world.invoices.edit(host_id, number=InvoiceNumber("INV-1B"))
    world.send()
    world.accountants.edit(made.xero_id, due=made.due)
    world.send()
    assert [one.number for one in world.in_xero()] == ["INV-1B"]


def test_a_draft_that_is_paid_in_xero_is_held_for_what_was_edited_in_it() -> None:
    """It was left alone as a draft; its payment makes it one that is billed."""
    world, host_id = synced()
    world.invoices.withdraw(host_id)
    world.invoices.edit(host_id, number=InvoiceNumber("INV-1B"))
    world.send()
    world.accountants.pay(world.in_xero()[0].xero_id)
    world.send()
    kinds = [one.issue.cause.kind for one in world.connection().invoice_issues()]
    assert kinds == [CauseKind.SETTLED]


def test_what_a_plan_left_out_while_invoices_were_off_goes_once_they_are_on() -> None:
    world = BillingWorld()
    host_id = world.bill(world.opened())
    connection = world.connection()
    connection.save_invoice_settings(evolve(MAPPED, on=False), ANNA)
    connection.apply_invoices(connection.plan_invoices(ANNA), ANNA)
    connection.save_invoice_settings(MAPPED, ANNA)
    world.send()
    assert world.told(host_id) == InXero(world.in_xero()[0].xero_id)
