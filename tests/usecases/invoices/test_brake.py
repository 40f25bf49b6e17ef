"""A host that has lost its invoices voids none in Xero (semantics rows 19 and 20)."""

from collections.abc import Collection, Mapping

import pytest

from xerolink.domain.errors import EmptySideError
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.domain.invoices.xero import XeroInvoiceStatus
from xerolink.domain.run import RunState
from xerolink.domain.settings import ContactSettings, MassChange
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.worlds.world import ANNA

NUMBER, ALLOWED = 5, 2


def billed() -> tuple[BillingWorld, list[HostInvoiceId]]:
    """Five invoices are in Xero; two may vanish at once."""
    limit = MassChange(percent=10, at_least=ALLOWED)
    world = BillingWorld(settings=ContactSettings(mass_change=limit))
    kauri = world.opened()
    ids = [world.bill(kauri, f"INV-{place}") for place in range(NUMBER)]
    world.send()
    return world, ids


def deleted(number: int) -> BillingWorld:
    world, ids = billed()
    for host_id in ids[:number]:
        world.invoices.delete(host_id)
    return world


def few(number: int, *, gone: int) -> BillingWorld:
    """So many invoices are in Xero, far fewer than the brake lets change, and some are gone."""
    world = BillingWorld()
    kauri = world.opened()
    ids = [world.bill(kauri, f"INV-{place}") for place in range(number)]
    world.send()
    for host_id in ids[:gone]:
        world.invoices.delete(host_id)
    return world


def voided(world: BillingWorld) -> int:
    return sum(one.status is XeroInvoiceStatus.VOIDED for one in world.in_xero())


def refused(world: BillingWorld) -> EmptySideError:
    with pytest.raises(EmptySideError) as caught:
        world.send()
    return caught.value


def test_no_more_than_a_run_may_change_are_voided() -> None:
    world = deleted(ALLOWED + 1)
    refused(world)
    assert voided(world) == 0


def test_as_many_as_a_run_may_change_are_voided() -> None:
    world = deleted(ALLOWED)
    world.send()
    assert voided(world) == ALLOWED


def test_it_is_refused_however_often_it_is_tried() -> None:
    world = deleted(ALLOWED + 1)
    refused(world)
    refused(world)
    assert voided(world) == 0


def test_it_says_how_many_and_the_way_on() -> None:
    error = refused(deleted(ALLOWED + 1))
    assert error.why == (
        "3 of 5 invoices that are in Xero are gone at once; if they are, apply plan_invoices()"
    )


def test_all_of_a_few_are_not_voided() -> None:
    """A side that shows nothing at all deletes nothing, however small it is."""
    world = few(5, gone=5)
    refused(world)
    assert voided(world) == 0


def test_all_of_a_few_are_voided_once_a_person_says_so() -> None:
    world = few(5, gone=5)
    connection = world.connection()
    connection.apply_invoices(connection.plan_invoices(ANNA), ANNA)
    assert voided(world) == 5


def test_all_but_one_of_a_few_are_voided() -> None:
    world = few(5, gone=4)
    world.send()
    assert voided(world) == 4


def test_all_of_a_few_are_known_by_the_host_alone() -> None:
    """Each has news, for all were edited, and all are there."""
    world = few(5, gone=0)
    for host_id in world.invoices.invoices():
        world.invoices.edit(host_id, reference="PO 7")
    world.send()
    assert [one.reference for one in world.in_xero()] == ["PO 7"] * 5


def test_the_only_invoice_is_voided() -> None:
    """Somebody deletes what they have just made: that is no loss of the host."""
    world = few(1, gone=1)
    world.send()
    assert voided(world) == 1


def test_a_worker_s_turn_is_held() -> None:
    world = deleted(ALLOWED + 1)
    world.clock.advance(3_600)
    run = world.connection().run_once()
    assert run is not None
    assert (run.state, voided(world)) == (RunState.HELD, 0)


def test_a_person_who_sees_the_plan_may_void_them() -> None:
    world = deleted(ALLOWED + 1)
    connection = world.connection()
    connection.apply_invoices(connection.plan_invoices(ANNA), ANNA)
    assert voided(world) == ALLOWED + 1


class _Forgetful:
    """A host that names its invoices and answers none, as one with a wrong filter does."""

    def __init__(self, host: object) -> None:
        self._host = host

    def __getattr__(self, name: str) -> object:
        return getattr(self._host, name)

    def get_many(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, HostInvoice]:
        return {}


def test_what_the_host_has_again_was_never_gone() -> None:
    world, ids = billed()
    for host_id in ids:
        world.invoices.edit(host_id, reference="PO 7")
    world.seen_invoices = _Forgetful(world.invoices)  # type: ignore[assignment]
    refused(world)
    world.seen_invoices = world.invoices
    world.send()
    assert [one.reference for one in world.in_xero()] == ["PO 7"] * NUMBER


def test_many_edits_are_no_loss() -> None:
    world, ids = billed()
    for host_id in ids:
        world.invoices.edit(host_id, reference="PO 7")
    world.send()
    assert voided(world) == 0
