"""The script's client by `xero-python`, Xero's own: its models, its errors, its verbs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from xero_python import accounting, identity
from xero_python.api_client import ApiClient
from xero_python.api_client.configuration import Configuration
from xero_python.api_client.oauth2 import OAuth2Token
from xero_python.exceptions import AccountingBadRequestException, NotFoundException

from tests.testing.simulator.honest.recording import Stage
from tests.testing.simulator.honest.script import Json, SeenContact, SeenInvoice

_VERBS = {
    "Accounts": ("get_accounts", "accounts"),
    "TaxRates": ("get_tax_rates", "tax_rates"),
    "Currencies": ("get_currencies", "currencies"),
    "TrackingCategories": ("get_tracking_categories", "tracking_categories"),
    "BrandingThemes": ("get_branding_themes", "branding_themes"),
    "Items": ("get_items", "items"),
}
_ATTRIBUTES = {"Code": "code", "TaxType": "tax_type", "Name": "name"}


class SdkClient:
    def __init__(self, stage: Stage) -> None:
        token = {
            "access_token": stage.organisation.access_token,
            "scope": ["accounting.contacts"],
            "expires_in": 1800,
            "token_type": "Bearer",
        }
        config = Configuration()
        config.oauth2_token = OAuth2Token(client_id="x", client_secret="y")
        self._client: Any = ApiClient(
            config, oauth2_token_getter=lambda: token, oauth2_token_saver=lambda _: None
        )
        self._client.rest_client.pool_manager.connection_pool_kw["retries"] = False
        base_url = f"{stage.base_url}/api.xro/2.0"
        self._api: Any = accounting.AccountingApi(self._client, base_url=base_url)
        self._identity: Any = identity.IdentityApi(self._client, base_url=stage.base_url)
        self._tenant = stage.organisation.tenant_id

    def close(self) -> None:
        self._client.rest_client.pool_manager.clear()

    def create(self, contacts: Sequence[Json]) -> list[SeenContact]:
        sent = accounting.Contacts(contacts=list(map(_contact_model, contacts)))
        return list(map(_contact, self._api.create_contacts(self._tenant, sent).contacts))

    def update(self, contact: Json) -> SeenContact:
        sent = accounting.Contacts(contacts=[_contact_model(contact)])
        found = self._api.update_contact(self._tenant, contact["ContactID"], sent)
        return _contact(found.contacts[0])

    def contact(self, contact_id: str) -> SeenContact:
        return _contact(self._api.get_contact(self._tenant, contact_id).contacts[0])

    def contacts(self, name: str = "", since: datetime | None = None, **asked: Any) -> Any:
        named = {"where": f'Name=="{name}"'} if name else {}
        new = {"if_modified_since": f"{since:%Y-%m-%dT%H:%M:%S}"} if since else {}
        words = {"pageSize": "page_size", "includeArchived": "include_archived", "IDs": "i_ds"}
        given = {words.get(key, key): value for key, value in asked.items()}
        found = self._api.get_contacts(self._tenant, **given, **named, **new)
        return list(map(_contact, found.contacts))

    def create_invoice(self, invoice: Json) -> SeenInvoice:
        sent = accounting.Invoices(invoices=[_invoice_model(invoice)])
        return _invoice(self._api.create_invoices(self._tenant, sent).invoices[0])

    def update_invoice(self, invoice: Json) -> SeenInvoice:
        sent = accounting.Invoices(invoices=[_invoice_model(invoice)])
        found = self._api.update_invoice(self._tenant, invoice["InvoiceID"], sent)
        return _invoice(found.invoices[0])

    def invoice(self, invoice_id: str) -> SeenInvoice:
        return _invoice(self._api.get_invoice(self._tenant, invoice_id).invoices[0])

    def invoices(self, **asked: Any) -> list[SeenInvoice]:
        given = {key.lower(): value for key, value in asked.items()}
        return list(map(_invoice, self._api.get_invoices(self._tenant, **given).invoices))

    def pay(self, payment: Json) -> tuple[str, Decimal]:
        sent = accounting.Payment(
            invoice=accounting.Invoice(invoice_id=payment["Invoice"]["InvoiceID"]),
            account=accounting.Account(code=payment["Account"]["Code"]),
            date=payment["Date"],
            amount=Decimal(payment["Amount"]),
        )
        whole = accounting.Payments(payments=[sent])
        (found,) = self._api.create_payments(self._tenant, whole).payments
        return found.status, found.amount

    def note(self, contact_id: str, details: str) -> list[str]:
        sent = accounting.HistoryRecords([accounting.HistoryRecord(details=details)])
        self._api.create_contact_history(self._tenant, contact_id, sent)
        found = self._api.get_contact_history(self._tenant, contact_id)
        return [one.details for one in found.history_records]

    def organisation(self) -> tuple[str, str, str]:
        found = self._api.get_organisations(self._tenant).organisations[0]
        return found.name, found.base_currency.value, found.country_code.value

    def listed(self, resource: str, name: str) -> list[str]:
        verb, rows = _VERBS[resource]
        found = getattr(getattr(self._api, verb)(self._tenant), rows)
        return [_plain(getattr(one, _ATTRIBUTES[name])) for one in found]

    def tenants(self) -> list[str]:
        return [one.tenant_name for one in self._identity.get_connections()]

    def why(self, work: Callable[[], object]) -> list[str]:
        try:
            work()
        except AccountingBadRequestException as refused:
            elements = refused.error_data["Elements"]
            return [one["Message"] for row in elements for one in row["ValidationErrors"]]
        except NotFoundException:
            return ["not found"]
        return []


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value))


def _contact_model(contact: Json) -> Any:
    phones = [
        accounting.Phone(
            phone_type=one["PhoneType"],
            phone_number=one["PhoneNumber"],
            phone_area_code=one["PhoneAreaCode"],
        )
        for one in contact.get("Phones", ())
    ]
    addresses = [
        accounting.Address(
            address_type=one["AddressType"], address_line1=one["AddressLine1"], city=one["City"]
        )
        for one in contact.get("Addresses", ())
    ]
    return accounting.Contact(
        contact_id=contact.get("ContactID"),
        name=contact.get("Name"),
        first_name=contact.get("FirstName"),
        email_address=contact.get("EmailAddress"),
        contact_number=contact.get("ContactNumber"),
        contact_status=contact.get("ContactStatus"),
        phones=phones or None,
        addresses=addresses or None,
    )


def _invoice_model(invoice: Json) -> Any:
    lines = [
        accounting.LineItem(
            description=one["Description"],
            quantity=Decimal(one["Quantity"]),
            unit_amount=Decimal(one["UnitAmount"]),
            account_code=one["AccountCode"],
        )
        for one in invoice.get("LineItems", ())
    ]
    contact = invoice.get("Contact")
    layout = invoice.get("LineAmountTypes")
    return accounting.Invoice(
        invoice_id=invoice.get("InvoiceID"),
        invoice_number=invoice.get("InvoiceNumber"),
        type=invoice.get("Type"),
        status=invoice.get("Status"),
        contact=contact and accounting.Contact(contact_id=contact["ContactID"]),
        date=invoice.get("Date"),
        due_date=invoice.get("DueDate"),
        line_amount_types=layout and accounting.LineAmountTypes(layout),
        line_items=lines or None,
    )


def _contact(found: Any) -> SeenContact:
    phones = {one.phone_type: one for one in found.phones}
    addresses = {one.address_type: one for one in found.addresses}
    return SeenContact(
        contact_id=found.contact_id,
        name=found.name,
        email=found.email_address or "",
        number=found.contact_number or "",
        status=found.contact_status,
        phone=phones["DEFAULT"].phone_number or "",
        city=addresses["POBOX"].city or "",
        is_customer=found.is_customer,
    )


def _invoice(found: Any) -> SeenInvoice:
    return SeenInvoice(
        invoice_id=found.invoice_id,
        number=found.invoice_number,
        status=found.status,
        sub_total=found.sub_total,
        tax=found.total_tax,
        total=found.total,
        due=found.amount_due,
        lines=len(found.line_items or ()),
    )
