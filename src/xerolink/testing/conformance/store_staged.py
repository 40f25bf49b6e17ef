"""What `Staged` promises of its rows and of when they are due."""

import pytest

from xerolink.domain.contacts.decide import DecisionState
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.contacts.normalise import MatchKey
from xerolink.domain.contacts.staged import StagedContact
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_values import (
    contact,
    decision,
    keys,
    link,
    named_alike,
    staged,
    xero_id,
)


def merged(n: int, into: int) -> StagedContact:
    gone = contact(n, status=XeroStatus.ARCHIVED, merged_to=xero_id(into))
    return staged(n, contact=gone, admitted=False)


class StagedPromises(StoreFixtures):
    def test_get_many_answers_the_rows_that_there_are(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1), staged(2, due=False, admitted=False, revision=7)])
        found = unit.staged.get_many([xero_id(2), xero_id(9)])
        assert found == {xero_id(2): staged(2, due=False, admitted=False, revision=7)}

    def test_put_replaces_the_row_of_that_contact(self, unit: UnitOfWork) -> None:
        changed = staged(1, contact=contact(1, number="ours"), keys=keys(5), revision=2)
        unit.staged.put([staged(1)])
        unit.staged.put([changed])
        assert unit.staged.page(None, 9) == (changed,)

    def test_of_one_contact_put_twice_at_once_the_last_stands(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1), staged(1, revision=2)])
        assert unit.staged.page(None, 9) == (staged(1, revision=2),)

    def test_a_page_holds_rows_of_any_kind_in_order(self, unit: UnitOfWork) -> None:
        archived = staged(2, contact=contact(2, status=XeroStatus.ARCHIVED), admitted=False)
        unit.staged.put([staged(3, due=False), archived, staged(1)])
        assert unit.staged.page(None, 9) == (staged(1), archived, staged(3, due=False))

    def test_pages_hold_every_row_once(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(n) for n in (3, 1, 2)])
        first = unit.staged.page(None, 2)
        second = unit.staged.page(xero_id(2), 2)
        assert (first, second) == ((staged(1), staged(2)), (staged(3),))

    def test_undecided_rows_come_in_order(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(3), staged(1), staged(2)])
        assert unit.staged.undecided(None, 9) == (staged(1), staged(2), staged(3))

    def test_pages_of_undecided_rows_hold_each_once(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(3), staged(1), staged(2)])
        first, second = unit.staged.undecided(None, 2), unit.staged.undecided(xero_id(2), 2)
        assert (first, second) == ((staged(1), staged(2)), (staged(3),))

    def test_a_row_that_is_not_due_is_not_undecided(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1, due=False)])
        assert unit.staged.undecided(None, 9) == ()

    def test_a_row_that_is_not_admitted_is_undecided_too(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1, admitted=False)])
        assert unit.staged.undecided(None, 9) == (staged(1, admitted=False),)

    def test_an_open_decision_on_its_revision_decides_a_row(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1, revision=3), staged(2)])
        unit.decisions.put([decision(1, revision=3)])
        assert unit.staged.undecided(None, 9) == (staged(2),)

    def test_an_open_decision_on_another_revision_decides_nothing(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1, revision=3)])
        unit.decisions.put([decision(1, revision=2)])
        assert unit.staged.undecided(None, 9) == (staged(1, revision=3),)

    @pytest.mark.parametrize("state", [DecisionState.TAKEN, DecisionState.STALE])
    def test_a_closed_decision_decides_nothing(
        self, unit: UnitOfWork, state: DecisionState
    ) -> None:
        unit.staged.put([staged(1)])
        unit.decisions.put([decision(1)])
        unit.decisions.close({decision(1).decision_id: state})
        assert unit.staged.undecided(None, 9) == (staged(1),)

    def test_a_settled_row_is_no_longer_due(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1), staged(2)])
        unit.staged.settle({xero_id(1): 1})
        assert unit.staged.page(None, 9) == (staged(1, due=False), staged(2))

    def test_a_row_of_another_revision_is_not_settled(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1, revision=2)])
        unit.staged.settle({xero_id(1): 1})
        assert unit.staged.page(None, 9) == (staged(1, revision=2),)

    def test_settling_an_unknown_row_is_no_error(self, unit: UnitOfWork) -> None:
        unit.staged.settle({xero_id(1): 1})
        assert unit.staged.page(None, 9) == ()

    def test_a_touched_row_is_due_with_the_next_revision(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1, due=False, revision=4), staged(2, due=False)])
        unit.staged.touch([xero_id(1), xero_id(9)])
        assert unit.staged.page(None, 9) == (staged(1, revision=5), staged(2, due=False))

    def test_a_touched_row_that_was_due_has_the_next_revision(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1)])
        unit.staged.touch([xero_id(1)])
        assert unit.staged.page(None, 9) == (staged(1, revision=2),)

    @pytest.mark.parametrize("key", keys(0).present)
    def test_touch_unlinked_finds_a_row_by_each_of_its_keys(
        self, unit: UnitOfWork, key: MatchKey
    ) -> None:
        unit.staged.put([staged(0, due=False), staged(1, due=False)])
        unit.staged.touch_unlinked([key])
        assert unit.staged.page(None, 9) == (staged(0, revision=2), staged(1, due=False))

    def test_touch_unlinked_by_several_keys_moves_a_revision_once(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(0, due=False)])
        unit.staged.touch_unlinked(keys(0).present)
        assert unit.staged.page(None, 9) == (staged(0, revision=2),)

    def test_touch_unlinked_finds_rows_that_are_not_admitted(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(0, due=False, admitted=False)])
        unit.staged.touch_unlinked(keys(0).present)
        assert unit.staged.page(None, 9) == (staged(0, admitted=False, revision=2),)

    def test_touch_unlinked_leaves_linked_rows(self, unit: UnitOfWork) -> None:
        unit.staged.put([named_alike(1, due=False), named_alike(2, due=False)])
        unit.links.put([link(1, state=LinkState.PREVIOUSLY_SYNCED)])
        unit.staged.touch_unlinked(keys(0).present)
        assert unit.staged.page(None, 9) == (named_alike(1, due=False), named_alike(2, revision=2))

    def test_a_row_whose_link_is_ended_is_unlinked(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1, due=False)])
        unit.links.put([link(1, state=LinkState.ENDED)])
        unit.staged.touch_unlinked(keys(1).present)
        assert unit.staged.page(None, 9) == (staged(1, revision=2),)

    def test_losers_are_found_by_their_survivor_in_order(self, unit: UnitOfWork) -> None:
        unit.staged.put([merged(3, into=1), merged(2, into=1), merged(4, into=9), staged(1)])
        assert dict(unit.staged.losers([xero_id(1), xero_id(5)])) == {
            xero_id(1): (xero_id(2), xero_id(3))
        }

    def test_contact_that_is_active_again_is_no_loser(self, unit: UnitOfWork) -> None:
        unit.staged.put([merged(2, into=1)])
        unit.staged.put([staged(2)])
        assert dict(unit.staged.losers([xero_id(1)])) == {}

    def test_excluded_counts_active_rows_that_are_not_admitted(self, unit: UnitOfWork) -> None:
        archived = contact(2, status=XeroStatus.ARCHIVED)
        unit.staged.put([staged(1, admitted=False), staged(2, contact=archived, admitted=False)])
        unit.staged.put([staged(3), staged(4, admitted=False, due=False)])
        assert unit.staged.excluded() == 2

    def test_a_linked_row_is_not_excluded(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1, admitted=False)])
        unit.links.put([link(1, state=LinkState.SUSPENDED)])
        assert unit.staged.excluded() == 0

    def test_a_row_whose_link_is_ended_is_excluded(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1, admitted=False)])
        unit.links.put([link(1, state=LinkState.ENDED)])
        assert unit.staged.excluded() == 1
