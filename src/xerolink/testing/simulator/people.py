"""What people do in Xero's own pages, past the API and its limits."""

from typing import Any

from attrs import evolve

from .accountants import Accountants
from .body import read_contact
from .contact import ACTIVE, ARCHIVED, GDPRREQUEST, Contact
from .rules import NAME_TAKEN, RefusedError, name_taken


class People(Accountants):
    """The people of one organisation. An unknown id raises KeyError."""

    def add(self, **fields: Any) -> str:
        """A new contact from Xero's JSON names; its ContactID. Raises RefusedError."""
        with self._organisation.change():
            return self._organisation.store(None, read_contact(fields)).contact_id

    def edit(self, contact_id: str, /, **fields: Any) -> None:
        """Change fields by Xero's JSON names, slots merged by type; archived contacts too.

        ContactNumber can be changed as well, as another app would. Raises RefusedError.
        """
        with self._organisation.change():
            self._organisation.store(self._get(contact_id), read_contact(fields))

    def archive(self, contact_id: str) -> None:
        with self._organisation.change():
            self._put(evolve(self._get(contact_id), status=ARCHIVED))

    def restore(self, contact_id: str) -> None:
        """Make it active again; RefusedError when its name is taken meanwhile."""
        with self._organisation.change():
            restored = evolve(self._get(contact_id), status=ACTIVE, merged_to=None)
            unique = self._organisation.switches.enforce_unique_names
            if unique and name_taken(self._organisation.book, restored):
                raise RefusedError(NAME_TAKEN.format(restored.name))
            self._put(restored)

    def merge(self, loser: str, survivor: str) -> None:
        """Archive *loser*, which keeps its ContactNumber; its documents go to *survivor*."""
        with self._organisation.change():
            gone, kept = self._get(loser), self._get(survivor)
            self._put(evolve(gone, status=ARCHIVED, merged_to=survivor))
            customer = kept.is_customer or gone.is_customer
            supplier = kept.is_supplier or gone.is_supplier
            self._flag(evolve(kept, is_customer=customer, is_supplier=supplier))
            self._organisation.ledger.hand_over(loser, survivor, self._organisation.last_stamp)

    def erase(self, contact_id: str) -> None:
        """Ask for erasure: status GDPRREQUEST; the fields stay readable."""
        with self._organisation.change():
            self._put(evolve(self._get(contact_id), status=GDPRREQUEST))

    def flag(self, contact_id: str, *, is_customer: bool, is_supplier: bool) -> None:
        """IsCustomer and IsSupplier as its documents make them, without a move of its time."""
        with self._organisation.change():
            kept = self._get(contact_id)
            self._flag(evolve(kept, is_customer=is_customer, is_supplier=is_supplier))

    def invoice(self, contact_id: str) -> None:
        """The first sales invoice: IsCustomer, without a move of UpdatedDateUTC."""
        with self._organisation.change():
            self._flag(evolve(self._get(contact_id), is_customer=True))

    def bill(self, contact_id: str) -> None:
        """The first bill: IsSupplier, without a move of UpdatedDateUTC."""
        with self._organisation.change():
            self._flag(evolve(self._get(contact_id), is_supplier=True))

    def _get(self, contact_id: str) -> Contact:
        found = self._organisation.book.get(contact_id)
        if found is None:
            raise KeyError(contact_id)
        return found

    def _put(self, contact: Contact) -> None:
        self._organisation.book.put(evolve(contact, updated_ms=self._organisation.stamp()))
        self._organisation.tell("CONTACT", contact.contact_id, created=False)

    def _flag(self, contact: Contact) -> None:
        # The flags come from invoices and leave UpdatedDateUTC alone (fact sheet 3.4).
        self._organisation.book.put(contact)
