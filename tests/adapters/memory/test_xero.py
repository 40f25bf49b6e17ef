"""`MemoryXero` keeps every promise of `ports.xero`, and Xero's rules for people."""

from datetime import UTC, datetime, timedelta

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.domain.contacts.effects import Refused
from xerolink.domain.contacts.model import Address, FieldName, SyncedFields, XeroStatus
from xerolink.domain.identity import TenantId
from xerolink.domain.run import Organisation
from xerolink.ports.errors import RejectedError
from xerolink.ports.xero import XeroContacts, XeroOrganisation
from xerolink.testing.conformance.xero import XeroContactsContract, XeroOrganisationContract
from xerolink.testing.conformance.xero_world import KAURI, RIMU, XeroPeople, draft, stored, update

START = datetime(2026, 3, 1, 9, 30, 0, 123_456, tzinfo=UTC)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def book(clock: ManualClock) -> MemoryXero:
    return MemoryXero(clock)


class TestContacts(XeroContactsContract):
    @pytest.fixture
    def xero(self, book: MemoryXero) -> XeroContacts:
        return book

    @pytest.fixture
    def people(self, book: MemoryXero) -> XeroPeople:
        return book

    @pytest.fixture
    def second(self, clock: ManualClock) -> MemoryXero:
        return MemoryXero(clock)

    @pytest.fixture
    def other(self, second: MemoryXero) -> XeroContacts:
        return second

    @pytest.fixture
    def others(self, second: MemoryXero) -> XeroPeople:
        return second


class TestOrganisation(XeroOrganisationContract):
    @pytest.fixture
    def organisation(self, clock: ManualClock) -> XeroOrganisation:
        return MemoryXero(clock, Organisation(TenantId("tenant 1"), "Kauri", "!kau"))

    @pytest.fixture
    def tenant_id(self) -> TenantId:
        return TenantId("tenant 1")


def test_two_edits_at_one_moment_have_two_times(book: MemoryXero) -> None:
    first, second = book.add(KAURI), book.add(RIMU)
    found = book.get_many([first, second])
    assert found[second].updated - found[first].updated == timedelta(milliseconds=1)


def test_times_are_whole_milliseconds(book: MemoryXero) -> None:
    book.add(KAURI)
    assert [one.updated.microsecond % 1_000 for one in book.contacts()] == [0]


def test_accents_do_not_make_a_name_free(book: MemoryXero) -> None:
    book.add(SyncedFields(name="Café"))
    with pytest.raises(RejectedError):
        book.add(SyncedFields(name="CAFE"))


def test_people_cannot_restore_a_contact_whose_name_is_taken(book: MemoryXero) -> None:
    old = book.add(KAURI)
    book.archive(old)
    book.add(KAURI)
    with pytest.raises(RejectedError):
        book.restore(old)


def test_people_may_edit_an_archived_contact(book: MemoryXero) -> None:
    kauri = book.add(KAURI)
    book.archive(kauri)
    book.edit(kauri, {FieldName.NAME: "Kauri Trading"})
    assert book.get_many([kauri])[kauri].fields.name == "Kauri Trading"


def test_a_merge_hands_the_flags_on(book: MemoryXero) -> None:
    loser, survivor = book.add(KAURI, is_customer=True), book.add(RIMU)
    book.merge(loser, survivor)
    assert book.get_many([survivor])[survivor].is_customer


def test_flags_do_not_move_the_time(book: MemoryXero) -> None:
    kauri = book.add(KAURI)
    before = book.get_many([kauri])[kauri].updated
    book.flag(kauri, is_customer=True, is_supplier=False)
    assert book.get_many([kauri])[kauri].updated == before


def test_an_erased_contact_keeps_its_fields(book: MemoryXero) -> None:
    kauri = book.add(KAURI)
    book.erase(kauri)
    found = book.get_many([kauri])[kauri]
    assert (found.status, found.fields) == (XeroStatus.GDPRREQUEST, KAURI)


def test_names_may_repeat_where_nothing_is_unique(clock: ManualClock) -> None:
    loose = MemoryXero(clock, enforce_unique=False)
    assert loose.add(KAURI, number="K-1") != loose.add(KAURI, number="K-1")


def test_written_lists_what_the_port_stored(book: MemoryXero) -> None:
    people_made = book.add(RIMU)
    (outcome,) = book.create_many([draft(KAURI)])
    update(book, people_made, {FieldName.NAME: "Rimu"})
    assert [one.xero_id for one in book.written] == [stored(outcome).xero_id, people_made]


def test_a_refused_row_was_not_written(book: MemoryXero) -> None:
    book.add(KAURI)
    book.create_many([draft(KAURI)])
    assert book.written == []


def test_written_lists_an_archived_contact_once(book: MemoryXero) -> None:
    kauri = book.add(KAURI)
    book.archive_many([kauri, kauri])
    assert [one.xero_id for one in book.written] == [kauri]


def test_what_people_archived_was_not_written(book: MemoryXero) -> None:
    kauri = book.add(KAURI)
    book.archive(kauri)
    book.archive_many([kauri])
    assert book.written == []


def test_an_erased_contact_is_not_archived(book: MemoryXero) -> None:
    kauri = book.add(KAURI)
    book.erase(kauri)
    assert isinstance(book.archive_many([kauri])[0], Refused)


def test_after_six_minutes_a_repeated_create_is_a_new_one(clock: ManualClock) -> None:
    loose = MemoryXero(clock, enforce_unique=False)
    loose.create_many([draft(KAURI)])
    clock.advance(360)
    loose.create_many([draft(KAURI)])
    assert len(loose.contacts()) == 2


def test_within_six_minutes_a_repeated_create_is_the_same(clock: ManualClock) -> None:
    loose = MemoryXero(clock, enforce_unique=False)
    loose.create_many([draft(KAURI)])
    clock.advance(359)
    loose.create_many([draft(KAURI)])
    assert len(loose.contacts()) == 1


def test_a_fifth_address_line_is_joined_to_the_fourth(book: MemoryXero) -> None:
    long = Address(lines=("a", "b", "c", "d", "e"))
    (outcome,) = book.create_many([draft(SyncedFields(name="Long", billing_address=long))])
    assert stored(outcome).fields.billing_address == Address(lines=("a", "b", "c", "d, e"))
