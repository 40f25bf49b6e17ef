"""What reading pages promises."""

from datetime import timedelta

from xerolink.domain.contacts.model import FieldName, SyncedFields, XeroStatus
from xerolink.domain.contacts.normalise import EMPTY
from xerolink.ports.xero import PAGE, XeroContacts
from xerolink.testing.conformance.xero_world import (
    KAURI,
    RIMU,
    TwoOrganisations,
    XeroPeople,
    add_many,
    by_id,
)

_TICK = timedelta(milliseconds=1)


class Pages(TwoOrganisations):
    """The promises of `XeroContacts.page`."""

    def test_an_empty_organisation_has_one_empty_page(self, xero: XeroContacts) -> None:
        page = xero.page(1, None)
        assert (page.contacts, page.odd, page.more) == ((), (), False)

    def test_a_page_that_tells_how_many_there_are_counts_them(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        """Archived ones too; one that does not tell says None."""
        people.add(KAURI)
        people.archive(people.add(RIMU))
        assert xero.page(1, None).total in (None, 2)

    def test_a_page_holds_the_four_fields(self, xero: XeroContacts, people: XeroPeople) -> None:
        people.add(KAURI)
        assert [contact.fields for contact in xero.page(1, None).contacts] == [KAURI]

    def test_a_page_knows_every_field_that_is_empty(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        """Absent in Xero is *empty*, never *unknown* (semantics row 14)."""
        people.add(SyncedFields(name="Bare"))
        (bare,) = xero.page(1, None).contacts
        assert bare.fields == SyncedFields().with_values({**EMPTY, FieldName.NAME: "Bare"})

    def test_a_page_tells_number_and_flags(self, xero: XeroContacts, people: XeroPeople) -> None:
        people.add(KAURI, number="K-1", is_customer=True)
        (kauri,) = xero.page(1, None).contacts
        assert (kauri.number, kauri.is_customer, kauri.is_supplier) == ("K-1", True, False)

    def test_a_page_includes_archived_contacts(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.archive(people.add(KAURI))
        assert [one.status for one in xero.page(1, None).contacts] == [XeroStatus.ARCHIVED]

    def test_a_page_tells_who_survived_a_merge(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        loser, survivor = people.add(KAURI), people.add(RIMU)
        people.merge(loser, survivor)
        assert by_id(xero.page(1, None).contacts)[loser].merged_to == survivor

    def test_a_page_has_at_most_a_thousand_contacts(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        add_many(people, PAGE + 1)
        assert len(xero.page(1, None).contacts) == PAGE

    def test_a_full_page_says_that_another_follows(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        add_many(people, PAGE + 1)
        assert [xero.page(number, None).more for number in (1, 2)] == [True, False]

    def test_a_full_last_page_says_that_none_follows(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        add_many(people, PAGE)
        assert not xero.page(1, None).more

    def test_pages_hold_every_contact_once(self, xero: XeroContacts, people: XeroPeople) -> None:
        ids = add_many(people, PAGE + 1)
        pages = (*xero.page(1, None).contacts, *xero.page(2, None).contacts)
        assert sorted(contact.xero_id for contact in pages) == sorted(ids)

    def test_a_page_past_the_last_one_is_empty(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI)
        page = xero.page(2, None)
        assert (page.contacts, page.more) == ((), False)

    def test_since_includes_its_own_moment(self, xero: XeroContacts, people: XeroPeople) -> None:
        people.add(KAURI)
        (kauri,) = xero.page(1, None).contacts
        assert xero.page(1, kauri.updated).contacts == (kauri,)

    def test_since_leaves_out_what_changed_before(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI)
        (kauri,) = xero.page(1, None).contacts
        assert xero.page(1, kauri.updated + _TICK).contacts == ()

    def test_since_includes_what_was_archived_after(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        at = xero.page(1, None).at
        people.archive(kauri)
        assert [one.xero_id for one in xero.page(1, at).contacts] == [kauri]

    def test_an_edit_after_a_page_is_found_since_the_time_of_that_page(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        at = xero.page(1, None).at
        people.edit(kauri, {FieldName.NAME: "Kauri Trading"})
        assert [one.fields.name for one in xero.page(1, at).contacts] == ["Kauri Trading"]

    def test_the_time_of_a_page_is_not_before_what_it_holds(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        people.add(KAURI)
        page = xero.page(1, None)
        assert page.at >= page.contacts[0].updated

    def test_the_time_of_a_page_is_aware(self, xero: XeroContacts) -> None:
        assert xero.page(1, None).at.utcoffset() == timedelta(0)

    def test_each_edit_moves_the_time_of_its_contact(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        kauri = people.add(KAURI)
        before = xero.get_many([kauri])[kauri].updated
        people.edit(kauri, {FieldName.NAME: "Kauri Trading"})
        assert xero.get_many([kauri])[kauri].updated > before

    def test_a_contact_edited_while_pages_are_read_is_not_skipped(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        """Nor is one behind it: the order does not depend on edits."""
        ids = add_many(people, PAGE + 1)
        first = [contact.xero_id for contact in xero.page(1, None).contacts]
        people.edit(first[0], {FieldName.NAME: "Moved"})
        second = [contact.xero_id for contact in xero.page(2, None).contacts]
        assert sorted({*first, *second}) == sorted(ids)
