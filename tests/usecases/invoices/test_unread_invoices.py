"""An invoice that the host's adapter cannot hand over is held; the others go on."""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.domain.invoices.record import Held
from xerolink.domain.invoices.xero import XeroInvoiceStatus
from xerolink.testing.billing_world import TODAY, BillingWorld

SYNCED = InvoiceState.SYNCED


Made = Callable[[HostInvoice], Any]


def without_end(row: HostInvoice) -> HostInvoice:
    return evolve(row, total=Decimal("NaN"))


def secretly(row: HostInvoice) -> HostInvoice:
    raise ArithmeticError("zq-secret of a client")


class Picky:
    """A host whose adapter makes the rows that are *bad* by *made*."""

    def __init__(self, host: object) -> None:
        self._host: Any = host
        self.made: Made = without_end
        self.bad: set[HostInvoiceId] = set()

    def __getattr__(self, verb: str) -> Any:
        return getattr(self._host, verb)

    def get_many(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, HostInvoice]:
        rows = self._host.get_many(ids)
        return {i: self.made(row) if i in self.bad else row for i, row in rows.items()}


def billed(number: int = 3) -> tuple[BillingWorld, Picky, list[HostInvoiceId]]:
    """Invoices that were sent to their clients; the first one cannot be handed over."""
    world = BillingWorld()
    kauri = world.opened()
    ids = [world.bill(kauri, f"INV-{place}") for place in range(number)]
    host = Picky(world.invoices)
    host.bad.add(ids[0])
    world.seen_invoices = host
    return world, host, ids


def in_xero() -> tuple[BillingWorld, Picky, HostInvoiceId]:
    """One that is in Xero was edited, and cannot be handed over since."""
    world, host, ids = billed(1)
    host.bad.clear()
    world.send()
    world.invoices.edit(ids[0], reference="PO 7")
    host.bad.add(ids[0])
    world.send()
    return world, host, ids[0]


def cause(world: BillingWorld, host_id: HostInvoiceId) -> Cause:
    (found,) = world.record(host_id).causes
    return found


def test_the_others_are_sent() -> None:
    world, _, ids = billed()
    world.send()
    assert [world.state(host_id) for host_id in ids[1:]] == [SYNCED, SYNCED]


def test_it_is_held_in_words_that_name_the_field() -> None:
    world, _, ids = billed()
    world.send()
    found = cause(world, ids[0])
    said = "a total: NaN or infinity is no amount; give a number"
    why = f"the host's adapter cannot hand it over: {said}"
    assert (found, found.why) == (Cause(CauseKind.UNREADABLE, CauseThing(ids[0])), why)


def test_the_words_of_another_error_are_not_repeated() -> None:
    world, host, ids = billed()
    host.made = secretly
    world.send()
    assert cause(world, ids[0]).why == "the host's adapter cannot hand it over: ArithmeticError"


def test_there_is_an_issue_for_it() -> None:
    world, _, ids = billed()
    world.send()
    (held,) = world.connection().invoice_issues()
    assert held.issue.cause == Cause(CauseKind.UNREADABLE, CauseThing(ids[0]))


def test_the_host_is_told_that_it_is_held() -> None:
    world, _, ids = billed()
    world.send()
    assert isinstance(world.told(ids[0]), Held)


def test_it_is_sent_once_it_is_handed_over() -> None:
    """The feed has passed it, and the adapter alone was mended."""
    world, host, ids = billed()
    world.send()
    host.bad.clear()
    world.send()
    assert world.state(ids[0]) is SYNCED


def test_the_issue_closes_once_it_is_handed_over() -> None:
    world, host, _ = billed()
    world.send()
    host.bad.clear()
    world.send()
    assert world.connection().invoice_issues() == ()


def test_one_that_was_queued_is_remembered_too() -> None:
    world, host, ids = billed(1)
    world.connection().invoice_sent(ids[0])
    world.send()
    host.bad.clear()
    world.send()
    assert world.state(ids[0]) is SYNCED


def test_one_in_xero_is_not_voided_there() -> None:
    """It is not handed over, which is not the same as gone."""
    world, _, _ = in_xero()
    assert [one.status for one in world.in_xero()] == [XeroInvoiceStatus.AUTHORISED]


def test_an_edit_reaches_xero_once_it_is_handed_over() -> None:
    world, host, _ = in_xero()
    host.bad.clear()
    world.send()
    assert [one.reference for one in world.in_xero()] == ["PO 7"]


def test_a_void_reaches_xero_once_it_is_handed_over() -> None:
    world, host, host_id = in_xero()
    world.invoices.void(host_id)
    world.send()
    host.bad.clear()
    world.send()
    assert [one.status for one in world.in_xero()] == [XeroInvoiceStatus.VOIDED]


def test_one_that_is_deleted_meanwhile_is_voided() -> None:
    world, _, host_id = in_xero()
    world.invoices.delete(host_id)
    world.send()
    assert [one.status for one in world.in_xero()] == [XeroInvoiceStatus.VOIDED]


def test_a_payment_in_xero_is_told_all_the_same() -> None:
    world, _, host_id = in_xero()
    world.accountants.pay(world.in_xero()[0].xero_id)
    world.send()
    assert world.state(host_id) is InvoiceState.PAID


def test_what_held_it_before_still_does() -> None:
    """An edit in Xero waits for an answer, whatever the host's adapter can make."""
    world, host, ids = billed(1)
    host.bad.clear()
    world.send()
    world.accountants.edit(world.in_xero()[0].xero_id, due=TODAY + timedelta(days=30))
    world.send()
    world.invoices.edit(ids[0], reference="PO 7")
    host.bad.add(ids[0])
    world.send()
    kinds = [one.kind for one in world.record(ids[0]).causes]
    assert kinds == [CauseKind.EDITED_IN_XERO, CauseKind.UNREADABLE]


def test_many_are_no_loss_of_the_host() -> None:
    """The brake counts what is gone."""
    world, host, ids = billed(15)
    host.bad.clear()
    world.send()
    for host_id in ids:
        world.invoices.edit(host_id, reference="PO 7")
    host.bad |= set(ids)
    world.send()
    assert {world.state(host_id) for host_id in ids} == {SYNCED}


def test_more_than_a_few_in_one_page_are_the_adapter_s_own_fault() -> None:
    world, host, ids = billed(21)
    host.bad |= set(ids)
    with pytest.raises(Exception, match="a total: NaN or infinity is no amount"):
        world.send()


def test_as_many_as_come_one_after_another_are_held() -> None:
    world, host, _ = billed(20)
    kauri = world.invoices.get_many([HostInvoiceId("inv-0")])[HostInvoiceId("inv-0")].contact_id
    host.bad = {HostInvoiceId(f"inv-{place}") for place in range(40)}
    world.send()
    for place in range(20, 40):
        world.bill(kauri, f"INV-{place}")
    world.send()
    assert len(world.connection().invoice_issues(size=100)) == 40


def test_what_is_no_invoice_at_all_is_held() -> None:
    world, host, ids = billed(1)
    host.made = lambda row: {"total": row.total}
    world.send()
    assert cause(world, ids[0]).why.endswith(
        "what was answered is of type dict; give a HostInvoice"
    )
