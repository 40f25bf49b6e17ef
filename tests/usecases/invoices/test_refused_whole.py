"""Xero refuses a call as a whole for one invoice in it: the others are not told as refused."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from attrs import define

from xerolink.domain.contacts.check import Problem
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId, InvoiceNumber
from xerolink.ports.errors import RejectedError
from xerolink.testing.billing_world import BillingWorld

NUMBER = InvoiceNumber("INV-3")
ODD = HostInvoiceId("inv-3")
MANY = 50


@define
class Strict:
    """A Xero that takes no call with the invoice of one number in it."""

    xero: Any
    calls: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.xero, name)

    def create_many(self, creations: Sequence[Any]) -> Any:
        return self._checked(self.xero.create_many, creations)

    def change_many(self, changes: Sequence[Any]) -> Any:
        return self._checked(self.xero.change_many, changes)

    def _checked(self, call: Callable[[Sequence[Any]], Any], writes: Sequence[Any]) -> Any:
        self.calls += 1
        if NUMBER in {one.draft.number for one in writes}:
            raise RejectedError("Xero", (Problem("Xero refuses the call: PostDataInvalid"),))
        return call(writes)


def billed(number: int = 5) -> tuple[BillingWorld, list[HostInvoiceId]]:
    world = BillingWorld()
    kauri = world.opened()
    return world, [world.bill(kauri, f"INV-{place}") for place in range(number)]


def strict(world: BillingWorld) -> Strict:
    seen = world.seen_xero_invoices = Strict(world.xero_invoices)
    world.send()
    return seen


def test_the_others_go() -> None:
    world, ids = billed()
    strict(world)
    assert {world.state(one) for one in ids if one != ODD} == {InvoiceState.SYNCED}


def test_the_one_is_told_as_refused() -> None:
    world, _ = billed()
    strict(world)
    (held,) = world.connection().invoice_issues()
    assert held.issue.cause.key == f"{CauseKind.REFUSED.value}:{ODD}"


def test_so_it_is_for_edits() -> None:
    world, ids = billed()
    world.send()
    for host_id in ids:
        world.invoices.edit(host_id, reference="PO 7")
    strict(world)
    assert [one.number for one in world.in_xero() if not one.reference] == [NUMBER]


@pytest.mark.parametrize(("number", "calls"), [(2, 1), (MANY, 13)])
def test_it_is_found_by_halves(number: int, calls: int) -> None:
    world, _ = billed(number)
    assert strict(world).calls <= calls
