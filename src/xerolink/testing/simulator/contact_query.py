"""Which contacts a list request asks for, and in which order (fact sheet 3.4)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen

from .book import ContactBook
from .contact import ACTIVE, TEXT_FIELDS, Contact
from .query import Order, flag, modified_since, read_ids, read_order, read_since
from .where import TEXT, Compare, Condition, Every, holds, read_where

_DEFAULT_ORDER = "UpdatedDateUTC,ContactID"
_SEARCHED = (
    "Name",
    "FirstName",
    "LastName",
    "ContactNumber",
    "CompanyNumber",
    "EmailAddress",
)
_WHERE_FIELDS = ("Name", "EmailAddress", "AccountNumber", "ContactNumber", "ContactStatus")


@frozen
class Selection:
    """Which contacts, in which order; hashable, so that an order can be remembered.

    ``since`` is in whole seconds since 1970.
    """

    order: Order
    archived: bool
    since: int | None
    since_inclusive: bool
    ids: tuple[str, ...] | None
    where: Condition
    term: str


def read_selection(query: Mapping[str, str], since: str | None, inclusive: bool) -> Selection:
    """The selection in *query* (keys lower-cased) and the If-Modified-Since header.

    Raises BadQueryError for what Xero cannot read.
    """
    return Selection(
        order=read_order(query.get("order") or _DEFAULT_ORDER, _SORTS, "Contact"),
        archived=flag(query, "includearchived"),
        since=read_since(since),
        since_inclusive=inclusive,
        ids=read_ids(query.get("ids", "")),
        where=read_where(query.get("where", ""), dict.fromkeys(_WHERE_FIELDS, TEXT), "Contact"),
        term=query.get("searchterm", "").strip().lower(),
    )


def select(book: ContactBook, selection: Selection) -> tuple[str, ...]:
    """The ContactIDs of *selection*, in order. A scan's order is worked out once per write."""
    if selection.ids is not None or selection.where != Every(()) or selection.term:
        return _in_order(_candidates(book, selection), selection)
    ids = book.remembered(selection)
    if ids is None:
        ids = _in_order(book, selection)
        book.remember(selection, ids)
    return ids


def _candidates(book: ContactBook, selection: Selection) -> Iterable[Contact]:
    if selection.ids is not None:
        return book.get_many(selection.ids)
    where = selection.where
    parts = where.parts if isinstance(where, Every) else (where,)
    for part in parts:
        if isinstance(part, Compare) and (part.field, part.sign, part.kind) == ("Name", "==", TEXT):
            return book.named(part.literal)
    return book


def _admits(selection: Selection, contact: Contact) -> bool:
    if contact.status != ACTIVE and not selection.archived:
        return False
    inclusive = selection.since_inclusive
    if not modified_since(contact.updated_ms, selection.since, inclusive=inclusive):
        return False
    if not holds(selection.where, lambda name: _value(contact, name)):
        return False
    return not selection.term or _mentions(contact, selection.term)


def _value(contact: Contact, name: str) -> str | None:
    return contact.status if name == "ContactStatus" else contact.texts.get(name)


def _mentions(contact: Contact, term: str) -> bool:
    return any(term in contact.texts.get(name, "").lower() for name in _SEARCHED)


def _in_order(contacts: Iterable[Contact], selection: Selection) -> tuple[str, ...]:
    found = [contact for contact in contacts if _admits(selection, contact)]
    found.sort(key=_SORTS["ContactID"])
    for name, descending in reversed(selection.order):
        found.sort(key=_SORTS[name], reverse=descending)
    return tuple(contact.contact_id for contact in found)


def _text_sort(name: str) -> Callable[[Contact], str]:
    return lambda contact: contact.texts.get(name, "").casefold()


_SORTS: Mapping[str, Callable[[Contact], Any]] = {
    "ContactID": lambda contact: contact.contact_id,
    "UpdatedDateUTC": lambda contact: contact.updated_ms,
    **{name: _text_sort(name) for name in TEXT_FIELDS},
}
