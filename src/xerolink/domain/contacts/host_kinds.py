"""What a host's adapter answers as a contact, looked at before it is used: nothing else typed it.

A number where a text belongs would end the run for all contacts of the firm.
"""

from collections.abc import Mapping
from typing import Any, Final

from xerolink.domain.contacts.check import require_id
from xerolink.domain.contacts.model import (
    Address,
    ContactKind,
    HostContact,
    Phone,
    SyncedFields,
)
from xerolink.domain.given_errors import WrongKindError

Kinds = tuple[type, ...]
_TEXT: Final[Kinds] = (str,)
_NONE: Final = type(None)
_PARTS: Final[Mapping[type, Mapping[str, Kinds]]] = {
    HostContact: {
        "host_id": _TEXT,
        "version": _TEXT,
        "fields": (SyncedFields,),
        "kind": (ContactKind, _NONE),
        "contact_type": _TEXT,
    },
    SyncedFields: {
        "name": (str, _NONE),
        "billing_email": (str, _NONE),
        "primary_phone": (Phone, _NONE),
        "billing_address": (Address, _NONE),
    },
    Phone: {"number": _TEXT, "area": _TEXT, "country": _TEXT},
    Address: {
        "lines": (tuple,),
        "city": _TEXT,
        "region": _TEXT,
        "postal_code": _TEXT,
        "country": _TEXT,
    },
}


def require_contact(answered: object) -> None:
    """Raise WrongKindError or BadIdError for what is no sound HostContact.

    They name the field and no value.
    A text may still be as odd as it likes: `check_fields` tells of that.
    """
    if not isinstance(answered, HostContact):
        raise WrongKindError("what was answered", type(answered).__name__, "a HostContact")
    _require_parts(answered)
    require_id(answered.host_id, "HostContact.host_id")
    require_id(answered.version, "HostContact.version")
    _require_parts(answered.fields)
    for part in (answered.fields.primary_phone, answered.fields.billing_address):
        if part is not None:
            _require_parts(part)
    address = answered.fields.billing_address
    for line in address.lines if address else ():
        _require("Address.lines has one that", line, _TEXT)


def _require_parts(whole: Any) -> None:
    for name, kinds in _PARTS[type(whole)].items():
        _require(f"{type(whole).__name__}.{name}", getattr(whole, name), kinds)


def _require(where: str, value: object, kinds: Kinds) -> None:
    if not isinstance(value, kinds):
        wanted = " or ".join("None" if kind is _NONE else kind.__name__ for kind in kinds)
        raise WrongKindError(where, type(value).__name__, wanted)
