"""Contacts of a list as bytes, each encoded once until its next write."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum

from . import wire
from .contact import Contact
from .wire import Json

_MOST_LISTS = 8


class Shape(Enum):
    """How much of a contact a list shows (fact sheet 3.2, 3.4)."""

    PLAIN = "plain"
    DETAIL = "detail"
    SUMMARY = "summary"


_SHAPES: Mapping[Shape, Callable[[Contact], Json]] = {
    Shape.PLAIN: lambda contact: wire.read_contact(contact, detail=False),
    Shape.DETAIL: lambda contact: wire.read_contact(contact, detail=True),
    Shape.SUMMARY: lambda contact: wire.summary_of(wire.read_contact(contact, detail=True)),
}


class Rows:
    """Encoded contacts by id and shape. Not thread-safe: the organisation's lock guards it.

    A contact is a value: another object of the same id is a later or an earlier version.
    """

    def __init__(self) -> None:
        self._kept: dict[Shape, dict[str, tuple[Contact, bytes]]] = {one: {} for one in Shape}
        self._lists: dict[tuple[Shape, tuple[str, ...]], bytes] = {}

    def changed(self) -> None:
        """A contact is another one now: lists have to be made again."""
        self._lists.clear()

    def listed(
        self, ids: tuple[str, ...], shape: Shape, contacts: Callable[[], Iterable[Contact]]
    ) -> bytes:
        """*contacts*, those of *ids* in this order, as JSON objects parted by commas."""
        key = shape, ids
        found = self._lists.get(key)
        if found is None:
            if len(self._lists) >= _MOST_LISTS:
                self._lists.clear()
            found = self._lists[key] = b",".join(self._rows(contacts(), shape))
        return found

    def _rows(self, contacts: Iterable[Contact], shape: Shape) -> Iterator[bytes]:
        kept = self._kept[shape]
        for contact in contacts:
            row = kept.get(contact.contact_id)
            if row is None or row[0] is not contact:
                row = contact, wire.encoded(_SHAPES[shape](contact))
                kept[contact.contact_id] = row
            yield row[1]
