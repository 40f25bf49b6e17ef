"""What the suites of the host port share: made contacts, and what a subclass gives."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Generic, TypeVar

import pytest

from xerolink.domain.contacts.effects import (
    HostDraft,
    HostOutcome,
    HostPatch,
    HostRemoval,
    HostStored,
)
from xerolink.domain.contacts.model import (
    Address,
    ContactKind,
    FieldName,
    FieldValue,
    HostContact,
    Phone,
    SyncedFields,
)
from xerolink.domain.identity import HostContactId, IntentId
from xerolink.domain.run import HostCursor
from xerolink.ports.host import HostChange, HostContacts, Merged
from xerolink.testing.conformance.hooks import missing

Book = TypeVar("Book", bound=HostContacts)

NAME, EMAIL = FieldName.NAME, FieldName.BILLING_EMAIL
NOWHERE = HostContactId("00000000-0000-0000-0000-00000000none")
_KEYS = count(1)


def fresh_key() -> IntentId:
    """A key that no call had before."""
    return IntentId(f"contract-{next(_KEYS)}")


def draft(name: str, key: IntentId | None = None) -> HostDraft:
    """A contact with all four fields."""
    fields = SyncedFields(
        name=name,
        billing_email=f"billing{len(name)}@host.example",
        primary_phone=Phone("555 0100", "09", "64"),
        billing_address=Address(("1 Quay Street",), "Auckland", "", "1010", "New Zealand"),
    )
    return HostDraft(key or fresh_key(), fields, ContactKind.ORGANISATION, "Client")


def patch(contact: HostContact, values: Mapping[FieldName, FieldValue]) -> HostPatch:
    """A patch that expects *contact* as it is here."""
    return HostPatch(fresh_key(), contact.host_id, contact.version, values)


def removal(contact: HostContact) -> HostRemoval:
    """A removal that expects *contact* as it is here."""
    return HostRemoval(fresh_key(), contact.host_id, contact.version)


def stored(outcome: HostOutcome) -> HostContact:
    """The contact of an outcome that must be `HostStored`."""
    assert isinstance(outcome, HostStored), outcome
    return outcome.contact


def create(book: HostContacts, *names: str) -> list[HostContact]:
    """Contacts made through the port, in order."""
    return [stored(outcome) for outcome in book.create_many([draft(name) for name in names])]


def drain(
    book: HostContacts, cursor: HostCursor | None = None
) -> tuple[list[HostChange], HostCursor]:
    """Every change after *cursor*, page by page, and the head of the feed."""
    changes: list[HostChange] = []
    while True:
        page = book.changes(cursor)
        changes.extend(page.changes)
        cursor = page.cursor
        if not page.more:
            return changes, cursor


def about(change: HostChange) -> HostContactId:
    """The contact that *change* is about."""
    return change.from_id if isinstance(change, Merged) else change.host_id


class HostCases(Generic[Book]):
    """What a subclass gives: its books, and what people do in the host."""

    can_merge = True
    """False for a host in which nobody can merge contacts: it gives no `merge_as_user`."""
    can_remove = True
    """False for a host that keeps every contact: each removal is `Refused`, or stale."""

    @pytest.fixture
    def books(self) -> Callable[[str], Book]:
        """Opens the book of the firm of a name; a name seen for the first time: an empty book.

        All of them are in one place, where there is one, and number their contacts alike.
        """
        raise missing("books")

    def edit_as_user(
        self, book: Book, host_id: HostContactId, values: Mapping[FieldName, FieldValue]
    ) -> None:
        """A person of the host sets fields."""
        raise missing("edit_as_user")

    def delete_as_user(self, book: Book, host_id: HostContactId) -> None:
        """A person of the host deletes a contact."""
        raise missing("delete_as_user")

    def merge_as_user(self, book: Book, from_id: HostContactId, into_id: HostContactId) -> None:
        """A person of the host merges one contact into another; needed where `can_merge`."""
        raise missing("merge_as_user")

    def keep_as_user(self, book: Book, host_id: HostContactId) -> None:
        """Something of the host comes to need a contact, so that its removal is refused.

        Override it with what that is in your host; with nothing, where every contact is kept.
        """
        pytest.skip("this host keeps no contact from being removed")

    def overtaken(self, book: Book, late: HostDraft) -> tuple[HostCursor, HostContactId]:
        """A change is committed after the feed was read past it: that cursor, and whose it is.

        A host with several writers overrides this: begin to store *late*, store something else
        and read the feed to its head meanwhile, then commit *late*. Where one writer follows the
        other, as here, the order of the changes is the order of the commits.
        """
        create(book, "Early bird")
        _, head = drain(book)
        return head, stored(book.create_many([late])[0]).host_id

    @pytest.fixture
    def book(self, books: Callable[[str], Book]) -> Book:
        return books("first")

    @pytest.fixture
    def other(self, books: Callable[[str], Book]) -> Book:
        """The book of another firm."""
        return books("second")

    def needs_merge(self) -> None:
        """Leave out a test where nobody can merge."""
        if not self.can_merge:
            pytest.skip("nobody can merge contacts in this host")

    def needs_removal(self) -> None:
        """Leave out a test where every contact is kept."""
        if not self.can_remove:
            pytest.skip("this host keeps every contact")
