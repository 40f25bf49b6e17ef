"""What `HostIndex` promises of profiles, and of look-ups by their terms."""

import pytest

from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.shortlist import LISTED
from xerolink.domain.contacts.staged import IndexEntry
from xerolink.domain.contacts.terms import Term, terms
from xerolink.domain.identity import ConnectionId
from xerolink.ports.store import Store, UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures, claimed
from xerolink.testing.conformance.store_values import (
    HERE,
    THERE,
    entry,
    host_id,
    keys,
    profile,
)

ODD = ["nul\0nul", "half \ud83d", "Ṽõ Thị Ánh", "株式会社 東京", "quo\"te 'n' \\", "x" * 999]
"""Names whose terms a store may cut, fold, or not be able to hold."""


def profiled(n: int, alike: int | None = None) -> IndexEntry:
    """Entry *n* with its profile, or with that of number *alike*."""
    return entry(n, profile=profile(n if alike is None else alike))


def mail(n: int) -> Term:
    """A term that number *n* alone bears."""
    return Term(f"e:n{n}@example.com")


CITY = Term("d:example.com")
"""A term that all of them bear."""


class TermPromises(StoreFixtures):
    def test_a_profile_comes_back_with_its_entry(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), entry(2)])
        both = [host_id(1), host_id(2)]
        assert unit.index.get_many(both) == {host_id(1): profiled(1), host_id(2): entry(2)}

    def test_profiles_leaves_out_who_has_none(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), entry(2)])
        found = unit.index.profiles([host_id(1), host_id(2), host_id(9)])
        assert found == {host_id(1): profile(1)}

    def test_an_entry_is_found_by_each_of_its_terms(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1)])
        borne = terms(profile(1))
        assert unit.index.bearing(borne) == dict.fromkeys(borne, Hits(1, (host_id(1),)))

    def test_terms_that_nobody_bears_are_left_out(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1)])
        assert unit.index.bearing([mail(1), mail(9)]) == {mail(1): Hits(1, (host_id(1),))}

    def test_no_terms_are_borne_by_nobody(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1)])
        assert unit.index.bearing([]) == {}

    def test_everybody_who_bears_a_term_is_listed(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), profiled(2), profiled(3), entry(4)])
        hits = unit.index.bearing([CITY])[CITY]
        assert (hits.total, set(hits.ids)) == (3, {host_id(1), host_id(2), host_id(3)})

    @pytest.mark.parametrize("more", [0, 1])
    def test_those_who_bear_a_term_are_counted_and_up_to_a_number_listed(
        self, unit: UnitOfWork, more: int
    ) -> None:
        total = LISTED + more
        unit.index.put([profiled(n) for n in range(total)])
        hits = unit.index.bearing([CITY])[CITY]
        assert (hits.total, len(set(hits.ids))) == (total, 0 if more else total)

    def test_who_asks_for_totals_gets_no_ids(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), profiled(2)])
        found = unit.index.bearing([mail(1), CITY, mail(9)], listed=0)
        assert found == {mail(1): Hits(1), CITY: Hits(2)}

    def test_who_becomes_one_of_few_is_listed_again(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(n) for n in range(LISTED + 1)])
        unit.index.remove([host_id(0)])
        hits = unit.index.bearing([CITY])[CITY]
        assert (hits.total, len(hits.ids)) == (LISTED, LISTED)

    def test_those_who_have_a_profile_are_counted(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), profiled(2), entry(3)])
        assert unit.index.profiled() == 2

    def test_a_new_profile_takes_the_place_of_the_earlier_one(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), profiled(2)])
        unit.index.put([profiled(1, alike=5)])
        found = unit.index.bearing([mail(1), mail(2), mail(5)])
        assert found == {mail(2): Hits(1, (host_id(2),)), mail(5): Hits(1, (host_id(1),))}

    def test_the_same_profile_under_other_keys_is_counted_once(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1)])
        unit.index.put([entry(1, keys=keys(7), profile=profile(1))])
        assert unit.index.bearing([mail(1)]) == {mail(1): Hits(1, (host_id(1),))}

    def test_of_two_entries_of_one_contact_the_later_counts(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), profiled(1, alike=2)])
        assert unit.index.bearing([mail(1), mail(2)]) == {mail(2): Hits(1, (host_id(1),))}

    def test_an_entry_without_a_profile_takes_it_away(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), profiled(2)])
        unit.index.put([entry(1)])
        assert (unit.index.bearing([mail(1)]), unit.index.profiled()) == ({}, 1)

    def test_a_removed_entry_bears_nothing(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), profiled(2)])
        unit.index.remove([host_id(1), host_id(9)])
        found = unit.index.bearing([mail(1), CITY])
        assert found == {CITY: Hits(1, (host_id(2),))}

    def test_a_removed_contact_may_come_back(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1)])
        unit.index.remove([host_id(1)])
        unit.index.put([profiled(1)])
        assert unit.index.bearing([mail(1)]) == {mail(1): Hits(1, (host_id(1),))}

    def test_a_stripped_index_has_no_profiles(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), profiled(2)])
        unit.index.strip()
        found = (
            unit.index.profiled(),
            unit.index.profiles([host_id(1)]),
            unit.index.bearing([CITY]),
        )
        assert found == (0, {}, {})

    def test_a_stripped_index_has_its_keys(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1)])
        unit.index.strip()
        assert unit.index.get_many([host_id(1)]) == {host_id(1): entry(1)}

    def test_a_stripped_index_is_filled_anew(self, unit: UnitOfWork) -> None:
        unit.index.put([profiled(1), profiled(2)])
        unit.index.strip()
        unit.index.put([profiled(2)])
        assert unit.index.bearing([CITY]) == {CITY: Hits(1, (host_id(2),))}

    @pytest.mark.parametrize("name", ODD, ids=lambda name: ascii(name)[:20])
    def test_an_odd_profile_comes_back_and_is_found(self, unit: UnitOfWork, name: str) -> None:
        odd = Profile.of(SyncedFields(name, f"{name}@x.example"))
        unit.index.put([entry(1, profile=odd)])
        found = set(unit.index.bearing(terms(odd)).values())
        assert (unit.index.profiles([host_id(1)]), found) == (
            {host_id(1): odd},
            {Hits(1, (host_id(1),))},
        )

    def test_two_connections_count_and_list_their_own(self, store: Store) -> None:
        """With equal ids and equal terms."""
        for which, numbers in ((HERE, (1, 2)), (THERE, (2, 3))):
            with store.transaction(claimed(store, which)) as unit:
                unit.index.put([profiled(n) for n in numbers])
        assert [_bearers(store, which) for which in (HERE, THERE)] == [
            (2, {host_id(1), host_id(2)}),
            (2, {host_id(2), host_id(3)}),
        ]

    def test_what_one_connection_removes_the_other_keeps(self, store: Store) -> None:
        for which in (HERE, THERE):
            with store.transaction(claimed(store, which)) as unit:
                unit.index.put([profiled(1)])
                if which == THERE:
                    unit.index.remove([host_id(1)])
        assert _bearers(store, HERE) == (1, {host_id(1)})

    def test_what_one_connection_strips_the_other_keeps(self, store: Store) -> None:
        for which in (HERE, THERE):
            with store.transaction(claimed(store, which)) as unit:
                unit.index.put([profiled(1)])
                if which == THERE:
                    unit.index.strip()
        assert _bearers(store, HERE) == (1, {host_id(1)})


def _bearers(store: Store, which: ConnectionId) -> tuple[int, set[str]]:
    with store.reading(which) as unit:
        hits = unit.index.bearing([CITY])[CITY]
    return hits.total, set(hits.ids)
