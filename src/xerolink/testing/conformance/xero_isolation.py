"""What keeps two organisations apart."""

from xerolink.domain.contacts.effects import XeroStored
from xerolink.domain.contacts.model import FieldName, XeroStatus
from xerolink.ports.xero import XeroContacts
from xerolink.testing.conformance.xero_world import (
    KAURI,
    RIMU,
    TwoOrganisations,
    XeroPeople,
    draft,
    update,
)


class Isolation(TwoOrganisations):
    """Equal ids and equal contents in two organisations: neither sees the other."""

    def test_neither_organisation_lists_the_others_contacts(
        self, xero: XeroContacts, other: XeroContacts, people: XeroPeople, others: XeroPeople
    ) -> None:
        people.add(KAURI)
        others.add(RIMU)
        assert [one.fields.name for one in other.page(1, None).contacts] == [RIMU.name]

    def test_an_equal_id_is_another_contact_in_another_organisation(
        self, xero: XeroContacts, other: XeroContacts, people: XeroPeople, others: XeroPeople
    ) -> None:
        kauri, rimu = people.add(KAURI), others.add(RIMU)
        assert other.get_many([kauri])[rimu].fields == RIMU

    def test_an_update_changes_one_organisation(
        self, xero: XeroContacts, other: XeroContacts, people: XeroPeople, others: XeroPeople
    ) -> None:
        kauri, equal = people.add(KAURI), others.add(KAURI)
        update(xero, kauri, {FieldName.NAME: "Kauri Trading"})
        assert other.get_many([equal])[equal].fields == KAURI

    def test_an_archive_is_of_one_organisation(
        self, xero: XeroContacts, other: XeroContacts, people: XeroPeople, others: XeroPeople
    ) -> None:
        kauri, equal = people.add(KAURI), others.add(KAURI)
        xero.archive_many([kauri])
        assert other.get_many([equal])[equal].status is XeroStatus.ACTIVE

    def test_a_name_is_taken_in_one_organisation(
        self, xero: XeroContacts, other: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI, number="K-1")
        (outcome,) = other.create_many([draft(KAURI, number="K-1")])
        assert isinstance(outcome, XeroStored)

    def test_an_equal_create_is_another_one_in_another_organisation(
        self, xero: XeroContacts, other: XeroContacts
    ) -> None:
        """The key that makes a repeated create harmless holds for one organisation."""
        xero.create_many([draft(KAURI)])
        other.create_many([draft(KAURI)])
        assert len(other.page(1, None).contacts) == 1

    def test_a_number_is_found_in_its_own_organisation(
        self, xero: XeroContacts, other: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI, number="K-1")
        assert other.by_number("K-1") is None

    def test_a_name_is_found_in_its_own_organisation(
        self, xero: XeroContacts, other: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI)
        assert other.by_name("Kauri Timber Ltd") == ()
