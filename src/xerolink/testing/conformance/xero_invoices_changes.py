"""What changing and voiding invoices promises."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from xerolink.domain.identity import IntentId, XeroContactId
from xerolink.domain.invoices.model import (
    AmountOff,
    InvoiceNumber,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    Tracking,
)
from xerolink.domain.invoices.xero import (
    InvoiceChange,
    InvoiceRefused,
    InvoiceStored,
    LineItemId,
    NumberHeld,
    RefusalKind,
    XeroInvoice,
    XeroInvoiceStatus,
    XeroLine,
)
from xerolink.ports.xero_invoices import GROUP, XeroInvoices
from xerolink.testing.conformance.xero_invoices_world import (
    ADVICE,
    DUE,
    ISSUED,
    TRAVEL,
    UNKNOWN_ID,
    InvoicePeople,
    TwoLedgers,
    change,
    changed,
    create,
    descriptions,
    draft,
    kinds,
    lines_of,
    read,
    stored,
)

FULL = evolve(
    ADVICE,
    discount=PercentOff(Decimal(10)),
    item=ItemCode("BOOK"),
    tracking=(Tracking("Region", "North"),),
)
"""A line that says all that a line can say."""
OTHERS: dict[str, XeroLine] = {
    "price": evolve(FULL, unit_price=Decimal("99.95")),
    "price of four decimals": evolve(FULL, unit_price=Decimal("0.1234")),
    "description": evolve(FULL, description="Advice and more"),
    "tax": evolve(FULL, tax_type=TRAVEL.tax_type),
    "no discount": evolve(FULL, discount=None),
    "amount off": evolve(FULL, discount=AmountOff(Decimal(7))),
    "no item": evolve(FULL, item=None),
    "no tracking": evolve(FULL, tracking=()),
    "other tracking": evolve(FULL, tracking=(Tracking("Region", "South"),)),
}
"""What a line can become."""


class InvoiceChanges(TwoLedgers):
    """The promises of `change_many`."""

    @pytest.fixture
    def before(self, invoices: XeroInvoices, kauri: XeroContactId) -> XeroInvoice:
        """An approved invoice of two lines, with a reference and a link."""
        wanted = draft(kauri, "K-1", ADVICE, TRAVEL, reference="PO 7", url="https://host.example/1")
        return create(invoices, wanted)

    def test_a_change_answers_what_a_read_answers(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        after = stored(changed(invoices, before, draft(kauri, "K-1", TRAVEL, ADVICE, ADVICE)))
        assert read(invoices, before.xero_id) == after

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("number", InvoiceNumber("K-2")),
            ("issued", ISSUED + timedelta(1)),
            ("due", DUE + timedelta(1)),
            ("line_amount_types", LineAmountTypes.INCLUSIVE),
            ("reference", "PO 8"),
            ("reference", ""),
            ("url", "https://host.example/2"),
            ("url", ""),
        ],
    )
    def test_a_change_sets_the_head(
        self,
        invoices: XeroInvoices,
        kauri: XeroContactId,
        before: XeroInvoice,
        name: str,
        value: Any,
    ) -> None:
        as_before = draft(kauri, "K-1", ADVICE, reference=before.reference, url=before.url)
        wanted = evolve(as_before, **{name: value})
        after = stored(changed(invoices, before, wanted))
        assert getattr(after, name) == value

    def test_a_change_moves_the_invoice_to_another_contact(
        self, invoices: XeroInvoices, people: InvoicePeople, before: XeroInvoice
    ) -> None:
        rimu = people.contact("Rimu & Sons")
        assert stored(changed(invoices, before, draft(rimu))).contact_id == rimu

    @pytest.mark.parametrize("line", OTHERS.values(), ids=OTHERS)
    def test_a_change_makes_a_line_as_it_was_written(
        self, invoices: XeroInvoices, kauri: XeroContactId, line: XeroLine
    ) -> None:
        """What a line does not say any more is gone too."""
        before = create(invoices, draft(kauri, "K-1", FULL))
        assert lines_of(stored(changed(invoices, before, draft(kauri, "K-1", line)))) == [line]

    def test_a_change_counts_anew(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        after = stored(changed(invoices, before, draft(kauri)))
        found = (after.sub_total, after.total_tax, after.total, after.amount_due)
        assert found == (Decimal(251), Decimal("37.65"), Decimal("288.65"), Decimal("288.65"))

    def test_a_line_keeps_its_id(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        dearer = evolve(ADVICE, unit_price=Decimal(200))
        after = stored(changed(invoices, before, draft(kauri, "K-1", dearer, TRAVEL)))
        ids = [[one.line_id for one in found.lines or ()] for found in (before, after)]
        assert ids[0] == ids[1]

    def test_a_line_whose_id_is_not_there_is_gone(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        after = stored(changed(invoices, before, draft(kauri, "K-1", ADVICE)))
        assert descriptions(after) == [ADVICE.description]

    def test_a_line_without_an_id_is_a_new_one(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        after = stored(changed(invoices, before, draft(kauri, "K-1", ADVICE, TRAVEL, TRAVEL)))
        assert len({one.line_id for one in after.lines or ()}) == 3

    def test_lines_stand_in_the_order_of_the_draft(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        first, second = (one.line_id for one in before.lines or ())
        wanted = draft(kauri, "K-1", TRAVEL, ADVICE)
        swapped = InvoiceChange(IntentId("swap"), before.xero_id, wanted, (second, first))
        (outcome,) = invoices.change_many([swapped])
        ids: list[LineItemId] = [one.line_id for one in stored(outcome).lines or ()]
        assert ids == [second, first]

    def test_a_draft_without_a_theme_leaves_the_theme(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        assert stored(changed(invoices, before, draft(kauri))).theme == before.theme

    def test_a_draft_is_approved_and_then_was_sent(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        before = create(invoices, draft(kauri, status=XeroInvoiceStatus.DRAFT))
        after = stored(changed(invoices, before, draft(kauri)))
        assert (after.status, after.sent_to_contact) == (XeroInvoiceStatus.AUTHORISED, True)

    def test_a_change_moves_the_time(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        assert stored(changed(invoices, before, draft(kauri))).updated > before.updated

    def test_changes_answer_in_order(self, invoices: XeroInvoices, kauri: XeroContactId) -> None:
        made = [create(invoices, draft(kauri, f"K-{number}")) for number in range(3)]
        wanted = [change(one, draft(kauri, one.number, TRAVEL)) for one in reversed(made)]
        outcomes = invoices.change_many(wanted)
        assert [stored(one).number for one in outcomes] == ["K-2", "K-1", "K-0"]

    def test_a_change_of_nothing_answers_nothing(self, invoices: XeroInvoices) -> None:
        assert list(invoices.change_many([])) == []

    def test_a_change_of_more_than_a_group_is_an_error(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        with pytest.raises(ValueError, match=f"at most {GROUP}"):
            invoices.change_many([change(before, draft(kauri))] * (GROUP + 1))

    def test_a_number_that_another_sale_has_is_held(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        kauri: XeroContactId,
        before: XeroInvoice,
    ) -> None:
        people.add(draft(kauri, "K-2"))
        assert changed(invoices, before, draft(kauri, "K-2")) == NumberHeld()

    def test_a_change_of_an_unknown_id_is_refused(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        """It makes no invoice."""
        nobody = evolve(before, xero_id=UNKNOWN_ID, lines=())
        assert kinds(changed(invoices, nobody, draft(kauri, "K-2"))) == {RefusalKind.OTHER}

    def test_a_voided_invoice_takes_no_change(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        kauri: XeroContactId,
        before: XeroInvoice,
    ) -> None:
        people.void(before.xero_id)
        assert RefusalKind.STATUS in kinds(changed(invoices, before, draft(kauri)))

    def test_what_money_stands_against_keeps_its_price(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        kauri: XeroContactId,
        before: XeroInvoice,
    ) -> None:
        people.pay(before.xero_id, Decimal(1))
        assert kinds(changed(invoices, before, draft(kauri))) == {RefusalKind.SETTLED}

    def test_what_money_stands_against_takes_another_reference(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        kauri: XeroContactId,
        before: XeroInvoice,
    ) -> None:
        people.pay(before.xero_id, Decimal(1))
        wanted = draft(kauri, "K-1", ADVICE, TRAVEL, reference="PO 8")
        assert stored(changed(invoices, before, wanted)).reference == "PO 8"

    def test_nothing_comes_out_of_a_locked_period(
        self,
        invoices: XeroInvoices,
        people: InvoicePeople,
        kauri: XeroContactId,
        before: XeroInvoice,
    ) -> None:
        people.lock_period(ISSUED)
        wanted = draft(kauri, issued=ISSUED + timedelta(1))
        assert kinds(changed(invoices, before, wanted)) == {RefusalKind.LOCKED}

    def test_a_refused_change_changes_nothing(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        create(invoices, draft(kauri, "K-2"))
        changed(invoices, before, draft(kauri, "K-2", TRAVEL, reference="PO 8"))
        assert read(invoices, before.xero_id) == before

    def test_a_refused_change_leaves_the_others(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        second = create(invoices, draft(kauri, "K-2"))
        bad = change(before, draft(kauri, ""))
        good = change(second, draft(kauri, "K-2", TRAVEL))
        outcomes = invoices.change_many([bad, good])
        assert [type(one) for one in outcomes] == [InvoiceRefused, InvoiceStored]

    def test_repeating_a_change_adds_no_line(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        wanted = [change(before, draft(kauri, "K-1", ADVICE, TRAVEL, TRAVEL))]
        invoices.change_many(wanted)
        invoices.change_many(wanted)
        assert len(read(invoices, before.xero_id).lines or ()) == 3

    def test_repeating_a_change_answers_the_same(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        wanted = [change(before, draft(kauri, "K-1", ADVICE, TRAVEL, TRAVEL))]
        assert list(invoices.change_many(wanted)) == list(invoices.change_many(wanted))

    def test_another_intent_with_an_equal_draft_is_not_a_repeat(
        self, invoices: XeroInvoices, kauri: XeroContactId, before: XeroInvoice
    ) -> None:
        """There and back and there again, within minutes."""
        there, back = draft(kauri, "K-1", TRAVEL), draft(kauri, "K-1", ADVICE)
        for key, wanted in (("1", there), ("2", back), ("3", there)):
            invoices.change_many([change(read(invoices, before.xero_id), wanted, key)])
        assert lines_of(read(invoices, before.xero_id)) == [TRAVEL]
