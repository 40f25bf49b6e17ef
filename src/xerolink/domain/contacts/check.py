"""What makes a contact unusable, or one of its fields worth a look; either side's contacts."""

import unicodedata
from collections.abc import Iterator

from attrs import frozen

from xerolink.domain.contacts.model import FieldName, SyncedFields
from xerolink.domain.contacts.normalise import is_email
from xerolink.domain.given_errors import BadIdError

NAME_LIMIT = 255
"""Xero's limit for Name and EmailAddress (fact sheet 3.1)."""
TEXT_LIMIT = 2_500
"""Xero's five address texts at their longest; nothing synced is longer."""

ID_LIMIT = 255
"""Characters of an id or a version that a host gives; they are keys in the store."""


@frozen
class Problem:
    """Why something is not right, for a person to read; *field* None: the whole contact.

    *blocks* says that the contact cannot be matched or imported until somebody mends it. The
    text never repeats the value.
    """

    why: str
    field: FieldName | None = None
    blocks: bool = False


def check_fields(fields: SyncedFields) -> tuple[Problem, ...]:
    """Every problem of *fields*, those that block first; none: empty."""
    problems = (*_name_problems(fields.name), *_text_problems(fields), *_email_problems(fields))
    return tuple(sorted(problems, key=lambda problem: not problem.blocks))


def blocked(problems: tuple[Problem, ...]) -> bool:
    """Whether one of *problems* keeps the contact out."""
    return any(problem.blocks for problem in problems)


def _name_problems(name: str | None) -> Iterator[Problem]:
    if not (name or "").strip():
        yield Problem("the contact has no name", FieldName.NAME, blocks=True)
    elif name is not None and len(name) > NAME_LIMIT:
        why = f"the name has {len(name):,} characters; at most {NAME_LIMIT} are possible"
        yield Problem(why, FieldName.NAME, blocks=True)


def _text_problems(fields: SyncedFields) -> Iterator[Problem]:
    for name in FieldName:
        text = str(fields.get(name) or "")
        if odd := unprintable(text[:TEXT_LIMIT]):
            why = f"the {name.value} holds a control character (U+{ord(odd):04X})"
            yield Problem(why, name, blocks=True)
        if name is not FieldName.NAME and len(text) > TEXT_LIMIT:
            why = f"the {name.value} has {len(text):,} characters; at most {TEXT_LIMIT:,}"
            yield Problem(why, name, blocks=True)


def _email_problems(fields: SyncedFields) -> Iterator[Problem]:
    email = fields.billing_email or ""
    if email.strip() and not is_email(email):
        yield Problem("the billing email is not an email address", FieldName.BILLING_EMAIL)


def unprintable(text: str) -> str:
    """The first control character or lone surrogate of *text*, tab and line ends aside; or ""."""
    if text.isprintable():
        return ""
    odd = (c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\r")
    return next(odd, "")


def require_id(given: str, where: str) -> None:
    """Raise BadIdError, which names *where*, for a text that is too long or odd to be an id."""
    if len(given) > ID_LIMIT:
        why = f"has {len(given):,} characters; at most {ID_LIMIT} are possible, give a shorter one"
        raise BadIdError(where, why)
    if odd := unprintable(given):
        why = f"holds a control character (U+{ord(odd):04X}); give one without"
        raise BadIdError(where, why)
