"""Everything that is said over the wire: the script by each client, and what our adapter asks."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from decimal import Decimal
from functools import cache

import pytest
import urllib3
from attrs import evolve
from werkzeug.wrappers import Request, Response

from tests.testing.simulator.billing import APPROVED, LINE
from tests.testing.simulator.caller import START, Json
from tests.testing.simulator.honest.pyxero_client import PyxeroClient
from tests.testing.simulator.honest.recording import Exchange, Stage, stage
from tests.testing.simulator.honest.script import Client, played
from tests.testing.simulator.honest.sdk_client import SdkClient
from xerolink.adapters.xero import (
    Addresses,
    XeroApiCatalogue,
    XeroApiContacts,
    XeroApiInvoices,
    XeroApiOrganisation,
    XeroClient,
    XeroOAuth,
)
from xerolink.domain.contacts.effects import XeroDraft, XeroPatch, XeroStored
from xerolink.domain.contacts.model import Address, FieldName, Phone, SyncedFields
from xerolink.domain.identity import IntentId, TenantId, XeroContactId
from xerolink.domain.invoices.catalogue import ALL_PARTS
from xerolink.domain.invoices.model import AmountOff, InvoiceNumber, ItemCode, PercentOff, Tracking
from xerolink.domain.invoices.xero import NumberHeld, XeroInvoiceStatus
from xerolink.testing.conformance.xero_invoices_world import (
    ADVICE,
    change,
    creation,
    draft,
    stored,
    void,
)

DRAFT = XeroInvoiceStatus.DRAFT


@contextmanager
def sdk_at(here: Stage) -> Iterator[Client]:
    client = SdkClient(here)
    yield client
    client.close()


@contextmanager
def pyxero_at(here: Stage) -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as patch:
        # The loopback interface has no certificate, and is asked without a proxy.
        patch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield PyxeroClient(here)


CLIENTS: dict[str, Callable[[Stage], AbstractContextManager[Client]]] = {
    "pyxero": pyxero_at,
    "xero-python": sdk_at,
}


@cache
def recorded() -> tuple[Exchange, ...]:
    """Every exchange of a day with each client, and of a round through every endpoint."""
    found = [_played(name) for name in sorted(CLIENTS)]
    parts = (*found, ours(), our_invoices(), _round())
    return tuple(one for exchanges in parts for one in exchanges)


def _played(name: str) -> Sequence[Exchange]:
    with stage() as here, CLIENTS[name](here) as client:
        played(client, here)
    return here.exchanges


@cache
def ours() -> Sequence[Exchange]:
    """What our own adapter asks, of every kind."""
    with stage() as here:
        _identity(here)
        token = here.organisation.access_token
        tenant = TenantId(here.organisation.tenant_id)
        client = XeroClient(lambda: token, tenant, base_url=here.base_url)
        XeroApiOrganisation(client).organisation()
        _contacts(XeroApiContacts(client))
        XeroApiCatalogue(client).read(ALL_PARTS)
    return here.exchanges


@cache
def our_invoices() -> Sequence[Exchange]:
    """What our own adapter asks of invoices, of every kind."""
    with stage() as here:
        anna = XeroContactId(here.organisation.people.add(Name="Anna Lee"))
        token = here.organisation.access_token
        tenant = TenantId(here.organisation.tenant_id)
        _invoices(XeroApiInvoices(XeroClient(lambda: token, tenant, base_url=here.base_url)), anna)
    return here.exchanges


def _identity(here: Stage) -> None:
    app = XeroOAuth(
        here.xero.client_id, here.xero.client_secret, addresses=Addresses.at(here.base_url)
    )
    tokens = app.refresh(here.xero.consent()["refresh_token"])
    (tenant,) = app.connections(tokens.access_token)
    app.disconnect(tokens.access_token, tenant.xero_connection_id)


def _contacts(contacts: XeroApiContacts) -> None:
    anna, _ = contacts.create_many([_draft("Anna Lee", "C-1"), _draft("ANNA LEE", "C-2")])
    assert isinstance(anna, XeroStored)
    found = anna.contact
    contacts.update_many([XeroPatch(found.xero_id, {FieldName.BILLING_EMAIL: ""}, found)])
    phone = {FieldName.PRIMARY_PHONE: Phone("22", "09", "64")}
    contacts.update_many([XeroPatch(found.xero_id, phone, found)])
    contacts.page(1, None)
    contacts.page(1, START - timedelta(hours=1))
    contacts.get_many([found.xero_id])
    contacts.by_number("C-1")
    contacts.by_number("unknown")
    contacts.by_name('Anna "Lee"')
    contacts.by_name("A" * 255)
    contacts.archive_many([found.xero_id])
    contacts.archive_many([found.xero_id])


def _invoices(invoices: XeroApiInvoices, anna: XeroContactId) -> None:
    off = evolve(ADVICE, discount=AmountOff(Decimal("1.05")))
    full = evolve(off, item=ItemCode("BOOK"), tracking=(Tracking("Region", "North"),))
    texts = {"reference": "R-1", "url": "https://host.example/1"}
    (made,) = invoices.create_many([creation(draft(anna, "K-1", full, **texts))])
    refused, unapproved = invoices.create_many(
        [creation(draft(anna, "K-1")), creation(draft(anna, "K-2", status=DRAFT))]
    )
    assert refused == NumberHeld()
    found = stored(made)
    wanted = draft(anna, "K-1", ADVICE, evolve(ADVICE, discount=PercentOff(Decimal(10))))
    invoices.change_many([change(found, evolve(wanted, theme=found.theme))])
    invoices.void_many([void(found), void(stored(unapproved))])
    invoices.page(1, None)
    invoices.page(1, START - timedelta(hours=1))
    invoices.get_many([found.xero_id])
    invoices.by_numbers([found.number, InvoiceNumber("K,1")])


def _draft(name: str, number: str) -> XeroDraft:
    address = Address(lines=("1 Rata St",), city="Nelson", country="New Zealand")
    fields = SyncedFields(name, "anna@lee.example", Phone("111 1111", "09"), address)
    return XeroDraft(IntentId(number), fields, number)


def _round() -> Sequence[Exchange]:
    """What no script needs: filters, single rows, refusals, notes, mails, deletions."""
    with stage() as here, urllib3.PoolManager(retries=False) as pool:
        people = here.organisation.people
        anna = people.add(Name="Anna Lee", TaxNumberType="EIN", EmailAddress="anna@lee.example")
        people.merge(people.add(Name="Anna Lee (old)"), anna)
        _Rounds(here, pool).all(anna)
    return here.exchanges


class _Rounds:
    def __init__(self, here: Stage, pool: urllib3.PoolManager) -> None:
        self._here, self._pool = here, pool

    def all(self, anna: str) -> None:
        self._reads(anna)
        self._bills(anna)
        self._catalogue()
        self._refusals()

    def _ask(self, method: str, path: str, body: object = None, **headers: str) -> Json:
        organisation = self._here.organisation
        given = {
            "Authorization": f"Bearer {organisation.access_token}",
            "xero-tenant-id": organisation.tenant_id,
            "Content-Type": "application/json",
        }
        url = f"{self._here.base_url}/api.xro/2.0/{path}"
        sent = None if body is None else json.dumps(body)
        answer = self._pool.request(method, url, body=sent, headers={**given, **headers})
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return dict(answer.json()) if is_json else {}

    def _reads(self, anna: str) -> None:
        for query in ("", "?summaryOnly=true", "?searchTerm=Anna&page=1", "?where=Name"):
            self._ask("GET", f"Contacts{query}")
        self._ask("GET", "Contacts?page=1&pageSize=50&order=Name&includeArchived=true")
        self._ask("POST", "Contacts?summarizeErrors=false", {"Contacts": [{"Name": ""}]})
        people = [{"FirstName": "Ida", "IncludeInEmails": True}]
        self._ask("POST", f"Contacts/{anna}", {"Contacts": [{"ContactPersons": people}]})

    def _bills(self, anna: str) -> None:
        tracking = [{"Name": "Region", "Option": "North"}]
        line = {**LINE, "ItemCode": "BOOK", "DiscountRate": "10", "Tracking": tracking}
        bill = {"Type": "ACCREC", "Contact": {"ContactID": anna}, "LineItems": [line], **APPROVED}
        dated = {**bill, "Url": "https://host.example/1", "Reference": "R-1"}
        sent = {"Invoices": [dated]}
        (made,) = self._ask("PUT", "Invoices?unitdp=4", sent)["Invoices"]
        self._ask("POST", "Invoices?summarizeErrors=false", {"Invoices": [{"Type": "ACCREC"}]})
        self._ask("GET", f"Invoices?IDs={made['InvoiceID']}&summaryOnly=true&page=1&unitdp=4")
        self._ask("GET", f"Invoices?InvoiceNumbers={made['InvoiceNumber']}&createdByMyApp=true")
        key = f"Invoices/{made['InvoiceID']}"
        for part in ("", "/OnlineInvoice", "/History"):
            self._ask("GET", f"{key}{part}")
        self._ask("POST", f"{key}/Email", {})
        self._ask("PUT", f"{key}/History", {"HistoryRecords": [{"Details": "Seen"}]})
        self._pays(made)

    def _pays(self, made: Json) -> None:
        named = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Account": {"Code": "090"}}
        payment = {**named, "Amount": made["Total"], "Date": "2026-09-15"}
        (paid,) = self._ask("PUT", "Payments", {"Payments": [payment]})["Payments"]
        self._ask("PUT", "Payments?summarizeErrors=false", {"Payments": [payment]})
        self._ask("GET", f"Invoices/{made['InvoiceID']}")
        self._ask("GET", "Payments?page=1")
        self._ask("GET", f"Payments/{paid['PaymentID']}")
        self._ask("POST", f"Payments/{paid['PaymentID']}", {"Status": "DELETED"})
        self._ask("POST", "Payments", payment)

    def _catalogue(self) -> None:
        for name in ("BrandingThemes", "Currencies", "TrackingCategories", "TaxRates"):
            self._ask("GET", name)
        (account, *_) = self._ask("GET", "Accounts")["Accounts"]
        (item, *_) = self._ask("GET", "Items")["Items"]
        self._ask("GET", f"Accounts/{account['AccountID']}")
        self._ask("GET", f"Items/{item['ItemID']}")
        self._here.organisation.people.lock_period(START.date())
        self._ask("GET", "Organisation")

    def _refusals(self) -> None:
        self._ask("GET", "Contacts", Authorization="Bearer nobody's")
        self._ask("GET", "Contacts", **{"xero-tenant-id": "nobody's"})
        self._ask("GET", f"Contacts?searchTerm={'A' * 2_000}")


@cache
def webhooks() -> Sequence[bytes]:
    """Payloads of a new contact, of a new invoice, and of an intent to receive."""
    bodies: list[bytes] = []

    @Request.application
    def receiver(request: Request) -> Response:
        bodies.append(request.get_data())
        return Response()

    with stage() as here:
        here.xero.webhooks.subscribe_wsgi(receiver)
        people = here.organisation.people
        people.invoice(people.add(Name="Anna Lee"))
        here.xero.webhooks.deliver()
        here.xero.webhooks.intent_to_receive()
    return tuple(bodies)
