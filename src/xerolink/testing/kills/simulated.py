"""A simulated organisation with the people of `MemoryXero`, through the adapter of the real one."""

from collections.abc import Mapping

from xerolink.adapters.xero import XeroApiContacts, XeroClient
from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields, XeroContact
from xerolink.domain.identity import XeroContactId
from xerolink.testing.edits import xero_json
from xerolink.testing.simulator import Organisation


class SimulatedXero(XeroApiContacts):
    """The port by *client*, and what people do in Xero past it: `MemoryXero`'s verbs.

    *looking* is a client with a token of its own: whoever looks disturbs nobody.
    """

    def __init__(self, client: XeroClient, looking: XeroClient, organisation: Organisation) -> None:
        super().__init__(client)
        self._look = XeroApiContacts(looking)
        self._simulated = organisation

    def contacts(self) -> tuple[XeroContact, ...]:
        """Every contact, of any status, ordered by id; up to a page."""
        found = self._look.page(1, None)
        if found.more or found.odd:
            raise RuntimeError("a small organisation was expected")
        return tuple(sorted(found.contacts, key=lambda contact: contact.xero_id))

    def add(
        self, fields: SyncedFields, *, is_customer: bool = False, is_supplier: bool = False
    ) -> XeroContactId:
        made = self._simulated.people.add(**_entered({n: fields.get(n) for n in FieldName}))
        xero_id = XeroContactId(made)
        self.flag(xero_id, is_customer=is_customer, is_supplier=is_supplier)
        return xero_id

    def edit(self, xero_id: XeroContactId, values: Mapping[FieldName, FieldValue]) -> None:
        self._simulated.people.edit(xero_id, **_entered(values))

    def archive(self, xero_id: XeroContactId) -> None:
        self._simulated.people.archive(xero_id)

    def restore(self, xero_id: XeroContactId) -> None:
        self._simulated.people.restore(xero_id)

    def merge(self, loser: XeroContactId, survivor: XeroContactId) -> None:
        self._simulated.people.merge(loser, survivor)

    def erase(self, xero_id: XeroContactId) -> None:
        self._simulated.people.erase(xero_id)

    def flag(self, xero_id: XeroContactId, *, is_customer: bool, is_supplier: bool) -> None:
        """A first invoice, a first bill; a flag is not taken away again."""
        if is_customer:
            self._simulated.people.invoice(xero_id)
        if is_supplier:
            self._simulated.people.bill(xero_id)


def _entered(values: Mapping[FieldName, FieldValue]) -> dict[str, object]:
    known = {name: value for name, value in values.items() if value is not None}
    return {k: v for name, value in known.items() for k, v in xero_json(name, value).items()}
