"""What the host shows is not known once a mark may have landed unseen: the next one is told."""

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import AwaitingPayment, InXero, Paid
from xerolink.ports.errors import UnavailableError
from xerolink.ports.host_invoices import Mark
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds.world import ANNA

MARKED = "after bills.mark_many"


def synced() -> tuple[BillingWorld, HostInvoiceId]:
    world = BillingWorld()
    host_id = world.bill(world.opened())
    world.send()
    return world, host_id


def send_and_lose_the_mark(world: BillingWorld) -> None:
    """The host takes the mark, and its answer is lost."""
    trap = Trap(1, lost, lambda point: point == MARKED)
    world.seen_invoices = Trapped(world.invoices, "bills", trap)
    try:
        world.connection().send_invoices(ANNA)
    except UnavailableError:
        world.pass_time()
    world.seen_invoices = world.invoices


def test_a_payment_that_was_removed_is_told_though_the_mark_of_it_was_lost() -> None:
    """The library remembers "in Xero" as told last; the host shows "paid"."""
    world, host_id = synced()
    xero_id = world.in_xero()[0].xero_id
    world.accountants.pay(xero_id)
    send_and_lose_the_mark(world)
    shown = world.told(host_id)
    world.accountants.unpay(xero_id)
    world.send()
    assert (shown, world.told(host_id)) == (Paid(), InXero(xero_id))


def test_an_issue_about_a_void_in_xero_stays_where_the_mark_of_it_was_lost() -> None:
    """The host's status is VOIDED by our own mark: no person has answered yet."""
    world, _ = synced()
    world.accountants.void(world.in_xero()[0].xero_id)
    send_and_lose_the_mark(world)
    world.send()
    kinds = [one.issue.cause.kind for one in world.connection().invoice_issues()]
    assert kinds == [CauseKind.VOIDED_IN_XERO]


def test_what_is_sent_again_is_told_to_be_in_xero_again() -> None:
    """Taken back to a draft, and sent: `invoice_sent` itself makes the host show that."""
    world, host_id = synced()
    world.invoices.withdraw(host_id)
    world.send()
    world.connection().invoice_sent(host_id)
    world.send()
    assert world.told(host_id) == InXero(world.in_xero()[0].xero_id)


def test_what_was_marked_as_sent_and_not_queued_is_told_to_be_in_xero_again() -> None:
    """The process ended between the two; the feed tells of the sending."""
    world, host_id = synced()
    world.invoices.withdraw(host_id)
    world.send()
    world.invoices.mark_many([Mark(host_id, AwaitingPayment())])
    world.send()
    assert world.told(host_id) == InXero(world.in_xero()[0].xero_id)


def test_what_the_host_has_answered_for_is_not_told_again() -> None:
    world, _ = synced()
    marked = world.invoices.marked
    world.send()
    assert world.invoices.marked == marked
