"""Xero's validation messages about invoices as refusals that repeat no personal value."""

import re
from typing import Any

from attrs import field, frozen

from xerolink.adapters.xero.problems import messages_of, values_of, veiled
from xerolink.domain.invoices.xero import Refusal, RefusalKind

NO_NUMBER = Refusal(RefusalKind.OTHER, "the invoice has no number; Xero would give it one")
TOO_LARGE = Refusal(RefusalKind.OTHER, "the invoice holds more text than Xero takes in one call")
NO_REASON = Refusal(RefusalKind.OTHER, "Xero refused the invoice and gave no reason")

_HELD = re.compile(r"invoice # must be unique", re.I)
_CODE = r"['\"]?(?P<thing>[A-Za-z0-9./-]{1,10})['\"]?"
"""A code of the firm's own, as Xero quotes it: it names no person."""


@frozen
class _Known:
    """A text of Xero's (fact sheet 4.1 to 4.4); ``{}`` in *why* is the thing that it names."""

    text: re.Pattern[str] = field(repr=False)
    kind: RefusalKind
    why: str


def _known(text: str, kind: RefusalKind, why: str) -> _Known:
    return _Known(re.compile(text, re.I | re.S), kind, why)


_KNOWN = (
    _known(
        rf"account code {_CODE} is not a valid code",
        RefusalKind.ACCOUNT,
        "Xero has no account {} that an invoice can use",
    ),
    _known(
        rf"account code {_CODE} has been archived, or has been deleted",
        RefusalKind.ACCOUNT,
        "the account {} is archived or deleted in Xero",
    ),
    _known(
        r"account code\b.*not a valid code",
        RefusalKind.ACCOUNT,
        "an account of it cannot be used in Xero",
    ),
    _known(r"account code or id must be specified", RefusalKind.ACCOUNT, "a line has no account"),
    _known(
        rf"taxtype code {_CODE} cannot be used with account code",
        RefusalKind.TAX_TYPE,
        "the tax rate {} cannot be used with the account of its line",
    ),
    _known(
        rf"taxtype code {_CODE} does not exist",
        RefusalKind.TAX_TYPE,
        "Xero has no tax rate {} that an invoice can use",
    ),
    _known(
        r"taxtype code\b.*(?:cannot be used|does not exist)",
        RefusalKind.TAX_TYPE,
        "a tax rate of it cannot be used in Xero",
    ),
    _known(
        r"contact with the specified contact details has been archived",
        RefusalKind.CONTACT,
        "the contact is archived in Xero; restore it there first",
    ),
    _known(
        r"provide a valid contactid",
        RefusalKind.CONTACT,
        "Xero does not know the contact",
    ),
    _known(
        r"document date cannot be before the [a-z ]{0,30}lock date of "
        r"(?P<thing>\d{1,2} [a-z]{3,9} \d{4})",
        RefusalKind.LOCKED,
        "the books are locked up to {}",
    ),
    _known(
        r"document date cannot be before the [a-z ]{0,30}lock date",
        RefusalKind.LOCKED,
        "its date is in a period that is locked in Xero",
    ),
    _known(
        r"has (?:a )?payments? or credit notes? allocated to it|fields on a paid invoice",
        RefusalKind.SETTLED,
        "a payment or a credit note stands against it in Xero",
    ),
    _known(
        r"invoice not of valid status",
        RefusalKind.STATUS,
        "its status in Xero does not allow it",
    ),
    _known(
        r"not subscribed to currency ['\"]?(?P<thing>[a-z]{3})\b",
        RefusalKind.CURRENCY,
        "Xero does not bill in {} for this organisation",
    ),
    _known(
        r"not subscribed to currency",
        RefusalKind.CURRENCY,
        "Xero does not bill in its currency for this organisation",
    ),
)


def refusals_of(element: Any) -> tuple[Refusal, ...]:
    """Every validation error in *element*, nested ones too, each once, in Xero's order.

    Only a text of Xero's that is known gets a kind of its own. None: empty.
    """
    found = (_refusal(text, element) for text in messages_of(element))
    return tuple(dict.fromkeys(found))


def number_held(element: Any) -> bool:
    """Whether Xero refuses *element* for a number that another sales invoice has."""
    return any(_HELD.search(text) for text in messages_of(element))


def _refusal(text: str, element: Any) -> Refusal:
    for known in _KNOWN:
        if found := known.text.search(text):
            return Refusal(known.kind, known.why.format(found.groupdict().get("thing", "")))
    if not text.strip():
        return NO_REASON
    return Refusal(RefusalKind.OTHER, f"Xero says: {veiled(text, values_of(element))}")
