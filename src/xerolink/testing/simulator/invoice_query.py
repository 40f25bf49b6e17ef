"""Which invoices and payments a list request asks for, and in which order (fact sheet 4.4)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from attrs import frozen

from .book import number_key
from .contact import moment_of
from .invoice import STATUSES, Invoice, Payment
from .ledger import Ledger
from .query import Order, flag, modified_since, read_ids, read_order, read_since
from .where import DAY, GUID, NUMBER, TEXT, BadQueryError, Condition, holds, read_where

Kind = str
NameOf = Callable[[str], str]
"""The name of the contact with an id."""


def _moment(found: date | None) -> datetime | None:
    return None if found is None else datetime.combine(found, time(), UTC)


_FIELDS: Mapping[str, tuple[Kind, Callable[[Invoice], Any]]] = {
    "InvoiceID": (GUID, lambda one: one.invoice_id),
    "InvoiceNumber": (TEXT, lambda one: one.number or None),
    "Reference": (TEXT, lambda one: one.reference or None),
    "Type": (TEXT, lambda one: one.type),
    "Status": (TEXT, lambda one: one.status),
    "CurrencyCode": (TEXT, lambda one: one.currency),
    "Contact.ContactID": (GUID, lambda one: one.contact_id),
    "Date": (DAY, lambda one: _moment(one.issued)),
    "DueDate": (DAY, lambda one: _moment(one.due_date)),
    "UpdatedDateUTC": (DAY, lambda one: moment_of(one.updated_ms)),
    "Total": (NUMBER, lambda one: one.total),
    "AmountDue": (NUMBER, lambda one: one.amount_due),
    "AmountPaid": (NUMBER, lambda one: one.amount_paid),
}
_CONTACT_NAME = "Contact.Name"
_PAYMENT_FIELDS: Mapping[str, tuple[Kind, Callable[[Payment], Any]]] = {
    "PaymentID": (GUID, lambda one: one.payment_id),
    "Invoice.InvoiceID": (GUID, lambda one: one.invoice_id),
    "Date": (DAY, lambda one: _moment(one.paid_on)),
    "UpdatedDateUTC": (DAY, lambda one: moment_of(one.updated_ms)),
    "Status": (TEXT, lambda one: one.status),
    "Reference": (TEXT, lambda one: one.reference or None),
    "Amount": (NUMBER, lambda one: one.amount),
}


@frozen
class InvoiceSelection:
    """Which invoices; ``since`` is in whole seconds since 1970, None never narrows."""

    order: Order
    since: int | None
    since_inclusive: bool
    ids: tuple[str, ...] | None
    numbers: frozenset[str] | None
    contact_ids: tuple[str, ...] | None
    statuses: tuple[str, ...]
    where: Condition
    by_app: bool
    term: str


def read_invoice_selection(
    query: Mapping[str, str], since: str | None, inclusive: bool
) -> InvoiceSelection:
    """The selection in *query* (keys lower-cased); raises BadQueryError."""
    kinds = {**_kinds(_FIELDS), _CONTACT_NAME: TEXT}
    order = query.get("order") or "UpdatedDateUTC,InvoiceID"
    return InvoiceSelection(
        order=read_order(order, kinds, "Invoice"),
        since=read_since(since),
        since_inclusive=inclusive,
        ids=read_ids(query.get("ids", "")),
        numbers=_numbers(query.get("invoicenumbers", "")),
        contact_ids=read_ids(query.get("contactids", ""), "ContactIDs"),
        statuses=_statuses(query.get("statuses", "")),
        where=read_where(query.get("where", ""), kinds, "Invoice"),
        by_app=flag(query, "createdbymyapp"),
        term=query.get("searchterm", "").strip().lower(),
    )


def _kinds(fields: Mapping[str, tuple[Kind, Any]]) -> dict[str, Kind]:
    return {name: kind for name, (kind, _) in fields.items()}


def _numbers(text: str) -> frozenset[str] | None:
    return frozenset(map(number_key, text.split(","))) if text.strip() else None


def _statuses(text: str) -> tuple[str, ...]:
    found = tuple(one.strip().upper() for one in text.split(",") if one.strip())
    if not set(found) <= set(STATUSES):
        raise BadQueryError("Statuses must be a list of invoice status codes")
    return found


def select_invoices(
    ledger: Ledger, selection: InvoiceSelection, name_of: NameOf
) -> tuple[Invoice, ...]:
    """The invoices of *selection*, in order; raises BadQueryError for a method of null."""
    value_of = _reader(name_of)
    found = [one for one in ledger.invoices if _admits(selection, one, value_of)]
    found.sort(key=lambda one: one.invoice_id)
    for name, descending in reversed(selection.order):
        found.sort(key=lambda one: _rank(value_of(one, name)), reverse=descending)
    return tuple(found)


def _rank(value: Any) -> tuple[bool, Any]:
    # null comes before everything; texts sort whatever their case.
    return value is not None, value.casefold() if isinstance(value, str) else value


def _reader(name_of: NameOf) -> Callable[[Invoice, str], Any]:
    def value_of(invoice: Invoice, name: str) -> Any:
        return name_of(invoice.contact_id) if name == _CONTACT_NAME else _FIELDS[name][1](invoice)

    return value_of


def _admits(
    selection: InvoiceSelection, invoice: Invoice, value_of: Callable[[Invoice, str], Any]
) -> bool:
    inclusive = selection.since_inclusive
    return (
        modified_since(invoice.updated_ms, selection.since, inclusive=inclusive)
        and (selection.ids is None or invoice.invoice_id in selection.ids)
        and (selection.numbers is None or number_key(invoice.number) in selection.numbers)
        and (selection.contact_ids is None or invoice.contact_id in selection.contact_ids)
        and (not selection.statuses or invoice.status in selection.statuses)
        and (invoice.by_app or not selection.by_app)
        and holds(selection.where, partial(value_of, invoice))
        and selection.term in f"{invoice.number} {invoice.reference}".lower()
    )


def select_payments(
    payments: Iterable[Payment], query: Mapping[str, str], since: str | None, inclusive: bool
) -> tuple[Payment, ...]:
    """The payments that *query* asks for, in order; raises BadQueryError."""
    where = read_where(query.get("where", ""), _kinds(_PAYMENT_FIELDS), "Payment")
    order = read_order(query.get("order") or "UpdatedDateUTC,PaymentID", _PAYMENT_FIELDS, "Payment")
    second = read_since(since)
    found = [
        one
        for one in payments
        if modified_since(one.updated_ms, second, inclusive=inclusive)
        and holds(where, partial(_payment_value, one))
    ]
    for name, descending in reversed(order):
        found.sort(key=partial(_payment_rank, name), reverse=descending)
    return tuple(found)


def _payment_value(payment: Payment, name: str) -> Any:
    return _PAYMENT_FIELDS[name][1](payment)


def _payment_rank(name: str, payment: Payment) -> tuple[bool, Any]:
    return _rank(_payment_value(payment, name))
