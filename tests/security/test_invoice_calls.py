"""Invoices on their way to Xero: a number stays a number, and nothing of them is told or logged."""

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.adapters.xero.conftest import CannedServer, server
from tests.security.marked import logged, marks_in, told_by
from tests.security.test_injection import Listening, many
from xerolink.adapters.xero import OpenGate, XeroApiCatalogue, XeroApiInvoices, XeroClient
from xerolink.domain.identity import IntentId, TenantId, XeroContactId
from xerolink.domain.invoices.catalogue import ALL_PARTS
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import InvoiceNumber, LineAmountTypes, Tracking
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import (
    AccountCode,
    InvoiceChange,
    InvoiceCreation,
    InvoiceVoid,
    XeroInvoice,
    XeroInvoiceDraft,
    XeroInvoiceId,
    XeroInvoiceStatus,
    XeroLine,
)
from xerolink.ports.errors import PortError
from xerolink.testing.simulator.where import TEXT, Compare, Every, read_where
from xerolink.testing.strategies import hostile_names
from xerolink.testing.worlds import START

__all__ = ["server"]

KNOWN = {"page", "pageSize", "order", "unitdp", "where", "InvoiceNumbers"}
KINDS = {"Type": TEXT, "InvoiceNumber": TEXT}


def asked(numbers: list[str]) -> list[dict[str, list[str]]]:
    """The queries by which invoices of *numbers* are asked for."""
    pool = Listening()
    client = XeroClient(
        lambda: "token",
        TenantId("t"),
        base_url="http://xero.test",
        pool=pool,  # type: ignore[arg-type]  # all that the wire asks of one
        gate=OpenGate(),
    )
    with suppress(PortError):
        XeroApiInvoices(client).by_numbers([InvoiceNumber(number) for number in numbers])
    return [parse_qs(urlsplit(url).query, strict_parsing=True) for url in pool.urls]


@many
@given(hostile_names())
@example('1,2" OR InvoiceNumber!="')
@example("\\,")
@example("A,B")
def test_a_number_with_a_comma_is_one_comparison(name: str) -> None:
    """Read by somebody else's parser: the simulator's. A list would take it apart."""
    number = f"{name},".strip()
    for query in asked([number]):
        found = read_where(query["where"][0], KINDS, "Invoice")
        sales, one = Compare("Type", "==", TEXT, "ACCREC"), "InvoiceNumber"
        assert found == Every((sales, Compare(one, "==", TEXT, number)))


@many
@given(st.lists(hostile_names(3), min_size=1, max_size=5))
def test_a_query_has_its_own_parts_and_no_others(names: list[str]) -> None:
    for query in asked(names):
        assert set(query) <= KNOWN
        assert {len(values) for values in query.values()} == {1}


@many
@given(hostile_names())
def test_a_number_without_a_comma_arrives_as_it_was_given(name: str) -> None:
    number = name.replace(",", "")
    assert all(query["InvoiceNumbers"] == [number.strip()] for query in asked([number]))


ID = XeroInvoiceId("00000000-0000-4000-8000-000000000001")
CONTACT = XeroContactId("00000000-0000-4000-8000-000000000002")
LINE = XeroLine(
    "Work for Zquark",
    Decimal(1),
    Decimal(1),
    AccountCode("200"),
    XeroTaxType("OUTPUT2"),
    tracking=(Tracking("Zquark", "Zqville"),),
)
DRAFT = XeroInvoiceDraft(
    InvoiceNumber("K-1"),
    CONTACT,
    CurrencyCode("NZD"),
    date(2026, 9, 14),
    date(2026, 10, 14),
    LineAmountTypes.EXCLUSIVE,
    (LINE,),
    reference="Zquark",
    url="https://zquark.example/1",
)
MADE = XeroInvoice(
    ID,
    START,
    XeroInvoiceStatus.AUTHORISED,
    DRAFT.number,
    CONTACT,
    DRAFT.currency,
    DRAFT.issued,
    DRAFT.due,
    DRAFT.line_amount_types,
    *(Decimal(1),) * 4,
)
KEY = IntentId("i-1")
Verb = Callable[[XeroClient], object]
VERBS: dict[str, Verb] = {
    "page": lambda c: XeroApiInvoices(c).page(1, START),
    "get_many": lambda c: XeroApiInvoices(c).get_many([ID]),
    "by_numbers": lambda c: XeroApiInvoices(c).by_numbers([InvoiceNumber("Zquark, 1")]),
    "create_many": lambda c: XeroApiInvoices(c).create_many([InvoiceCreation(KEY, DRAFT)]),
    "change_many": lambda c: XeroApiInvoices(c).change_many(
        [InvoiceChange(KEY, ID, DRAFT, (None,))]
    ),
    "void_many": lambda c: XeroApiInvoices(c).void_many([InvoiceVoid(KEY, MADE)]),
    "catalogue": lambda c: XeroApiCatalogue(c).read(ALL_PARTS),
}
ELEMENT = {
    "InvoiceID": "no id",
    "Reference": "Zquark Ltd",
    "Contact": {"Name": "Zquark Ltd", "EmailAddress": "zq@zquark.example"},
    "LineItems": [{"Description": "Zquark Ltd", "ValidationErrors": [{"Message": "Zquark Ltd"}]}],
    "StatusAttributeString": "ERROR",
    "ValidationErrors": [{"Message": "Zquark Ltd: call 5550199, zq@zquark.example"}],
}
WRAPPED = {"Type": "ValidationException", "Detail": "Zquark", "Elements": [ELEMENT]}
LISTS = ("Invoices", "Organisations", "Accounts", "TaxRates", "Currencies")
BODIES: dict[str, bytes] = {
    "elements": json.dumps({key: [ELEMENT] for key in LISTS}).encode(),
    "a refusal": json.dumps(WRAPPED).encode(),
    "HTML": b"<html>Zquark zq@zquark.example</html>",
    "a cut answer": json.dumps({"Invoices": [ELEMENT]}).encode()[:-9],
}


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 409, 429, 500, 503])
@pytest.mark.parametrize("body", BODIES)
def test_an_answer_is_not_quoted_in_errors_or_logs(
    server: CannedServer, body: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    server.says(status, BODIES[body], Content_Length=str(len(BODIES[body])), Retry_After="1")
    client = XeroClient(
        lambda: "zq-secret-token", TenantId("t-1"), base_url=server.base_url, gate=OpenGate()
    )
    found = set[str]()
    with caplog.at_level(logging.DEBUG):
        for verb in VERBS.values():
            try:
                found |= marks_in(repr(verb(client)))
            except PortError as error:
                found |= {mark for text in told_by(error) for mark in marks_in(text)}
    assert found | marks_in(logged(caplog.records)) == set()
