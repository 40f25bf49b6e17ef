"""The script: what an app does in a day with Xero, and what it sees of it.

It knows no client: each client tells what it saw in the same few words.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from attrs import frozen

from tests.testing.simulator.caller import START
from tests.testing.simulator.honest.recording import Stage

Json = dict[str, Any]
PHONE: Json = {"PhoneType": "DEFAULT", "PhoneNumber": "111 1111", "PhoneAreaCode": "09"}
POST: Json = {"AddressType": "POBOX", "AddressLine1": "1 Rātā St", "City": "Nelson"}
ANNA: Json = {
    "Name": "Anna Lee",
    "EmailAddress": "anna@lee.example",
    "Phones": [PHONE],
    "Addresses": [POST],
}
BEN: Json = {"Name": "Ben & Co", "ContactNumber": "C-2"}


@frozen
class SeenContact:
    """A contact as a client shows it; what is absent or blank is ``""``."""

    contact_id: str
    name: str
    email: str
    number: str
    status: str
    phone: str
    city: str
    is_customer: bool


@frozen
class SeenInvoice:
    invoice_id: str
    number: str
    status: str
    sub_total: Decimal
    tax: Decimal
    total: Decimal
    due: Decimal
    lines: int


class Client(Protocol):
    """A client of Xero that is not ours. Bodies are in Xero's names; dates are datetimes."""

    def create(self, contacts: Sequence[Json]) -> list[SeenContact]: ...

    def update(self, contact: Json) -> SeenContact: ...

    def contact(self, contact_id: str) -> SeenContact: ...

    def contacts(self, **asked: Any) -> list[SeenContact]:
        """A list: ``page``, ``pageSize``, ``order``, ``includeArchived``, ``IDs``, ``name``,
        ``since``."""
        ...

    def create_invoice(self, invoice: Json) -> SeenInvoice: ...

    def update_invoice(self, invoice: Json) -> SeenInvoice: ...

    def invoice(self, invoice_id: str) -> SeenInvoice: ...

    def invoices(self, **asked: Any) -> list[SeenInvoice]:
        """A list: ``page``, ``Statuses``."""
        ...

    def pay(self, payment: Json) -> tuple[str, Decimal]:
        """Its status and amount."""
        ...

    def note(self, contact_id: str, details: str) -> list[str]:
        """All notes of the contact, this one added."""
        ...

    def organisation(self) -> tuple[str, str, str]:
        """Name, currency, country."""
        ...

    def listed(self, resource: str, name: str) -> list[str]:
        """The *name* of every row of an unpaged *resource*, e.g. the Code of Accounts."""
        ...

    def tenants(self) -> list[str]:
        """The names of the connected tenants."""
        ...

    def why(self, work: Callable[[], object]) -> list[str]:
        """What Xero says when it refuses *work*; a 404 is ``["not found"]``."""
        ...


Facts = Mapping[str, object]


def played(client: Client, stage: Stage) -> Facts:
    """Everything that *client* sees in one day."""
    contacts = _contacts(client, stage)
    customer = client.create([{"Name": "Cara"}])[0].contact_id
    return {
        **contacts,
        **_invoices(client, customer),
        **_payments(client, customer),
        **_catalogue(client),
    }


def _contacts(client: Client, stage: Stage) -> Facts:
    anna, ben = client.create([ANNA, BEN])
    stage.clock.move(hours=1)
    facts: dict[str, object] = {
        "created": [one.name for one in (anna, ben)],
        "duplicate": client.why(lambda: client.create([{"Name": "ANNA LEE"}])),
        "number taken": client.why(lambda: client.create([{**BEN, "Name": "B"}])),
        "no name": client.why(lambda: client.create([{"FirstName": "A"}])),
        "first page": _names(client.contacts(page=1, pageSize=1, order="Name")),
        "second page": _names(client.contacts(page=2, pageSize=1, order="Name")),
        "third page": _names(client.contacts(page=3, pageSize=1, order="Name")),
        "read": _shown(client.contact(anna.contact_id)),
        "by number": client.contact("C-2").name,
        "by name": _names(client.contacts(name="anna lee")),
        "by name with a sign": _names(client.contacts(name="Ben & Co")),
        "by id": _names(client.contacts(IDs=[ben.contact_id])),
        "unknown": client.why(lambda: client.contact("00000000-0000-4000-8000-000000000000")),
    }
    return {**facts, **_edits(client, anna.contact_id, START.replace(minute=59))}


def _edits(client: Client, anna: str, noon: datetime) -> Facts:
    kept = client.update({"ContactID": anna, "EmailAddress": "new@lee.example"})
    new = _names(client.contacts(since=noon))
    cleared = client.update({"ContactID": anna, "EmailAddress": ""})
    no_phone = client.update({"ContactID": anna, "Phones": [{**PHONE, "PhoneNumber": ""}]})
    notes = client.note(anna, "Called & agreed")
    archived = client.update({"ContactID": anna, "ContactStatus": "ARCHIVED"})
    edit: Json = {"ContactID": anna, "Name": "Anna Ito"}
    return {
        "updated": _shown(kept),
        "modified since": new,
        "cleared": cleared.email,
        "no phone": no_phone.phone,
        "notes": notes,
        "archived": archived.status,
        "without archived": _names(client.contacts(order="Name")),
        "with archived": _names(client.contacts(includeArchived=True, order="Name")),
        "edit of an archived one": client.why(lambda: client.update(edit)),
        "name of an archived one": _names(client.create([{"Name": "Anna Lee"}])),
    }


def _bill(customer: str, **fields: Any) -> Json:
    lines = [
        {"Description": "Advice", "Quantity": 1, "UnitAmount": amount, "AccountCode": "200"}
        for amount in ("25.06", "25.61", "25.63")
    ]
    return {
        "Type": "ACCREC",
        "Contact": {"ContactID": customer},
        "Date": START,
        "DueDate": START.replace(month=10),
        "LineAmountTypes": "Exclusive",
        "LineItems": lines,
        **fields,
    }


def _invoices(client: Client, customer: str) -> Facts:
    before = client.contact(customer).is_customer
    draft = client.create_invoice(_bill(customer))
    approved = client.create_invoice(_bill(customer, Status="AUTHORISED"))
    deletion: Json = {"InvoiceID": approved.invoice_id, "Status": "DELETED"}
    void: Json = {"InvoiceID": approved.invoice_id, "Status": "VOIDED"}
    taken = _bill(customer, InvoiceNumber=draft.number)
    return {
        "draft": (draft.status, draft.lines, draft.total),
        "tax by the line": (approved.status, approved.sub_total, approved.tax, approved.total),
        "customer": (before, client.contact(customer).is_customer),
        "number in use": client.why(lambda: client.create_invoice(taken)),
        "approved, then deleted": client.why(lambda: client.update_invoice(deletion)),
        "void": client.update_invoice(void).status,
        "void, still due": client.invoice(approved.invoice_id).due,
        "by status": [one.total for one in client.invoices(Statuses=["DRAFT"])],
        "on a page": [one.lines for one in client.invoices(page=1)],
        "not on a page": [one.lines for one in client.invoices()],
    }


def _payments(client: Client, customer: str) -> Facts:
    bill = client.create_invoice(_bill(customer, Status="AUTHORISED"))
    payment: Json = {
        "Invoice": {"InvoiceID": bill.invoice_id},
        "Account": {"Code": "090"},
        "Date": START,
        "Amount": "80",
    }
    void: Json = {"InvoiceID": bill.invoice_id, "Status": "VOIDED"}
    first = client.pay(payment)
    part = client.invoice(bill.invoice_id)
    return {
        "part payment": (*first, part.status, part.due),
        "paid, then void": client.why(lambda: client.update_invoice(void)),
        "too much": client.why(lambda: client.pay(payment)),
        "rest": client.pay({**payment, "Amount": "7.74"})[1],
        "paid": client.invoice(bill.invoice_id).status,
    }


def _catalogue(client: Client) -> Facts:
    return {
        "organisation": client.organisation(),
        "tenants": client.tenants(),
        "sales account": "200" in client.listed("Accounts", "Code"),
        "sales tax": "OUTPUT2" in client.listed("TaxRates", "TaxType"),
        "currencies": client.listed("Currencies", "Code")[:1],
        "tracking": client.listed("TrackingCategories", "Name"),
        "themes": client.listed("BrandingThemes", "Name"),
        "items": client.listed("Items", "Code"),
    }


def _names(contacts: Sequence[SeenContact]) -> list[str]:
    return [one.name for one in contacts]


def _shown(one: SeenContact) -> tuple[str, ...]:
    return (one.name, one.email, one.phone, one.city, one.status)
