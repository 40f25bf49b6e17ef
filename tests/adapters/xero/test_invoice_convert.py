"""Xero's JSON as invoices, and invoices as Xero's JSON."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from xerolink.adapters.xero.answer import Answer, parsed
from xerolink.adapters.xero.invoice_bodies import change_body, creation_body, void_body
from xerolink.adapters.xero.invoice_convert import read_invoice
from xerolink.domain.identity import IntentId, XeroContactId
from xerolink.domain.invoices.model import AmountOff, ItemCode, PercentOff, Tracking
from xerolink.domain.invoices.xero import (
    AccountCode,
    InvoiceChange,
    LineItemId,
    ThemeId,
    XeroInvoice,
    XeroInvoiceStatus,
)
from xerolink.domain.run import Operation
from xerolink.ports.xero_invoices import OddInvoice
from xerolink.testing.conformance.xero_invoices_world import ADVICE, creation, draft, void

ID = "243216c5-369e-4056-ac67-05388f86dc81"
LINE = {
    "LineItemID": "52208ff9-528a-4985-a9ad-b2b1d4210e38",
    "Description": "Onsite project management",
    "UnitAmount": 1800.0,
    "TaxType": "OUTPUT2",
    "TaxAmount": 270.0,
    "LineAmount": 1800.0,
    "AccountCode": "200",
    "Tracking": [],
    "Quantity": 1.0,
}
ROW: dict[str, Any] = {
    "Type": "ACCREC",
    "InvoiceID": ID.upper(),
    "InvoiceNumber": "OIT00546",
    "AmountDue": 2070.0,
    "AmountPaid": 0.0,
    "AmountCredited": 0.0,
    "Contact": {"ContactID": "430fa14a-f945-44d3-9f97-5df5e28441b8"},
    "DateString": "2019-03-11T00:00:00",
    "Date": "/Date(1552262400000+0000)/",
    "DueDate": "/Date(1552867200000+0000)/",
    "Status": "AUTHORISED",
    "LineAmountTypes": "Exclusive",
    "LineItems": [LINE],
    "SubTotal": 1800.0,
    "TotalTax": 270.0,
    "Total": 2070.0,
    "UpdatedDateUTC": "/Date(1552330000000+0000)/",
    "CurrencyCode": "NZD",
}


def read(**changes: Any) -> XeroInvoice:
    """The invoice in that row, *changes* made to it; its numbers as an answer's are read."""
    data = json.dumps({**ROW, **changes}).encode()
    found = read_invoice(parsed(Answer(200, {}, data, Operation("any"), len(data))))
    assert isinstance(found, XeroInvoice), found
    return found


def test_an_id_is_read_in_lower_case() -> None:
    assert read().xero_id == ID


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"Date": "/Date(1552262400000)/"},
        {"Date": "2019-03-11T00:00:00"},
        {"Date": None},
        {"Date": ""},
    ],
)
def test_a_date_is_a_calendar_day(told: dict[str, Any]) -> None:
    assert read(**told).issued == date(2019, 3, 11)


def test_an_invoice_without_any_date_is_odd() -> None:
    assert isinstance(read_invoice({**ROW, "Date": None, "DateString": None}), OddInvoice)


@pytest.mark.parametrize("due", [None, ""])
def test_a_draft_may_be_due_never(due: object) -> None:
    assert read(DueDate=due, Status="DRAFT").due is None


@pytest.mark.parametrize(
    ("told", "number"),
    [
        (2070.1, "2070.1"),
        (2070, "2070"),
        ("2070.10", "2070.10"),
        (None, "0"),
        ("", "0"),
        (-3.5, "-3.5"),
    ],
)
def test_a_number_is_exact(told: object, number: str) -> None:
    assert read(AmountDue=told).amount_due == Decimal(number)


def test_the_dust_of_a_binary_fraction_is_no_money() -> None:
    assert read(AmountDue=0.1 + 0.2).amount_due == Decimal("0.3")


@pytest.mark.parametrize("told", [1e-30, "1E-999999999"])
def test_next_to_nothing_is_nothing(told: object) -> None:
    assert read(AmountDue=told).amount_due == 0


@pytest.mark.parametrize("told", [True, "much", [], {}, 1e30, "1E999999999", "NaN", "Infinity"])
def test_what_is_no_amount_makes_an_invoice_odd(told: object) -> None:
    assert isinstance(read_invoice({**ROW, "AmountDue": told}), OddInvoice)


def test_an_odd_invoice_keeps_its_id() -> None:
    odd = read_invoice({**ROW, "Status": "SLEEPING"})
    assert isinstance(odd, OddInvoice)
    assert odd.xero_id == ID


def test_what_is_odd_is_told_without_its_value() -> None:
    odd = read_invoice({**ROW, "Status": "Moana"})
    assert "moana" not in repr(odd).lower()


@pytest.mark.parametrize("element", [None, 7, "invoice", []])
def test_what_is_no_object_is_odd(element: object) -> None:
    assert isinstance(read_invoice(element), OddInvoice)


def test_lines_that_are_not_told_are_not_none_of_them() -> None:
    assert read(LineItems=None).lines is None


def test_a_line_of_words_alone_bills_nothing() -> None:
    words = {"LineItemID": LINE["LineItemID"], "Description": "As agreed"}
    (line,) = read(LineItems=[words]).lines or ()
    found = (line.line.quantity, line.amount, line.line.account)
    assert found == (Decimal(0), Decimal(0), AccountCode(""))


def test_a_line_tells_item_and_tracking() -> None:
    tracked = {**LINE, "ItemCode": "BOOK", "Tracking": [{"Name": "Region", "Option": "North"}]}
    (line,) = read(LineItems=[tracked]).lines or ()
    assert (line.line.item, line.line.tracking) == ("BOOK", (Tracking("Region", "North"),))


@pytest.mark.parametrize(
    ("told", "discount"),
    [
        ({}, None),
        ({"DiscountRate": 0.0}, None),
        ({"DiscountRate": 12.5}, PercentOff(Decimal("12.5"))),
        ({"DiscountAmount": 10.05}, AmountOff(Decimal("10.05"))),
        ({"DiscountRate": 10.0, "DiscountAmount": 180.0}, PercentOff(Decimal(10))),
    ],
)
def test_a_line_tells_its_discount(told: dict[str, Any], discount: object) -> None:
    (line,) = read(LineItems=[{**LINE, **told}]).lines or ()
    assert line.line.discount == discount


def test_a_line_of_an_invoice_without_tax_has_none() -> None:
    """Xero puts NONE on every line of it."""
    untaxed = {**LINE, "TaxType": "NONE"}
    (line,) = read(LineItems=[untaxed], LineAmountTypes="NoTax").lines or ()
    assert line.line.tax_type is None


KAURI = XeroContactId("430fa14a-f945-44d3-9f97-5df5e28441b8")
LINE_ID = LineItemId("52208ff9-528a-4985-a9ad-b2b1d4210e38")
FULL = evolve(
    ADVICE,
    discount=PercentOff(Decimal(10)),
    item=ItemCode("BOOK"),
    tracking=(Tracking("Region", "North"),),
)


def test_numbers_go_out_as_texts_without_an_exponent() -> None:
    line = evolve(ADVICE, quantity=Decimal("1E+3"), unit_price=Decimal("1E-4"))
    (sent,) = creation_body(creation(draft(KAURI, "K-1", line)))["LineItems"]
    assert (sent["Quantity"], sent["UnitAmount"]) == ("1000", "0.0001")


def test_nothing_that_is_sent_is_null() -> None:
    """The SDK cannot send null (fact sheet 8.5)."""
    bodies = [creation_body(creation(draft(KAURI, "K-1", FULL, ADVICE))), changed_body()]
    assert "null" not in json.dumps(bodies)


def test_a_create_says_only_what_is_filled() -> None:
    body = creation_body(creation(draft(KAURI)))
    assert {"Reference", "Url", "BrandingThemeID", "InvoiceID"}.isdisjoint(body)


def test_a_draft_does_not_say_that_it_was_sent() -> None:
    """Xero takes that of approved invoices alone (fact sheet 4.2)."""
    body = creation_body(creation(draft(KAURI, status=XeroInvoiceStatus.DRAFT)))
    assert "SentToContact" not in body


def test_a_theme_goes_by_its_id() -> None:
    theme = ThemeId("a94a78db-5cc6-4e26-a52b-045237e56e6e")
    assert creation_body(creation(draft(KAURI, theme=theme)))["BrandingThemeID"] == theme


def changed_body(*ids: LineItemId | None) -> dict[str, Any]:
    """A change of an invoice to as many plain lines as there are *ids*."""
    wanted = draft(KAURI, "K-1", *(ADVICE,) * len(ids))
    lines = ids or (None,)
    return change_body(InvoiceChange(IntentId("change"), read().xero_id, wanted, lines))


def test_a_change_names_its_invoice() -> None:
    assert changed_body(LINE_ID)["InvoiceID"] == ID


def test_a_change_clears_what_is_empty() -> None:
    body = changed_body(LINE_ID)
    assert (body["Reference"], body["Url"]) == ("", "")


def test_a_line_that_is_there_says_what_it_has_not() -> None:
    """What is left out of it might stay."""
    (sent,) = changed_body(LINE_ID)["LineItems"]
    cleared = (sent["ItemCode"], sent["Tracking"], sent["DiscountRate"], sent["DiscountAmount"])
    assert cleared == ("", [], "0", "0")


def test_a_new_line_has_no_id() -> None:
    _, new = changed_body(LINE_ID, None)["LineItems"]
    assert "LineItemID" not in new


@pytest.mark.parametrize(
    ("before", "after"),
    [("DRAFT", "DELETED"), ("SUBMITTED", "DELETED"), ("AUTHORISED", "VOIDED"), ("PAID", "VOIDED")],
)
def test_what_voids_an_invoice_depends_on_its_status(before: str, after: str) -> None:
    body = void_body(void(read(Status=before)))
    assert body == {"InvoiceID": ID, "Status": after}
