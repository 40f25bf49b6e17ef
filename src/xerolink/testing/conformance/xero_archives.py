"""What archiving contacts promises."""

import pytest

from xerolink.domain.contacts.effects import Refused, XeroStored
from xerolink.domain.contacts.model import FieldName, XeroStatus
from xerolink.ports.xero import GROUP, XeroContacts
from xerolink.testing.conformance.xero_world import (
    KAURI,
    RIMU,
    UNKNOWN_ID,
    TwoOrganisations,
    XeroPeople,
    add_many,
    draft,
    refused,
    stored,
    update,
)


class Archives(TwoOrganisations):
    """The promises of `archive_many`."""

    def test_an_archived_contact_is_answered_as_archived(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        (outcome,) = xero.archive_many([people.add(KAURI)])
        assert stored(outcome).status is XeroStatus.ARCHIVED

    def test_an_archive_answers_what_a_read_answers(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI, number="K-1", attention_to="Ana")
        (outcome,) = xero.archive_many([kauri])
        assert xero.get_many([kauri]) == {kauri: stored(outcome)}

    def test_an_archive_keeps_the_fields(self, xero: XeroContacts, people: XeroPeople) -> None:
        (outcome,) = xero.archive_many([people.add(KAURI)])
        assert stored(outcome).fields == KAURI

    def test_an_archive_keeps_the_number(self, xero: XeroContacts, people: XeroPeople) -> None:
        (outcome,) = xero.archive_many([people.add(KAURI, number="K-1")])
        assert stored(outcome).number == "K-1"

    def test_an_archive_moves_the_time_of_its_contact(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        before = xero.get_many([kauri])[kauri].updated
        (outcome,) = xero.archive_many([kauri])
        assert stored(outcome).updated > before

    def test_an_archive_frees_the_name(self, xero: XeroContacts, people: XeroPeople) -> None:
        xero.archive_many([people.add(KAURI)])
        (outcome,) = xero.create_many([draft(KAURI)])
        assert isinstance(outcome, XeroStored)

    def test_an_archived_contact_takes_no_edit(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        xero.archive_many([kauri])
        outcome = update(xero, kauri, {FieldName.NAME: "Kauri Trading"})
        assert isinstance(outcome, Refused)

    def test_people_can_restore_what_was_archived(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        xero.archive_many([kauri])
        people.restore(kauri)
        assert xero.get_many([kauri])[kauri].status is XeroStatus.ACTIVE

    def test_archives_answer_in_order(self, xero: XeroContacts, people: XeroPeople) -> None:
        ids = sorted(add_many(people, GROUP), reverse=True)
        assert [stored(one).xero_id for one in xero.archive_many(ids)] == ids

    def test_a_repeated_archive_answers_the_same(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        """Its first answer may have been lost."""
        ids = add_many(people, GROUP)
        assert list(xero.archive_many(ids)) == list(xero.archive_many(ids))

    def test_a_contact_that_people_archived_stays_as_it_was(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        people.archive(kauri)
        before = xero.get_many([kauri])[kauri]
        assert list(xero.archive_many([kauri])) == [XeroStored(before)]

    def test_a_contact_that_lost_a_merge_tells_who_survived(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        loser, survivor = people.add(KAURI), people.add(RIMU)
        people.merge(loser, survivor)
        (outcome,) = xero.archive_many([loser])
        assert stored(outcome).merged_to == survivor

    def test_one_id_twice_is_archived_once(self, xero: XeroContacts, people: XeroPeople) -> None:
        kauri = people.add(KAURI)
        first, second = xero.archive_many([kauri, kauri])
        assert first == second

    def test_an_unknown_id_is_refused(self, xero: XeroContacts) -> None:
        (outcome,) = xero.archive_many([UNKNOWN_ID])
        assert refused(outcome).problems

    def test_the_rows_beside_an_unknown_id_stand(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri, rimu = people.add(KAURI), people.add(RIMU)
        people.archive(rimu)
        outcomes = xero.archive_many([kauri, UNKNOWN_ID, rimu])
        assert [type(one) for one in outcomes] == [XeroStored, Refused, XeroStored]

    def test_an_archive_of_nothing_answers_nothing(self, xero: XeroContacts) -> None:
        assert list(xero.archive_many([])) == []

    def test_an_archive_of_more_than_a_group_is_an_error(self, xero: XeroContacts) -> None:
        with pytest.raises(ValueError, match=f"at most {GROUP}"):
            xero.archive_many([UNKNOWN_ID] * (GROUP + 1))
