"""What the lines of an invoice come to (fact sheet 4.3, 4.4)."""

from typing import Any

import pytest

from tests.testing.simulator.billing import (
    APPROVED,
    approved,
    invoice,
    invoices_of,
    line,
    one,
    put,
    refusals,
    stored,
    totals,
    updated,
)
from tests.testing.simulator.caller import Caller, calling
from xerolink.testing.simulator import Switches


def prices(*amounts: str) -> list[dict[str, Any]]:
    return [line(UnitAmount=amount) for amount in amounts]


def test_tax_is_rounded_by_the_line(caller: Caller) -> None:
    found = stored(caller, LineItems=prices("25.06", "25.61", "25.63"))
    assert totals(found) == (76.3, 11.44, 87.74)


@pytest.mark.parametrize(
    ("amount", "expected"), [("541.25", (470.65, 70.6, 541.25)), ("500", (434.78, 65.22, 500.0))]
)
def test_inclusive_amounts_hold_their_tax(
    caller: Caller, amount: str, expected: tuple[float, ...]
) -> None:
    found = stored(caller, LineAmountTypes="Inclusive", LineItems=prices(amount))
    assert totals(found) == expected


def test_no_tax_is_none_whatever_the_account(caller: Caller) -> None:
    found = stored(caller, LineAmountTypes="NoTax")
    assert (totals(found), found["LineItems"][0]["TaxType"]) == ((100.0, 0.0, 100.0), "NONE")


def test_exclusive_is_the_default(caller: Caller) -> None:
    assert stored(caller)["LineAmountTypes"] == "Exclusive"


def test_a_switch_has_another_default() -> None:
    with calling(Switches(default_line_amount_types="Inclusive")) as caller:
        assert totals(stored(caller))[2] == 100.0


def test_other_line_amount_types_are_other_taxes(caller: Caller) -> None:
    found = updated(caller, stored(caller), LineAmountTypes="Inclusive")
    assert totals(found) == (86.96, 13.04, 100.0)


@pytest.mark.parametrize(("unitdp", "expected"), [(2, 216.0), (4, 216.46)])
def test_a_price_is_rounded_before_it_is_multiplied(
    caller: Caller, unitdp: int, expected: float
) -> None:
    sent = invoice(caller, LineItems=[line(UnitAmount="2.16456", Quantity=100)])
    (found,) = invoices_of(put(caller, sent, unitdp=unitdp))
    assert found["SubTotal"] == expected


def test_half_a_cent_of_a_price_goes_up(caller: Caller) -> None:
    (found,) = invoices_of(put(caller, invoice(caller, LineItems=prices("2.165"))))
    assert found["SubTotal"] == 2.17


def test_a_read_shows_two_decimals_unless_it_asks_for_four(caller: Caller) -> None:
    key = stored(caller, LineItems=prices("1.2345"))["InvoiceID"]
    shown = [
        one(caller, key, **query)["LineItems"][0]["UnitAmount"] for query in ({}, {"unitdp": 4})
    ]
    assert shown == [1.23, 1.2345]


def test_another_precision_is_refused(caller: Caller) -> None:
    assert caller.ask("GET", "/Invoices", unitdp=3).status == 400


def test_numbers_may_be_text_and_come_back_as_floats(caller: Caller) -> None:
    found = stored(caller, LineItems=[line(UnitAmount="24.15", Quantity="2")])
    assert [type(value) for value in totals(found)] == [float] * 3


def test_a_float_is_what_it_spells(caller: Caller) -> None:
    assert stored(caller, LineItems=[line(UnitAmount=1.005)])["LineItems"][0]["UnitAmount"] == 1.005


@pytest.mark.parametrize("value", ["abc", True, [1]])
def test_what_is_no_number_is_a_bad_body(caller: Caller, value: Any) -> None:
    answer = put(caller, invoice(caller, LineItems=[line(UnitAmount=value)]))
    assert answer.json()["Type"] == "PostDataInvalidException"


def test_nan_is_a_bad_body(caller: Caller) -> None:
    body = b'{"Invoices":[{"Type":"ACCREC","LineItems":[{"UnitAmount":NaN}]}]}'
    assert caller.ask("PUT", "/Invoices", body).json()["Type"] == "PostDataInvalidException"


def test_a_quantity_is_one_by_default(caller: Caller) -> None:
    found = stored(caller, LineItems=[line(Quantity=None)])
    assert found["LineItems"][0]["Quantity"] == 1.0


def test_a_line_amount_makes_the_price(caller: Caller) -> None:
    found = stored(caller, LineItems=[line(UnitAmount=None, Quantity=3, LineAmount=10)])
    shown = found["LineItems"][0]
    assert (shown["UnitAmount"], shown["LineAmount"]) == (3.3333, 10.0)


def test_a_line_amount_makes_the_quantity(caller: Caller) -> None:
    found = stored(caller, LineItems=[line(Quantity=None, UnitAmount=4, LineAmount=10)])
    assert found["LineItems"][0]["Quantity"] == 2.5


def test_a_line_amount_that_disagrees_is_refused(caller: Caller) -> None:
    told = refusals(caller, LineItems=[line(LineAmount="99.99")])
    assert told == ["The line total 99.99 does not match the expected line total 100.00"]


def test_a_line_amount_that_agrees_passes(caller: Caller) -> None:
    assert stored(caller, LineItems=[line(LineAmount="100")])["SubTotal"] == 100.0


def test_too_much_for_a_line_is_refused(caller: Caller) -> None:
    assert len(refusals(caller, LineItems=[line(UnitAmount="10000000000")])) == 1


@pytest.mark.parametrize(
    ("discount", "expected"), [({"DiscountRate": "12.5"}, 87.5), ({"DiscountAmount": 1}, 99.0)]
)
def test_a_discount_lessens_the_line(
    caller: Caller, discount: dict[str, Any], expected: float
) -> None:
    found = stored(caller, LineItems=[line(**discount)])
    assert (found["SubTotal"], found["IsDiscounted"]) == (expected, True)


def test_bills_have_no_discounts(caller: Caller) -> None:
    lines = [line(AccountCode="400", DiscountRate=10)]
    assert len(refusals(caller, Type="ACCPAY", LineItems=lines)) == 1


def test_a_tax_amount_can_be_given(caller: Caller) -> None:
    assert totals(stored(caller, LineItems=[line(TaxAmount="14.99")])) == (100.0, 14.99, 114.99)


def test_a_given_tax_amount_lasts_until_its_line_is_sent_again(caller: Caller) -> None:
    found = updated(caller, stored(caller, LineItems=[line(TaxAmount="14.99")]), Reference="R")
    assert found["TotalTax"] == 14.99


def test_a_total_that_was_sent_is_ignored(caller: Caller) -> None:
    assert stored(caller, Total=1, TotalTax=2, SubTotal=3)["Total"] == 115.0


def test_a_line_takes_the_tax_type_of_its_account(caller: Caller) -> None:
    assert stored(caller)["LineItems"][0]["TaxType"] == "OUTPUT2"


def test_a_given_tax_type_wins(caller: Caller) -> None:
    assert stored(caller, LineItems=[line(TaxType="ZERORATED")])["TotalTax"] == 0.0


def test_a_tax_type_must_fit_the_account(caller: Caller) -> None:
    told = refusals(caller, LineItems=[line(TaxType="INPUT2")])
    assert told == ["The TaxType code 'INPUT2' cannot be used with account code '200'."]


@pytest.mark.parametrize("tax_type", ["SHOES", "OUTPUT"])
def test_unknown_and_deleted_tax_types_are_refused(caller: Caller, tax_type: str) -> None:
    assert tax_type in refusals(caller, LineItems=[line(TaxType=tax_type)])[0]


@pytest.mark.parametrize("code", ["999", "090", "610"])
def test_unknown_bank_and_system_accounts_are_refused(caller: Caller, code: str) -> None:
    told = refusals(caller, LineItems=[line(AccountCode=code)])
    assert told == [f"Account code '{code}' is not a valid code for this document."]


def test_an_archived_account_is_refused(caller: Caller) -> None:
    caller.org.people.archive_account("200")
    assert "has been archived" in refusals(caller, LineItems=[line()])[0]


def test_an_account_can_be_named_by_its_id(caller: Caller) -> None:
    accounts = caller.ask("GET", "/Accounts", where='Code=="260"').json()["Accounts"]
    lines = [line(AccountCode=None, AccountID=accounts[0]["AccountID"])]
    assert stored(caller, LineItems=lines)["LineItems"][0]["AccountCode"] == "260"


def test_an_item_fills_its_line(caller: Caller) -> None:
    found = approved(caller, LineItems=[{"ItemCode": "BOOK", "Quantity": 2}])
    shown = found["LineItems"][0]
    assert (shown["LineAmount"], shown["AccountCode"], bool(shown["Description"])) == (
        39.9,
        "200",
        True,
    )


def test_an_unknown_item_is_refused(caller: Caller) -> None:
    assert "SHOE" in refusals(caller, LineItems=[line(ItemCode="SHOE")])[0]


def test_a_line_can_be_tracked(caller: Caller) -> None:
    found = stored(caller, LineItems=[line(Tracking=[{"Name": "region", "Option": "North"}])])
    (tracked,) = found["LineItems"][0]["Tracking"]
    assert (tracked["Name"], tracked["Option"]) == ("Region", "North")


@pytest.mark.parametrize(
    "tracking",
    [[{"Name": "Region", "Option": "Moon"}], [{"Name": "X", "Option": "North"}], [{}, {}, {}]],
)
def test_unknown_and_too_many_trackings_are_refused(
    caller: Caller, tracking: list[dict[str, str]]
) -> None:
    assert len(refusals(caller, LineItems=[line(Tracking=tracking)])) == 1


@pytest.mark.parametrize(("apart", "tax"), [(False, 0.16), (True, 0.17)])
def test_a_switch_rounds_the_parts_of_a_rate_apart(apart: bool, tax: float) -> None:
    with calling(Switches(tax_by_component=apart)) as caller:
        own = caller.org.people.add_tax_rate("Two", 5, compound="9.5")
        found = stored(caller, LineItems=[line(UnitAmount="1.10", TaxType=own)])
        assert found["TotalTax"] == tax


def test_a_long_description_is_refused(caller: Caller) -> None:
    assert "4000" in refusals(caller, **APPROVED, LineItems=[line(Description="x" * 4001)])[0]


def test_no_tax_takes_no_tax_amount(caller: Caller) -> None:
    lines = [line(TaxAmount=1)]
    assert len(refusals(caller, LineAmountTypes="NoTax", LineItems=lines)) == 1


def test_a_line_of_words_stays_as_it_is_under_other_types(caller: Caller) -> None:
    found = stored(caller, LineItems=[line(), {"Description": "Thank you"}])
    shown = updated(caller, found, LineAmountTypes="NoTax")
    assert shown["LineItems"][1] == found["LineItems"][1]


def test_too_long_a_quantity_is_refused(caller: Caller) -> None:
    assert len(refusals(caller, LineItems=[line(Quantity="10000000000000")])) == 1
