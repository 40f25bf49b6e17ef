"""What `Staged` and `HostIndex` promise of look-ups by key."""

import pytest

from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.contacts.normalise import MatchKey, match_keys
from xerolink.domain.settings import MatchingMode
from xerolink.ports.books import SHOWN_HITS
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_values import (
    entry,
    host_id,
    keys,
    link,
    named_alike,
    staged,
    xero_id,
)

ODD = [
    "nul\0nul",
    "nul\0",
    "nul",
    "half \ud83d",
    'quo"te',
    "quo'te",
    "é",
    "e\u0301",
    "É",
    "50%",
    "\\",
]
"""Names that a store may cut, fold, or not be able to hold; no two are equal as typed."""


def _strict(name: str) -> MatchKey:
    key = match_keys(SyncedFields(name), MatchingMode.STRICT).name
    assert key is not None
    return key


def _name_of(n: int) -> MatchKey:
    key = keys(n).name
    assert key is not None
    return key


class KeyPromises(StoreFixtures):
    @pytest.mark.parametrize("key", keys(1).present)
    def test_a_staged_row_is_found_by_each_of_its_keys(
        self, unit: UnitOfWork, key: MatchKey
    ) -> None:
        unit.staged.put([staged(1), staged(2)])
        assert unit.staged.matching([key]) == {key: Hits(1, (xero_id(1),))}

    def test_keys_that_no_row_carries_are_left_out(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1)])
        assert unit.staged.matching([_name_of(1), _name_of(9)]) == {
            _name_of(1): Hits(1, (xero_id(1),))
        }

    def test_no_keys_match_nothing(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1)])
        unit.index.put([entry(1)])
        assert (unit.staged.matching([]), unit.index.matching([])) == ({}, {})

    def test_rows_that_are_not_admitted_do_not_match(self, unit: UnitOfWork) -> None:
        unit.staged.put([named_alike(1), named_alike(2, admitted=False)])
        assert unit.staged.matching([_name_of(0)]) == {_name_of(0): Hits(1, (xero_id(1),))}

    def test_linked_rows_and_rows_that_are_not_due_match(self, unit: UnitOfWork) -> None:
        unit.staged.put([named_alike(1, due=False), named_alike(2)])
        unit.links.put([link(1), link(2, state=LinkState.PREVIOUSLY_SYNCED)])
        assert unit.staged.matching([_name_of(0)]) == {
            _name_of(0): Hits(2, (xero_id(1), xero_id(2)))
        }

    def test_many_rows_are_counted_and_the_first_by_id_listed(self, unit: UnitOfWork) -> None:
        total = SHOWN_HITS + 4
        unit.staged.put([named_alike(n) for n in reversed(range(total))])
        unit.staged.put([staged(total + 1)])
        first = tuple(xero_id(n) for n in range(SHOWN_HITS))
        assert unit.staged.matching([_name_of(0)]) == {_name_of(0): Hits(total, first)}

    def test_the_cap_is_one_for_each_key(self, unit: UnitOfWork) -> None:
        unit.staged.put([named_alike(n) for n in range(SHOWN_HITS + 4)])
        unit.staged.put([staged(99)])
        found = unit.staged.matching([_name_of(0), _name_of(99)])
        assert found[_name_of(99)] == Hits(1, (xero_id(99),))

    def test_a_row_is_not_found_by_the_keys_it_had(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1)])
        unit.staged.put([staged(1, keys=keys(2))])
        assert unit.staged.matching([_name_of(1)]) == {}

    def test_a_touched_row_is_found_by_its_keys(self, unit: UnitOfWork) -> None:
        unit.staged.put([staged(1)])
        unit.staged.touch([xero_id(1)])
        assert unit.staged.matching([_name_of(1)]) == {_name_of(1): Hits(1, (xero_id(1),))}

    @pytest.mark.parametrize("name", ODD, ids=ascii)
    def test_a_row_under_an_odd_name_is_found_by_it_alone(
        self, unit: UnitOfWork, name: str
    ) -> None:
        for n, odd in enumerate(ODD):
            unit.staged.put([staged(n, keys=match_keys(SyncedFields(odd), MatchingMode.STRICT))])
        hits = Hits(1, (xero_id(ODD.index(name)),))
        assert unit.staged.matching([_strict(name)]) == {_strict(name): hits}

    def test_get_many_answers_the_entries_that_there_are(self, unit: UnitOfWork) -> None:
        unit.index.put([entry(1), entry(2)])
        assert unit.index.get_many([host_id(1), host_id(9)]) == {host_id(1): entry(1)}

    def test_an_entry_without_keys_is_kept(self, unit: UnitOfWork) -> None:
        blank = entry(1, keys=match_keys(SyncedFields()))
        unit.index.put([blank])
        assert unit.index.get_many([host_id(1)]) == {host_id(1): blank}

    def test_put_replaces_the_entry_of_that_contact(self, unit: UnitOfWork) -> None:
        unit.index.put([entry(1)])
        unit.index.put([entry(1, keys=keys(2))])
        assert unit.index.matching([_name_of(1), _name_of(2)]) == {
            _name_of(2): Hits(1, (host_id(1),))
        }

    def test_a_removed_entry_is_gone(self, unit: UnitOfWork) -> None:
        unit.index.put([entry(1), entry(2)])
        unit.index.remove([host_id(1), host_id(9)])
        assert unit.index.get_many([host_id(1), host_id(2)]) == {host_id(2): entry(2)}

    def test_a_removed_entry_does_not_match(self, unit: UnitOfWork) -> None:
        unit.index.put([entry(1)])
        unit.index.remove([host_id(1)])
        assert unit.index.matching(keys(1).present) == {}

    @pytest.mark.parametrize("key", keys(1).present)
    def test_an_entry_is_found_by_each_of_its_keys(self, unit: UnitOfWork, key: MatchKey) -> None:
        unit.index.put([entry(1), entry(2)])
        assert unit.index.matching([key, _name_of(9)]) == {key: Hits(1, (host_id(1),))}

    def test_many_entries_are_counted_and_the_first_by_id_listed(self, unit: UnitOfWork) -> None:
        total = SHOWN_HITS + 4
        unit.index.put([entry(n, keys=keys(0)) for n in reversed(range(total))])
        first = tuple(host_id(n) for n in range(SHOWN_HITS))
        assert unit.index.matching([_name_of(0)]) == {_name_of(0): Hits(total, first)}

    @pytest.mark.parametrize("name", ODD, ids=ascii)
    def test_an_entry_under_an_odd_name_is_found_by_it_alone(
        self, unit: UnitOfWork, name: str
    ) -> None:
        for n, odd in enumerate(ODD):
            unit.index.put([entry(n, keys=match_keys(SyncedFields(odd), MatchingMode.STRICT))])
        hits = Hits(1, (host_id(ODD.index(name)),))
        assert unit.index.matching([_strict(name)]) == {_strict(name): hits}
