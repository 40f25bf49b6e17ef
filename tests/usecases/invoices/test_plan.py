"""What would be done about invoices is seen first; exactly that is done, and nothing else."""

from decimal import Decimal

import pytest
from attrs import evolve

from xerolink.domain.errors import NoInvoicesError, NotInPlanError, OtherPlanError
from xerolink.domain.identity import Actor, ConnectionId, DecisionId
from xerolink.domain.invoice_plan import InvoicePlan, InvoicesApplied
from xerolink.domain.invoice_plan_text import describe_invoices
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.decision import InvoiceVerdict
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId, InvoiceStatus
from xerolink.domain.invoices.record import NotEligible, Paid
from xerolink.domain.invoices.xero import AccountCode, XeroInvoiceStatus
from xerolink.domain.journal import EntryKind
from xerolink.ports.errors import UnavailableError
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World
from xerolink.testing.worlds.world import START

BOB = Actor.person("bob")
SEND, HELD = InvoiceVerdict.SEND, InvoiceVerdict.HELD


def two() -> tuple[BillingWorld, HostInvoiceId, HostInvoiceId]:
    """One invoice that is as Xero will count it, and one that is a cent off."""
    world = BillingWorld()
    kauri = world.opened()
    return world, world.bill(kauri), world.bill(kauri, "INV-2", total="115.01")


def planned(world: BillingWorld) -> InvoicePlan:
    plan = world.connection().plan_invoices(ANNA)
    world.pass_time()
    return plan


def applied(world: BillingWorld, plan: InvoicePlan) -> InvoicesApplied:
    done = world.connection().apply_invoices(plan, BOB)
    world.pass_time()
    return done


def only_row(plan: InvoicePlan, host_id: HostInvoiceId) -> DecisionId:
    return next(row.decision_id for row in plan.rows if row.host_id == host_id)


def test_a_plan_says_what_a_run_would_do() -> None:
    world, _, _ = two()
    assert planned(world).counts == {SEND: 1, HELD: 1}


def test_a_plan_writes_nothing_to_xero() -> None:
    world, _, _ = two()
    planned(world)
    assert world.xero_invoices.written == []


def test_a_plan_tells_the_host_nothing() -> None:
    world, _, _ = two()
    planned(world)
    assert world.invoices.marked == 0


def test_a_plan_tells_the_host_nothing_of_what_it_reads() -> None:
    world, host_id, _ = two()
    world.send()
    world.accountants.pay(world.in_xero()[0].xero_id)
    told = world.told(host_id)
    planned(world)
    assert world.told(host_id) == told


def test_what_a_plan_has_read_is_told_by_the_next_run() -> None:
    world, host_id, _ = two()
    world.send()
    world.accountants.pay(world.in_xero()[0].xero_id)
    planned(world)
    world.send()
    assert world.told(host_id) == Paid()


def test_a_plan_opens_no_issue() -> None:
    world, _, _ = two()
    planned(world)
    assert world.connection().invoice_issues() == ()


def test_a_plan_is_no_entry_of_the_journal() -> None:
    world, _, _ = two()
    before = world.connection().journal_head()
    planned(world)
    assert world.connection().journal_head() == before


def test_a_row_shows_the_invoice_as_it_will_stand_in_xero() -> None:
    world, host_id, _ = two()
    row = planned(world).rows[0].decision
    assert (row.host_id, row.before, row.after and row.after.number) == (host_id, None, "INV-1")


def test_a_row_shows_an_edit_before_and_after() -> None:
    world, host_id, _ = two()
    world.send()
    world.invoices.edit(host_id, reference="PO 7")
    row = planned(world).rows[0].decision
    assert row.before is not None
    assert row.after == evolve(row.before, reference="PO 7")


def test_what_needs_nothing_is_no_row() -> None:
    world, host_id, _ = two()
    world.send()
    assert host_id not in {row.host_id for row in planned(world).rows}


def test_applying_does_what_was_planned() -> None:
    world, first, second = two()
    plan = planned(world)
    done = applied(world, plan)
    assert done.done == tuple(row.decision_id for row in plan.rows)
    assert (world.state(first), world.state(second)) == (
        InvoiceState.SYNCED,
        InvoiceState.AWAITING_PAYMENT,
    )


def test_applying_does_nothing_besides() -> None:
    world, _, _ = two()
    plan = planned(world)
    world.bill(next(iter(world.host.contacts())), "INV-3")
    applied(world, plan)
    assert [made.number for made in world.in_xero()] == ["INV-1"]


def test_applying_twice_is_once() -> None:
    world, _, _ = two()
    plan = planned(world)
    first = applied(world, plan)
    again = applied(world, plan)
    assert (again.done, len(world.in_xero())) == (first.done, 1)


def test_applying_twice_is_told_once() -> None:
    world, _, _ = two()
    plan = planned(world)
    applied(world, plan)
    head = world.connection().journal_head()
    applied(world, plan)
    assert world.connection().journal_head() == head


def test_a_row_that_a_run_has_done_is_done() -> None:
    world, first, _ = two()
    plan = planned(world)
    world.send()
    assert only_row(plan, first) in applied(world, plan).done


def test_an_invoice_that_was_edited_since_is_moved() -> None:
    world, first, _ = two()
    plan = planned(world)
    world.invoices.edit(first, reference="PO 7")
    assert applied(world, plan).moved == (only_row(plan, first),)
    assert world.in_xero() == []


def test_what_moved_is_done_by_the_next_run() -> None:
    world, first, _ = two()
    plan = planned(world)
    world.invoices.edit(first, reference="PO 7")
    applied(world, plan)
    world.send()
    assert world.in_xero()[0].reference == "PO 7"


def test_an_invoice_that_was_paid_in_xero_since_is_moved() -> None:
    world, first, _ = two()
    world.send()
    world.invoices.edit(first, reference="PO 7")
    plan = planned(world)
    world.accountants.pay(world.in_xero()[0].xero_id)
    assert applied(world, plan).moved == (only_row(plan, first),)


def test_an_account_that_was_archived_since_moves_its_row() -> None:
    world, first, _ = two()
    plan = planned(world)
    world.catalogue.archive_account(AccountCode("200"))
    assert only_row(plan, first) in applied(world, plan).moved


def test_what_xero_refuses_is_told_in_its_words() -> None:
    world, first, _ = two()
    plan = planned(world)
    draft = plan.rows[0].decision.after
    assert draft is not None
    world.accountants.add(evolve(draft, reference="another"))
    refused = applied(world, plan).refused
    assert refused == {only_row(plan, first): "another sales invoice in Xero has this number"}


def test_what_was_left_out_is_not_sent_by_the_next_run() -> None:
    world, first, _ = two()
    plan = planned(world)
    applied(world, plan.without([only_row(plan, first)]))
    world.send()
    assert world.in_xero() == []
    assert world.record(first).not_eligible is NotEligible.LEFT_OUT


def test_what_was_left_out_is_in_no_other_plan() -> None:
    world, first, _ = two()
    plan = planned(world)
    applied(world, plan.without([only_row(plan, first)]))
    assert first not in {row.host_id for row in planned(world).rows}


def test_what_was_left_out_goes_once_it_is_edited() -> None:
    world, first, _ = two()
    plan = planned(world)
    applied(world, plan.without([only_row(plan, first)]))
    world.invoices.edit(first, reference="PO 7")
    world.send()
    assert world.state(first) is InvoiceState.SYNCED


def test_what_was_left_out_goes_where_a_person_retries_it() -> None:
    world, first, _ = two()
    plan = planned(world)
    applied(world, plan.without([only_row(plan, first)]))
    world.connection().retry_invoices(ANNA, [first])
    assert world.state(first) is InvoiceState.SYNCED


def test_to_retry_all_that_is_held_leaves_it_out() -> None:
    world, first, _ = two()
    plan = planned(world)
    applied(world, plan.without([only_row(plan, first)]))
    world.connection().retry_invoices(ANNA)
    assert world.in_xero() == []


def test_what_is_no_row_cannot_be_left_out() -> None:
    world, _, _ = two()
    with pytest.raises(NotInPlanError):
        planned(world).without([DecisionId("another")])


def test_what_people_do_in_xero_to_what_was_left_out_is_told_on() -> None:
    world, first, _ = two()
    world.send()
    world.invoices.edit(first, reference="PO 7")
    plan = planned(world)
    applied(world, plan.without([only_row(plan, first)]))
    world.accountants.void(world.in_xero()[0].xero_id)
    world.send()
    assert [c.kind for c in world.record(first).causes] == [CauseKind.VOIDED_IN_XERO]


@pytest.mark.parametrize("at", [1, 2], ids=["never arrived", "its answer was lost"])
def test_a_plan_whose_run_was_cut_short_is_applied_to_its_end(at: int) -> None:
    world, _, _ = two()
    plan = planned(world)
    trap = Trap(at, lost, only=lambda point: "create_many" in point)
    world.seen_xero_invoices = Trapped(world.xero_invoices, "xero", trap)
    with pytest.raises(UnavailableError):
        applied(world, plan)
    world.pass_time()
    again = applied(world, plan)
    assert (len(again.done), [made.number for made in world.in_xero()]) == (2, ["INV-1"])


def test_what_was_left_out_is_not_sent_where_the_run_was_cut_short() -> None:
    world, first, _ = two()
    third = world.bill(next(iter(world.host.contacts())), "INV-3")
    plan = planned(world)
    trap = Trap(1, lost, only=lambda point: "create_many" in point)
    world.seen_xero_invoices = Trapped(world.xero_invoices, "xero", trap)
    with pytest.raises(UnavailableError):
        applied(world, plan.without([only_row(plan, first)]))
    world.pass_time()
    world.send()
    assert (world.record(first).xero_id, world.state(third)) == (None, InvoiceState.SYNCED)


def test_the_journal_tells_who_made_the_plan_and_who_applied_it() -> None:
    world, _, _ = two()
    run = applied(world, planned(world)).run
    entries = world.connection().journal(run_id=run.run_id)
    (told,) = (e.fact for e in entries if e.fact.kind is EntryKind.APPLIED)
    assert (told.actor, "made by anna: 2 rows" in told.reason) == (BOB, True)


def test_an_entry_of_the_journal_names_the_decision_of_the_plan() -> None:
    world, first, _ = two()
    plan = planned(world)
    run = applied(world, plan).run
    entries = world.connection().journal(run_id=run.run_id)
    written = [e.fact.decision_id for e in entries if e.fact.kind is EntryKind.WRITTEN]
    assert written == [only_row(plan, first)]


def test_a_plan_of_another_connection_is_refused() -> None:
    world, _, _ = two()
    plan = evolve(planned(world), connection_id=ConnectionId("another"))
    with pytest.raises(OtherPlanError):
        applied(world, plan)


def test_a_connection_of_contacts_alone_has_no_plan_of_invoices() -> None:
    world = World()
    world.connect()
    with pytest.raises(NoInvoicesError):
        world.connection().plan_invoices(ANNA)


def test_a_void_is_planned() -> None:
    world, first, _ = two()
    world.send()
    world.invoices.void(first)
    plan = planned(world)
    applied(world, plan)
    assert plan.rows[0].decision.verdict is InvoiceVerdict.VOID
    assert world.in_xero()[0].status is XeroInvoiceStatus.VOIDED


def test_a_draft_is_a_row_that_says_why_it_stays() -> None:
    world = BillingWorld()
    world.bill(world.opened(), status=InvoiceStatus.DRAFT)
    assert planned(world).rows[0].decision.reason == "it was not sent to the client yet"


def test_the_text_tells_each_invoice_and_the_sum() -> None:
    world, _, _ = two()
    lines = describe_invoices(planned(world)).splitlines()
    assert lines[1] == (
        "  1. send: INV-1 of client host-1 | NZD 115.00 | create it in Xero | sent to the client"
    )
    assert lines[3:] == ["2 rows: 1 send, 1 held", "to be sent: NZD 115.00"]


def test_the_text_tells_why_one_is_held_and_what_would_help() -> None:
    world, _, _ = two()
    held = describe_invoices(planned(world)).splitlines()[2]
    assert held.startswith("  2. held: INV-2 of client host-1 | NZD 115.01 | ")
    assert "; " in held


def test_the_text_tells_what_of_an_invoice_changes() -> None:
    world, first, _ = two()
    world.send()
    world.invoices.edit(first, reference="PO 7")
    assert "change it in Xero: reference" in describe_invoices(planned(world))


def test_no_number_forges_a_line_of_the_text() -> None:
    world = BillingWorld()
    number = "INV-1\n  2. send: all | \x1b[2J"
    world.bill(world.opened(), number, host_id=HostInvoiceId("inv-1"))
    text = describe_invoices(planned(world))
    assert len(text.splitlines()) == 3
    assert "\x1b" not in text
    assert "INV-1<000A>  2. send: all <007C> <001B>[2J" in text


def test_a_total_is_shown_as_it_was_billed() -> None:
    world = BillingWorld()
    world.bill(world.opened(), total=Decimal("1E+2"))
    assert "NZD 100.00 |" in describe_invoices(planned(world))


def test_the_time_of_a_plan_is_told() -> None:
    world, _, _ = two()
    assert planned(world).made_at > START
