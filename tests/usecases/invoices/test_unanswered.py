"""An invoice that Xero fails to answer again and again stops no other one."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Any

import pytest
from attrs import define

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId, InvoiceNumber
from xerolink.ports.errors import UnavailableError
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.worlds.world import ANNA

GOOD, ODD = HostInvoiceId("inv-1"), HostInvoiceId("odd")
NUMBER = InvoiceNumber("ODD")


@define
class Stumbling:
    """A Xero that answers no call with the invoice of one number in it, and does nothing of it."""

    xero: Any
    retry_after: int | None = None
    looks: bool = False
    """Whether it stumbles over look-ups of the number too."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.xero, name)

    def create_many(self, creations: Sequence[Any]) -> Any:
        return self._stumbled(self.xero.create_many, creations)

    def change_many(self, changes: Sequence[Any]) -> Any:
        return self._stumbled(self.xero.change_many, changes)

    def by_numbers(self, numbers: Collection[InvoiceNumber]) -> Any:
        if self.looks and NUMBER in numbers:
            raise UnavailableError("Xero", "it answers an invoice that cannot be read")
        return self.xero.by_numbers(numbers)

    def _stumbled(self, call: Callable[[Sequence[Any]], Any], writes: Sequence[Any]) -> Any:
        if NUMBER in {one.draft.number for one in writes}:
            raise UnavailableError("Xero", "it answers HTTP 500", self.retry_after)
        return call(writes)


def billed() -> BillingWorld:
    world = BillingWorld()
    kauri = world.opened()
    world.bill(kauri)
    world.bill(kauri, NUMBER)
    return world


def stumble(world: BillingWorld, **how: Any) -> None:
    """Some runs, each of which may fail."""
    world.seen_xero_invoices = Stumbling(world.xero_invoices, **how)
    for _ in range(4):
        with suppress(UnavailableError):
            world.send()
        world.pass_time()


def test_the_others_go() -> None:
    world = billed()
    stumble(world)
    assert world.state(GOOD) is InvoiceState.SYNCED


def test_the_others_go_where_it_cannot_even_be_looked_up() -> None:
    world = billed()
    stumble(world, looks=True)
    assert world.state(GOOD) is InvoiceState.SYNCED


def test_what_cannot_be_looked_up_is_not_sent_again() -> None:
    world = billed()
    stumble(world, looks=True)
    world.seen_xero_invoices.retry_after = 60  # type: ignore[attr-defined]  # a create would raise
    world.send()
    assert world.state(ODD) is InvoiceState.AWAITING_PAYMENT


def test_a_number_that_was_taken_and_cannot_be_looked_up_stays_so() -> None:
    world = billed()
    other = world.bill(world.invoices.invoices()[GOOD].contact_id, NUMBER, host_id="other")
    world.send()
    before = world.record(other)
    stumble(world, looks=True)
    world.send()
    assert world.record(other) == before


def test_what_is_billed_later_goes() -> None:
    world = billed()
    stumble(world)
    later = world.bill(world.invoices.invoices()[GOOD].contact_id, "INV-9")
    world.send()
    assert world.state(later) is InvoiceState.SYNCED


def test_contacts_go_on() -> None:
    world = billed()
    stumble(world)
    world.connection().sync_contacts(ANNA)


def test_it_is_told_as_uncertain() -> None:
    world = billed()
    stumble(world)
    assert [cause.kind for cause in world.record(ODD).causes] == [CauseKind.UNCERTAIN]


def test_it_goes_once_xero_answers() -> None:
    world = billed()
    stumble(world)
    world.seen_xero_invoices = world.xero_invoices
    world.send()
    assert (world.state(ODD), world.record(ODD).causes) == (InvoiceState.SYNCED, ())


def test_an_edit_that_xero_does_not_answer_stops_no_other() -> None:
    world = billed()
    world.send()
    for host_id in (GOOD, ODD):
        world.invoices.edit(host_id, reference="PO 7")
    stumble(world)
    assert [one.reference for one in world.in_xero()] == ["PO 7", ""]


def test_the_limits_of_xero_stop_a_run_all_the_same() -> None:
    """Who is asked to wait is not asked again at once."""
    world = billed()
    stumble(world, retry_after=60)
    with pytest.raises(UnavailableError):
        world.send()
