"""Two invoices of the host have one number, also where the answer was lost (semantics row 35)."""

import pytest

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.decision import InvoiceVerdict
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId, InvoiceNumber
from xerolink.ports.errors import UnavailableError
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds.world import ANNA

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


def twice() -> BillingWorld:
    """The first is in Xero, and the second was refused for its number."""
    world = BillingWorld()
    kauri = world.opened()
    for host_id in BOTH:
        world.bill(kauri, host_id=host_id)
    world.send()
    return world


def test_while_a_number_is_taken_nothing_is_tried() -> None:
    """Each attempt would be a write, and two entries of the journal, at every turn of a worker."""
    world = twice()
    entries = len(world.connection().journal(0, 1_000))
    world.send()
    assert len(world.connection().journal(0, 1_000)) == entries


def test_it_is_held_as_before() -> None:
    world = twice()
    before = world.record(SECOND)
    world.send()
    assert world.record(SECOND) == before


def test_it_is_tried_again_under_another_number_of_the_host() -> None:
    world = twice()
    world.invoices.edit(SECOND, number=InvoiceNumber("INV-2"))
    world.send()
    assert states(world) == {InvoiceState.SYNCED}


def test_it_is_tried_again_once_the_other_one_has_another_number() -> None:
    world = twice()
    world.accountants.edit(world.in_xero()[0].xero_id, number=InvoiceNumber("INV-9"))
    world.send()
    assert world.state(SECOND) is InvoiceState.SYNCED


def test_a_plan_does_not_show_it_as_to_be_sent() -> None:
    (row,) = twice().connection().plan_invoices(ANNA).rows
    assert row.decision.verdict is InvoiceVerdict.HELD


def test_a_retry_tries_it_whatever_a_look_finds() -> None:
    world = twice()
    run = world.connection().retry_invoices(ANNA, [SECOND])
    assert run.counts["refused"] == 1
