"""What `InvoiceIntents` and `InvoiceIssues` promise."""

import pytest
from attrs import evolve

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.identity import IntentId, IssueId
from xerolink.domain.invoices.causes import CauseKind, CauseThing
from xerolink.domain.invoices.intent import InvoiceIntent, VoidInvoice
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_invoice_values import (
    cause,
    change_body,
    invoice_id,
    invoice_intent,
    invoice_issue,
    mended,
    over,
    xero_invoice_id,
)
from xerolink.testing.conformance.store_values import START

_OPEN = [IntentState.INTENDED, IntentState.SENT, IntentState.UNCERTAIN]
_OVER = [IntentState.DONE, IntentState.REFUSED]


def _second(n: int) -> InvoiceIntent:
    """Intent *n*, about invoice 1."""
    return invoice_intent(n, host_id=invoice_id(1))


class InvoiceIntentsPromises(StoreFixtures):
    def test_open_writes_come_in_the_order_of_their_first_put(self, unit: UnitOfWork) -> None:
        unit.invoice_intents.put([invoice_intent(3), invoice_intent(1)])
        unit.invoice_intents.put([invoice_intent(2)])
        found = unit.invoice_intents.open(9)
        assert found == (invoice_intent(3), invoice_intent(1), invoice_intent(2))

    def test_a_changed_write_keeps_its_place(self, unit: UnitOfWork) -> None:
        unit.invoice_intents.put([invoice_intent(3), invoice_intent(1)])
        sent = invoice_intent(3, state=IntentState.SENT, attempts=1)
        unit.invoice_intents.put([sent])
        assert unit.invoice_intents.open(9) == (sent, invoice_intent(1))

    def test_at_most_so_many_open_writes(self, unit: UnitOfWork) -> None:
        unit.invoice_intents.put([invoice_intent(3), invoice_intent(1), invoice_intent(2)])
        assert unit.invoice_intents.open(2) == (invoice_intent(3), invoice_intent(1))

    @pytest.mark.parametrize("state", _OPEN)
    def test_a_write_that_is_not_over_is_open(self, unit: UnitOfWork, state: IntentState) -> None:
        unit.invoice_intents.put([invoice_intent(1, state=state)])
        assert unit.invoice_intents.open(9) == (invoice_intent(1, state=state),)

    @pytest.mark.parametrize("state", _OVER)
    def test_a_write_that_is_over_is_not_open(self, unit: UnitOfWork, state: IntentState) -> None:
        unit.invoice_intents.put([invoice_intent(1)])
        unit.invoice_intents.put([invoice_intent(1, state=state)])
        found = unit.invoice_intents.open_for([invoice_id(1)])
        assert (unit.invoice_intents.open(9), found) == ((), {})

    def test_open_for_answers_the_invoices_that_have_one(self, unit: UnitOfWork) -> None:
        unit.invoice_intents.put([invoice_intent(1), invoice_intent(2), over(3)])
        found = unit.invoice_intents.open_for([invoice_id(1), invoice_id(3), invoice_id(9)])
        assert found == {invoice_id(1): invoice_intent(1)}

    def test_no_invoices_have_no_writes(self, unit: UnitOfWork) -> None:
        unit.invoice_intents.put([invoice_intent(1)])
        assert unit.invoice_intents.open_for([]) == {}

    @pytest.mark.parametrize("state", _OPEN)
    def test_a_second_open_write_of_an_invoice_is_refused(
        self, unit: UnitOfWork, state: IntentState
    ) -> None:
        unit.invoice_intents.put([invoice_intent(1, state=state)])
        with pytest.raises(StaleVersionError):
            unit.invoice_intents.put([_second(2)])

    def test_two_open_writes_of_an_invoice_in_one_put_are_refused(self, unit: UnitOfWork) -> None:
        with pytest.raises(StaleVersionError):
            unit.invoice_intents.put([invoice_intent(1), _second(2)])

    def test_a_refused_put_writes_none_of_its_writes(self, unit: UnitOfWork) -> None:
        unit.invoice_intents.put([invoice_intent(1)])
        with pytest.raises(StaleVersionError):
            unit.invoice_intents.put([invoice_intent(1, attempts=5), invoice_intent(3), _second(2)])
        assert unit.invoice_intents.open(9) == (invoice_intent(1),)

    def test_within_one_put_the_order_of_a_writes_end_and_the_next_is_free(
        self, unit: UnitOfWork
    ) -> None:
        unit.invoice_intents.put([invoice_intent(1)])
        unit.invoice_intents.put([_second(2), over(1)])
        assert unit.invoice_intents.open(9) == (_second(2),)

    @pytest.mark.parametrize(
        "body",
        [
            change_body(1),
            VoidInvoice(xero_invoice_id(1), START),
            VoidInvoice(xero_invoice_id(1), START, undo=True),
        ],
        ids=["change", "void", "undo"],
    )
    def test_what_a_write_says_comes_back_as_it_was_put(
        self, unit: UnitOfWork, body: InvoiceIntent
    ) -> None:
        unit.invoice_intents.put([invoice_intent(1, body=body)])
        assert unit.invoice_intents.open(1) == (invoice_intent(1, body=body),)

    def test_forgetting_leaves_open_writes(self, unit: UnitOfWork) -> None:
        unit.invoice_intents.put([invoice_intent(1), over(2)])
        unit.invoice_intents.forget([IntentId("e001"), IntentId("e002")])
        assert unit.invoice_intents.open(9) == (invoice_intent(1),)

    def test_forgetting_an_unknown_write_is_no_error(self, unit: UnitOfWork) -> None:
        unit.invoice_intents.put([invoice_intent(1)])
        unit.invoice_intents.forget([IntentId("no")])
        assert unit.invoice_intents.open(9) == (invoice_intent(1),)

    def test_a_write_that_was_forgotten_has_lost_its_place(self, unit: UnitOfWork) -> None:
        """Nothing else tells from outside that it is gone."""
        unit.invoice_intents.put([over(1), over(2), invoice_intent(3)])
        unit.invoice_intents.forget([IntentId("e001")])
        unit.invoice_intents.put([invoice_intent(1), invoice_intent(2)])
        found = unit.invoice_intents.open(9)
        assert found == (invoice_intent(2), invoice_intent(3), invoice_intent(1))


class InvoiceIssuesPromises(StoreFixtures):
    def test_get_answers_an_issue_that_is_open(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([invoice_issue(1), invoice_issue(2)])
        assert unit.invoice_issues.get(IssueId("i002")) == invoice_issue(2)

    def test_get_answers_an_issue_that_is_closed(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([mended(1)])
        assert unit.invoice_issues.get(IssueId("i001")) == mended(1)

    def test_get_of_an_issue_that_never_was_is_none(self, unit: UnitOfWork) -> None:
        assert unit.invoice_issues.get(IssueId("i001")) is None

    def test_open_for_leaves_out_causes_without_an_open_issue(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([invoice_issue(1), mended(2), invoice_issue(3)])
        found = unit.invoice_issues.open_for([cause(1), cause(2), cause(9)])
        assert found == {cause(1): invoice_issue(1)}

    def test_no_causes_have_no_issues(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([invoice_issue(1)])
        assert unit.invoice_issues.open_for([]) == {}

    def test_the_issue_of_a_cause_is_found_in_other_words(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([invoice_issue(1)])
        found = unit.invoice_issues.open_for([cause(1, "it was archived", "choose another")])
        assert list(found.values()) == [invoice_issue(1)]

    def test_the_words_of_the_last_put_stand(self, unit: UnitOfWork) -> None:
        again = invoice_issue(1).again(cause(1, "it was archived"), 3)
        unit.invoice_issues.put([invoice_issue(1)])
        unit.invoice_issues.put([again])
        (found,) = unit.invoice_issues.page(None, 9)
        assert (found.cause.why, found.times) == ("it was archived", 4)

    def test_an_issue_is_of_the_cause_that_was_put_last(self, unit: UnitOfWork) -> None:
        """And of the one before no more: each is asked for by itself."""
        unit.invoice_issues.put([invoice_issue(1)])
        moved = invoice_issue(1, cause=cause(2))
        unit.invoice_issues.put([moved])
        found = [unit.invoice_issues.open_for([cause(n)]) for n in (1, 2)]
        assert found == [{}, {cause(2): moved}]

    def test_a_second_open_issue_of_a_cause_is_refused(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([invoice_issue(1)])
        with pytest.raises(StaleVersionError):
            unit.invoice_issues.put([invoice_issue(2, cause=cause(1, "in other words"))])

    def test_two_open_issues_of_a_cause_in_one_put_are_refused(self, unit: UnitOfWork) -> None:
        with pytest.raises(StaleVersionError):
            unit.invoice_issues.put([invoice_issue(1), invoice_issue(2, cause=cause(1))])

    def test_causes_of_two_kinds_have_an_issue_each(self, unit: UnitOfWork) -> None:
        other = evolve(cause(1), kind=CauseKind.TAX_RATE_UNMAPPED)
        unit.invoice_issues.put([invoice_issue(1), invoice_issue(2, cause=other)])
        found = unit.invoice_issues.open_for([other, cause(1)])
        assert found == {cause(1): invoice_issue(1), other: invoice_issue(2, cause=other)}

    def test_a_refused_put_changes_none_of_its_issues(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([invoice_issue(1)])
        twin = invoice_issue(2, cause=cause(1))
        with pytest.raises(StaleVersionError):
            unit.invoice_issues.put([invoice_issue(1, times=9), invoice_issue(3), twin])
        assert unit.invoice_issues.page(None, 9) == (invoice_issue(1),)

    def test_a_closed_issue_leaves_its_cause_to_another(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([mended(1)])
        unit.invoice_issues.put([invoice_issue(2, cause=cause(1))])
        assert unit.invoice_issues.page(None, 9) == (invoice_issue(2, cause=cause(1)),)

    def test_within_one_put_the_order_of_mending_and_opening_is_free(
        self, unit: UnitOfWork
    ) -> None:
        unit.invoice_issues.put([invoice_issue(1)])
        successor = invoice_issue(2, cause=cause(1))
        unit.invoice_issues.put([successor, mended(1)])
        assert unit.invoice_issues.open_for([cause(1)]) == {cause(1): successor}

    @pytest.mark.parametrize("thing", ["", "nul\0", "half \ud83d", "a:b"])
    def test_an_issue_may_be_about_whatever_was_typed(self, unit: UnitOfWork, thing: str) -> None:
        odd = evolve(cause(1), thing=CauseThing(thing))
        unit.invoice_issues.put([invoice_issue(1, cause=odd), invoice_issue(2, cause=cause(1))])
        assert unit.invoice_issues.open_for([odd]) == {odd: invoice_issue(1, cause=odd)}

    def test_a_page_of_issues_is_ordered_by_id(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([invoice_issue(n) for n in (3, 1, 2)])
        assert unit.invoice_issues.page(None, 9) == tuple(map(invoice_issue, (1, 2, 3)))

    def test_a_page_holds_open_issues_only(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([mended(1), invoice_issue(2)])
        assert unit.invoice_issues.page(None, 1) == (invoice_issue(2),)

    def test_pages_hold_every_open_issue_once(self, unit: UnitOfWork) -> None:
        unit.invoice_issues.put([invoice_issue(n) for n in (2, 3, 1)])
        first = unit.invoice_issues.page(None, 2)
        second = unit.invoice_issues.page(first[-1].issue_id, 2)
        assert (first, second) == ((invoice_issue(1), invoice_issue(2)), (invoice_issue(3),))
