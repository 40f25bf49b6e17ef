"""What `InvoiceRecords` promises of what holds invoices."""

import pytest
from attrs import evolve

from xerolink.domain.invoices.causes import CauseKind, CauseThing
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_invoice_values import cause, settled


class HeldPromises(StoreFixtures):
    def test_held_by_answers_those_that_the_cause_holds(self, unit: UnitOfWork) -> None:
        both, other = settled(2, causes=(cause(2), cause(1))), settled(3, causes=(cause(2),))
        unit.invoices.put([settled(1, causes=(cause(1),)), both, other, settled(4)])
        assert unit.invoices.held_by(cause(1), None, 9) == (
            settled(1, causes=(cause(1),)),
            both,
        )

    def test_a_cause_is_the_same_in_other_words(self, unit: UnitOfWork) -> None:
        unit.invoices.put([settled(1, causes=(cause(1),))])
        asked = cause(1, "it was archived", "choose another")
        assert unit.invoices.held_by(asked, None, 9) == (settled(1, causes=(cause(1),)),)

    def test_the_words_of_a_cause_come_back_as_they_were_put(self, unit: UnitOfWork) -> None:
        told = cause(1, "it was archived", "choose another")
        unit.invoices.put([settled(1, causes=(told,))])
        (found,) = unit.invoices.held_by(cause(1), None, 9)
        assert [(one.why, one.fix) for one in found.causes] == [(told.why, told.fix)]

    def test_a_cause_of_another_kind_is_another_one(self, unit: UnitOfWork) -> None:
        unit.invoices.put([settled(1, causes=(cause(1),))])
        asked = evolve(cause(1), kind=CauseKind.ACCOUNT_UNUSABLE)
        assert unit.invoices.held_by(asked, None, 9) == ()

    def test_a_cause_holds_no_record_that_was_put_without_it(self, unit: UnitOfWork) -> None:
        unit.invoices.put([settled(1, causes=(cause(1), cause(2)))])
        unit.invoices.put([settled(1, causes=(cause(2),))])
        held = [unit.invoices.held_by(cause(n), None, 9) for n in (1, 2)]
        assert held == [(), (settled(1, causes=(cause(2),)),)]

    @pytest.mark.parametrize("thing", ["", "it's 50%_off", "nul\0", "half \ud83d", "a:b"])
    def test_a_cause_may_concern_whatever_was_typed(self, unit: UnitOfWork, thing: str) -> None:
        """An item's code is the host's to write."""
        odd = evolve(cause(1), thing=CauseThing(thing))
        unit.invoices.put([settled(1, causes=(odd,)), settled(2, causes=(cause(1),))])
        assert unit.invoices.held_by(odd, None, 9) == (settled(1, causes=(odd,)),)

    def test_count_held_counts_records_by_cause(self, unit: UnitOfWork) -> None:
        both = settled(1, causes=(cause(1), cause(2)))
        unit.invoices.put([both, settled(2, causes=(cause(1),)), settled(3, causes=(cause(3),))])
        found = unit.invoices.count_held([cause(1), cause(2), cause(9)])
        assert dict(found) == {cause(1): 2, cause(2): 1}

    def test_a_record_that_has_a_cause_twice_counts_once(self, unit: UnitOfWork) -> None:
        unit.invoices.put([settled(1, causes=(cause(1), cause(1, "in other words")))])
        assert dict(unit.invoices.count_held([cause(1)])) == {cause(1): 1}

    def test_no_causes_hold_nothing(self, unit: UnitOfWork) -> None:
        unit.invoices.put([settled(1, causes=(cause(1),))])
        assert dict(unit.invoices.count_held([])) == {}
