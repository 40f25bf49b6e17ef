"""What voiding invoices promises."""

from decimal import Decimal

import pytest
from attrs import evolve

from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.xero import (
    InvoiceRefused,
    InvoiceStored,
    RefusalKind,
    XeroInvoice,
    XeroInvoiceStatus,
)
from xerolink.ports.xero_invoices import GROUP, XeroInvoices
from xerolink.testing.conformance.xero_invoices_world import (
    ISSUED,
    UNKNOWN_ID,
    InvoicePeople,
    TwoLedgers,
    create,
    creation,
    draft,
    kinds,
    read,
    stored,
    void,
    voided,
)


class InvoiceVoids(TwoLedgers):
    """The promises of `void_many`."""

    @pytest.fixture
    def before(self, invoices: XeroInvoices, kauri: XeroContactId) -> XeroInvoice:
        """An approved invoice."""
        return create(invoices, draft(kauri))

    @pytest.fixture
    def unapproved(self, invoices: XeroInvoices, kauri: XeroContactId) -> XeroInvoice:
        """A draft."""
        return create(invoices, draft(kauri, "K-2", status=XeroInvoiceStatus.DRAFT))

    def test_an_approved_invoice_is_voided(
        self, invoices: XeroInvoices, before: XeroInvoice
    ) -> None:
        assert stored(voided(invoices, before)).status is XeroInvoiceStatus.VOIDED

    def test_a_draft_is_deleted(self, invoices: XeroInvoices, unapproved: XeroInvoice) -> None:
        assert stored(voided(invoices, unapproved)).status is XeroInvoiceStatus.DELETED

    def test_a_void_answers_what_a_read_answers(
        self, invoices: XeroInvoices, before: XeroInvoice
    ) -> None:
        after = stored(voided(invoices, before))
        assert read(invoices, before.xero_id) == after

    def test_a_void_leaves_the_lines(self, invoices: XeroInvoices, before: XeroInvoice) -> None:
        assert stored(voided(invoices, before)).lines == before.lines

    def test_a_void_moves_the_time(self, invoices: XeroInvoices, before: XeroInvoice) -> None:
        assert stored(voided(invoices, before)).updated > before.updated

    def test_what_was_gone_when_it_was_read_is_answered_as_it_was_read(
        self, invoices: XeroInvoices, people: InvoicePeople, before: XeroInvoice
    ) -> None:
        people.void(before.xero_id)
        gone = read(invoices, before.xero_id)
        assert voided(invoices, gone) == InvoiceStored(gone)

    @pytest.mark.parametrize("share", [Decimal(1), Decimal("288.65")], ids=["in part", "paid"])
    def test_what_money_stands_against_is_not_voided(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        before: XeroInvoice,
        share: Decimal,
    ) -> None:
        people.pay(before.xero_id, share)
        assert kinds(voided(invoices, read(invoices, before.xero_id))) == {RefusalKind.SETTLED}

    def test_money_that_came_since_it_was_read_is_noticed(
        self, invoices: XeroInvoices, people: InvoicePeople, before: XeroInvoice
    ) -> None:
        people.pay(before.xero_id, Decimal(1))
        assert kinds(voided(invoices, before)) == {RefusalKind.SETTLED}

    def test_a_draft_that_was_approved_since_is_to_be_read_again(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        kauri: XeroContactId,
        unapproved: XeroInvoice,
    ) -> None:
        people.edit(unapproved.xero_id, draft(kauri, "K-2"))
        assert kinds(voided(invoices, unapproved)) == {RefusalKind.STATUS}

    def test_what_was_voided_since_is_to_be_read_again(
        self, invoices: XeroInvoices, people: InvoicePeople, before: XeroInvoice
    ) -> None:
        people.void(before.xero_id)
        assert kinds(voided(invoices, before)) == {RefusalKind.STATUS}

    def test_nothing_in_a_locked_period_is_voided(
        self, invoices: XeroInvoices, people: InvoicePeople, before: XeroInvoice
    ) -> None:
        people.lock_period(ISSUED)
        assert kinds(voided(invoices, before)) == {RefusalKind.LOCKED}

    def test_a_refused_void_changes_nothing(
        self, invoices: XeroInvoices, people: InvoicePeople, before: XeroInvoice
    ) -> None:
        people.pay(before.xero_id, Decimal(1))
        paid = read(invoices, before.xero_id)
        voided(invoices, paid)
        assert read(invoices, before.xero_id) == paid

    def test_a_void_of_an_unknown_id_is_refused(
        self, invoices: XeroInvoices, before: XeroInvoice
    ) -> None:
        nobody = evolve(before, xero_id=UNKNOWN_ID)
        assert kinds(voided(invoices, nobody)) == {RefusalKind.OTHER}

    def test_the_rows_beside_a_refused_one_stand(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        kauri: XeroContactId,
        before: XeroInvoice,
        unapproved: XeroInvoice,
    ) -> None:
        people.pay(before.xero_id, Decimal(1))
        gone = stored(voided(invoices, create(invoices, draft(kauri, "K-3"))))
        outcomes = invoices.void_many([void(gone, "again"), void(before), void(unapproved)])
        assert [type(one) for one in outcomes] == [InvoiceStored, InvoiceRefused, InvoiceStored]

    def test_voids_answer_in_order(self, invoices: XeroInvoices, kauri: XeroContactId) -> None:
        rows = [creation(draft(kauri, f"K-{number}")) for number in range(GROUP)]
        made = [stored(one) for one in invoices.create_many(rows)]
        outcomes = invoices.void_many([void(one) for one in reversed(made)])
        expected = [one.xero_id for one in reversed(made)]
        assert [stored(one).xero_id for one in outcomes] == expected

    def test_repeating_a_void_answers_the_same(
        self, invoices: XeroInvoices, before: XeroInvoice, unapproved: XeroInvoice
    ) -> None:
        """Its first answer may have been lost."""
        rows = [void(before), void(unapproved)]
        assert list(invoices.void_many(rows)) == list(invoices.void_many(rows))

    def test_a_void_that_was_refused_is_another_one_for_another_intent(
        self, invoices: XeroInvoices, people: InvoicePeople, before: XeroInvoice
    ) -> None:
        """What refused it may be mended within minutes."""
        people.lock_period(ISSUED)
        voided(invoices, before)
        people.lock_period(ISSUED.replace(day=1))
        (outcome,) = invoices.void_many([void(before, "second")])
        assert stored(outcome).gone

    def test_a_void_of_nothing_answers_nothing(self, invoices: XeroInvoices) -> None:
        assert list(invoices.void_many([])) == []

    def test_a_void_of_more_than_a_group_is_an_error(
        self, invoices: XeroInvoices, before: XeroInvoice
    ) -> None:
        with pytest.raises(ValueError, match=f"at most {GROUP}"):
            invoices.void_many([void(before)] * (GROUP + 1))
