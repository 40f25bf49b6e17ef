"""The dictionaries keep every promise of the host port."""

from collections.abc import Callable, Mapping

import pytest

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.domain.contacts.effects import HostPatch, Refused
from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone, SyncedFields
from xerolink.domain.identity import HostContactId
from xerolink.testing.conformance.host import HostContactsContract
from xerolink.testing.conformance.host_cases import (
    EMAIL,
    NAME,
    create,
    draft,
    fresh_key,
    patch,
    removal,
)


class TestMemoryHostBook(HostContactsContract[MemoryHostBook]):
    @pytest.fixture
    def books(self) -> Callable[[str], MemoryHostBook]:
        firms: dict[str, MemoryHostBook] = {}
        return lambda firm: firms.setdefault(firm, MemoryHostBook(page_size=2))

    def edit_as_user(
        self, book: MemoryHostBook, host_id: HostContactId, values: Mapping[FieldName, FieldValue]
    ) -> None:
        book.edit(host_id, values)

    def delete_as_user(self, book: MemoryHostBook, host_id: HostContactId) -> None:
        book.delete(host_id)

    def merge_as_user(
        self, book: MemoryHostBook, from_id: HostContactId, into_id: HostContactId
    ) -> None:
        book.merge(from_id, into_id)

    def keep_as_user(self, book: MemoryHostBook, host_id: HostContactId) -> None:
        book.keep(host_id)


@pytest.fixture
def book() -> MemoryHostBook:
    return MemoryHostBook(prefix="c")


def test_ids_are_the_prefix_and_a_number(book: MemoryHostBook) -> None:
    assert [contact.host_id for contact in create(book, "Ash", "Birch")] == ["c1", "c2"]


def test_a_deleted_contact_does_not_give_its_id_to_another(book: MemoryHostBook) -> None:
    (ash,) = create(book, "Ash")
    book.delete(ash.host_id)
    assert create(book, "Birch")[0].host_id == "c2"


def test_what_people_add_is_there(book: MemoryHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    assert book.contacts() == {ash.host_id: ash}


def test_unknown_fields_are_stored_as_empty_ones(book: MemoryHostBook) -> None:
    fields = book.add(SyncedFields(name="Ash")).fields
    assert fields == SyncedFields("Ash", "", Phone(), Address())


def test_an_unknown_value_in_a_patch_changes_nothing(book: MemoryHostBook) -> None:
    (ash,) = create(book, "Ash")
    book.update_many([patch(ash, {EMAIL: None})])
    assert book.contacts()[ash.host_id] == ash


def test_an_update_to_equal_values_keeps_the_version(book: MemoryHostBook) -> None:
    (ash,) = create(book, "Ash")
    book.update_many([patch(ash, {NAME: "Ash"})])
    assert book.contacts()[ash.host_id].version == ash.version


def test_a_blank_name_that_people_left_does_not_refuse_another_field(book: MemoryHostBook) -> None:
    blank = book.add(SyncedFields(name=""))
    book.update_many([patch(blank, {EMAIL: "a@host.example"})])
    assert book.contacts()[blank.host_id].fields.billing_email == "a@host.example"


def test_created_contacts_count_as_written(book: MemoryHostBook) -> None:
    create(book, "Ash", "Birch")
    assert book.written == 2


def test_updated_contacts_count_as_written(book: MemoryHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.update_many([patch(ash, {NAME: "Alder"})])
    assert book.written == 1


def test_retries_do_not_count_as_written(book: MemoryHostBook) -> None:
    ash = draft("Ash")
    book.create_many([ash])
    book.create_many([ash])
    assert book.written == 1


def test_removed_contacts_count_as_written(book: MemoryHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.remove_many([removal(ash)])
    assert book.written == 1


def test_removing_what_is_gone_does_not_count_as_written(book: MemoryHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.delete(ash.host_id)
    book.remove_many([removal(ash)])
    assert book.written == 0


def test_people_cannot_keep_what_is_not_there(book: MemoryHostBook) -> None:
    with pytest.raises(KeyError):
        book.keep(HostContactId("none"))


def test_people_may_delete_what_they_kept(book: MemoryHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.keep(ash.host_id)
    book.delete(ash.host_id)
    assert book.contacts() == {}


def test_what_people_do_does_not_count_as_written(book: MemoryHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.edit(ash.host_id, {NAME: "Alder"})
    assert book.written == 0


def test_an_odd_contact_type_is_refused(book: MemoryHostBook) -> None:
    wanted = draft("Ash")
    odd = type(wanted)(fresh_key(), wanted.fields, wanted.kind, "Cli\x00ent")
    assert isinstance(book.create_many([odd])[0], Refused)


def test_a_merge_keeps_the_values_of_the_survivor(book: MemoryHostBook) -> None:
    ash, birch = create(book, "Ash", "Birch")
    book.merge(ash.host_id, birch.host_id)
    assert book.contacts() == {birch.host_id: birch}


@pytest.mark.parametrize("unknown", ["c2", ""])
def test_people_cannot_edit_what_is_not_there(book: MemoryHostBook, unknown: str) -> None:
    with pytest.raises(KeyError):
        book.edit(HostContactId(unknown), {NAME: "Alder"})


def test_people_cannot_merge_into_what_is_not_there(book: MemoryHostBook) -> None:
    (ash,) = create(book, "Ash")
    with pytest.raises(KeyError):
        book.merge(ash.host_id, HostContactId("c2"))


def test_a_merge_into_nothing_leaves_the_contact(book: MemoryHostBook) -> None:
    (ash,) = create(book, "Ash")
    with pytest.raises(KeyError):
        book.merge(ash.host_id, HostContactId("c2"))
    assert book.contacts() == {ash.host_id: ash}


def test_a_patch_with_the_key_of_a_create_answers_what_the_create_stored(
    book: MemoryHostBook,
) -> None:
    wanted = draft("Ash")
    (created,) = book.create_many([wanted])
    again = HostPatch(wanted.key, HostContactId("c1"), create(book, "B")[0].version, {NAME: "No"})
    assert book.update_many([again])[0] == created
