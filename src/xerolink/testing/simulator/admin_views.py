"""What the admin pages list: contacts and invoices, found and cut into pages."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from attrs import field, frozen

from .contact import Contact
from .invoice import ACCPAY, Invoice
from .money import ONE
from .organisation import Organisation

T = TypeVar("T")

PAGE_SIZE = 50


@frozen
class Listing(Generic[T]):
    """One page of a list; ``number`` counts from 1 to ``pages``, ``count`` is of the whole list."""

    rows: Sequence[T]
    number: int
    pages: int
    count: int


def listing(found: Sequence[T], number: int) -> Listing[T]:
    """Page *number* of *found*, or the nearest there is; an empty list has one page."""
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(1, number), pages)
    start = (number - 1) * PAGE_SIZE
    return Listing(found[start : start + PAGE_SIZE], number, pages, len(found))


@frozen
class ShownInvoice:
    """An invoice or bill as people read it: amounts with two decimals, in its currency."""

    invoice_id: str
    number: str
    kind: str
    contact_id: str
    contact: str = field(repr=False)
    status: str
    day: date
    currency: str
    total: str
    due: str


def invoices(organisation: Organisation, term: str) -> list[ShownInvoice]:
    """Invoices of every status that mention *term* (case ignored; empty: all), newest first."""
    wanted = term.strip().lower()
    with organisation.lock:
        shown = [_invoice(organisation, one) for one in organisation.ledger.invoices]
    found = [one for one in shown if _mentions(wanted, (one.number, one.contact, one.invoice_id))]
    return sorted(found, key=lambda one: (one.day, one.number, one.invoice_id), reverse=True)


def _invoice(organisation: Organisation, invoice: Invoice) -> ShownInvoice:
    contact = organisation.book.get(invoice.contact_id)
    return ShownInvoice(
        invoice_id=invoice.invoice_id,
        number=invoice.number,
        kind="bill" if invoice.type == ACCPAY else "invoice",
        contact_id=invoice.contact_id,
        contact=contact.name if contact else "",
        status=invoice.status,
        day=invoice.issued,
        currency=invoice.currency,
        total=_money(invoice.total),
        due=_money(invoice.amount_due),
    )


def _money(amount: int) -> str:
    return f"{Decimal(amount) / ONE:,.2f}"


def contacts(organisation: Organisation, term: str) -> list[Contact]:
    """Contacts of any status that mention *term* (case ignored; empty: all), by name."""
    wanted = term.strip().lower()
    with organisation.lock:
        found = [one for one in organisation.book if _mentions(wanted, _texts(one))]
    return sorted(found, key=lambda one: (one.name.lower(), one.contact_id))


def _texts(contact: Contact) -> tuple[str, ...]:
    return contact.name, contact.email, contact.number, contact.contact_id


def _mentions(wanted: str, texts: Iterable[str]) -> bool:
    return any(wanted in text.lower() for text in texts)
