"""What a contact's other fields tell: its email, and its first and last name.

The weights are judged, not learned: no list of names with real emails may be learned from.
"""

from collections.abc import Sequence

from xerolink.adapters.embedded.tokens import LEARNED, Token, tokens
from xerolink.adapters.embedded.words import MAILBOXES
from xerolink.domain.contacts.model import XeroContact

__all__ = ["leaning"]

_ROLE, _OWN, _DOMAIN, _CONTACT_PERSON = -600, 600, -900, -900
_SHORTEST, _LONGEST = 3, 254
_NOTHING = (0, "")


def leaning(contact: XeroContact, found: Sequence[Token]) -> tuple[int, str]:
    """Thousandths of log-odds to add for a person, and why; nothing known: 0."""
    email = contact.fields.billing_email or ""
    if not email and not contact.first_name:
        return _NOTHING
    words = {
        token.text for token in found if token.role == LEARNED and len(token.text) >= _SHORTEST
    }
    more, why = _of_email(email, words)
    if more == 0:
        more, why = _of_contact_person(contact, words)
    return more, why


def _of_email(email: str, words: set[str]) -> tuple[int, str]:
    local, at, domain = email[:_LONGEST].strip().lower().partition("@")
    if not at or not words:
        return _NOTHING
    if local in MAILBOXES:
        return _ROLE, "the mailbox is that of a role"
    if len(words) > 1 and all(word in local for word in words):
        return _OWN, "the mailbox holds the whole name"
    if len(words) > 1 and all(word in domain for word in words):
        return _DOMAIN, "the domain of the email holds the whole name"
    return _NOTHING


def _of_contact_person(contact: XeroContact, words: set[str]) -> tuple[int, str]:
    """Xero keeps an organisation's first contact person in the first and last name."""
    person = {token.text for token in tokens(f"{contact.first_name} {contact.last_name}")}
    if len(person) > 1 and words and not person & words:
        return _CONTACT_PERSON, "first and last name are somebody else's"
    return _NOTHING
