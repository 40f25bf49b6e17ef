"""What looking invoices up and reading pages of them promises."""

from datetime import timedelta
from decimal import Decimal

import pytest

from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import XeroInvoiceStatus
from xerolink.ports.xero_invoices import LOOK_GROUP, PAGE, XeroInvoices
from xerolink.testing.conformance.xero_invoices_world import (
    ADVICE,
    TRAVEL,
    UNKNOWN_ID,
    InvoicePeople,
    TwoLedgers,
    add_many,
    create,
    descriptions,
    draft,
    numbers,
    read,
)

_TICK = timedelta(milliseconds=1)
ODD_NUMBERS = [
    *("A,B", ",", 'a"b', "a\\", "A B", "A&B=c#d", "50% + 1", "A/B?", "' OR 1==1", '"'),
    'x" OR InvoiceNumber!="',
    '1,2" OR InvoiceNumber!="',
]


class InvoiceLookUps(TwoLedgers):
    """The promises of `by_numbers` and `get_many`."""

    def test_by_numbers_finds_the_invoice(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        create(invoices, draft(kauri, "K-2"))
        made = create(invoices, draft(kauri, "K-1"))
        assert invoices.by_numbers([made.number]) == {made.number: (made,)}

    def test_by_numbers_tells_the_lines(self, invoices: XeroInvoices, kauri: XeroContactId) -> None:
        made = create(invoices, draft(kauri, "K-1", ADVICE, TRAVEL))
        (found,) = invoices.by_numbers([made.number])[made.number]
        assert descriptions(found) == [ADVICE.description, TRAVEL.description]

    def test_a_number_without_an_invoice_is_absent(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.add(draft(kauri, "K-1"))
        wanted = [InvoiceNumber("K-1"), InvoiceNumber("K-2"), InvoiceNumber("K")]
        assert set(invoices.by_numbers(wanted)) == {"K-1"}

    def test_by_numbers_does_not_care_for_case(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        """The keys are those that were asked for, each of them."""
        people.add(draft(kauri, "K-1"))
        wanted = [InvoiceNumber("k-1"), InvoiceNumber("K-1")]
        found = invoices.by_numbers(wanted).items()
        assert [(key, numbers(ones)) for key, ones in found] == [(key, ["K-1"]) for key in wanted]

    def test_by_numbers_finds_what_is_gone(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.void(people.add(draft(kauri, "K-1")))
        (found,) = invoices.by_numbers([InvoiceNumber("K-1")])[InvoiceNumber("K-1")]
        assert found.gone

    def test_by_numbers_finds_no_bill(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.add_bill(InvoiceNumber("K-1"), kauri)
        assert invoices.by_numbers([InvoiceNumber("K-1")]) == {}

    @pytest.mark.parametrize("number", ODD_NUMBERS)
    def test_a_number_is_taken_literally(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId, number: str
    ) -> None:
        for other in ("A", "B", "1", "2", "K-1"):
            people.add(draft(kauri, other))
        people.add(draft(kauri, number))
        found = invoices.by_numbers([InvoiceNumber(number)])
        assert {key: numbers(ones) for key, ones in found.items()} == {number: [number]}

    def test_numbers_with_and_without_commas_are_found_together(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        wanted = [InvoiceNumber(number) for number in ("A", "A,B", "B", "B,C")]
        for number in wanted:
            people.add(draft(kauri, number))
        assert set(invoices.by_numbers(wanted)) == set(wanted)

    @pytest.mark.parametrize("number", ["", " "])
    def test_a_blank_number_finds_nothing(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId, number: str
    ) -> None:
        """No number is not *any number*."""
        people.add(draft(kauri, "K-1"))
        assert invoices.by_numbers([InvoiceNumber(number)]) == {}

    def test_no_numbers_find_nothing(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.add(draft(kauri, "K-1"))
        assert invoices.by_numbers([]) == {}

    def test_by_numbers_takes_a_whole_group_of_the_longest(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        wanted = [InvoiceNumber(f"{number:03}".ljust(255, "#")) for number in range(LOOK_GROUP)]
        for number in wanted:
            people.add(draft(kauri, number))
        assert set(invoices.by_numbers(wanted)) == set(wanted)

    def test_by_numbers_of_more_than_a_group_is_an_error(self, invoices: XeroInvoices) -> None:
        with pytest.raises(ValueError, match=f"at most {LOOK_GROUP}"):
            invoices.by_numbers([InvoiceNumber("K-1")] * (LOOK_GROUP + 1))

    def test_get_many_answers_by_id(self, invoices: XeroInvoices, kauri: XeroContactId) -> None:
        made = [create(invoices, draft(kauri, number)) for number in ("K-1", "K-2")]
        ids = [one.xero_id for one in made]
        assert invoices.get_many(ids) == dict(zip(ids, made, strict=True))

    def test_get_many_finds_what_is_gone(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        made = people.add(draft(kauri))
        people.void(made)
        assert read(invoices, made).gone

    def test_get_many_leaves_out_bills_and_unknown_ids(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        made = people.add(draft(kauri))
        bill = people.add_bill(InvoiceNumber("B-1"), kauri)
        assert set(invoices.get_many([made, bill, UNKNOWN_ID])) == {made}

    def test_get_many_of_no_ids_is_empty(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        """No ids are not *all ids*."""
        people.add(draft(kauri))
        assert invoices.get_many([]) == {}

    def test_get_many_takes_a_whole_group(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        ids = add_many(people, kauri, LOOK_GROUP)
        assert set(invoices.get_many(ids)) == set(ids)

    def test_get_many_of_more_than_a_group_is_an_error(self, invoices: XeroInvoices) -> None:
        with pytest.raises(ValueError, match=f"at most {LOOK_GROUP}"):
            invoices.get_many([UNKNOWN_ID] * (LOOK_GROUP + 1))


class InvoicePages(TwoLedgers):
    """The promises of `page`."""

    def test_an_empty_organisation_has_one_empty_page(self, invoices: XeroInvoices) -> None:
        page = invoices.page(1, None)
        assert (page.invoices, page.odd, page.more) == ((), (), False)

    def test_a_page_answers_what_a_write_answered(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        made = create(invoices, draft(kauri, "K-1", ADVICE, TRAVEL, reference="PO 7"))
        assert invoices.page(1, None).invoices == (made,)

    def test_a_page_includes_what_is_gone_and_what_is_a_draft(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.void(people.add(draft(kauri, "K-1")))
        people.add(draft(kauri, "K-2", status=XeroInvoiceStatus.DRAFT))
        assert numbers(invoices.page(1, None).invoices) == ["K-1", "K-2"]

    def test_a_page_has_no_bills(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.add_bill(InvoiceNumber("B-1"), kauri)
        people.add(draft(kauri))
        page = invoices.page(1, None)
        assert (numbers(page.invoices), page.odd) == (["K-1"], ())

    def test_a_page_tells_what_was_paid(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.pay(people.add(draft(kauri)), Decimal(100))
        (found,) = invoices.page(1, None).invoices
        assert (found.amount_paid, found.amount_due) == (Decimal(100), Decimal("188.65"))

    def test_what_is_paid_whole_is_paid(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        people.pay(people.add(draft(kauri)), Decimal("288.65"))
        (found,) = invoices.page(1, None).invoices
        assert (found.status, found.amount_due) == (XeroInvoiceStatus.PAID, Decimal(0))

    def test_a_page_has_at_most_a_thousand_invoices(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        add_many(people, kauri, PAGE + 1)
        pages = [invoices.page(number, None) for number in (1, 2)]
        found = [(len(page.invoices), page.more) for page in pages]
        assert found == [(PAGE, True), (1, False)]

    def test_smaller_pages_hold_the_same_in_the_same_order(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        add_many(people, kauri, 5)
        pages = [invoices.page(number, None, 2) for number in (1, 2, 3)]
        found = tuple(one for page in pages for one in page.invoices)
        assert (found, [page.more for page in pages]) == (
            invoices.page(1, None).invoices,
            [True, True, False],
        )

    def test_since_includes_its_own_moment(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        made = create(invoices, draft(kauri))
        assert invoices.page(1, made.updated).invoices == (made,)

    def test_since_leaves_out_what_changed_before(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        made = create(invoices, draft(kauri))
        assert invoices.page(1, made.updated + _TICK).invoices == ()

    def test_since_includes_what_was_voided_after(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        made = people.add(draft(kauri))
        at = invoices.page(1, None).at
        people.void(made)
        assert [one.xero_id for one in invoices.page(1, at).invoices] == [made]

    def test_a_payment_after_a_page_is_found_since_the_time_of_that_page(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        made = people.add(draft(kauri))
        at = invoices.page(1, None).at
        people.pay(made, Decimal(1))
        assert [one.amount_paid for one in invoices.page(1, at).invoices] == [Decimal(1)]

    def test_an_edit_after_a_page_is_found_since_the_time_of_that_page(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        made = people.add(draft(kauri))
        at = invoices.page(1, None).at
        people.edit(made, draft(kauri, reference="PO 9"))
        assert [one.reference for one in invoices.page(1, at).invoices] == ["PO 9"]

    def test_the_time_of_a_page_is_not_before_what_it_holds(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        made = create(invoices, draft(kauri))
        assert invoices.page(1, None).at >= made.updated

    def test_the_time_of_a_page_is_aware(self, invoices: XeroInvoices) -> None:
        assert invoices.page(1, None).at.utcoffset() == timedelta(0)

    def test_an_invoice_edited_while_pages_are_read_is_not_skipped(
        self, invoices: XeroInvoices, people: InvoicePeople, kauri: XeroContactId
    ) -> None:
        """Nor is one behind it: the order does not depend on edits."""
        ids = add_many(people, kauri, PAGE + 1)
        first = invoices.page(1, None).invoices
        people.edit(first[0].xero_id, draft(kauri, first[0].number, reference="moved"))
        second = invoices.page(2, None).invoices
        assert sorted({one.xero_id for one in (*first, *second)}) == sorted(ids)
