"""What `Links` promises."""

import pytest

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import SyncedFields
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_values import START, host_id, link, xero_id

_STANDING = [state for state in LinkState if state is not LinkState.ENDED]


def _ended(n: int, **changes: object) -> Link:
    return link(n, state=LinkState.ENDED, **changes)


class LinksPromises(StoreFixtures):
    def test_by_xero_answers_the_links_that_there_are(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1), link(2), link(3)])
        found = unit.links.by_xero([xero_id(1), xero_id(3), xero_id(9)])
        assert found == {xero_id(1): link(1), xero_id(3): link(3)}

    def test_by_host_answers_the_links_that_there_are(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1), link(2), link(3)])
        found = unit.links.by_host([host_id(1), host_id(3), host_id(9)])
        assert found == {host_id(1): link(1), host_id(3): link(3)}

    def test_no_ids_find_no_links(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1)])
        assert (unit.links.by_xero([]), unit.links.by_host([])) == ({}, {})

    def test_by_xero_leaves_out_an_ended_link(self, unit: UnitOfWork) -> None:
        unit.links.put([_ended(1)])
        assert unit.links.by_xero([xero_id(1)]) == {}

    def test_by_host_leaves_out_an_ended_link(self, unit: UnitOfWork) -> None:
        unit.links.put([_ended(1)])
        assert unit.links.by_host([host_id(1)]) == {}

    @pytest.mark.parametrize("state", _STANDING)
    def test_every_state_but_ended_is_found(self, unit: UnitOfWork, state: LinkState) -> None:
        unit.links.put([link(1, state=state)])
        assert unit.links.by_xero([xero_id(1)]) == {xero_id(1): link(1, state=state)}

    def test_put_replaces_the_link_of_that_id(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1)])
        unit.links.put([link(1, xero_id=xero_id(5), revision=2)])
        assert unit.links.by_xero([xero_id(1), xero_id(5)]) == {
            xero_id(5): link(1, xero_id=xero_id(5), revision=2)
        }

    @pytest.mark.parametrize("state", _STANDING)
    def test_a_second_link_of_a_xero_id_is_refused(
        self, unit: UnitOfWork, state: LinkState
    ) -> None:
        unit.links.put([link(1, state=state)])
        with pytest.raises(StaleVersionError):
            unit.links.put([link(2, xero_id=xero_id(1))])

    @pytest.mark.parametrize("state", _STANDING)
    def test_a_second_link_of_a_host_id_is_refused(
        self, unit: UnitOfWork, state: LinkState
    ) -> None:
        unit.links.put([link(1, state=state)])
        with pytest.raises(StaleVersionError):
            unit.links.put([link(2, host_id=host_id(1))])

    def test_two_links_of_one_id_in_one_put_are_refused(self, unit: UnitOfWork) -> None:
        with pytest.raises(StaleVersionError):
            unit.links.put([link(1), link(2, xero_id=xero_id(1))])

    def test_a_refused_put_writes_none_of_its_links(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1)])
        with pytest.raises(StaleVersionError):
            unit.links.put([link(1, revision=9), link(3), link(2, xero_id=xero_id(1))])
        assert unit.links.page(list(LinkState), None, 9) == (link(1),)

    def test_an_ended_link_leaves_its_ids_to_another(self, unit: UnitOfWork) -> None:
        unit.links.put([_ended(1)])
        unit.links.put([link(2, xero_id=xero_id(1), host_id=host_id(1))])
        assert unit.links.by_host([host_id(1)])[host_id(1)].link_id == link(2).link_id

    def test_within_one_put_the_order_of_end_and_beginning_is_free(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1)])
        successor = link(2, xero_id=xero_id(1), host_id=host_id(1))
        unit.links.put([successor, _ended(1)])
        assert unit.links.by_xero([xero_id(1)]) == {xero_id(1): successor}

    def test_two_links_can_swap_their_ids_in_one_put(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1), link(2)])
        unit.links.put([link(1, xero_id=xero_id(2)), link(2, xero_id=xero_id(1))])
        assert unit.links.by_xero([xero_id(1)])[xero_id(1)].link_id == link(2).link_id

    def test_of_one_id_put_twice_at_once_the_last_stands(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1), link(1, revision=2)])
        assert unit.links.by_xero([xero_id(1)]) == {xero_id(1): link(1, revision=2)}

    def test_a_page_is_ordered_by_xero_id(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1, xero_id=xero_id(8)), link(2, xero_id=xero_id(7)), link(3)])
        page = unit.links.page([LinkState.SYNCED], None, 9)
        assert [found.xero_id for found in page] == [xero_id(3), xero_id(7), xero_id(8)]

    def test_a_page_holds_the_chosen_states_only(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1), link(2, state=LinkState.SUSPENDED), _ended(3)])
        page = unit.links.page([LinkState.SYNCED, LinkState.ENDED], None, 9)
        assert page == (link(1), _ended(3))

    def test_a_page_of_no_state_is_empty(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1)])
        assert unit.links.page([], None, 9) == ()

    def test_pages_hold_every_link_once(self, unit: UnitOfWork) -> None:
        unit.links.put([link(n) for n in (4, 2, 5, 1, 3)])
        first = unit.links.page([LinkState.SYNCED], None, 2)
        second = unit.links.page([LinkState.SYNCED], first[-1].xero_id, 2)
        third = unit.links.page([LinkState.SYNCED], second[-1].xero_id, 2)
        assert (first, second, third) == ((link(1), link(2)), (link(3), link(4)), (link(5),))

    @pytest.mark.parametrize("search", ["name 2", "NAME 2", "N2@Example", "e 2"])
    def test_a_search_finds_a_part_of_a_name_or_an_email_in_any_case(
        self, unit: UnitOfWork, search: str
    ) -> None:
        unit.links.put([link(1), link(2), link(3)])
        assert unit.links.page([LinkState.SYNCED], None, 9, search) == (link(2),)

    def test_a_search_looks_at_what_both_sides_last_held(self, unit: UnitOfWork) -> None:
        in_xero = link(1, base_xero=SyncedFields("Straße", "\x00odd\ud800@example.com"))
        unit.links.put([in_xero, link(2)])
        assert unit.links.page([LinkState.SYNCED], None, 9, "STRASSE") == (in_xero,)
        assert unit.links.page([LinkState.SYNCED], None, 9, "\x00odd\ud800@") == (in_xero,)

    def test_a_search_takes_every_sign_as_itself(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1), link(2, base_xero=SyncedFields("50%_off"))])
        found = unit.links.page([LinkState.SYNCED], None, 9, "%_")
        assert [one.link_id for one in found] == [link(2).link_id]

    def test_a_search_finds_links_of_the_chosen_states_only(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1), link(2, state=LinkState.SUSPENDED)])
        assert unit.links.page([LinkState.SYNCED], None, 9, "name") == (link(1),)

    def test_pages_of_a_search_hold_every_link_once(self, unit: UnitOfWork) -> None:
        wanted = [link(n, base_xero=SyncedFields("Wanted")) for n in (2, 4, 6)]
        unit.links.put([*wanted, *(link(n) for n in (1, 3, 5))])
        first = unit.links.page([LinkState.SYNCED], None, 2, "wanted")
        second = unit.links.page([LinkState.SYNCED], first[-1].xero_id, 2, "wanted")
        assert (first, second) == (tuple(wanted[:2]), tuple(wanted[2:]))

    def test_a_search_that_finds_nothing_is_empty(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1)])
        assert unit.links.page([LinkState.SYNCED], None, 9, "nobody") == ()

    def test_a_link_keeps_the_time_of_its_last_sync(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1).synced(START)])
        assert unit.links.by_xero([xero_id(1)]) == {xero_id(1): link(1).synced(START)}

    def test_history_has_every_link_of_a_contact_in_order(self, unit: UnitOfWork) -> None:
        former = _ended(2, xero_id=xero_id(1))
        unit.links.put([former, link(1), link(3)])
        assert unit.links.history([xero_id(1), xero_id(9)]) == (link(1), former)

    def test_count_has_the_states_that_there_are(self, unit: UnitOfWork) -> None:
        unit.links.put([link(1), link(2), _ended(3)])
        assert dict(unit.links.count()) == {LinkState.SYNCED: 2, LinkState.ENDED: 1}

    def test_without_links_there_is_nothing_to_count(self, unit: UnitOfWork) -> None:
        assert dict(unit.links.count()) == {}
