"""What counting calls promises."""

from collections.abc import Sequence

from xerolink.domain.contacts.model import FieldName
from xerolink.ports.xero import XeroContacts
from xerolink.testing.conformance.xero_world import (
    KAURI,
    RIMU,
    TwoOrganisations,
    XeroPeople,
    draft,
    update,
)


def operations(xero: XeroContacts) -> Sequence[tuple[str, int]]:
    """Every operation that was called, and how often."""
    return sorted((operation, cost.calls) for operation, cost in xero.traffic().costs.items())


class Counting(TwoOrganisations):
    """The promises of `XeroContacts.traffic`."""

    def test_before_any_call_there_is_no_traffic(self, xero: XeroContacts) -> None:
        assert operations(xero) == []

    def test_every_read_counts(self, xero: XeroContacts, people: XeroPeople) -> None:
        kauri = people.add(KAURI, number="K-1")
        xero.page(1, None)
        xero.get_many([kauri])
        xero.by_number("K-1")
        xero.by_name("Kauri")
        assert operations(xero) == [("GET Contacts", 4)]

    def test_every_write_counts_beside_its_read(
        self, xero: XeroContacts, people: XeroPeople
    ) -> None:
        update(xero, people.add(KAURI), {FieldName.NAME: "Kauri Trading"})
        xero.create_many([draft(RIMU)])
        expected = [("GET Contacts", 1), ("POST Contacts", 1), ("PUT Contacts", 1)]
        assert operations(xero) == expected

    def test_an_archive_counts(self, xero: XeroContacts, people: XeroPeople) -> None:
        xero.archive_many([people.add(KAURI)])
        assert operations(xero) == [("POST Contacts", 1)]

    def test_nothing_to_ask_costs_nothing(self, xero: XeroContacts) -> None:
        xero.get_many([])
        xero.by_number("")
        xero.create_many([])
        xero.update_many([])
        xero.archive_many([])
        assert operations(xero) == []

    def test_looking_at_the_traffic_costs_nothing(self, xero: XeroContacts) -> None:
        xero.page(1, None)
        assert xero.traffic() == xero.traffic()

    def test_what_was_counted_before_stays_as_it_was(self, xero: XeroContacts) -> None:
        before = xero.traffic()
        xero.page(1, None)
        assert before.total.calls == 0

    def test_each_organisation_counts_its_own_calls(
        self, xero: XeroContacts, other: XeroContacts
    ) -> None:
        xero.page(1, None)
        assert operations(other) == []

    def test_what_is_left_of_the_day_is_told_without_asking(self, xero: XeroContacts) -> None:
        xero.page(1, None)
        left = xero.day_left()
        assert left is None or 0 <= left.calls <= left.of
        assert operations(xero) == [("GET Contacts", 1)]
