"""The promises of `HostContacts.changes` and `get_many`."""

from xerolink.ports.host import Changed, Deleted, Merged
from xerolink.testing.conformance.host_cases import (
    NAME,
    NOWHERE,
    Book,
    HostCases,
    about,
    create,
    draft,
    drain,
    patch,
)


class HostReading(HostCases[Book]):
    """The change feed, and contacts by id."""

    def test_an_empty_book_has_no_changes(self, book: Book) -> None:
        assert book.changes(None).changes == ()

    def test_an_empty_book_has_no_further_page(self, book: Book) -> None:
        assert not book.changes(None).more

    def test_from_the_beginning_every_contact_comes_once(self, book: Book) -> None:
        contacts = create(book, "Ash", "Birch", "Cedar", "Doum", "Elm")
        changes, _ = drain(book)
        assert sorted(map(about, changes)) == sorted(c.host_id for c in contacts)

    def test_changes_come_oldest_first(self, book: Book) -> None:
        ash, birch, cedar = create(book, "Ash", "Birch", "Cedar")
        _, head = drain(book)
        for contact in (cedar, ash, birch):
            self.edit_as_user(book, contact.host_id, {NAME: "Yew"})
        changes, _ = drain(book, head)
        assert [about(c) for c in changes] == [cedar.host_id, ash.host_id, birch.host_id]

    def test_what_the_port_created_is_a_change(self, book: Book) -> None:
        """This library included: a feed without our own writes would hide a lost answer."""
        _, head = drain(book)
        (ash,) = create(book, "Ash")
        assert drain(book, head)[0] == [Changed(ash.host_id)]

    def test_what_the_port_updated_is_a_change(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        _, head = drain(book)
        book.update_many([patch(ash, {NAME: "Ashley"})])
        assert drain(book, head)[0] == [Changed(ash.host_id)]

    def test_an_edit_is_a_change(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        _, head = drain(book)
        self.edit_as_user(book, ash.host_id, {NAME: "Ashley"})
        assert drain(book, head)[0] == [Changed(ash.host_id)]

    def test_a_deletion_is_a_change(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        _, head = drain(book)
        self.delete_as_user(book, ash.host_id)
        assert drain(book, head)[0] == [Deleted(ash.host_id)]

    def test_a_merge_names_both_contacts(self, book: Book) -> None:
        self.needs_merge()
        ash, birch = create(book, "Ash", "Birch")
        _, head = drain(book)
        self.merge_as_user(book, ash.host_id, birch.host_id)
        assert Merged(ash.host_id, birch.host_id) in drain(book, head)[0]

    def test_a_contact_appears_once_in_a_page_as_its_latest_change(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        _, head = drain(book)
        self.edit_as_user(book, ash.host_id, {NAME: "Ashley"})
        self.delete_as_user(book, ash.host_id)
        assert book.changes(head).changes == (Deleted(ash.host_id),)

    def test_a_change_that_is_committed_late_is_still_delivered(self, book: Book) -> None:
        cursor, late = self.overtaken(book, draft("Latecomer"))
        assert Changed(late) in drain(book, cursor)[0]

    def test_reading_with_one_cursor_twice_yields_at_least_the_same(self, book: Book) -> None:
        create(book, "Ash", "Birch", "Cedar")
        first = book.changes(None).changes
        assert set(first) <= set(drain(book)[0])

    def test_at_the_head_there_are_no_changes(self, book: Book) -> None:
        create(book, "Ash")
        _, head = drain(book)
        assert book.changes(head).changes == ()

    def test_at_the_head_there_is_no_further_page(self, book: Book) -> None:
        create(book, "Ash")
        _, head = drain(book)
        assert not book.changes(head).more

    def test_the_head_stays_good_for_what_comes_later(self, book: Book) -> None:
        """The cursor of a page without changes is a place in the feed like any other."""
        create(book, "Ash")
        _, head = drain(book)
        again = book.changes(head).cursor
        (birch,) = create(book, "Birch")
        assert Changed(birch.host_id) in drain(book, again)[0]

    # get_many

    def test_a_contact_is_read_as_it_was_stored(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        assert book.get_many([ash.host_id]) == {ash.host_id: ash}

    def test_an_unknown_id_is_left_out(self, book: Book) -> None:
        assert book.get_many([NOWHERE]) == {}

    def test_a_deleted_id_is_left_out(self, book: Book) -> None:
        ash, birch = create(book, "Ash", "Birch")
        self.delete_as_user(book, ash.host_id)
        assert book.get_many([ash.host_id, birch.host_id]) == {birch.host_id: birch}

    def test_a_merged_id_is_left_out(self, book: Book) -> None:
        self.needs_merge()
        ash, birch = create(book, "Ash", "Birch")
        self.merge_as_user(book, ash.host_id, birch.host_id)
        assert book.get_many([ash.host_id, birch.host_id]).keys() == {birch.host_id}

    def test_no_ids_yield_no_contacts(self, book: Book) -> None:
        create(book, "Ash")
        assert book.get_many([]) == {}

    def test_an_edit_gives_another_version(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.edit_as_user(book, ash.host_id, {NAME: "Ashley"})
        assert book.get_many([ash.host_id])[ash.host_id].version != ash.version

    def test_a_version_stays_while_others_change(self, book: Book) -> None:
        ash, birch = create(book, "Ash", "Birch")
        self.edit_as_user(book, birch.host_id, {NAME: "Beech"})
        assert book.get_many([ash.host_id])[ash.host_id].version == ash.version
