"""What Xero answers of invoices may be stranger than documented; nothing is lost or mixed up."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.xero.ledgers import Office
from xerolink.adapters.xero import XeroApiInvoices, XeroClient
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import InvoiceRefused, InvoiceStored
from xerolink.ports.errors import UnavailableError
from xerolink.testing.conformance.xero_invoices_world import (
    change,
    creation,
    draft,
    kinds,
    read,
    void,
)
from xerolink.testing.simulator import Organisation, RewriteBody, XeroSimulator

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def xero(client: XeroClient) -> XeroApiInvoices:
    return XeroApiInvoices(client)


@pytest.fixture
def office(kauri_org: Organisation) -> Office:
    return Office(kauri_org)


@pytest.fixture
def kauri(office: Office) -> XeroContactId:
    return office.contact("Kauri Timber Ltd")


def rewritten(change: Change) -> Callable[[bytes], bytes]:
    """A fault's rewrite that lets *change* work on the answer's JSON."""

    def rewrite(body: bytes) -> bytes:
        found = json.loads(body)
        change(found)
        return json.dumps(found).encode()

    return rewrite


def with_first(key: str, value: object) -> Callable[[bytes], bytes]:
    return rewritten(lambda found: found["Invoices"][0].update({key: value}))


ODD: dict[str, object] = {
    "Status": "SLEEPING",
    "InvoiceNumber": 7,
    "UpdatedDateUTC": "yesterday",
    "Contact": None,
    "CurrencyCode": None,
    "Total": None,
    "AmountDue": "much",
    "AmountPaid": True,
    "SubTotal": "1E999999999",
    "LineAmountTypes": "Perhaps",
    "LineItems": [3],
    "SentToContact": "yes",
    "BrandingThemeID": "blue",
}


@pytest.mark.parametrize("key", ODD)
def test_an_odd_invoice_does_not_lose_its_page(
    simulator: XeroSimulator,
    xero: XeroApiInvoices,
    office: Office,
    kauri: XeroContactId,
    key: str,
) -> None:
    ids = sorted(office.add(draft(kauri, number)) for number in ("K-1", "K-2"))
    simulator.faults.add(RewriteBody("GET Invoices", rewrite=with_first(key, ODD[key])))
    page = xero.page(1, None)
    odd, fine = [one.xero_id for one in page.odd], [one.xero_id for one in page.invoices]
    assert (odd, fine) == (ids[:1], ids[1:])


@pytest.mark.parametrize("value", ["?", None, "00000000-0000-0000-0000-000000000000"])
def test_an_odd_invoice_without_an_id_is_still_told(
    simulator: XeroSimulator,
    xero: XeroApiInvoices,
    office: Office,
    kauri: XeroContactId,
    value: object,
) -> None:
    office.add(draft(kauri))
    simulator.faults.add(RewriteBody("GET Invoices", rewrite=with_first("InvoiceID", value)))
    assert [one.xero_id for one in xero.page(1, None).odd] == [None]


def test_get_many_leaves_out_an_odd_invoice(
    simulator: XeroSimulator, xero: XeroApiInvoices, office: Office, kauri: XeroContactId
) -> None:
    ids = sorted(office.add(draft(kauri, number)) for number in ("K-1", "K-2"))
    simulator.faults.add(RewriteBody("GET Invoices", rewrite=with_first("Status", "SLEEPING")))
    assert list(xero.get_many(ids)) == ids[1:]


def test_an_odd_invoice_with_our_number_is_not_none(
    simulator: XeroSimulator, xero: XeroApiInvoices, office: Office, kauri: XeroContactId
) -> None:
    office.add(draft(kauri))
    simulator.faults.add(RewriteBody("GET Invoices", rewrite=with_first("Status", "SLEEPING")))
    with pytest.raises(UnavailableError):
        xero.by_numbers([InvoiceNumber("K-1")])


def test_a_bill_that_xero_lists_all_the_same_is_not_seen(
    simulator: XeroSimulator, xero: XeroApiInvoices, office: Office, kauri: XeroContactId
) -> None:
    office.add(draft(kauri))
    simulator.faults.add(RewriteBody("GET Invoices", rewrite=with_first("Type", "ACCPAY")))
    page = xero.page(1, None)
    assert (page.invoices, page.odd) == ((), ())


WORDS = {"Status": "authorised", "LineAmountTypes": "EXCLUSIVE", "Type": "accrec"}


@pytest.mark.parametrize("key", WORDS)
def test_a_word_of_xero_is_read_in_any_case(
    simulator: XeroSimulator,
    xero: XeroApiInvoices,
    office: Office,
    kauri: XeroContactId,
    key: str,
) -> None:
    made = read(xero, office.add(draft(kauri)))
    simulator.faults.add(RewriteBody("GET Invoices", rewrite=with_first(key, WORDS[key])))
    assert xero.page(1, None).invoices == (made,)


def test_a_currency_that_nobody_knows_yet_is_read(
    simulator: XeroSimulator, xero: XeroApiInvoices, office: Office, kauri: XeroContactId
) -> None:
    office.add(draft(kauri))
    simulator.faults.add(RewriteBody("GET Invoices", rewrite=with_first("CurrencyCode", "XYZ")))
    assert [one.currency for one in xero.page(1, None).invoices] == ["XYZ"]


@pytest.mark.parametrize("body", [b"[]", b'"Invoices"', b"{}", b'{"Invoices": null}', b"\xff"])
def test_a_body_of_another_shape_is_unavailable(
    simulator: XeroSimulator, xero: XeroApiInvoices, body: bytes
) -> None:
    simulator.faults.add(RewriteBody("GET Invoices", rewrite=lambda _: body))
    with pytest.raises(UnavailableError):
        xero.page(1, None)


MISFITS: dict[str, Change] = {
    "one too few": lambda found: found["Invoices"].pop(),
    "one too many": lambda found: found["Invoices"].append(found["Invoices"][0]),
    "another order": lambda found: found["Invoices"].reverse(),
    "one unreadable": lambda found: found["Invoices"][0].update(Status="SLEEPING"),
    "no list": lambda found: found.pop("Invoices"),
}
every_misfit = pytest.mark.parametrize("misfit", MISFITS.values(), ids=MISFITS)


@every_misfit
def test_a_create_whose_answer_does_not_fit_is_uncertain(
    simulator: XeroSimulator, xero: XeroApiInvoices, kauri: XeroContactId, misfit: Change
) -> None:
    simulator.faults.add(RewriteBody("PUT Invoices", rewrite=rewritten(misfit)))
    with pytest.raises(UnavailableError):
        xero.create_many([creation(draft(kauri, number)) for number in ("K-1", "K-2")])


@every_misfit
def test_a_change_whose_answer_does_not_fit_is_uncertain(
    simulator: XeroSimulator,
    xero: XeroApiInvoices,
    office: Office,
    kauri: XeroContactId,
    misfit: Change,
) -> None:
    made = [read(xero, office.add(draft(kauri, number))) for number in ("K-1", "K-2")]
    simulator.faults.add(RewriteBody("POST Invoices", rewrite=rewritten(misfit)))
    with pytest.raises(UnavailableError):
        xero.change_many([change(one, draft(kauri, one.number)) for one in made])


@every_misfit
def test_a_void_whose_answer_does_not_fit_is_uncertain(
    simulator: XeroSimulator,
    xero: XeroApiInvoices,
    office: Office,
    kauri: XeroContactId,
    misfit: Change,
) -> None:
    made = [read(xero, office.add(draft(kauri, number))) for number in ("K-1", "K-2")]
    simulator.faults.add(RewriteBody("POST Invoices", rewrite=rewritten(misfit)))
    with pytest.raises(UnavailableError):
        xero.void_many([void(one) for one in made])


def test_a_void_that_xero_took_and_did_not_do_is_uncertain(
    simulator: XeroSimulator, xero: XeroApiInvoices, office: Office, kauri: XeroContactId
) -> None:
    made = read(xero, office.add(draft(kauri)))
    simulator.faults.add(RewriteBody("POST Invoices", rewrite=with_first("Status", "AUTHORISED")))
    with pytest.raises(UnavailableError):
        xero.void_many([void(made)])


def test_a_create_that_is_answered_for_somebody_else_is_uncertain(
    simulator: XeroSimulator, xero: XeroApiInvoices, office: Office, kauri: XeroContactId
) -> None:
    rimu = {"ContactID": office.contact("Rimu & Sons")}
    simulator.faults.add(RewriteBody("PUT Invoices", rewrite=with_first("Contact", rimu)))
    with pytest.raises(UnavailableError):
        xero.create_many([creation(draft(kauri))])


def test_a_warning_is_no_refusal(
    simulator: XeroSimulator, xero: XeroApiInvoices, kauri: XeroContactId
) -> None:
    def warn(found: dict[str, Any]) -> None:
        warning = {"StatusAttributeString": "WARNING", "Warnings": [{"Message": "A rate is odd."}]}
        found["Invoices"][0].update(warning)

    simulator.faults.add(RewriteBody("PUT Invoices", rewrite=rewritten(warn)))
    (outcome,) = xero.create_many([creation(draft(kauri))])
    assert isinstance(outcome, InvoiceStored)


REFUSALS: dict[str, dict[str, Any]] = {
    "a status": {"StatusAttributeString": "ERROR"},
    "a flag": {"HasErrors": True},
    "a flag of contacts": {"HasValidationErrors": True},
    "a message": {"StatusAttributeString": None, "ValidationErrors": [{"Message": "No."}]},
}


@pytest.mark.parametrize("said", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_known_by(
    simulator: XeroSimulator, xero: XeroApiInvoices, kauri: XeroContactId, said: dict[str, Any]
) -> None:
    refusal = rewritten(lambda found: found["Invoices"][0].update(said))
    simulator.faults.add(RewriteBody("PUT Invoices", rewrite=refusal))
    (outcome,) = xero.create_many([creation(draft(kauri))])
    assert isinstance(outcome, InvoiceRefused)


@pytest.mark.parametrize("place", ["LineItems", "Contact"])
def test_a_message_in_a_part_is_told(
    simulator: XeroSimulator, xero: XeroApiInvoices, kauri: XeroContactId, place: str
) -> None:
    """Xero nests them in lines and in the contact (fact sheet 5)."""

    def nest(found: dict[str, Any]) -> None:
        message = "The contact with the specified contact details has been archived."
        part = {"ValidationErrors": [{"Message": message}]}
        nested = [part] if place == "LineItems" else part
        found["Invoices"][0].update({"StatusAttributeString": "ERROR", place: nested})

    simulator.faults.add(RewriteBody("PUT Invoices", rewrite=rewritten(nest)))
    (outcome,) = xero.create_many([creation(draft(kauri))])
    assert [kind.value for kind in kinds(outcome)] == ["contact"]
