"""What people edit on both sides of linked pairs: planned, carried out, kept as a log."""

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import count, cycle, islice
from pathlib import Path
from random import Random
from typing import Any, Protocol

import attrs
from attrs import frozen

from xerolink.domain.contacts.model import (
    Address,
    ContactKind,
    FieldName,
    FieldValue,
    HostContact,
    Phone,
    veiled,
)
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.testing import practice_names as names
from xerolink.testing.simulator.book import name_key
from xerolink.testing.simulator.contact import ACTIVE, Contact, Parts

Pair = tuple[HostContactId, XeroContactId]
_EMPTY: Mapping[FieldName, FieldValue] = {
    FieldName.NAME: "",
    FieldName.BILLING_EMAIL: "",
    FieldName.PRIMARY_PHONE: Phone(),
    FieldName.BILLING_ADDRESS: Address(),
}
_LINES = ("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4")
_REST = ("City", "Region", "PostalCode", "Country")


class Side(Enum):
    """Where an edit is made."""

    HOST = "host"
    XERO = "xero"


@frozen
class Edit:
    """A person sets one field of one contact; *before* is what that side held just then.

    Values are known ones, an empty `str`, `Phone` or `Address` where there is nothing. A log is
    a sequence of these in the order in which people made them.
    """

    side: Side
    contact_id: str
    field: FieldName
    before: FieldValue = attrs.field(repr=veiled)
    after: FieldValue = attrs.field(repr=veiled)


class EditHost(Protocol):
    """How a person edits the host; a host book's `edit` is one."""

    def __call__(
        self, host_id: HostContactId, values: Mapping[FieldName, FieldValue], /
    ) -> object: ...


class EditXero(Protocol):
    """How a person edits Xero, by Xero's JSON names; a simulator's `people.edit` is one."""

    def __call__(self, contact_id: str, /, **fields: Any) -> object: ...


def carry_out(edits: Iterable[Edit], in_host: EditHost, in_xero: EditXero) -> None:
    """Make *edits* in their order; raises what the callbacks raise, those before it are made."""
    for edit in edits:
        if edit.side is Side.HOST:
            in_host(HostContactId(edit.contact_id), {edit.field: edit.after})
        else:
            in_xero(edit.contact_id, **xero_json(edit.field, edit.after))


def xero_json(field: FieldName, value: FieldValue) -> dict[str, Any]:
    """*value* as a person enters it in Xero, every part of its slot filled.

    Phone is the DEFAULT slot, address POBOX (semantics row 15). Who clears an address clears
    STREET too, for otherwise Xero still shows one.
    """
    match value:
        case Phone():
            return {"Phones": [_phone_slot(value)]}
        case Address():
            slots = ("POBOX",) if value else ("POBOX", "STREET")
            return {"Addresses": [_address_slot(slot, value) for slot in slots]}
        case _:
            return {"Name" if field is FieldName.NAME else "EmailAddress": value}


def read_xero(contact: Contact, field: FieldName) -> FieldValue:
    """What a simulated contact holds in *field*: DEFAULT phone; POBOX, or STREET if it is empty."""
    match field:
        case FieldName.NAME:
            return contact.name
        case FieldName.BILLING_EMAIL:
            return contact.email
        case FieldName.PRIMARY_PHONE:
            slot = contact.phone()
            parts = ("PhoneNumber", "PhoneAreaCode", "PhoneCountryCode")
            return Phone(*(slot.get(part, "") for part in parts))
        case FieldName.BILLING_ADDRESS:
            post = _read_address(contact.address("POBOX"))
            filled = any(part.strip() for part in post.parts)
            return post if filled else _read_address(contact.address("STREET"))


def save_edits(path: Path, edits: Iterable[Edit]) -> None:
    """Write the log as JSON, in UTF-8."""
    rows = [
        {
            "side": edit.side.value,
            "id": edit.contact_id,
            "field": edit.field.value,
            "before": _to_json(edit.before),
            "after": _to_json(edit.after),
        }
        for edit in edits
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def load_edits(path: Path) -> tuple[Edit, ...]:
    """The log that `save_edits` wrote."""
    return tuple(map(_edit, json.loads(path.read_text(encoding="utf-8"))))


def office_day(
    seed: int,
    pairs: Iterable[Pair],
    host: Mapping[HostContactId, HostContact],
    xero: Mapping[str, Contact],
    size: int = 60,
) -> tuple[Edit, ...]:
    """A day's edits of *size* fields of linked pairs, each at most once; the same for one seed.

    Fields are edited on one side, cleared, set to the same value on both sides, and set to
    different values on both (a field conflict); 22 and more give every sort on every field and
    side, given enough pairs. A name is never one that Xero would call taken. Pairs that are not
    active in Xero, or not there, are left alone; where pairs run out there are fewer edits.
    """
    there = [(h, x) for h, x in pairs if h in host and x in xero and xero[x].status == ACTIVE]
    day = _Day(Random(seed), there, host, xero)
    return tuple(edit for chore in islice(day.chores(), size) for edit in day.done(chore))


def _edit(row: Mapping[str, Any]) -> Edit:
    field = FieldName(row["field"])
    before, after = _from_json(field, row["before"]), _from_json(field, row["after"])
    return Edit(Side(row["side"]), row["id"], field, before, after)


def _to_json(value: FieldValue) -> Any:
    return attrs.asdict(value) if isinstance(value, Phone | Address) else value


def _from_json(field: FieldName, value: Any) -> FieldValue:
    match field:
        case FieldName.PRIMARY_PHONE:
            return Phone(**value)
        case FieldName.BILLING_ADDRESS:
            return Address(**{**value, "lines": tuple(value["lines"])})
        case _:
            return str(value)


def _phone_slot(phone: Phone) -> dict[str, str]:
    return {
        "PhoneType": "DEFAULT",
        "PhoneNumber": phone.number,
        "PhoneAreaCode": phone.area,
        "PhoneCountryCode": phone.country,
    }


def _address_slot(slot: str, address: Address) -> dict[str, str]:
    lines = zip(_LINES, (*address.lines, "", "", "", ""), strict=False)
    rest = zip(_REST, address.parts[len(address.lines) :], strict=True)
    return {"AddressType": slot, **dict(lines), **dict(rest)}


def _read_address(slot: Parts) -> Address:
    lines = filter(None, (slot.get(line, "") for line in _LINES))
    return Address(tuple(lines), *(slot.get(part, "") for part in _REST))


@frozen
class _Chore:
    """One field to edit, on *sides*; *ways* is how many values: 0 clears, 2 disagree."""

    field: FieldName
    sides: tuple[Side, ...]
    ways: int


_BOTH = (Side.HOST, Side.XERO)
_ONE_SIDED = tuple(_Chore(field, (side,), 1) for field in FieldName for side in Side)
_CLEARS = tuple(
    _Chore(field, (side,), 0) for field in FieldName if field is not FieldName.NAME for side in Side
)
_SAME = tuple(_Chore(field, _BOTH, 1) for field in FieldName)
_DIFFERENT = tuple(_Chore(field, _BOTH, 2) for field in FieldName)


class _Day:
    """The books as they stood in the morning, and which fields are still untouched."""

    def __init__(
        self,
        rng: Random,
        pairs: Sequence[Pair],
        host: Mapping[HostContactId, HostContact],
        xero: Mapping[str, Contact],
    ) -> None:
        self._rng, self._host, self._xero = rng, host, xero
        self._left = {field: rng.sample(pairs, len(pairs)) for field in FieldName}
        self._taken = {name_key(contact.name) for contact in xero.values()}

    def chores(self) -> Iterable[_Chore]:
        """Every sort once, then more one-sided ones, over and over."""
        first = [*_ONE_SIDED, *_CLEARS, *_SAME, *_DIFFERENT]
        more = [*_ONE_SIDED, *_ONE_SIDED]
        self._rng.shuffle(first)
        self._rng.shuffle(more)
        return cycle(first + more)

    def done(self, chore: _Chore) -> tuple[Edit, ...]:
        """The edits of *chore* on a pair that it suits; no such pair is left: none."""
        pair = self._suited(chore)
        if pair is None:
            return ()
        kind = self._host[pair[0]].kind
        before = {side: self._now(side, pair, chore.field) for side in Side}
        drawn = [self._drawn(chore.field, before[Side.HOST], kind) for _ in range(chore.ways)]
        values = drawn or [_EMPTY[chore.field]]
        return tuple(
            Edit(side, pair[_BOTH.index(side)], chore.field, before[side], value)
            for side, value in zip(chore.sides, cycle(values), strict=False)
        )

    def _suited(self, chore: _Chore) -> Pair | None:
        left = self._left[chore.field]
        for index, pair in enumerate(left):
            if chore.ways or self._now(chore.sides[0], pair, chore.field):
                return left.pop(index)
        return None

    def _now(self, side: Side, pair: Pair, field: FieldName) -> FieldValue:
        host_id, xero_id = pair
        if side is Side.XERO:
            return read_xero(self._xero[xero_id], field)
        return self._host[host_id].fields.get(field) or _EMPTY[field]

    def _drawn(self, field: FieldName, before: FieldValue, kind: ContactKind | None) -> FieldValue:
        country = self._rng.choice(names.COUNTRIES)
        match field:
            case FieldName.NAME:
                return self._renamed(str(before), kind)
            case FieldName.BILLING_EMAIL:
                return names.own_mailbox(self._rng, names.person(self._rng, middle_names=1).whole)
            case FieldName.PRIMARY_PHONE:
                return names.phone(self._rng, country)
            case FieldName.BILLING_ADDRESS:
                return names.address(self._rng, country)

    def _renamed(self, name: str, kind: ContactKind | None) -> str:
        """A name that no contact of the organisation has, active or not."""
        stem = " ".join(name[:200].split())
        drawn = (f"{stem}{self._suffix(kind)}" for _ in count())
        renamed = next(name for name in drawn if name_key(name) not in self._taken)
        self._taken.add(name_key(renamed))
        return renamed

    def _suffix(self, kind: ContactKind | None) -> str:
        """A person takes a second surname, an organisation a new word and the year's number."""
        if kind is ContactKind.PERSON:
            return f"-{names.person(self._rng).family}"
        word = self._rng.choice(("Group", "Holdings", "Partners"))
        return f" {word} {self._rng.randrange(1900, 2100)}"
