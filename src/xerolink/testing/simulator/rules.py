"""Xero's rules for writing a contact: which one is meant, what is refused, what comes out.

Source throughout: fact sheet 3.1 and 3.3. Texts marked (?) are ours, no recording shows them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import evolve

from .body import Sent
from .book import ContactBook, name_key
from .contact import (
    ACTIVE,
    ADDRESS_PARTS,
    ARCHIVED,
    PHONE_PARTS,
    TEXT_FIELDS,
    Contact,
    Parts,
    Slots,
)
from .switches import Switches

NO_IDENTITY = (
    "The Contact must contain at least 1 of the following elements to identify the contact: "
    "Name, ContactID, ContactNumber"
)
NAME_EMPTY = "The contact name must be specified."  # (?)
NAME_TAKEN = (
    "The contact name {} is already assigned to another contact. "
    "The contact name must be unique across all active contacts."
)
NUMBER_TAKEN = "Another contact has this contact number. Please enter a different contact number."
ARCHIVED_MATCHED = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)
UNKNOWN_CONTACT = "Unknown contact details, please provide a valid ContactID or Contact Number"
EMAIL_INVALID = "Email address must be valid."
PERSONS_NEED_EMAIL = (
    "Additional people cannot be added when the primary person has no email address set."
)
TOO_MANY_PERSONS = "A contact can have at most 5 contact persons."  # (?)
TOO_LONG = "The {} field must not be longer than {} characters."  # (?)

_EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+")


class RefusedError(ValueError):
    """Xero refuses this element; ``problems`` are its messages, in Xero's words."""

    def __init__(self, *problems: str) -> None:
        super().__init__(f"Xero refuses it: {len(problems)} problem(s)")
        self.problems = problems


Matcher = Callable[[ContactBook, Sent, Switches], Contact | None]


def match_for_create(book: ContactBook, sent: Sent, switches: Switches) -> None:
    """PUT never matches; a ContactID that was sent is ignored."""


def match_for_upsert(book: ContactBook, sent: Sent, switches: Switches) -> Contact | None:
    """POST: by ContactID, else by ContactNumber (any status), else by Name (active); else none.

    Without a ContactID this is Xero's silent overwrite. Raises RefusedError for an unknown
    ContactID and for a match that is not active.
    """
    found = _matched(book, sent, name_first=switches.name_before_number)
    if found is not None and found.status != ACTIVE:
        raise RefusedError(ARCHIVED_MATCHED)
    return found


def _matched(book: ContactBook, sent: Sent, *, name_first: bool) -> Contact | None:
    if sent.contact_id is not None:
        return _known(book, sent.contact_id)
    number, name = sent.texts.get("ContactNumber", ""), sent.texts.get("Name", "")
    numbered, named = book.numbered(number) if number else (), book.named_and_active(name)
    found = (named or numbered) if name_first else (numbered or named)
    return found[0] if found else None


def _known(book: ContactBook, contact_id: str) -> Contact:
    found = book.get(contact_id)
    if found is None:
        raise RefusedError(UNKNOWN_CONTACT)
    return found


def applied(before: Contact, sent: Sent, switches: Switches) -> Contact:
    """*before* with what was sent: omitted keeps, ``""`` clears, slots merge by type.

    Contact persons are replaced as a whole. Of the statuses only ARCHIVED has an effect.
    """
    cleared = switches.unsent_parts_cleared
    # Slots are kept or cleared as a whole list: no phone sent clears no phone.
    gone = switches.unsent_slots_cleared
    return evolve(
        before,
        texts=_filled({**before.texts, **sent.texts}),
        phones=_merged({} if gone and sent.phones else before.phones, sent.phones, cleared),
        addresses=_merged(
            {} if gone and sent.addresses else before.addresses, sent.addresses, cleared
        ),
        persons=before.persons if sent.persons is None else sent.persons,
        status=ARCHIVED if sent.status == ARCHIVED else before.status,
    )


def _merged(before: Slots, sent: Slots, cleared: bool) -> Slots:
    kept: Slots = {} if cleared else before
    return {**before, **{slot: _filled({**kept.get(slot, {}), **sent[slot]}) for slot in sent}}


def _filled(parts: Parts) -> Parts:
    return {name: text for name, text in parts.items() if text}


def check(book: ContactBook, after: Contact, sent: Sent, switches: Switches) -> None:
    """Raise RefusedError with every reason why *after*, made from *sent*, cannot be stored."""
    problems = (
        *_name_problems(book, after, sent, switches),
        *_number_problems(book, after, sent, switches),
        *_email_problems(after, sent),
        *_length_problems(sent),
    )
    if problems:
        raise RefusedError(*problems)


def _name_problems(
    book: ContactBook, after: Contact, sent: Sent, switches: Switches
) -> Iterator[str]:
    if not after.name:
        yield NAME_EMPTY if after.number or sent.contact_id else NO_IDENTITY
    elif switches.enforce_unique_names and "Name" in sent.texts and name_taken(book, after):
        yield NAME_TAKEN.format(after.name)


def name_taken(book: ContactBook, contact: Contact) -> bool:
    """Whether another active contact has the name of *contact*, and *contact* is active."""
    before = book.get(contact.contact_id)
    if before is not None and _holds_name(before, contact):
        return False
    return contact.status == ACTIVE and _others(book.named_and_active(contact.name), contact)


def _holds_name(before: Contact, after: Contact) -> bool:
    return before.status == ACTIVE and name_key(before.name) == name_key(after.name)


def _others(found: Iterable[Contact], contact: Contact) -> bool:
    return any(other.contact_id != contact.contact_id for other in found)


def _number_problems(
    book: ContactBook, after: Contact, sent: Sent, switches: Switches
) -> Iterator[str]:
    number = sent.texts.get("ContactNumber", "")
    if not number or not switches.enforce_unique_numbers:
        return
    if _others(book.numbered(number), after):
        yield NUMBER_TAKEN


def _email_problems(after: Contact, sent: Sent) -> Iterator[str]:
    email = sent.texts.get("EmailAddress", "")
    if email and not _EMAIL.fullmatch(email):
        yield EMAIL_INVALID
    if sent.persons and not after.email:
        yield PERSONS_NEED_EMAIL
    if len(sent.persons or ()) > 5:
        yield TOO_MANY_PERSONS


def _length_problems(sent: Sent) -> Iterator[str]:
    yield from _too_long(sent.texts, TEXT_FIELDS)
    for phone in sent.phones.values():
        yield from _too_long(phone, PHONE_PARTS)
    for address in sent.addresses.values():
        yield from _too_long(address, ADDRESS_PARTS)


def _too_long(parts: Parts, limits: Mapping[str, int | None]) -> Iterator[str]:
    for name, text in parts.items():
        limit = limits[name]
        if limit is not None and len(text) > limit:
            yield TOO_LONG.format(name, limit)
