"""Invoices that are read by their ids are asked for in smaller groups where they are too long."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest

from xerolink.domain.inbox import EventCategory, EventType, ResourceId, WebhookEvent
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.xero import XeroInvoice, XeroInvoiceId, XeroInvoiceStatus
from xerolink.ports.errors import TooLargeError
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.worlds.world import ANNA

MANY = 7


class Long:
    """A Xero whose answers have room for *most* invoices; *asked*: how many were, each time."""

    def __init__(self, xero: object, most: int) -> None:
        self._xero: Any = xero
        self.most = most
        self.asked: list[int] = []

    def __getattr__(self, verb: str) -> Any:
        return getattr(self._xero, verb)

    def get_many(self, ids: Collection[XeroInvoiceId]) -> Mapping[XeroInvoiceId, XeroInvoice]:
        self.asked.append(len(ids))
        if len(ids) > self.most:
            raise TooLargeError("Xero", "its answer has more than 33,554,432 bytes")
        found: Mapping[XeroInvoiceId, XeroInvoice] = self._xero.get_many(ids)
        return found


def paid(most: int) -> tuple[BillingWorld, Long]:
    """All were paid in Xero, and webhooks name them."""
    world = BillingWorld()
    kauri = world.opened()
    for place in range(MANY):
        world.bill(kauri, f"INV-{place}")
    world.send()
    for made in world.in_xero():
        world.accountants.pay(made.xero_id)
    name(world)
    xero = Long(world.xero_invoices, most)
    world.seen_xero_invoices = xero
    return world, xero


def name(world: BillingWorld) -> None:
    tenant, now = world.xero.organisation().tenant_id, world.clock.now()
    about = [ResourceId(made.xero_id) for made in world.in_xero()]
    kinds = (EventCategory.INVOICE, EventType.UPDATE)
    events = [WebhookEvent(tenant, kinds[0], one, kinds[1], now) for one in about]
    with world.store.app_wide() as app:
        app.inbox(world.connection_id).put(events)


@pytest.mark.parametrize("most", [3, 1])
def test_those_that_a_webhook_named_are_read_however_few_fit(most: int) -> None:
    world, _ = paid(most)
    world.connection().run_once(ANNA)
    states = {record.state for record in world.connection().invoices()}
    assert states == {InvoiceState.PAID}


def test_they_are_asked_for_in_halves() -> None:
    world, xero = paid(2)
    world.connection().run_once(ANNA)
    assert xero.asked == [7, 4, 2, 2, 3, 2, 1]


def test_those_that_fit_are_asked_for_at_once() -> None:
    world, xero = paid(MANY)
    world.connection().run_once(ANNA)
    assert xero.asked == [MANY]


def test_one_that_is_too_long_by_itself_stops_the_run() -> None:
    world, _ = paid(0)
    with pytest.raises(TooLargeError):
        world.connection().run_once(ANNA)


def test_what_is_read_before_it_is_voided_is_read_however_few_fit() -> None:
    world = BillingWorld()
    kauri = world.opened()
    ids = [world.bill(kauri, f"INV-{place}") for place in range(MANY)]
    world.send()
    for host_id in ids:
        world.invoices.void(host_id)
    world.seen_xero_invoices = Long(world.xero_invoices, 2)
    world.send()
    assert {one.status for one in world.in_xero()} == {XeroInvoiceStatus.VOIDED}
