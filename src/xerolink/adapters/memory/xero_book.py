"""The rows of an organisation in memory, with the look-ups that Xero has."""

from xerolink.domain.contacts.model import XeroContact
from xerolink.domain.contacts.normalise import xero_name_key
from xerolink.domain.identity import XeroContactId


class Book:
    """Contacts by id, name and number, any status; look-ups answer in the order of the ids."""

    def __init__(self) -> None:
        self.rows: dict[XeroContactId, XeroContact] = {}
        self._names: dict[str, set[XeroContactId]] = {}
        self._numbers: dict[str, set[XeroContactId]] = {}

    def ordered(self) -> list[XeroContact]:
        return [self.rows[xero_id] for xero_id in sorted(self.rows)]

    def named(self, name: str) -> tuple[XeroContact, ...]:
        return self._of(self._names.get(xero_name_key(name), set()))

    def numbered(self, number: str) -> tuple[XeroContact, ...]:
        return self._of(self._numbers.get(number.casefold(), set()))

    def put(self, contact: XeroContact) -> None:
        if old := self.rows.get(contact.xero_id):
            self._names[xero_name_key(old.fields.name or "")].discard(old.xero_id)
            self._numbers[old.number.casefold()].discard(old.xero_id)
        self.rows[contact.xero_id] = contact
        self._names.setdefault(xero_name_key(contact.fields.name or ""), set()).add(contact.xero_id)
        self._numbers.setdefault(contact.number.casefold(), set()).add(contact.xero_id)

    def _of(self, ids: set[XeroContactId]) -> tuple[XeroContact, ...]:
        return tuple(self.rows[xero_id] for xero_id in sorted(ids))
