"""An invoice goes to Xero once, as it was billed, and the host is told."""

from datetime import timedelta

from attrs import evolve

from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import (
    HostInvoiceId,
    InvoiceLine,
    InvoiceStatus,
    ItemCode,
    Tracking,
)
from xerolink.domain.invoices.record import AwaitingPayment, Held, InXero, NotEligible, Paid
from xerolink.domain.invoices.xero import XeroInvoiceStatus
from xerolink.ports.host_invoices import Mark
from xerolink.testing.billing_world import GST, MAPPED, TODAY, BillingWorld
from xerolink.testing.worlds.world import ANNA

CATALOGUE = ("Organisation", "Accounts", "TaxRates", "Currencies", "Items", "TrackingCategories")


def sent(number: str = "INV-1", **more: object) -> tuple[BillingWorld, HostInvoiceId]:
    world = BillingWorld()
    host_id = world.bill(world.opened(), number, **more)
    world.send()
    return world, host_id


def test_a_sent_invoice_is_authorised_in_xero_to_the_cent() -> None:
    world, _ = sent()
    (made,) = world.in_xero()
    assert (made.status, f"{made.total}") == (XeroInvoiceStatus.AUTHORISED, "115.00")


def test_it_says_that_it_was_sent_to_the_contact() -> None:
    world, _ = sent()
    assert world.in_xero()[0].sent_to_contact


def test_it_is_synced_here() -> None:
    world, host_id = sent()
    assert world.state(host_id) is InvoiceState.SYNCED


def test_the_host_is_told_where_it_is() -> None:
    world, host_id = sent()
    assert world.told(host_id) == InXero(world.in_xero()[0].xero_id)


def test_a_second_run_writes_nothing() -> None:
    world, _ = sent()
    written = len(world.xero_invoices.written)
    world.send()
    assert len(world.xero_invoices.written) == written


def test_a_second_run_tells_nothing() -> None:
    world, _ = sent()
    marked = world.invoices.marked
    world.send()
    assert world.invoices.marked == marked


def test_an_approved_invoice_stays_here() -> None:
    world, host_id = sent(status=InvoiceStatus.APPROVED)
    assert (world.in_xero(), world.record(host_id).not_eligible) == ([], NotEligible.NOT_SENT)


def test_an_invoice_from_before_the_start_date_says_so() -> None:
    world, host_id = sent(issued=TODAY - timedelta(days=1))
    assert world.record(host_id).not_eligible is NotEligible.BEFORE_START


def test_the_start_date_is_inclusive() -> None:
    world, _ = sent(issued=TODAY)
    assert len(world.in_xero()) == 1


def test_a_cent_off_is_held() -> None:
    world, host_id = sent(total="115.01")
    assert world.in_xero() == []
    assert isinstance(world.told(host_id), Held)


def test_a_cent_off_that_is_mended_goes() -> None:
    world, host_id = sent(total="115.01")
    world.invoices.edit(host_id, total="115")
    world.send()
    assert world.state(host_id) is InvoiceState.SYNCED


def test_its_issue_closes_by_itself() -> None:
    world, host_id = sent(total="115.01")
    assert len(world.connection().invoice_issues()) == 1
    world.invoices.edit(host_id, total="115")
    world.send()
    assert world.connection().invoice_issues() == ()


def test_an_invoice_waits_for_its_contact() -> None:
    world = BillingWorld()
    world.opened()
    rimu = world.client("Rimu Ltd")
    host_id = world.bill(rimu)
    world.send()
    assert (world.record(host_id).waits, world.told(host_id)) == (True, AwaitingPayment())


def test_it_goes_by_itself_once_the_contact_is_linked() -> None:
    world = BillingWorld()
    world.opened()
    host_id = world.bill(world.client("Rimu Ltd"))
    world.send()
    world.connection().sync_contacts(ANNA)
    world.send()
    assert world.state(host_id) is InvoiceState.SYNCED


def test_invoice_sent_sets_awaiting_payment_and_queues() -> None:
    world = BillingWorld()
    host_id = world.bill(world.opened(), status=InvoiceStatus.APPROVED)
    world.send()
    world.connection().invoice_sent(host_id)
    assert world.invoices.invoices()[host_id].status is InvoiceStatus.AWAITING_PAYMENT
    world.send()
    assert world.state(host_id) is InvoiceState.SYNCED


def test_sent_again_the_host_is_told_again_that_it_is_in_xero() -> None:
    world, host_id = sent()
    world.connection().invoice_sent(host_id)
    world.send()
    assert world.told(host_id) == InXero(world.in_xero()[0].xero_id)


def test_sent_again_while_it_is_held_the_host_is_told_again_that_it_is() -> None:
    world, host_id = sent(total="115.01")
    world.connection().invoice_sent(host_id)
    world.send()
    assert isinstance(world.told(host_id), Held)


def test_what_was_marked_as_sent_and_not_queued_goes_too() -> None:
    """The process of `invoice_sent` ended between the two: the host's feed tells of it."""
    world = BillingWorld()
    host_id = world.bill(world.opened(), status=InvoiceStatus.APPROVED)
    world.send()
    world.invoices.mark_many([Mark(host_id, AwaitingPayment())])
    world.send()
    assert world.state(host_id) is InvoiceState.SYNCED


def test_a_worker_sends_what_was_queued() -> None:
    world = BillingWorld()
    host_id = world.bill(world.opened(), status=InvoiceStatus.APPROVED)
    world.send()
    world.connection().invoice_sent(host_id)
    world.app().run_once(lambda _: world.sides())
    assert world.state(host_id) is InvoiceState.SYNCED


def test_what_was_queued_wakes_a_worker_once_while_invoices_are_off() -> None:
    world = BillingWorld()
    host_id = world.bill(world.opened(evolve(MAPPED, on=False)), status=InvoiceStatus.APPROVED)
    world.connection().invoice_sent(host_id)
    turns = [len(world.app().run_once(lambda _: world.sides())) for _ in range(2)]
    assert turns == [1, 0]


def test_what_was_queued_while_invoices_were_off_goes_once_they_are_on() -> None:
    world = BillingWorld()
    host_id = world.bill(world.opened(evolve(MAPPED, on=False)), status=InvoiceStatus.APPROVED)
    world.connection().invoice_sent(host_id)
    world.app().run_once(lambda _: world.sides())
    world.set_up(MAPPED)
    world.send()
    assert world.state(host_id) is InvoiceState.SYNCED


def test_an_edit_reaches_xero() -> None:
    world, host_id = sent()
    world.invoices.edit(host_id, reference="PO 7")
    world.send()
    assert world.in_xero()[0].reference == "PO 7"


def test_a_void_reaches_xero() -> None:
    world, host_id = sent()
    world.invoices.void(host_id)
    world.send()
    assert world.in_xero()[0].status is XeroInvoiceStatus.VOIDED


def test_a_payment_comes_back() -> None:
    world, host_id = sent()
    world.accountants.pay(world.in_xero()[0].xero_id)
    world.send()
    assert (world.state(host_id), world.told(host_id)) == (InvoiceState.PAID, Paid())


def test_a_payment_taken_off_comes_back() -> None:
    world, host_id = sent()
    xero_id = world.in_xero()[0].xero_id
    world.accountants.pay(xero_id)
    world.send()
    world.accountants.unpay(xero_id)
    world.send()
    assert (world.state(host_id), world.told(host_id)) == (InvoiceState.SYNCED, InXero(xero_id))


def test_what_was_voided_in_xero_is_never_made_again() -> None:
    world, host_id = sent()
    world.accountants.void(world.in_xero()[0].xero_id)
    world.send()
    world.send()
    assert (world.state(host_id), len(world.in_xero())) == (InvoiceState.VOIDED, 1)


def test_a_thousand_invoices_are_twenty_writes() -> None:
    world = BillingWorld()
    contact = world.opened()
    for number in range(1_000):
        world.bill(contact, f"INV-{number:04}")
    before = world.xero.traffic()
    world.send()
    calls = {str(k): c.calls for k, c in world.xero.traffic().since(before).costs.items()}
    assert calls["PUT Invoices"] == 20
    assert sum(calls.values()) - 20 <= 7


def test_what_a_later_page_needs_of_the_catalogue_is_added_to_it() -> None:
    """Six reads at most, however late an invoice names an item or a tracking category."""
    world = BillingWorld()
    contact = world.opened()
    for number in range(200):
        world.bill(contact, f"INV-{number:04}")
    named = InvoiceLine(
        "Fish", 1, "100", GST, item=ItemCode("BOOK"), tracking=(Tracking("Region", "North"),)
    )
    world.bill(contact, "INV-0200", lines=(named,))
    before = world.xero.traffic()
    world.send()
    calls = {str(k): c.calls for k, c in world.xero.traffic().since(before).costs.items()}
    assert [calls[f"GET {name}"] for name in CATALOGUE] == [1] * 6
