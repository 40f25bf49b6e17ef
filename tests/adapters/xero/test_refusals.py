"""Xero's messages about invoices become refusals of the right kind, without personal values."""

from typing import Any

import pytest

from xerolink.adapters.xero.refusals import number_held, refusals_of
from xerolink.domain.invoices.xero import RefusalKind

KNOWN = {
    "Account code '999' is not a valid code for this document.": RefusalKind.ACCOUNT,
    "Account code '683929AB-726E-46C7-AA2F-58099C499AA4' is not a valid code for this document.": (
        RefusalKind.ACCOUNT
    ),
    "Account code '200' has been archived, or has been deleted. Each line item must reference a "
    "valid account.": RefusalKind.ACCOUNT,
    "Account code or ID must be specified": RefusalKind.ACCOUNT,
    "The TaxType code 'INPUT' cannot be used with account code '200'.": RefusalKind.TAX_TYPE,
    "The TaxType code 'TAX9' does not exist or cannot be used for this type of transaction.": (
        RefusalKind.TAX_TYPE
    ),
    "The contact with the specified contact details has been archived. The contact must be "
    "un-archived before creating new invoices or credit notes.": RefusalKind.CONTACT,
    "Unknown contact details, please provide a valid ContactID or Contact Number": (
        RefusalKind.CONTACT
    ),
    "The document date cannot be before the period lock date of 30 Jun 2026.": RefusalKind.LOCKED,
    "The document date cannot be before the end of year lock date of 31 Mar 2026.": (
        RefusalKind.LOCKED
    ),
    "The status VOIDED cannot be applied to the invoice because it has payments or credit notes "
    "allocated to it.": RefusalKind.SETTLED,
    "This document cannot be edited as it has a payment or credit note allocated to it.": (
        RefusalKind.SETTLED
    ),
    "To update fields on a paid invoice line item, you must supply a LineItemID": (
        RefusalKind.SETTLED
    ),
    "Invoice not of valid status for modification": RefusalKind.STATUS,
    "Invoice not of valid status for creation": RefusalKind.STATUS,
    "Organisation is not subscribed to currency EUR": RefusalKind.CURRENCY,
}
"""Texts of Xero's (fact sheet 3.3, 4.1 to 4.4) and what they are about."""
UNKNOWN = (
    "The document DueDate field must be specified",
    "The account of the moon is wrong.",
    "The tax is too high.",
    "The contact is not nice.",
    "The status of this payment is unclear.",
)


def element(*messages: str, **sent: Any) -> dict[str, Any]:
    return {**sent, "ValidationErrors": [{"Message": message} for message in messages]}


@pytest.mark.parametrize(("text", "kind"), KNOWN.items())
def test_a_known_text_has_a_kind(text: str, kind: RefusalKind) -> None:
    assert [one.kind for one in refusals_of(element(text))] == [kind]


@pytest.mark.parametrize("text", UNKNOWN)
def test_any_other_text_has_none(text: str) -> None:
    """Nothing is decided by a guess."""
    assert [one.kind for one in refusals_of(element(text))] == [RefusalKind.OTHER]


@pytest.mark.parametrize("text", UNKNOWN)
def test_any_other_text_is_quoted(text: str) -> None:
    assert [one.why for one in refusals_of(element(text))] == [f"Xero says: {text}"]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Account code '999' is not a valid code for this document.", "999"),
        ("Account code '200' has been archived, or has been deleted.", "200"),
        ("The TaxType code 'INPUT' cannot be used with account code '200'.", "INPUT"),
        ("The document date cannot be before the period lock date of 30 Jun 2026.", "30 Jun 2026"),
        ("Organisation is not subscribed to currency EUR", "EUR"),
    ],
)
def test_a_refusal_names_what_is_to_be_mended(text: str, thing: str) -> None:
    (refusal,) = refusals_of(element(text))
    assert thing in refusal.why


PERSONAL = {
    "a description": element("Work for Ana Moana is wrong.", Description="Ana Moana"),
    "a line": element("Ana Moana is wrong.", LineItems=[{"Description": "Ana Moana"}]),
    "a reference in another case": element("ANA MOANA is wrong.", Reference="Ana Moana"),
    "a contact": element("Ana Moana is wrong.", Contact={"Name": "Ana Moana"}),
    "a quotation": element("The contact 'Ana Moana' is wrong."),
    "an account that is none": element("Account code 'Ana Moana' is not a valid code."),
    "a tax rate that is none": element("The TaxType code 'Ana Moana' does not exist"),
    "a currency that is none": element("Organisation is not subscribed to currency Moana"),
}


@pytest.mark.parametrize("given", PERSONAL.values(), ids=PERSONAL)
def test_no_refusal_repeats(given: dict[str, Any]) -> None:
    assert not any("moana" in one.why.lower() for one in refusals_of(given))


def test_every_message_is_kept_once() -> None:
    nested = element("One.", "Two.", LineItems=[element("Two.")], Contact=element("Three."))
    assert len(refusals_of(nested)) == 3


@pytest.mark.parametrize("errors", [[{}], [{"Message": None}], [{"Message": " "}], [7]])
def test_an_error_without_a_message_is_still_a_refusal(errors: list[object]) -> None:
    assert len(refusals_of({"ValidationErrors": errors})) == 1


@pytest.mark.parametrize("given", [None, 7, "x", [], {}, {"ValidationErrors": None}, element()])
def test_without_errors_there_is_no_refusal(given: object) -> None:
    assert refusals_of(given) == ()


def test_a_long_message_is_cut() -> None:
    (refusal,) = refusals_of(element("word " * 1_000))
    assert len(refusal.why) < 250


@pytest.mark.parametrize("text", ["Invoice # must be unique.", "INVOICE # MUST BE UNIQUE"])
def test_a_held_number_is_known_by_its_text(text: str) -> None:
    assert number_held(element("Something else.", text))


@pytest.mark.parametrize("text", ["The invoice must be unique.", "Invoice number is too long."])
def test_no_other_text_says_that_a_number_is_held(text: str) -> None:
    assert not number_held(element(text))
