"""An invoice that the host has voided, which Xero would not let go then, and where it is voided."""

from datetime import timedelta

import pytest

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.testing.billing_world import TODAY, BillingWorld

HELD = {"paid": CauseKind.SETTLED, "locked": CauseKind.LOCKED_PERIOD}


def voided_here(why: str) -> tuple[BillingWorld, HostInvoiceId]:
    """It is in Xero, *why* it stays there, and the host has voided it."""
    world = BillingWorld()
    host_id = world.bill(world.opened())
    world.send()
    if why == "paid":
        world.accountants.pay(world.in_xero()[0].xero_id)
    else:
        world.catalogue.lock_period(TODAY + timedelta(days=1))
    world.send()
    world.invoices.void(host_id)
    world.send()
    assert [cause.kind for cause in world.record(host_id).causes] == [HELD[why]]
    return world, host_id


def voided_there(world: BillingWorld, why: str) -> None:
    """An accountant takes away what stood against it, and voids it there."""
    (xero_id,) = (one.xero_id for one in world.in_xero())
    if why == "paid":
        world.accountants.unpay(xero_id)
    else:
        world.catalogue.lock_period(None)
    world.accountants.void(xero_id)


@pytest.mark.parametrize("why", HELD)
def test_it_is_voided_on_both_sides_and_asks_nobody(why: str) -> None:
    world, host_id = voided_here(why)
    voided_there(world, why)
    world.send()
    assert (world.state(host_id), world.record(host_id).causes) == (InvoiceState.VOIDED, ())


@pytest.mark.parametrize("why", HELD)
def test_no_issue_is_left_open(why: str) -> None:
    world, _ = voided_here(why)
    voided_there(world, why)
    world.send()
    assert world.connection().invoice_issues() == ()


def test_one_that_the_host_bills_again_meanwhile_is_asked_about() -> None:
    world, host_id = voided_here("paid")
    world.invoices.send(host_id)
    world.send()
    voided_there(world, "paid")
    world.send()
    kinds = [cause.kind for cause in world.record(host_id).causes]
    assert kinds == [CauseKind.VOIDED_IN_XERO]
