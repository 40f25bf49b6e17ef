"""An answer that was lost, where two invoices of the host have one number (semantics row 35)."""

import pytest

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.ports.errors import UnavailableError
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.crashes import Trap, Trapped, lost

FIRST, SECOND = HostInvoiceId("first"), HostInvoiceId("second")
BOTH = (FIRST, SECOND)


def send_and_lose(world: BillingWorld) -> None:
    """A run whose first write of invoices reaches Xero, and its answer nobody."""
    trap = Trap(1, lost, lambda point: point == "after xero_invoices.create_many")
    world.seen_xero_invoices = Trapped(world.xero_invoices, "xero_invoices", trap)
    with pytest.raises(UnavailableError):
        world.send()
    world.seen_xero_invoices = world.xero_invoices
    world.pass_time()


def lost_together() -> BillingWorld:
    """Two invoices that are equal to the letter went out together, and no answer came."""
    world = BillingWorld()
    kauri = world.opened()
    for host_id in BOTH:
        world.bill(kauri, host_id=host_id, url="")
    send_and_lose(world)
    world.send()
    return world


def states(world: BillingWorld) -> set[InvoiceState]:
    return {world.state(host_id) for host_id in BOTH}


def test_one_of_them_has_the_invoice_in_xero() -> None:
    world = lost_together()
    assert states(world) == {InvoiceState.SYNCED, InvoiceState.AWAITING_PAYMENT}


def test_the_other_one_is_held_for_its_number() -> None:
    world = lost_together()
    (held,) = world.connection().invoice_issues()
    assert held.issue.cause.kind is CauseKind.NUMBER_TAKEN


def test_one_that_another_invoice_of_the_host_has_is_not_taken_for_ours() -> None:
    world = BillingWorld()
    kauri = world.opened()
    world.bill(kauri, host_id=FIRST, url="")
    world.send()
    world.bill(kauri, host_id=SECOND, url="")
    send_and_lose(world)
    world.send()
    assert [cause.kind for cause in world.record(SECOND).causes] == [CauseKind.NUMBER_TAKEN]
