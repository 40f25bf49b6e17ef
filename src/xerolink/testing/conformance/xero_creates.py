"""What creating contacts promises."""

import pytest

from xerolink.domain.contacts.effects import NumberTaken, Refused, XeroStored
from xerolink.domain.contacts.model import FieldName, SyncedFields
from xerolink.ports.xero import GROUP, XeroContacts
from xerolink.testing.conformance.xero_world import (
    KAURI,
    RIMU,
    TwoOrganisations,
    XeroPeople,
    draft,
    refused,
    stored,
)


class Creates(TwoOrganisations):
    """The promises of `create_many`."""

    def test_create_answers_what_a_read_answers(self, xero: XeroContacts) -> None:
        (outcome,) = xero.create_many([draft(KAURI, number="K-1")])
        created = stored(outcome)
        assert xero.get_many([created.xero_id]) == {created.xero_id: created}

    def test_create_stores_the_four_fields(self, xero: XeroContacts) -> None:
        (outcome,) = xero.create_many([draft(KAURI)])
        assert stored(outcome).fields == KAURI

    def test_create_stores_the_number(self, xero: XeroContacts) -> None:
        (outcome,) = xero.create_many([draft(KAURI, number="K-1")])
        assert stored(outcome).number == "K-1"

    def test_create_takes_fields_that_are_unknown(self, xero: XeroContacts) -> None:
        (outcome,) = xero.create_many([draft(SyncedFields(name="Bare"))])
        assert stored(outcome).fields.billing_email == ""

    def test_create_answers_in_order(self, xero: XeroContacts) -> None:
        drafts = [draft(SyncedFields(name=f"Client {n}"), f"C-{n}") for n in range(GROUP)]
        outcomes = xero.create_many(drafts)
        assert [stored(one).number for one in outcomes] == [one.number for one in drafts]

    def test_create_of_nothing_answers_nothing(self, xero: XeroContacts) -> None:
        assert list(xero.create_many([])) == []

    def test_create_of_more_than_a_group_is_an_error(self, xero: XeroContacts) -> None:
        with pytest.raises(ValueError, match=f"at most {GROUP}"):
            xero.create_many([draft(KAURI)] * (GROUP + 1))

    def test_a_taken_name_is_refused_on_the_name(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI)
        (outcome,) = xero.create_many([draft(SyncedFields(name="kauri timber LTD"))])
        assert [problem.field for problem in refused(outcome).problems] == [FieldName.NAME]

    def test_a_taken_name_leaves_its_holder_as_it_was(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI)
        before = xero.page(1, None).contacts
        xero.create_many([draft(SyncedFields(name=KAURI.name, billing_email="new@kauri.example"))])
        assert xero.page(1, None).contacts == before

    def test_the_name_of_an_archived_contact_is_free(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        old = people.add(KAURI)
        people.archive(old)
        (outcome,) = xero.create_many([draft(KAURI)])
        assert stored(outcome).xero_id != old

    def test_a_taken_number_is_said_to_be_taken(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI, number="K-1")
        assert xero.create_many([draft(RIMU, number="K-1")]) == (NumberTaken(),)

    def test_a_taken_number_leaves_its_holder_as_it_was(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI, number="K-1")
        before = xero.page(1, None).contacts
        xero.create_many([draft(RIMU, number="K-1")])
        assert xero.page(1, None).contacts == before

    def test_the_number_of_a_merged_contact_is_still_taken(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.merge(people.add(KAURI, number="K-1"), people.add(RIMU))
        (outcome,) = xero.create_many([draft(SyncedFields(name="New"), number="K-1")])
        assert outcome == NumberTaken()

    def test_a_refused_draft_leaves_the_others(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI)
        outcomes = xero.create_many([draft(KAURI, "K-1"), draft(RIMU, "R-1")])
        assert [type(one) for one in outcomes] == [Refused, XeroStored]

    def test_every_problem_of_a_draft_is_told(self, xero: XeroContacts, people: XeroPeople) -> None:
        people.add(KAURI)
        bad = SyncedFields(name=KAURI.name, billing_email="no address")
        (outcome,) = xero.create_many([draft(bad)])
        fields = {problem.field for problem in refused(outcome).problems}
        assert fields == {FieldName.NAME, FieldName.BILLING_EMAIL}

    def test_a_problem_does_not_repeat_the_value(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI)
        (outcome,) = xero.create_many([draft(KAURI)])
        assert not any("Kauri" in problem.why for problem in refused(outcome).problems)

    def test_repeating_a_create_creates_nothing_more(self, xero: XeroContacts) -> None:
        drafts = [draft(KAURI), draft(RIMU, "R-1")]
        xero.create_many(drafts)
        xero.create_many(drafts)
        assert len(xero.page(1, None).contacts) == 2

    def test_repeating_a_create_answers_the_same(self, xero: XeroContacts) -> None:
        drafts = [draft(KAURI), draft(RIMU, "R-1")]
        assert list(xero.create_many(drafts)) == list(xero.create_many(drafts))
