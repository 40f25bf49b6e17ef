"""A simulated Xero in a story: its port, what people do in it, and what is in it now."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from xerolink.adapters.xero.contacts import XeroApiContacts
from xerolink.adapters.xero.convert import read_contact
from xerolink.adapters.xero.organisation import XeroApiOrganisation
from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields, XeroContact
from xerolink.domain.identity import XeroContactId
from xerolink.domain.run import Organisation
from xerolink.ports.errors import RejectedError
from xerolink.ports.xero import XeroOrganisation
from xerolink.testing.edits import xero_json
from xerolink.testing.simulator import Contact, RefusedError, wire
from xerolink.testing.worlds.direct import DirectClient


class SimulatedXero(XeroApiContacts, XeroOrganisation):
    """The real adapter over `DirectClient`; people are those of the simulator's own pages."""

    def __init__(self, client: DirectClient) -> None:
        super().__init__(client)
        self.client = client
        self._people = client.home.people
        self._read: dict[str, tuple[Contact, XeroContact]] = {}

    def organisation(self) -> Organisation:
        return XeroApiOrganisation(self.client).organisation()

    def now(self) -> datetime:
        """The time that Xero tells."""
        return datetime.fromtimestamp(self.client.home.now_ms() // 1000, UTC)

    def contacts(self) -> tuple[XeroContact, ...]:
        """Every contact, of any status, ordered by id."""
        return tuple(map(self._as_read, sorted(self.client.home.book, key=_by_id)))

    def contact(self, xero_id: XeroContactId) -> XeroContact:
        """One contact as it is now; KeyError for an unknown id."""
        found = self.client.home.book.get(xero_id)
        if found is None:
            raise KeyError(xero_id)
        return self._as_read(found)

    def add(
        self, fields: SyncedFields, *, is_customer: bool = False, is_supplier: bool = False
    ) -> XeroContactId:
        contact_id = _tried(self._people.add, **_json({n: fields.get(n) for n in FieldName}))
        self._people.flag(contact_id, is_customer=is_customer, is_supplier=is_supplier)
        return XeroContactId(contact_id)

    def edit(self, xero_id: XeroContactId, values: Mapping[FieldName, FieldValue]) -> None:
        _tried(self._people.edit, xero_id, **_json(values))

    def archive(self, xero_id: XeroContactId) -> None:
        self._people.archive(xero_id)

    def restore(self, xero_id: XeroContactId) -> None:
        _tried(self._people.restore, xero_id)

    def merge(self, loser: XeroContactId, survivor: XeroContactId) -> None:
        self._people.merge(loser, survivor)

    def erase(self, xero_id: XeroContactId) -> None:
        self._people.erase(xero_id)

    def flag(self, xero_id: XeroContactId, *, is_customer: bool, is_supplier: bool) -> None:
        self._people.flag(xero_id, is_customer=is_customer, is_supplier=is_supplier)

    def _as_read(self, contact: Contact) -> XeroContact:
        """*contact* as the adapter would read it; what has not changed is not read again."""
        known = self._read.get(contact.contact_id)
        if known is None or known[0] is not contact:
            read = read_contact(wire.read_contact(contact, detail=True))
            assert isinstance(read, XeroContact)  # nothing stranger than Xero's is put in
            known = self._read[contact.contact_id] = (contact, read)
        return known[1]


def _by_id(contact: Contact) -> str:
    return contact.contact_id


def _json(values: Mapping[FieldName, FieldValue]) -> dict[str, Any]:
    known = {name: value for name, value in values.items() if value is not None}
    return {k: v for name, value in known.items() for k, v in xero_json(name, value).items()}


def _tried(verb: Any, /, *args: Any, **fields: Any) -> Any:
    try:
        return verb(*args, **fields)
    except RefusedError as refused:
        raise RejectedError("Xero", tuple(map(Problem, refused.problems))) from None
