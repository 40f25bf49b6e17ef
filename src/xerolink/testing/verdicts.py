"""What becomes of one field of one pair: equal, excused or broken.

Derived from the two sides and the log of people's edits; written without a look at how the
library compares and decides, so that the two can disagree.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum

from attrs import frozen

from xerolink.domain.contacts.model import Address, FieldName, FieldValue, HostContact, Phone
from xerolink.domain.identity import HostContactId
from xerolink.domain.settings import BothChanged
from xerolink.testing.edits import Edit, Pair, Side, read_xero, xero_json
from xerolink.testing.simulator import rules
from xerolink.testing.simulator.body import read_contact
from xerolink.testing.simulator.book import ContactBook
from xerolink.testing.simulator.contact import ACTIVE, Contact
from xerolink.testing.simulator.switches import Switches


class Reason(Enum):
    """Why a field may differ (semantics, What must be equal, and what may differ)."""

    AGREED_DIFFERENCE = "agreed difference"
    """Blank in Xero when linked, the host's value kept; or the host stores less (row 8)."""
    FIELD_CONFLICT = "field conflict"
    """People set it to different values on both sides (row 13)."""
    REFUSED = "refused by a side"
    """The other side would not take what people set (row 18)."""
    SUSPENDED = "suspended"
    """The contact is not active in Xero (row 21)."""


class Fault(Enum):
    """What is wrong with a field that no reason covers."""

    UNEXPLAINED = "the sides differ and nobody edited the field"
    LOST_EDIT = "what people set is not on both sides"
    GONE = "a contact of the pair is not there"
    UNPAIRED = "an edited contact is in no pair"


Stores = Callable[[FieldName, FieldValue], FieldValue]
"""What a host makes of a value that it is given; None: it refuses it."""


def as_given(_: FieldName, value: FieldValue) -> FieldValue:
    """A host that stores every value whole."""
    return value


def canonical(field: FieldName, value: FieldValue) -> object:
    """What two values must share to mean the same (semantics row 15); unknown is empty here.

    A name keeps its case: a change of it is a change that flows.
    """
    match value:
        case Phone():
            written = " ".join((value.country, value.area, value.number))
            digits = [unicodedata.digit(char, None) for char in written]
            return tuple(d for d in digits if d is not None) or _folded(written)
        case Address():
            named = (value.city, value.region, value.postal_code, value.country)
            return tuple(filter(None, map(_folded, value.lines))), tuple(map(_folded, named))
        case str() if field is FieldName.BILLING_EMAIL:
            return value.strip().lower()
        case str():
            return _spaced(value)
        case None:
            return canonical(field, _NOTHING[field])


def _folded(text: str) -> str:
    return _spaced(text.casefold())


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


_NOTHING: Mapping[FieldName, FieldValue] = {
    FieldName.NAME: "",
    FieldName.BILLING_EMAIL: "",
    FieldName.PRIMARY_PHONE: Phone(),
    FieldName.BILLING_ADDRESS: Address(),
}


def standing(field: FieldName, history: Iterable[Edit]) -> dict[Side, FieldValue]:
    """What each side's people want *field* to be, where the other side's have not moved on since.

    Who edits a value that the other side's people had set has seen it: it is theirs no longer.
    Edits that end where they began want nothing.
    """
    unseen: dict[Side, list[Edit]] = {Side.HOST: [], Side.XERO: []}
    for edit in history:
        other = Side.XERO if edit.side is Side.HOST else Side.HOST
        seen = [i for i, e in enumerate(unseen[other]) if _same(field, e.after, edit.before)]
        unseen[other] = unseen[other][seen[-1] + 1 :] if seen else unseen[other]
        unseen[edit.side].append(edit)
    return {
        side: edits[-1].after
        for side, edits in unseen.items()
        if edits and not _same(field, edits[0].before, edits[-1].after)
    }


def _uncovers(field: FieldName, wanted: FieldValue, xero: Contact) -> bool:
    """Whether the billing address was cleared in Xero and its street address shows instead.

    STREET is read where POBOX is empty and never written (semantics row 15, decision 0007).
    """
    cleared = field is FieldName.BILLING_ADDRESS and _same(field, wanted, None)
    return cleared and not any(part.strip() for part in xero.address("POBOX").values())


def _same(field: FieldName, one: FieldValue, other: FieldValue) -> bool:
    return canonical(field, one) == canonical(field, other)


@frozen
class _Values:
    """One field of one pair, as both sides hold it."""

    field: FieldName
    host: FieldValue
    xero: FieldValue
    xero_then: FieldValue
    stores: Stores

    def unedited(self) -> Reason | Fault | None:
        """The verdict where no person ever set the field; semantics row 8 is its one excuse."""
        kept = not self._same(self.host, None)
        blank = self._same(self.xero, None) and self._same(self.xero_then, None)
        return Reason.AGREED_DIFFERENCE if kept and blank else self.undisputed()

    def undisputed(self) -> Reason | Fault | None:
        """The verdict where both sides should mean the same, whatever it is."""
        if self._same(self.host, self.xero):
            return None
        poorer = self.settled_on(self.xero)
        return Reason.AGREED_DIFFERENCE if poorer else Fault.UNEXPLAINED

    def settled_on(self, value: FieldValue) -> bool:
        """Whether both sides hold *value*, the host as far as it stores it."""
        return self.holds(Side.HOST, value) and self.holds(Side.XERO, value)

    def holds(self, side: Side, value: FieldValue) -> bool:
        if side is Side.XERO:
            return self._same(self.xero, value)
        stored = self.stores(self.field, value)
        return stored is not None and self._same(self.host, stored)

    def _same(self, one: FieldValue, other: FieldValue) -> bool:
        return _same(self.field, one, other)


class Judge:
    """Both books as they stand, and what each side would take."""

    def __init__(
        self,
        host: Mapping[HostContactId, HostContact],
        xero: Mapping[str, Contact],
        xero_then: Mapping[str, Contact],
        policy: BothChanged,
        stores: Stores,
    ) -> None:
        self._host, self._xero, self._xero_then = host, xero, xero_then
        self._policy, self._stores = policy, stores
        self._book = ContactBook()
        for contact in xero.values():
            self._book.put(contact)

    def verdict(
        self, pair: Pair, field: FieldName, history: Sequence[Edit]
    ) -> Reason | Fault | None:
        """None: both sides mean the same, and it is what people wanted."""
        host, xero = self._host.get(pair[0]), self._xero.get(pair[1])
        if host is None or xero is None:
            return Fault.GONE
        then = read_xero(self._xero_then.get(pair[1], xero), field)
        values = _Values(field, host.fields.get(field), read_xero(xero, field), then, self._stores)
        if not history:
            return values.unedited()
        wanted = self._as_stored(field, standing(field, history))
        return self._edited(values, wanted, xero) if wanted else values.undisputed()

    def _as_stored(
        self, field: FieldName, wanted: Mapping[Side, FieldValue]
    ) -> Mapping[Side, FieldValue]:
        """*wanted*, the host's as far as it stored what its people typed."""
        if Side.HOST not in wanted:
            return wanted
        return {**wanted, Side.HOST: self._stores(field, wanted[Side.HOST])}

    def _edited(
        self, values: _Values, wanted: Mapping[Side, FieldValue], xero: Contact
    ) -> Reason | Fault | None:
        side = self._prevails(values.field, wanted)
        if side is None:
            held = all(values.holds(side, value) for side, value in wanted.items())
            return Reason.FIELD_CONFLICT if held else Fault.LOST_EDIT
        if values.settled_on(wanted[side]):
            return values.undisputed()
        if not values.holds(side, wanted[side]):
            return Fault.LOST_EDIT
        return self._excuse(side, values.field, wanted[side], xero)

    def _prevails(self, field: FieldName, wanted: Mapping[Side, FieldValue]) -> Side | None:
        """The side whose people have their way; None: neither, the field is held (row 13)."""
        if len(wanted) == 1 or _same(field, *wanted.values()):
            return next(iter(wanted))
        return {
            BothChanged.HOLD: None,
            BothChanged.HOST: Side.HOST,
            BothChanged.XERO: Side.XERO,
        }[self._policy]

    def _excuse(
        self, side: Side, field: FieldName, value: FieldValue, xero: Contact
    ) -> Reason | Fault:
        if xero.status != ACTIVE:
            return Reason.SUSPENDED
        if side is Side.HOST and _uncovers(field, value, xero):
            return Reason.AGREED_DIFFERENCE
        refused = (
            self._stores(field, value) is None
            if side is Side.XERO
            else self._xero_refuses(xero, field, value)
        )
        return Reason.REFUSED if refused else Fault.LOST_EDIT

    def _xero_refuses(self, xero: Contact, field: FieldName, value: FieldValue) -> bool:
        sent, switches = read_contact(xero_json(field, value)), Switches()
        try:
            rules.check(self._book, rules.applied(xero, sent, switches), sent, switches)
        except rules.RefusedError:
            return True
        return False
