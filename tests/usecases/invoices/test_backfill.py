"""An earlier start date sends nothing by itself: it is a plan; a later one takes nothing back."""

from datetime import date, timedelta

import pytest
from attrs import evolve

from xerolink.domain.errors import OtherSettingsError
from xerolink.domain.invoices.decision import InvoiceVerdict
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import NotEligible
from xerolink.domain.invoices.setting_problems import InvoiceSettingsError, Setting, Stops
from xerolink.domain.invoices.xero import AccountCode
from xerolink.domain.journal import EntryKind
from xerolink.domain.run import RunKind
from xerolink.testing.billing_world import MAPPED, TODAY, BillingWorld
from xerolink.testing.worlds import ANNA

JUNE = date(2026, 6, 1)
BEGAN = evolve(MAPPED, expense_account=AccountCode("260"))
"""With which invoices can be switched on."""
EARLIER = evolve(BEGAN, sync_start_date=JUNE)
LATER = evolve(BEGAN, sync_start_date=TODAY + timedelta(days=30))


def old_one() -> tuple[BillingWorld, HostInvoiceId]:
    """An invoice of June, in a firm that began with July, and one of today that was sent."""
    world = BillingWorld()
    kauri = world.opened(BEGAN)
    old = world.bill(kauri, "INV-0", issued=date(2026, 6, 20))
    world.bill(kauri, "INV-1")
    world.send()
    return world, old


def numbers(world: BillingWorld) -> list[str]:
    return [made.number for made in world.in_xero()]


def test_an_earlier_start_date_that_is_saved_sends_nothing() -> None:
    world, old = old_one()
    world.connection().save_invoice_settings(EARLIER, ANNA)
    world.send()
    assert world.record(old).not_eligible is NotEligible.BEFORE_START
    assert numbers(world) == ["INV-1"]


def test_nor_does_an_edit_of_an_old_invoice_after_it_was_saved() -> None:
    world, old = old_one()
    world.connection().save_invoice_settings(EARLIER, ANNA)
    world.invoices.edit(old, reference="PO 7")
    world.send()
    assert numbers(world) == ["INV-1"]


def test_nor_does_switching_off_and_on_again() -> None:
    world, old = old_one()
    for settings in (evolve(BEGAN, on=False), evolve(EARLIER, on=False), EARLIER):
        world.connection().save_invoice_settings(settings, ANNA)
    world.invoices.edit(old, reference="PO 7")
    world.send()
    assert numbers(world) == ["INV-1"]


def test_whoever_saves_it_is_told_what_to_do() -> None:
    world, _ = old_one()
    told = world.connection().save_invoice_settings(EARLIER, ANNA)
    (start,) = (one for one in told if one.setting is Setting.START)
    assert (start.stops, "plan_invoice_settings" in start.fix) == (Stops.NOTHING, True)
    assert "before 2026-07-01" in start.why


def test_the_settings_are_shown_as_they_were_saved() -> None:
    world, _ = old_one()
    world.connection().save_invoice_settings(EARLIER, ANNA)
    assert world.connection().invoice_settings() == EARLIER


def test_the_plan_shows_what_would_be_sent() -> None:
    world, old = old_one()
    plan = world.connection().plan_invoice_settings(EARLIER, ANNA)
    assert [(row.host_id, row.decision.verdict) for row in plan.rows] == [
        (old, InvoiceVerdict.SEND)
    ]


def test_the_plan_changes_no_setting() -> None:
    world, _ = old_one()
    world.connection().plan_invoice_settings(EARLIER, ANNA)
    assert world.connection().invoice_settings() == BEGAN


def test_what_is_before_the_earlier_date_too_is_no_row() -> None:
    world, old = old_one()
    world.bill(world.record(old).contact_id, "INV-00", issued=date(2026, 5, 31))
    world.send()
    plan = world.connection().plan_invoice_settings(EARLIER, ANNA)
    assert [row.host_id for row in plan.rows] == [old]


def test_applying_the_plan_sets_the_date_and_sends() -> None:
    world, old = old_one()
    connection = world.connection()
    plan = connection.plan_invoice_settings(EARLIER, ANNA)
    done = connection.apply_invoices(plan, ANNA)
    assert done.done == (plan.rows[0].decision_id,)
    assert (world.state(old), connection.invoice_settings()) == (InvoiceState.SYNCED, EARLIER)


def test_a_date_that_was_saved_before_can_be_planned_after() -> None:
    world, old = old_one()
    connection = world.connection()
    connection.save_invoice_settings(EARLIER, ANNA)
    connection.apply_invoices(connection.plan_invoice_settings(EARLIER, ANNA), ANNA)
    assert world.state(old) is InvoiceState.SYNCED


def test_from_then_on_old_invoices_go_by_themselves() -> None:
    world, old = old_one()
    connection = world.connection()
    connection.apply_invoices(connection.plan_invoice_settings(EARLIER, ANNA), ANNA)
    world.pass_time()
    late = world.bill(world.record(old).contact_id, "INV-2", issued=date(2026, 6, 21))
    world.send()
    assert world.state(late) is InvoiceState.SYNCED


def test_the_plan_applied_twice_is_once() -> None:
    world, _ = old_one()
    connection = world.connection()
    plan = connection.plan_invoice_settings(EARLIER, ANNA)
    first = connection.apply_invoices(plan, ANNA)
    again = connection.apply_invoices(plan, ANNA)
    assert (again.done, numbers(world)) == (first.done, ["INV-1", "INV-0"])


def test_what_was_left_out_of_the_plan_stays_out() -> None:
    world, old = old_one()
    connection = world.connection()
    plan = connection.plan_invoice_settings(EARLIER, ANNA)
    connection.apply_invoices(plan.without([plan.rows[0].decision_id]), ANNA)
    world.pass_time()
    world.send()
    assert world.record(old).not_eligible is NotEligible.LEFT_OUT
    assert numbers(world) == ["INV-1"]


def test_a_later_date_takes_nothing_back() -> None:
    world, _ = old_one()
    world.connection().save_invoice_settings(LATER, ANNA)
    world.send()
    assert world.state(HostInvoiceId("inv-1")) is InvoiceState.SYNCED


def test_an_edit_of_what_is_before_a_later_date_flows_on() -> None:
    world, _ = old_one()
    world.connection().save_invoice_settings(LATER, ANNA)
    world.invoices.edit(HostInvoiceId("inv-1"), reference="PO 7")
    world.send()
    assert world.in_xero()[0].reference == "PO 7"


def test_a_later_date_keeps_out_what_is_new_and_before_it() -> None:
    world, old = old_one()
    world.connection().save_invoice_settings(LATER, ANNA)
    new = world.bill(world.record(old).contact_id, "INV-2")
    world.send()
    assert world.record(new).not_eligible is NotEligible.BEFORE_START


def test_back_from_a_later_date_is_a_plan_too() -> None:
    world, old = old_one()
    connection = world.connection()
    connection.save_invoice_settings(LATER, ANNA)
    new = world.bill(world.record(old).contact_id, "INV-2")
    world.send()
    connection.save_invoice_settings(BEGAN, ANNA)
    world.send()
    assert world.record(new).not_eligible is NotEligible.BEFORE_START


def test_the_date_moves_freely_before_invoices_were_ever_on() -> None:
    world = BillingWorld()
    kauri = world.opened(evolve(BEGAN, on=False))
    world.connection().save_invoice_settings(EARLIER, ANNA)
    old = world.bill(kauri, "INV-0", issued=date(2026, 6, 20))
    world.send()
    assert world.state(old) is InvoiceState.SYNCED


def test_settings_that_cannot_be_saved_have_no_plan() -> None:
    world, _ = old_one()
    wrong = evolve(EARLIER, revenue_account=AccountCode("nowhere"))
    with pytest.raises(InvoiceSettingsError):
        world.connection().plan_invoice_settings(wrong, ANNA)


def test_a_plan_over_settings_that_somebody_changed_is_refused() -> None:
    world, _ = old_one()
    connection = world.connection()
    plan = connection.plan_invoice_settings(EARLIER, ANNA)
    connection.save_invoice_settings(LATER, ANNA)
    with pytest.raises(OtherSettingsError):
        connection.apply_invoices(plan, ANNA)


def test_the_journal_tells_the_change_and_the_plan() -> None:
    world, _ = old_one()
    connection = world.connection()
    done = connection.apply_invoices(connection.plan_invoice_settings(EARLIER, ANNA), ANNA)
    facts = [entry.fact for entry in connection.journal(run_id=done.run.run_id)]
    assert [fact.kind for fact in facts[:2]] == [EntryKind.APPLIED, EntryKind.SETTINGS]
    assert {fact.trigger for fact in facts} == {RunKind.SETTINGS}
