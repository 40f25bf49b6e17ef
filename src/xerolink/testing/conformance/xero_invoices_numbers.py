"""What creating invoices promises of numbers, refusals and repeats."""

from datetime import timedelta

import pytest
from attrs import evolve

from xerolink.domain.identity import IntentId, XeroContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import (
    AccountCode,
    InvoiceCreation,
    InvoiceRefused,
    InvoiceStored,
    NumberHeld,
    RefusalKind,
    XeroLine,
)
from xerolink.ports.xero_invoices import XeroInvoices
from xerolink.testing.conformance.xero_invoices_world import (
    ADVICE,
    BANK,
    COSTS,
    ISSUED,
    SALES,
    TRAVEL,
    UNKNOWN_CONTACT,
    InvoicePeople,
    TwoLedgers,
    create,
    creation,
    draft,
    kinds,
)

REFUSED: dict[str, tuple[XeroLine, RefusalKind]] = {
    "unknown account": (evolve(ADVICE, account=AccountCode("999")), RefusalKind.ACCOUNT),
    "bank account": (evolve(ADVICE, account=BANK), RefusalKind.ACCOUNT),
    "unknown tax": (evolve(ADVICE, tax_type=XeroTaxType("TAX999")), RefusalKind.TAX_TYPE),
    "tax of costs": (evolve(ADVICE, tax_type=XeroTaxType("INPUT2")), RefusalKind.TAX_TYPE),
}


class InvoiceNumbers(TwoLedgers):
    """What `create_many` promises of numbers, refusals and repeats."""

    @pytest.mark.parametrize("number", ["K-1", "k-1"])
    def test_a_number_that_a_sale_has_is_held(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId, number: str
    ) -> None:
        people.add(draft(kauri, "K-1"))
        assert list(invoices.create_many([creation(draft(kauri, number))])) == [NumberHeld()]

    def test_a_held_number_leaves_its_holder_as_it_was(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.add(draft(kauri, "K-1"))
        before = invoices.page(1, None).invoices
        invoices.create_many([creation(draft(kauri, "K-1", TRAVEL, reference="Mine"))])
        assert invoices.page(1, None).invoices == before

    def test_one_number_twice_in_a_call_is_held_by_the_first(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        first = InvoiceCreation(IntentId("first"), draft(kauri))
        second = InvoiceCreation(IntentId("second"), draft(kauri))
        outcomes = invoices.create_many([first, second])
        assert [type(one) for one in outcomes] == [InvoiceStored, NumberHeld]

    def test_the_number_of_a_bill_is_free(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.add_bill(draft(kauri).number, kauri)
        assert create(invoices, draft(kauri)).number == "K-1"

    @pytest.mark.parametrize("number", ["", " "])
    def test_an_invoice_without_a_number_is_refused(
        self, invoices: XeroInvoices, kauri: XeroContactId, number: str
    ) -> None:
        """Xero would give it one of its own, and nobody would find it by ours."""
        (outcome,) = invoices.create_many([creation(draft(kauri, number))])
        assert kinds(outcome) == {RefusalKind.OTHER}

    @pytest.mark.parametrize(("line", "kind"), REFUSED.values(), ids=REFUSED)
    def test_a_refused_line_says_what_is_wrong_with_it(
        self, invoices: XeroInvoices, kauri: XeroContactId, line: XeroLine, kind: RefusalKind
    ) -> None:
        (outcome,) = invoices.create_many([creation(draft(kauri, "K-1", line))])
        assert kinds(outcome) == {kind}

    def test_an_archived_account_is_refused(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.archive_account(SALES)
        (outcome,) = invoices.create_many([creation(draft(kauri))])
        assert kinds(outcome) == {RefusalKind.ACCOUNT}

    def test_an_unknown_contact_is_refused(self, invoices: XeroInvoices) -> None:
        (outcome,) = invoices.create_many([creation(draft(UNKNOWN_CONTACT))])
        assert kinds(outcome) == {RefusalKind.CONTACT}

    def test_an_archived_contact_is_refused(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.archive_contact(kauri)
        (outcome,) = invoices.create_many([creation(draft(kauri))])
        assert kinds(outcome) == {RefusalKind.CONTACT}

    def test_a_currency_that_is_not_enabled_is_refused(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        wanted = draft(kauri, currency=CurrencyCode("EUR"))
        (outcome,) = invoices.create_many([creation(wanted)])
        assert kinds(outcome) == {RefusalKind.CURRENCY}

    def test_the_last_locked_day_is_refused(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.lock_period(ISSUED)
        (outcome,) = invoices.create_many([creation(draft(kauri))])
        assert kinds(outcome) == {RefusalKind.LOCKED}

    def test_the_day_after_a_lock_is_open(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.lock_period(ISSUED)
        assert create(invoices, draft(kauri, issued=ISSUED + timedelta(1))).number == "K-1"

    def test_a_refused_row_leaves_the_others(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        bad = draft(kauri, "K-1", evolve(ADVICE, account=COSTS, tax_type=XeroTaxType("OUTPUT2")))
        blank = draft(kauri, "")
        wanted = [bad, draft(kauri, "K-2"), blank, draft(kauri, "K-3")]
        outcomes = invoices.create_many([creation(one) for one in wanted])
        expected = [InvoiceRefused, InvoiceStored, InvoiceRefused, InvoiceStored]
        assert [type(one) for one in outcomes] == expected

    def test_a_refused_row_creates_nothing(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        invoices.create_many([creation(draft(kauri, "K-1", evolve(ADVICE, account=BANK)))])
        assert invoices.page(1, None).invoices == ()

    def test_a_refusal_repeats_nothing_personal(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.archive_contact(kauri)
        wanted = draft(kauri, "K-1", evolve(ADVICE, account=BANK), reference="Ana")
        (outcome,) = invoices.create_many([creation(wanted)])
        assert isinstance(outcome, InvoiceRefused)
        assert not any("Kauri" in one.why or "Ana" in one.why for one in outcome.refusals)

    def test_repeating_a_create_creates_nothing_more(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        rows = [creation(draft(kauri, number)) for number in ("K-1", "K-2")]
        invoices.create_many(rows)
        invoices.create_many(rows)
        assert len(invoices.page(1, None).invoices) == 2

    def test_repeating_a_create_answers_the_same(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        """Its first answer may have been lost."""
        rows = [creation(draft(kauri, number)) for number in ("K-1", "K-2")]
        assert list(invoices.create_many(rows)) == list(invoices.create_many(rows))

    def test_another_intent_with_the_number_is_not_a_repeat(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        create(invoices, draft(kauri))
        again = InvoiceCreation(IntentId("another"), draft(kauri))
        assert list(invoices.create_many([again])) == [NumberHeld()]
