"""What a list request asks for: order, filters, pages (fact sheet 3.4)."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from attrs import frozen

from .book import ContactBook, name_key
from .contact import ACTIVE, TEXT_FIELDS, Contact, milliseconds

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
_CLAUSE = re.compile(r'\s*(?P<field>\w+)\s*==\s*"(?P<literal>(?:[^"\\]|\\["\\])*)"\s*')
_AND = re.compile(r"&&|AND\b", re.IGNORECASE)
_ORDER = re.compile(r"\s*(?P<field>\w+)(?:\s+(?P<way>ASC|DESC))?\s*", re.IGNORECASE)


class BadQueryError(ValueError):
    """Xero cannot read the query: 400 QueryParseException (fact sheet 5)."""


@frozen
class Page:
    """One page: ``number`` counts from 1, ``size`` is 1 to 1,000."""

    number: int
    size: int


@frozen
class Selection:
    """Which contacts, in which order; hashable, so that an order can be remembered.

    ``since`` is in whole seconds since 1970; ``where`` holds (field, literal) pairs, all to hold.
    """

    order: tuple[tuple[str, bool], ...]
    archived: bool
    since: int | None
    since_inclusive: bool
    ids: tuple[str, ...] | None
    where: tuple[tuple[str, str], ...]
    term: str


def read_selection(query: Mapping[str, str], since: str | None, inclusive: bool) -> Selection:
    """The selection in *query* (keys lower-cased) and the If-Modified-Since header.

    Raises BadQueryError for what Xero cannot read.
    """
    return Selection(
        order=_order(query.get("order") or _DEFAULT_ORDER),
        archived=flag(query, "includearchived"),
        since=None if not since else _seconds(since),
        since_inclusive=inclusive,
        ids=_ids(query.get("ids", "")),
        where=_where(query.get("where", "")),
        term=query.get("searchterm", "").strip().lower(),
    )


def read_page(query: Mapping[str, str]) -> Page | None:
    """The page asked for; None without ``page``, unless ``summaryOnly`` forces paging."""
    if "page" not in query and not flag(query, "summaryonly"):
        return None
    return Page(_count(query, "page", 1, None), _count(query, "pagesize", 100, 1000))


def flag(query: Mapping[str, str], name: str, default: bool = False) -> bool:
    """A boolean parameter; Python's ``True`` counts too, as the SDK sends it (fact sheet 8.2)."""
    return query.get(name, str(default)).lower() == "true"


def _count(query: Mapping[str, str], name: str, default: int, most: int | None) -> int:
    given = query.get(name, str(default))
    if not (given.isascii() and given.isdigit()) or int(given) < 1:
        raise BadQueryError(f"{name} must be a positive whole number")
    if most is not None and int(given) > most:
        raise BadQueryError(f"{name} must not be over {most}")
    return int(given)


def _order(text: str) -> tuple[tuple[str, bool], ...]:
    return tuple(_order_part(part) for part in text.split(","))


def _order_part(part: str) -> tuple[str, bool]:
    found = _ORDER.fullmatch(part)
    known = {name.lower(): name for name in _SORTS}
    if found is None or found["field"].lower() not in known:
        raise BadQueryError("No property or field to order by exists in type 'Contact'")
    return known[found["field"].lower()], (found["way"] or "").upper() == "DESC"


def _ids(text: str) -> tuple[str, ...] | None:
    if not text.strip():
        return None
    try:
        return tuple(dict.fromkeys(str(UUID(one.strip())) for one in text.split(",")))
    except ValueError:
        raise BadQueryError("IDs must be a list of Guids") from None


def _seconds(text: str) -> int:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadQueryError("If-Modified-Since must be yyyy-mm-ddThh:mm:ss") from None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return milliseconds(aware) // 1000


def _where(text: str) -> tuple[tuple[str, str], ...]:
    if not text.strip():
        return ()
    found = _CLAUSE.match(text)
    if found is None:
        raise BadQueryError("Syntax error in the where expression")
    return (_clause(found), *_rest_of_where(text[found.end() :]))


def _rest_of_where(text: str) -> tuple[tuple[str, str], ...]:
    if not text:
        return ()
    found = _AND.match(text)
    if found is None or not text[found.end() :].strip():
        raise BadQueryError("Syntax error in the where expression")
    return _where(text[found.end() :])


def _clause(found: re.Match[str]) -> tuple[str, str]:
    if found["field"] not in _WHERE_FIELDS:
        raise BadQueryError(f"No property or field '{found['field']}' exists in type 'Contact'")
    return found["field"], re.sub(r"\\(.)", r"\1", found["literal"])


def select(book: ContactBook, selection: Selection) -> tuple[str, ...]:
    """The ContactIDs of *selection*, in order. A scan's order is worked out once per write."""
    if selection.ids is not None or selection.where or selection.term:
        return _in_order(_candidates(book, selection), selection)
    ids = book.remembered(selection)
    if ids is None:
        ids = _in_order(book, selection)
        book.remember(selection, ids)
    return ids


def _candidates(book: ContactBook, selection: Selection) -> Iterable[Contact]:
    if selection.ids is not None:
        return book.get_many(selection.ids)
    names = [literal for name, literal in selection.where if name == "Name"]
    return book.named(names[0]) if names else book


def _admits(selection: Selection, contact: Contact) -> bool:
    if contact.status != ACTIVE and not selection.archived:
        return False
    if selection.since is not None and not _modified_since(contact, selection):
        return False
    if not all(_holds(contact, name, literal) for name, literal in selection.where):
        return False
    return not selection.term or _mentions(contact, selection.term)


def _modified_since(contact: Contact, selection: Selection) -> bool:
    second = contact.updated_ms // 1000
    since = selection.since or 0
    return second >= since if selection.since_inclusive else second > since


def _holds(contact: Contact, name: str, literal: str) -> bool:
    if name == "ContactStatus":
        return contact.status == literal.upper()
    return name_key(contact.texts.get(name, "")) == name_key(literal)


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
