"""What a run sent is voided in Xero again, while nothing has happened to it since."""

from decimal import Decimal

import pytest

from xerolink.domain import invoice_undo as why
from xerolink.domain.errors import NoSuchRunError
from xerolink.domain.identity import RunId, invoice_entity
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import Held, NotEligible
from xerolink.domain.invoices.xero import XeroInvoiceStatus
from xerolink.domain.run import RunKind
from xerolink.testing.billing_world import TODAY, BillingWorld
from xerolink.testing.worlds import ANNA

VOIDED = XeroInvoiceStatus.VOIDED
FIRST, SECOND = HostInvoiceId("inv-1"), HostInvoiceId("inv-2")


def sent() -> tuple[BillingWorld, RunId]:
    """Two invoices that one run sent."""
    world = BillingWorld()
    kauri = world.opened()
    world.bill(kauri)
    world.bill(kauri, "INV-2")
    run = world.connection().send_invoices(ANNA)
    world.pass_time()
    return world, run.run_id


def statuses(world: BillingWorld) -> list[XeroInvoiceStatus]:
    return [one.status for one in world.in_xero()]


def impossible(world: BillingWorld, run_id: RunId) -> list[str]:
    plan = world.connection().plan_undo_invoices(run_id, ANNA, [FIRST])
    assert plan.rows == ()
    return [one.why for one in plan.impossible if one.subject == invoice_entity(FIRST)]


def test_what_a_run_sent_is_voided() -> None:
    world, run_id = sent()
    world.connection().undo_invoices(run_id, ANNA)
    assert statuses(world) == [VOIDED, VOIDED]


def test_a_plan_of_it_voids_nothing_yet() -> None:
    world, run_id = sent()
    plan = world.connection().plan_undo_invoices(run_id, ANNA)
    assert [row.host_id for row in plan.rows] == [SECOND, FIRST]
    assert VOIDED not in statuses(world)


def test_applying_the_plan_voids_it() -> None:
    world, run_id = sent()
    plan = world.connection().plan_undo_invoices(run_id, ANNA)
    done = world.connection().apply_invoices(plan, ANNA)
    assert (len(done.done), statuses(world)) == (2, [VOIDED, VOIDED])


def test_only_some_of_it_is_taken_back() -> None:
    world, run_id = sent()
    world.connection().undo_invoices(run_id, ANNA, [SECOND])
    assert (world.state(FIRST), world.state(SECOND)) == (InvoiceState.SYNCED, InvoiceState.VOIDED)


def test_why_it_is_not_in_xero_is_told_here_and_to_the_host() -> None:
    world, run_id = sent()
    world.connection().undo_invoices(run_id, ANNA)
    assert world.record(FIRST).not_eligible is NotEligible.TAKEN_BACK
    assert world.told(FIRST) == Held((NotEligible.TAKEN_BACK.value,))


def test_what_was_taken_back_is_not_sent_again() -> None:
    world, run_id = sent()
    world.connection().undo_invoices(run_id, ANNA)
    world.pass_time()
    world.invoices.edit(FIRST, reference="PO 7")
    world.send()
    assert statuses(world) == [VOIDED, VOIDED]


def test_nor_where_somebody_retries_it() -> None:
    world, run_id = sent()
    world.connection().undo_invoices(run_id, ANNA)
    world.pass_time()
    world.connection().retry_invoices(ANNA, [FIRST])
    assert statuses(world) == [VOIDED, VOIDED]


def test_a_paid_invoice_stays() -> None:
    world, run_id = sent()
    world.accountants.pay(world.in_xero()[0].xero_id)
    assert impossible(world, run_id) == [why.MONEY]


def test_a_part_paid_invoice_stays() -> None:
    world, run_id = sent()
    world.accountants.pay(world.in_xero()[0].xero_id, Decimal(1))
    assert impossible(world, run_id) == [why.MONEY]


def test_a_locked_invoice_stays() -> None:
    world, run_id = sent()
    world.catalogue.lock_period(TODAY)
    assert "locked up to" in impossible(world, run_id)[0]


def test_an_invoice_that_was_edited_in_xero_stays() -> None:
    world, run_id = sent()
    world.accountants.edit(world.in_xero()[0].xero_id, due=TODAY)
    assert impossible(world, run_id) == [why.EDITED_THERE]


def test_an_invoice_that_was_edited_in_the_host_stays() -> None:
    world, run_id = sent()
    world.invoices.edit(FIRST, reference="PO 7")
    assert impossible(world, run_id) == [why.EDITED_HERE]


def test_an_edit_that_was_carried_over_stays() -> None:
    world, run_id = sent()
    world.invoices.edit(FIRST, reference="PO 7")
    world.send()
    assert impossible(world, run_id) == [why.EDITED_HERE]


def test_a_voided_invoice_needs_no_undo() -> None:
    world, run_id = sent()
    world.accountants.void(world.in_xero()[0].xero_id)
    assert impossible(world, run_id) == [why.VOIDED]


def test_twice_is_once() -> None:
    world, run_id = sent()
    world.connection().undo_invoices(run_id, ANNA)
    world.pass_time()
    assert impossible(world, run_id) == [why.VOIDED]


def test_a_payment_after_the_plan_moves_its_row() -> None:
    world, run_id = sent()
    plan = world.connection().plan_undo_invoices(run_id, ANNA, [FIRST])
    world.accountants.pay(world.in_xero()[0].xero_id)
    done = world.connection().apply_invoices(plan, ANNA)
    assert (done.moved, VOIDED in statuses(world)) == ((plan.rows[0].decision_id,), False)


def test_a_row_that_was_left_out_is_as_it_was() -> None:
    world, run_id = sent()
    plan = world.connection().plan_undo_invoices(run_id, ANNA)
    cut = plan.without([row.decision_id for row in plan.rows])
    world.connection().apply_invoices(cut, ANNA)
    assert world.record(FIRST).not_eligible is None


def test_an_edit_that_a_run_carried_over_is_not_taken_back() -> None:
    world, _ = sent()
    world.invoices.edit(FIRST, reference="PO 7")
    run = world.connection().send_invoices(ANNA)
    world.pass_time()
    (said,) = world.connection().plan_undo_invoices(run.run_id, ANNA).impossible
    assert (said.subject, "take the edit back" in said.why) == (invoice_entity(FIRST), True)


def test_an_undo_is_not_undone() -> None:
    world, run_id = sent()
    undone = world.connection().undo_invoices(run_id, ANNA)
    world.pass_time()
    plan = world.connection().plan_undo_invoices(undone.run.run_id, ANNA)
    assert (plan.rows, len(plan.impossible)) == ((), 2)


def test_the_undo_of_contacts_points_to_it() -> None:
    world, run_id = sent()
    plan = world.connection().plan_undo(run_id, ANNA)
    assert {one.why for one in plan.impossible} == {
        "undo_invoices takes the sending of invoices back"
    }


def test_a_run_that_there_is_not_cannot_be_undone() -> None:
    world, _ = sent()
    with pytest.raises(NoSuchRunError):
        world.connection().plan_undo_invoices(RunId("never"), ANNA)


def test_the_journal_tells_that_it_was_an_undo() -> None:
    world, run_id = sent()
    run = world.connection().undo_invoices(run_id, ANNA).run
    entries = world.connection().journal(run_id=run.run_id)
    assert {entry.fact.trigger for entry in entries} == {RunKind.UNDO}


def test_what_was_taken_back_and_left_out_of_a_plan_since_stays_taken_back() -> None:
    """Forgotten, it would be told as voided, and so be void in the host too."""
    world = BillingWorld()
    host_id = world.bill(world.opened())
    connection = world.connection()
    connection.undo_invoices(connection.send_invoices(ANNA).run_id, ANNA)
    world.invoices.edit(host_id, reference="PO 7")
    plan = connection.plan_invoices(ANNA)
    connection.apply_invoices(plan.without([row.decision_id for row in plan.rows]), ANNA)
    world.send()
    assert world.told(host_id) == Held((NotEligible.TAKEN_BACK.value,))
