"""What updating contacts promises."""

import pytest

from xerolink.domain.contacts.effects import Refused, XeroStored
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.contacts.normalise import EMPTY
from xerolink.ports.xero import GROUP, READ_GROUP, XeroContacts
from xerolink.testing.conformance.xero_world import (
    KAURI,
    RIMU,
    TwoOrganisations,
    XeroPeople,
    add_many,
    patch,
    refused,
    stored,
    update,
)


class Updates(TwoOrganisations):
    """The promises of `update_many`."""

    @pytest.mark.parametrize("name", FieldName)
    def test_an_update_sets_a_field(
        self, xero: XeroContacts, people: XeroPeople, name: FieldName
    ) -> None:
        kauri = people.add(KAURI)
        update(xero, kauri, {name: RIMU.get(name)})
        assert xero.get_many([kauri])[kauri].fields.get(name) == RIMU.get(name)

    @pytest.mark.parametrize("name", FieldName)
    def test_an_update_keeps_the_fields_that_it_does_not_name(
        self, xero: XeroContacts, people: XeroPeople, name: FieldName
    ) -> None:
        kauri = people.add(KAURI)
        update(xero, kauri, {name: RIMU.get(name)})
        found = xero.get_many([kauri])[kauri].fields
        assert found == KAURI.with_values({name: RIMU.get(name)})

    @pytest.mark.parametrize("name", [one for one in FieldName if one is not FieldName.NAME])
    def test_an_empty_value_clears(
        self, xero: XeroContacts, people: XeroPeople, name: FieldName
    ) -> None:
        kauri = people.add(KAURI)
        update(xero, kauri, {name: EMPTY[name]})
        assert xero.get_many([kauri])[kauri].fields.get(name) == EMPTY[name]

    @pytest.mark.parametrize("name", FieldName)
    def test_an_unknown_value_changes_nothing(
        self, xero: XeroContacts, people: XeroPeople, name: FieldName
    ) -> None:
        kauri = people.add(KAURI)
        update(xero, kauri, {name: None, FieldName.NAME: "Kauri Trading"})
        found = xero.get_many([kauri])[kauri].fields
        assert found == KAURI.with_values({FieldName.NAME: "Kauri Trading"})

    def test_an_address_keeps_its_addressee(self, xero: XeroContacts, people: XeroPeople) -> None:
        kauri = people.add(KAURI, attention_to="Ana")
        update(xero, kauri, {FieldName.BILLING_ADDRESS: RIMU.billing_address})
        assert xero.get_many([kauri])[kauri].attention_to == "Ana"

    def test_an_update_keeps_the_number(self, xero: XeroContacts, people: XeroPeople) -> None:
        kauri = people.add(KAURI, number="K-1")
        update(xero, kauri, {FieldName.NAME: "Kauri Trading"})
        assert xero.get_many([kauri])[kauri].number == "K-1"

    def test_an_update_answers_what_a_read_answers(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        outcome = update(xero, kauri, {FieldName.NAME: "Kauri Trading"})
        assert xero.get_many([kauri]) == {kauri: stored(outcome)}

    def test_an_update_moves_the_time_of_its_contact(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        before = xero.get_many([kauri])[kauri].updated
        outcome = update(xero, kauri, {FieldName.NAME: "Kauri Trading"})
        assert stored(outcome).updated > before

    def test_updates_answer_in_order(self, xero: XeroContacts, people: XeroPeople) -> None:
        ids = sorted(add_many(people, READ_GROUP), reverse=True)
        found = xero.get_many(ids)
        patches = [patch(found[one], {FieldName.BILLING_EMAIL: "a@b.example"}) for one in ids]
        assert [stored(one).xero_id for one in xero.update_many(patches)] == ids

    def test_an_update_of_nothing_answers_nothing(self, xero: XeroContacts) -> None:
        assert list(xero.update_many([])) == []

    def test_an_update_of_more_than_a_group_is_an_error(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        one = patch(xero.get_many([kauri])[kauri], {FieldName.NAME: "Kauri Trading"})
        with pytest.raises(ValueError, match=f"at most {GROUP}"):
            xero.update_many([one] * (GROUP + 1))

    def test_a_refused_update_names_the_field_of_a_taken_name(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI)
        outcome = update(xero, people.add(RIMU), {FieldName.NAME: KAURI.name})
        assert [problem.field for problem in refused(outcome).problems] == [FieldName.NAME]

    def test_a_refused_update_names_the_field_of_a_bad_email(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        outcome = update(xero, people.add(RIMU), {FieldName.BILLING_EMAIL: "no address"})
        assert [one.field for one in refused(outcome).problems] == [FieldName.BILLING_EMAIL]

    def test_a_refused_update_changes_nothing(self, xero: XeroContacts, people: XeroPeople) -> None:
        """Not even the fields that nothing is wrong with."""
        kauri = people.add(KAURI)
        before = xero.get_many([kauri])
        bad = {FieldName.NAME: "Kauri Trading", FieldName.BILLING_EMAIL: "no address"}
        update(xero, kauri, bad)
        assert xero.get_many([kauri]) == before

    def test_a_refused_update_leaves_the_others(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri, rimu = people.add(KAURI), people.add(RIMU)
        found = xero.get_many([kauri, rimu])
        bad = patch(found[kauri], {FieldName.NAME: RIMU.name})
        good = patch(found[rimu], {FieldName.BILLING_EMAIL: "new@rimu.example"})
        assert [type(one) for one in xero.update_many([bad, good])] == [Refused, XeroStored]

    def test_an_archived_contact_refuses_edits(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        people.archive(kauri)
        outcome = update(xero, kauri, {FieldName.NAME: "Kauri Trading"})
        assert ["archived" in problem.why for problem in refused(outcome).problems] == [True]

    def test_a_restored_contact_takes_edits(self, xero: XeroContacts, people: XeroPeople) -> None:
        kauri = people.add(KAURI)
        people.archive(kauri)
        people.restore(kauri)
        outcome = update(xero, kauri, {FieldName.NAME: "Kauri Trading"})
        assert stored(outcome).fields.name == "Kauri Trading"
