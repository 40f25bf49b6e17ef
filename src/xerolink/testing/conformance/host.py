"""Every promise of `xerolink.ports.host`; an adapter inherits `HostContactsContract`."""

from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from xerolink.domain.contacts.effects import HostPatch, HostRemoval, HostRemoved
from xerolink.testing.conformance.host_cases import (
    NAME,
    Book,
    create,
    draft,
    drain,
    patch,
    removal,
    stored,
)
from xerolink.testing.conformance.host_machine import HostMachine
from xerolink.testing.conformance.host_reading import HostReading
from xerolink.testing.conformance.host_removing import HostRemoving
from xerolink.testing.conformance.host_writing import HostCreating, HostUpdating

_SETTINGS = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


class HostContactsContract(
    HostReading[Book], HostCreating[Book], HostUpdating[Book], HostRemoving[Book]
):
    """Inherit, give what `HostCases` asks for, and every promise of the port is a test."""

    def test_another_firm_sees_no_change(self, book: Book, other: Book) -> None:
        create(book, "Ash")
        assert drain(other)[0] == []

    def test_another_firm_reads_its_own_contact_under_an_equal_id(
        self, book: Book, other: Book
    ) -> None:
        (ash,), (birch,) = create(book, "Ash"), create(other, "Birch")
        assert other.get_many([ash.host_id, birch.host_id]) == {birch.host_id: birch}

    def test_another_firm_keeps_its_contact_when_an_equal_id_is_edited(
        self, book: Book, other: Book
    ) -> None:
        (ash,), (birch,) = create(book, "Ash"), create(other, "Birch")
        self.edit_as_user(book, ash.host_id, {NAME: "Alder"})
        assert other.get_many([birch.host_id]) == {birch.host_id: birch}

    def test_another_firm_keeps_its_contact_when_an_equal_id_is_deleted(
        self, book: Book, other: Book
    ) -> None:
        (ash,), (birch,) = create(book, "Ash"), create(other, "Birch")
        self.delete_as_user(book, ash.host_id)
        assert other.get_many([birch.host_id]) == {birch.host_id: birch}

    def test_another_firm_keeps_its_contact_when_an_equal_id_is_updated(
        self, book: Book, other: Book
    ) -> None:
        (ash,), (birch,) = create(book, "Ash"), create(other, "Birch")
        book.update_many([patch(ash, {NAME: "Alder"})])
        assert other.get_many([birch.host_id]) == {birch.host_id: birch}

    def test_a_key_of_one_firm_is_new_to_another(self, book: Book, other: Book) -> None:
        ash = draft("Ash")
        book.create_many([ash])
        assert stored(other.create_many([draft("Birch", ash.key)])[0]).fields.name == "Birch"

    def test_a_patch_key_of_one_firm_is_new_to_another(self, book: Book, other: Book) -> None:
        (ash,), (birch,) = create(book, "Ash"), create(other, "Birch")
        renamed = patch(ash, {NAME: "Alder"})
        book.update_many([renamed])
        again = HostPatch(renamed.key, birch.host_id, birch.version, {NAME: "Beech"})
        assert stored(other.update_many([again])[0]).fields.name == "Beech"

    def test_another_firm_keeps_its_contact_when_an_equal_id_is_removed(
        self, book: Book, other: Book
    ) -> None:
        (ash,), (birch,) = create(book, "Ash"), create(other, "Birch")
        book.remove_many([removal(ash)])
        assert other.get_many([birch.host_id]) == {birch.host_id: birch}

    def test_a_removal_key_of_one_firm_is_new_to_another(self, book: Book, other: Book) -> None:
        self.needs_removal()
        (ash,), (birch,) = create(book, "Ash"), create(other, "Birch")
        gone = removal(ash)
        book.remove_many([gone])
        again = HostRemoval(gone.key, birch.host_id, birch.version)
        assert list(other.remove_many([again])) == [HostRemoved()]
        assert other.get_many([birch.host_id]) == {}

    def test_any_history_agrees_with_a_simple_model(self, books: Callable[[str], Book]) -> None:
        """Whatever the library and people do in turn, contacts, keys and feed stay true."""
        suite = self

        class Here(HostMachine[Book]):
            def __init__(self) -> None:
                super().__init__(suite, books)

        run_state_machine_as_test(Here, settings=_SETTINGS)
