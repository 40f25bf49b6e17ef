"""What looking contacts up promises."""

import pytest

from xerolink.domain.contacts.model import SyncedFields, XeroStatus
from xerolink.ports.xero import READ_GROUP, XeroContacts
from xerolink.testing.conformance.xero_world import (
    KAURI,
    RIMU,
    UNKNOWN_ID,
    TwoOrganisations,
    XeroPeople,
    add_many,
    by_id,
)


class LookUps(TwoOrganisations):
    """The promises of `get_many`, `by_number` and `by_name`."""

    def test_get_many_answers_by_id(self, xero: XeroContacts, people: XeroPeople) -> None:
        kauri, rimu = people.add(KAURI), people.add(RIMU)
        found = xero.get_many([kauri, rimu])
        assert {xero_id: one.fields for xero_id, one in found.items()} == {kauri: KAURI, rimu: RIMU}

    def test_get_many_answers_what_a_page_answers(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI, number="K-1", attention_to="Ana", is_supplier=True)
        assert xero.get_many([kauri]) == by_id(xero.page(1, None).contacts)

    def test_get_many_includes_archived_contacts(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        people.archive(kauri)
        assert set(xero.get_many([kauri])) == {kauri}

    def test_get_many_tells_who_survived_a_merge(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        loser, survivor = people.add(KAURI), people.add(RIMU)
        people.merge(loser, survivor)
        assert xero.get_many([loser])[loser].merged_to == survivor

    def test_get_many_leaves_out_unknown_ids(self, xero: XeroContacts, people: XeroPeople) -> None:
        kauri = people.add(KAURI)
        assert set(xero.get_many([kauri, UNKNOWN_ID])) == {kauri}

    def test_get_many_of_no_ids_is_empty(self, xero: XeroContacts, people: XeroPeople) -> None:
        """No ids are not *all ids*."""
        people.add(KAURI)
        assert xero.get_many([]) == {}

    def test_get_many_takes_a_whole_group(self, xero: XeroContacts, people: XeroPeople) -> None:
        ids = add_many(people, READ_GROUP)
        assert set(xero.get_many(ids)) == set(ids)

    def test_get_many_of_more_than_a_group_is_an_error(self, xero: XeroContacts) -> None:
        with pytest.raises(ValueError, match=f"at most {READ_GROUP}"):
            xero.get_many([UNKNOWN_ID] * (READ_GROUP + 1))

    def test_by_number_finds_the_contact(self, xero: XeroContacts, people: XeroPeople) -> None:
        people.add(RIMU, number="R-1")
        kauri = people.add(KAURI, number="K-1")
        found = xero.by_number("K-1")
        assert found is not None
        assert found.xero_id == kauri

    def test_by_number_finds_an_archived_contact(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.archive(people.add(KAURI, number="K-1"))
        found = xero.by_number("K-1")
        assert found is not None
        assert found.status is XeroStatus.ARCHIVED

    def test_by_number_is_none_where_there_is_none(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI, number="K-1")
        assert xero.by_number("K-2") is None

    def test_a_number_that_is_another_contacts_id_finds_nothing(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        assert xero.by_number(people.add(KAURI)) is None

    def test_no_number_finds_nothing(self, xero: XeroContacts, people: XeroPeople) -> None:
        people.add(KAURI)
        assert xero.by_number("") is None

    @pytest.mark.parametrize("number", ["A/B", "A B", "A?b=c#d", "Ä-1", "%41"])
    def test_a_number_is_taken_literally(
        self, xero: XeroContacts, people: XeroPeople, number: str
    ) -> None:
        kauri = people.add(KAURI, number=number)
        found = xero.by_number(number)
        assert found is not None
        assert found.xero_id == kauri

    def test_by_name_finds_the_contact(self, xero: XeroContacts, people: XeroPeople) -> None:
        people.add(RIMU)
        kauri = people.add(KAURI)
        assert [one.xero_id for one in xero.by_name("Kauri Timber Ltd")] == [kauri]

    def test_by_name_ignores_case(self, xero: XeroContacts, people: XeroPeople) -> None:
        kauri = people.add(KAURI)
        assert [one.xero_id for one in xero.by_name("KAURI timber ltd")] == [kauri]

    def test_by_name_finds_archived_contacts_too(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        old = people.add(KAURI)
        people.archive(old)
        assert {one.xero_id for one in xero.by_name("Kauri Timber Ltd")} >= {old}

    def test_by_name_finds_all_that_share_the_name(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        old = people.add(KAURI)
        people.archive(old)
        new = people.add(KAURI)
        assert {one.xero_id for one in xero.by_name("Kauri Timber Ltd")} == {old, new}

    def test_by_name_tells_who_survived_a_merge(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        loser, survivor = people.add(KAURI), people.add(RIMU)
        people.merge(loser, survivor)
        assert [one.merged_to for one in xero.by_name("Kauri Timber Ltd")] == [survivor]

    def test_by_name_is_empty_where_there_is_none(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI)
        assert xero.by_name("Kauri") == ()

    def test_a_blank_name_finds_nothing(self, xero: XeroContacts, people: XeroPeople) -> None:
        people.add(KAURI)
        assert xero.by_name(" ") == ()

    @pytest.mark.parametrize(
        "name", ['The "Best" Ltd', "back\\slash", 'x" || Name!="', "a\\", "O'Hara & Co", "岩"]
    )
    def test_a_name_is_taken_literally(
        self, xero: XeroContacts, people: XeroPeople, name: str
    ) -> None:
        people.add(KAURI)
        odd = people.add(SyncedFields(name=name))
        assert [one.xero_id for one in xero.by_name(name)] == [odd]
