"""Xero's own SDK bills and is paid here as it is at Xero (fact sheet 8)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from xero_python.accounting import (
    Account,
    AccountingApi,
    Contact,
    HistoryRecord,
    HistoryRecords,
    Invoice,
    Invoices,
    LineAmountTypes,
    LineItem,
    Payment,
    Payments,
)
from xero_python.api_client import ApiClient
from xero_python.api_client.configuration import Configuration
from xero_python.api_client.oauth2 import OAuth2Token
from xero_python.exceptions import AccountingBadRequestException

from tests.testing.simulator.billing import approved, line, pay
from tests.testing.simulator.caller import Caller


@pytest.fixture
def api(caller: Caller) -> Iterator[Any]:
    token = {
        "access_token": caller.org.access_token,
        "scope": ["accounting.invoices"],
        "expires_in": 1800,
        "token_type": "Bearer",
    }
    config = Configuration()
    config.oauth2_token = OAuth2Token(client_id="x", client_secret="y")
    client = ApiClient(config, oauth2_token_getter=lambda: token, oauth2_token_saver=lambda _: None)
    client.rest_client.pool_manager.connection_pool_kw["retries"] = False
    yield AccountingApi(client, base_url=f"{caller.xero.base_url}/api.xro/2.0")
    client.rest_client.pool_manager.clear()


def bill(caller: Caller, **fields: Any) -> Invoice:
    item = LineItem(
        description="Advice", quantity=Decimal(3), unit_amount=Decimal("8.05"), account_code="200"
    )
    return Invoice(
        type="ACCREC",
        contact=Contact(contact_id=caller.created(Name="Acme")),
        date=date(2026, 9, 14),
        due_date=date(2026, 10, 14),
        line_amount_types=LineAmountTypes.EXCLUSIVE,
        line_items=[item],
        **fields,
    )


def test_the_sdk_creates_an_invoice(caller: Caller, api: Any) -> None:
    sent = Invoices(invoices=[bill(caller, status="AUTHORISED")])
    (made,) = api.create_invoices(caller.org.tenant_id, sent, unitdp=4).invoices
    assert (made.total, made.date, made.contact.name) == (
        Decimal("27.77"),
        date(2026, 9, 14),
        "Acme",
    )


def test_the_sdk_reads_invoices(caller: Caller, api: Any) -> None:
    found = approved(caller, LineItems=[line(Tracking=[{"Name": "Region", "Option": "North"}])])
    pay(caller, found, 15)
    (read,) = api.get_invoices(
        caller.org.tenant_id, statuses=["AUTHORISED"], i_ds=[found["InvoiceID"]], page=1
    ).invoices
    assert (read.amount_due, read.line_items[0].tracking[0].option) == (Decimal("100.0"), "North")


def test_the_sdk_shows_a_refusal(caller: Caller, api: Any) -> None:
    sent = Invoices(invoices=[bill(caller, invoice_number="Ü")])
    with pytest.raises(AccountingBadRequestException):
        api.create_invoices(caller.org.tenant_id, sent)


def test_the_sdk_pays(caller: Caller, api: Any) -> None:
    invoice = Invoice(invoice_id=approved(caller)["InvoiceID"])
    sent = Payment(invoice=invoice, account=Account(code="090"), amount=Decimal("115"))
    (made,) = api.create_payments(caller.org.tenant_id, Payments(payments=[sent])).payments
    read = api.get_payments(caller.org.tenant_id, page=1).payments
    assert (made.invoice.status, len(read)) == ("PAID", 1)


def test_the_sdk_writes_and_reads_notes(caller: Caller, api: Any) -> None:
    invoice_id = approved(caller)["InvoiceID"]
    notes = HistoryRecords(history_records=[HistoryRecord(details="Seen")])
    api.create_invoice_history(caller.org.tenant_id, invoice_id, notes)
    (read,) = api.get_invoice_history(caller.org.tenant_id, invoice_id).history_records
    assert read.details == "Seen"


@pytest.mark.parametrize(
    "name",
    [
        "accounts",
        "tax_rates",
        "currencies",
        "tracking_categories",
        "branding_themes",
        "items",
        "organisations",
    ],
)
@pytest.mark.parametrize("country", ["NZ", "AU", "UK", "US"])
def test_the_sdk_reads_the_catalogue(caller: Caller, api: Any, country: str, name: str) -> None:
    token = caller.org.access_token
    org = caller.xero.add_organisation(country, access_token=token, country=country)
    assert getattr(getattr(api, f"get_{name}")(org.tenant_id), name)
