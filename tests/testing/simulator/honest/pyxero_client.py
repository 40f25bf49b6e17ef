"""The script's client by `pyxero`: it writes XML, and none of its code is Xero's."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from xero import Xero
from xero.auth import OAuth2Credentials
from xero.exceptions import XeroBadRequest, XeroNotFound

from tests.testing.simulator.honest.recording import Stage
from tests.testing.simulator.honest.script import Json, SeenContact, SeenInvoice


class PyxeroClient:
    def __init__(self, stage: Stage) -> None:
        token = {"access_token": stage.organisation.access_token, "token_type": "Bearer"}
        self._credentials: Any = OAuth2Credentials("an app", "its secret", token=token)
        self._credentials.base_url = stage.base_url
        self._credentials.tenant_id = stage.organisation.tenant_id
        self._xero: Any = Xero(self._credentials)

    def create(self, contacts: Sequence[Json]) -> list[SeenContact]:
        return list(map(_contact, self._xero.contacts.put(list(contacts))))

    def update(self, contact: Json) -> SeenContact:
        return _contact(self._xero.contacts.save(contact)[0])

    def contact(self, contact_id: str) -> SeenContact:
        return _contact(self._xero.contacts.get(contact_id)[0])

    def contacts(self, name: str = "", since: datetime | None = None, **asked: Any) -> Any:
        named = {"Name": name} if name else {}
        new = {"since": since} if since else {}
        return list(map(_contact, self._xero.contacts.filter(**asked, **named, **new)))

    def create_invoice(self, invoice: Json) -> SeenInvoice:
        return _invoice(self._xero.invoices.put(invoice)[0])

    def update_invoice(self, invoice: Json) -> SeenInvoice:
        return _invoice(self._xero.invoices.save(invoice)[0])

    def invoice(self, invoice_id: str) -> SeenInvoice:
        return _invoice(self._xero.invoices.get(invoice_id)[0])

    def invoices(self, **asked: Any) -> list[SeenInvoice]:
        return list(map(_invoice, self._xero.invoices.filter(**asked)))

    def pay(self, payment: Json) -> tuple[str, Decimal]:
        (found,) = self._xero.payments.put(payment)
        return found["Status"], _money(found["Amount"])

    def note(self, contact_id: str, details: str) -> list[str]:
        self._xero.contacts.put_history(contact_id, details)
        found = self._xero.contacts.get_history(contact_id)
        return [one["Details"] for one in found["HistoryRecords"]]

    def organisation(self) -> tuple[str, str, str]:
        (found,) = self._xero.organisations.all()
        return found["Name"], found["BaseCurrency"], found["CountryCode"]

    def listed(self, resource: str, name: str) -> list[str]:
        return [one[name] for one in getattr(self._xero, resource.lower()).all()]

    def tenants(self) -> list[str]:
        return [one["tenantName"] for one in self._credentials.get_tenants()]

    def why(self, work: Callable[[], object]) -> list[str]:
        try:
            work()
        except XeroBadRequest as refused:
            return list(refused.errors)
        except XeroNotFound:
            return ["not found"]
        return []


def _contact(found: Json) -> SeenContact:
    return SeenContact(
        contact_id=found["ContactID"],
        name=found["Name"],
        email=found.get("EmailAddress", ""),
        number=found.get("ContactNumber", ""),
        status=found["ContactStatus"],
        phone=_slot(found["Phones"], "PhoneType", "DEFAULT").get("PhoneNumber", ""),
        city=_slot(found["Addresses"], "AddressType", "POBOX").get("City", ""),
        is_customer=found["IsCustomer"],
    )


def _slot(slots: Sequence[Json], kind: str, name: str) -> Json:
    return next((slot for slot in slots if slot[kind] == name), {})


def _invoice(found: Json) -> SeenInvoice:
    return SeenInvoice(
        invoice_id=found["InvoiceID"],
        number=found["InvoiceNumber"],
        status=found["Status"],
        sub_total=_money(found["SubTotal"]),
        tax=_money(found["TotalTax"]),
        total=_money(found["Total"]),
        due=_money(found["AmountDue"]),
        lines=len(found["LineItems"]),
    )


def _money(amount: float) -> Decimal:
    return Decimal(str(amount))
