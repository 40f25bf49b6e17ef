"""What keeps the invoices of two organisations apart."""

from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.ports.xero_invoices import XeroInvoices
from xerolink.testing.conformance.xero_invoices_world import (
    TRAVEL,
    InvoicePeople,
    TwoLedgers,
    changed,
    create,
    draft,
    numbers,
    read,
    voided,
)


class InvoiceIsolation(TwoLedgers):
    """Equal ids and equal contents in two organisations: neither sees the other."""

    def test_neither_organisation_lists_the_others_invoices(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        other: XeroInvoices,
        others: InvoicePeople,
    ) -> None:
        people.add(draft(people.contact("Kauri"), "K-1"))
        others.add(draft(others.contact("Rimu"), "R-1"))
        assert numbers(other.page(1, None).invoices) == ["R-1"]

    def test_an_equal_id_is_another_invoice_in_another_organisation(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        other: XeroInvoices,
        others: InvoicePeople,
    ) -> None:
        ours = people.add(draft(people.contact("Kauri"), "K-1"))
        theirs = others.add(draft(others.contact("Rimu"), "R-1"))
        assert (ours, read(other, ours).number) == (theirs, "R-1")

    def test_a_change_is_of_one_organisation(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        other: XeroInvoices,
        others: InvoicePeople,
    ) -> None:
        contact, equal = people.contact("Kauri"), others.contact("Kauri")
        ours, theirs = people.add(draft(contact)), others.add(draft(equal))
        before = read(other, theirs)
        changed(invoices, read(invoices, ours), draft(contact, "K-1", TRAVEL))
        assert read(other, theirs) == before

    def test_a_void_is_of_one_organisation(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        other: XeroInvoices,
        others: InvoicePeople,
    ) -> None:
        ours = people.add(draft(people.contact("Kauri")))
        theirs = others.add(draft(others.contact("Kauri")))
        voided(invoices, read(invoices, ours))
        assert not read(other, theirs).gone

    def test_a_number_is_held_in_one_organisation(
        self,
        invoices: XeroInvoices,
        other: XeroInvoices,
        others: InvoicePeople,
        kauri: XeroContactId,
    ) -> None:
        """An equal create is another one, too: its key holds for one organisation."""
        create(invoices, draft(kauri))
        made = create(other, draft(others.contact("Kauri Timber Ltd")))
        assert numbers(other.page(1, None).invoices) == [made.number]

    def test_a_number_is_found_in_its_own_organisation(
        self, invoices: XeroInvoices, other: XeroInvoices, kauri: XeroContactId
    ) -> None:
        create(invoices, draft(kauri, "K-1"))
        assert other.by_numbers([InvoiceNumber("K-1")]) == {}
