"""The hostile world of invoices: none twice, none lost, none with another total."""

import json
from collections import Counter
from decimal import Decimal
from itertools import islice

import pytest

from xerolink.domain.invoices.invoice_state import InvoiceEvent, InvoiceState
from xerolink.domain.invoices.model import HostInvoiceVersion
from xerolink.domain.invoices.record import Paid
from xerolink.ports.host_invoices import Mark
from xerolink.testing.invoice_worlds.__main__ import main
from xerolink.testing.invoice_worlds.judge import Judge
from xerolink.testing.invoice_worlds.prices import ALL
from xerolink.testing.invoice_worlds.schedules import Outcome, outcomes, told
from xerolink.testing.invoice_worlds.scripts import QUIET, Act, script
from xerolink.testing.invoice_worlds.story import Story
from xerolink.testing.invoice_worlds.watched import way

BILL = Act("bill", 0, 1)
EDIT = Act("edit", 0, 1)


@pytest.fixture(scope="module")
def lived() -> list[Outcome]:
    return list(islice(outcomes(0), 24))


def test_no_story_breaks(lived: list[Outcome]) -> None:
    assert [(one.seed, one.broken) for one in lived if one.broken] == []


def test_the_stories_send_hold_pay_plan_and_take_back(lived: list[Outcome]) -> None:
    """A judge before whom nothing happens finds nothing."""
    tally = sum((one.tally for one in lived), Counter[str]())
    wanted = {
        "totals compared",
        "state: awaiting payment --created in xero--> synced",
        "cause: total differs",
        "people: pay",
        "plan",
        "backfill",
        "undo",
        "retry_some",
        "crashes",
        "StaleReplica",
    }
    assert wanted - {name for name, times in tally.items() if times} == set()


def test_one_seed_is_one_story() -> None:
    one, again = told(script(7)), told(script(7))
    assert (one.trace, one.tally, one.broken) == (again.trace, again.tally, again.broken)


def test_the_command_prints_what_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--steps", "4", "--seed", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"] >= 4


def test_the_command_tells_what_was_never_reached_too(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--steps", "1", "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert printed["coverage"]["causes"]["theme unknown"] == 0


def test_two_steps_of_the_table_in_one_commit_count_as_two() -> None:
    """Made, and paid by the time its answer was read."""
    rows = way(InvoiceState.AWAITING_PAYMENT, InvoiceState.PAID)
    assert [event for _, event, _ in rows] == [InvoiceEvent.CREATED, InvoiceEvent.PAID]


def quiet_after(*acts: Act) -> Story:
    story = Story()
    for act in (*acts, QUIET):
        story.live(act)
    return story


def found(story: Story) -> list[str]:
    """What the judge says now, without the invoice's number."""
    return [said.split(":")[0] for said in Judge(story.place, story.firm.log).judge()]


def test_an_invoice_that_is_missing_without_a_reason_is_lost() -> None:
    story = quiet_after()
    story.live(BILL)
    assert found(story) == ["lost"]


def test_an_edit_that_did_not_go_is_found() -> None:
    story = quiet_after(BILL)
    story.live(EDIT)
    assert found(story) == ["an edit of the host is not in Xero"]


def test_a_payment_that_was_not_told_is_found() -> None:
    story = quiet_after(BILL)
    story.live(Act("pay"))
    assert found(story) == ["paid, and the host does not know"]


def test_a_payment_that_never_was_is_found() -> None:
    story = quiet_after(BILL)
    (invoice,) = story.firm.bills()
    story.place.bills.mark_many([Mark(invoice.host_id, Paid())])
    assert "unpaid and alive, and the host thinks otherwise" in found(story)


def test_a_void_in_xero_that_nobody_asked_for_is_found() -> None:
    story = quiet_after(BILL)
    story.place.people.void(story.place.xero_invoices()[0].invoice_id)
    assert found(story) == ["voided in Xero, and nobody asked for it"]


def test_an_edit_in_xero_that_was_overwritten_is_found() -> None:
    story = quiet_after(BILL)
    story.live(Act("edit_in_xero"))
    (there,) = story.place.xero_invoices()
    line = {"Description": "Work 1, 1", "Quantity": 1, "UnitAmount": "100.00"}
    on = {"AccountCode": "200", "TaxType": "OUTPUT2"}
    story.place.people.edit_invoice(there.invoice_id, LineItems=[{**line, **on}])
    said = "an edit in Xero was overwritten, and nobody asked for it"
    assert found(story) == [said]


def test_an_edit_in_xero_that_nobody_is_told_of_is_found() -> None:
    story = quiet_after(BILL)
    story.live(Act("edit_in_xero", 0, 0))
    said = "another total, lines than billed, and nobody is told"
    assert found(story) == [said]


def test_what_was_left_out_of_a_plan_and_sent_is_found() -> None:
    story = quiet_after(BILL)
    (invoice,) = story.firm.bills()
    story.firm.log.kept_out[invoice.host_id] = invoice.version
    assert found(story) == ["left out of a plan, and sent"]


def test_what_was_left_out_and_edited_since_may_be_sent() -> None:
    story = quiet_after(BILL)
    (invoice,) = story.firm.bills()
    story.firm.log.kept_out[invoice.host_id] = HostInvoiceVersion("older")
    assert found(story) == []


def test_a_wrong_bill_is_held_and_told() -> None:
    story = quiet_after(Act("bill_off", 0, 1))
    assert (found(story), story.place.xero_invoices()) == ([], [])


def test_what_xero_rounds_otherwise_is_told() -> None:
    """The parts of a tax rate by themselves: a cent more than was billed, as people allowed."""
    story = Story(apart=True)
    split = len(ALL) - 1
    for act in (Act("change_settings", 0), Act("bill", split, 1), QUIET):
        story.live(act)
    (there,) = story.place.xero_invoices()
    assert (there.total, story.tally["excepted: rounded otherwise"]) == (38_36000000, 1)


def test_the_totals_of_the_list_are_those_of_the_simulator() -> None:
    """Counted by hand, and by Xero's rules: each is billed, and each is there to the cent."""
    acts = (Act("bill", which, 1) for which in range(len(ALL)))
    story = quiet_after(Act("change_settings", 0), *acts)
    there = sorted(Decimal(one.total) / 10**8 for one in story.place.xero_invoices())
    assert there == sorted(one.total for one in ALL)
