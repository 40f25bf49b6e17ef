"""The two organisations of the contracts of `ports.xero`, and what their tests say often."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Protocol

import pytest

from xerolink.domain.contacts.effects import Refused, XeroDraft, XeroOutcome, XeroPatch, XeroStored
from xerolink.domain.contacts.model import (
    Address,
    FieldName,
    FieldValue,
    Phone,
    SyncedFields,
    XeroContact,
)
from xerolink.domain.identity import IntentId, XeroContactId
from xerolink.ports.xero import XeroContacts
from xerolink.testing.conformance.hooks import missing

KAURI = SyncedFields(
    name="Kauri Timber Ltd",
    billing_email="accounts@kauri.example",
    primary_phone=Phone(number="555 0101", area="09", country="64"),
    billing_address=Address(("PO Box 1", "Level 2"), "Auckland", "North", "1010", "New Zealand"),
)
"""A contact with every synced field filled."""
RIMU = SyncedFields(
    name="Rimu & Sons",
    billing_email="office@rimu.example",
    primary_phone=Phone(number="555 0102"),
    billing_address=Address(("12 Rimu Road",), "Nelson", "", "7010", ""),
)
"""Another one, with no value in common with `KAURI`."""
UNKNOWN_ID = XeroContactId("00000000-0000-4000-8000-00000000000f")


class XeroPeople(Protocol):
    """What people do in Xero's own pages: the suite's other hand. Ids are equal in equal order."""

    @abstractmethod
    def add(
        self,
        fields: SyncedFields,
        *,
        number: str = "",
        attention_to: str = "",
        is_customer: bool = False,
        is_supplier: bool = False,
    ) -> XeroContactId:
        """Make a contact; its id."""

    @abstractmethod
    def edit(self, xero_id: XeroContactId, values: Mapping[FieldName, FieldValue]) -> None:
        """Set fields."""

    @abstractmethod
    def archive(self, xero_id: XeroContactId) -> None:
        """Archive the contact."""

    @abstractmethod
    def restore(self, xero_id: XeroContactId) -> None:
        """Make an archived contact active again."""

    @abstractmethod
    def merge(self, loser: XeroContactId, survivor: XeroContactId) -> None:
        """Merge *loser*, which is archived, into *survivor*."""


class TwoOrganisations:
    """What an adapter provides; *xero* and *other* start without contacts."""

    @pytest.fixture
    def xero(self) -> XeroContacts:
        raise missing("xero")

    @pytest.fixture
    def people(self) -> XeroPeople:
        raise missing("people")

    @pytest.fixture
    def other(self) -> XeroContacts:
        raise missing("other")

    @pytest.fixture
    def others(self) -> XeroPeople:
        raise missing("others")


def draft(fields: SyncedFields, number: str = "") -> XeroDraft:
    return XeroDraft(IntentId(f"intent {fields.name} {number}"), fields, number)


def patch(current: XeroContact, values: Mapping[FieldName, FieldValue]) -> XeroPatch:
    return XeroPatch(current.xero_id, values, current)


def update(
    xero: XeroContacts, xero_id: XeroContactId, values: Mapping[FieldName, FieldValue]
) -> XeroOutcome:
    """The outcome of one patch, made from a fresh read as a run makes it."""
    (outcome,) = xero.update_many([patch(xero.get_many([xero_id])[xero_id], values)])
    return outcome


def stored(outcome: XeroOutcome) -> XeroContact:
    assert isinstance(outcome, XeroStored), outcome
    return outcome.contact


def refused(outcome: XeroOutcome) -> Refused:
    assert isinstance(outcome, Refused), outcome
    return outcome


def by_id(contacts: Iterable[XeroContact]) -> dict[XeroContactId, XeroContact]:
    return {contact.xero_id: contact for contact in contacts}


def add_many(people: XeroPeople, count: int) -> list[XeroContactId]:
    return [people.add(SyncedFields(name=f"Client {number}")) for number in range(count)]
