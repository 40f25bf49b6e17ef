"""The promises of `HostContacts.remove_many`."""

from xerolink.domain.contacts.effects import HostRemoval, HostRemoved, HostStale, Refused
from xerolink.domain.contacts.model import HostVersion
from xerolink.ports.host import Deleted
from xerolink.testing.conformance.host_cases import (
    NAME,
    NOWHERE,
    Book,
    HostCases,
    create,
    draft,
    drain,
    fresh_key,
    patch,
    removal,
    stored,
)


class HostRemoving(HostCases[Book]):
    """Contacts taken away through the port."""

    def test_no_removals_yield_no_outcomes(self, book: Book) -> None:
        assert list(book.remove_many([])) == []

    def test_a_removed_contact_is_removed(self, book: Book) -> None:
        self.needs_removal()
        (ash,) = create(book, "Ash")
        assert list(book.remove_many([removal(ash)])) == [HostRemoved()]

    def test_a_removed_id_is_left_out(self, book: Book) -> None:
        self.needs_removal()
        ash, birch = create(book, "Ash", "Birch")
        book.remove_many([removal(ash)])
        assert book.get_many([ash.host_id, birch.host_id]) == {birch.host_id: birch}

    def test_a_removal_is_told_as_a_deletion(self, book: Book) -> None:
        self.needs_removal()
        (ash,) = create(book, "Ash")
        _, head = drain(book)
        book.remove_many([removal(ash)])
        assert drain(book, head)[0] == [Deleted(ash.host_id)]

    def test_every_removal_of_a_batch_is_told(self, book: Book) -> None:
        self.needs_removal()
        ash, birch, cedar = create(book, "Ash", "Birch", "Cedar")
        _, head = drain(book)
        book.remove_many([removal(cedar), removal(ash), removal(birch)])
        told = [Deleted(one.host_id) for one in (cedar, ash, birch)]
        assert drain(book, head)[0] == told

    # What is gone is removed, whoever took it away.

    def test_a_deleted_contact_is_removed(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.delete_as_user(book, ash.host_id)
        assert list(book.remove_many([removal(ash)])) == [HostRemoved()]

    def test_a_merged_contact_is_removed(self, book: Book) -> None:
        self.needs_merge()
        ash, birch = create(book, "Ash", "Birch")
        self.merge_as_user(book, ash.host_id, birch.host_id)
        assert list(book.remove_many([removal(ash)])) == [HostRemoved()]

    def test_the_survivor_of_a_merge_outlives_the_removal_of_the_other(self, book: Book) -> None:
        self.needs_merge()
        ash, birch = create(book, "Ash", "Birch")
        self.merge_as_user(book, ash.host_id, birch.host_id)
        book.remove_many([removal(ash)])
        assert book.get_many([birch.host_id]).keys() == {birch.host_id}

    def test_an_unknown_contact_is_removed(self, book: Book) -> None:
        nobody = HostRemoval(fresh_key(), NOWHERE, HostVersion("1"))
        assert list(book.remove_many([nobody])) == [HostRemoved()]

    def test_the_removal_of_what_is_gone_is_no_change(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.delete_as_user(book, ash.host_id)
        _, head = drain(book)
        book.remove_many([removal(ash)])
        assert drain(book, head)[0] == []

    # A retry

    def test_a_known_removal_answers_the_same(self, book: Book) -> None:
        self.needs_removal()
        (ash,) = create(book, "Ash")
        gone = removal(ash)
        assert list(book.remove_many([gone])) == list(book.remove_many([gone]))

    def test_a_known_removal_is_no_change(self, book: Book) -> None:
        self.needs_removal()
        (ash,) = create(book, "Ash")
        gone = removal(ash)
        book.remove_many([gone])
        _, head = drain(book)
        book.remove_many([gone])
        assert drain(book, head)[0] == []

    def test_one_removal_twice_in_a_batch_removes_one_contact(self, book: Book) -> None:
        self.needs_removal()
        (ash,) = create(book, "Ash")
        gone = removal(ash)
        assert list(book.remove_many([gone, gone])) == [HostRemoved(), HostRemoved()]

    def test_the_key_that_made_a_removed_contact_creates_anew(self, book: Book) -> None:
        """A key is kept for as long as the contact exists."""
        self.needs_removal()
        ash = draft("Ash")
        book.remove_many([removal(stored(book.create_many([ash])[0]))])
        second = stored(book.create_many([ash])[0])
        assert second.host_id in book.get_many([second.host_id])

    def test_a_known_removal_leaves_what_was_created_anew(self, book: Book) -> None:
        self.needs_removal()
        ash = draft("Ash")
        gone = removal(stored(book.create_many([ash])[0]))
        book.remove_many([gone])
        second = stored(book.create_many([ash])[0])
        book.remove_many([gone])
        assert second.host_id in book.get_many([second.host_id])

    def test_a_patch_of_a_removed_contact_is_stale(self, book: Book) -> None:
        self.needs_removal()
        (ash,) = create(book, "Ash")
        book.remove_many([removal(ash)])
        assert list(book.update_many([patch(ash, {NAME: "Alder"})])) == [HostStale()]

    # Stale

    def test_a_removal_of_an_older_version_is_stale(self, book: Book) -> None:
        self.needs_removal()
        (ash,) = create(book, "Ash")
        self.edit_as_user(book, ash.host_id, {NAME: "Aspen"})
        assert list(book.remove_many([removal(ash)])) == [HostStale()]

    def test_a_removal_is_stale_after_an_update_through_the_port(self, book: Book) -> None:
        self.needs_removal()
        (ash,) = create(book, "Ash")
        book.update_many([patch(ash, {NAME: "Alder"})])
        assert list(book.remove_many([removal(ash)])) == [HostStale()]

    def test_a_stale_removal_leaves_the_contact(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.edit_as_user(book, ash.host_id, {NAME: "Aspen"})
        book.remove_many([removal(ash)])
        assert book.get_many([ash.host_id])[ash.host_id].fields.name == "Aspen"

    def test_a_stale_removal_is_no_change(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.edit_as_user(book, ash.host_id, {NAME: "Aspen"})
        _, head = drain(book)
        book.remove_many([removal(ash)])
        assert drain(book, head)[0] == []

    def test_a_contact_that_was_updated_is_removed_at_its_new_version(self, book: Book) -> None:
        self.needs_removal()
        (ash,) = create(book, "Ash")
        alder = stored(book.update_many([patch(ash, {NAME: "Alder"})])[0])
        assert list(book.remove_many([removal(alder)])) == [HostRemoved()]

    # Refused

    def test_a_refused_removal_says_why(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.keep_as_user(book, ash.host_id)
        (outcome,) = book.remove_many([removal(book.get_many([ash.host_id])[ash.host_id])])
        assert isinstance(outcome, Refused)
        assert all(problem.why for problem in outcome.problems)
        assert outcome.problems

    def test_a_refused_removal_leaves_the_contact(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.keep_as_user(book, ash.host_id)
        before = book.get_many([ash.host_id])
        book.remove_many([removal(before[ash.host_id])])
        assert book.get_many([ash.host_id]) == before

    def test_a_refused_removal_is_no_change(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.keep_as_user(book, ash.host_id)
        kept = book.get_many([ash.host_id])[ash.host_id]
        _, head = drain(book)
        book.remove_many([removal(kept)])
        assert drain(book, head)[0] == []

    # Rows

    def test_the_rows_beside_a_refused_removal_stand(self, book: Book) -> None:
        self.needs_removal()
        ash, birch = create(book, "Ash", "Birch")
        self.keep_as_user(book, ash.host_id)
        kept = book.get_many([ash.host_id])[ash.host_id]
        assert book.remove_many([removal(kept), removal(birch)])[1] == HostRemoved()

    def test_removals_are_answered_in_order(self, book: Book) -> None:
        self.needs_removal()
        ash, birch, cedar = create(book, "Ash", "Birch", "Cedar")
        self.edit_as_user(book, birch.host_id, {NAME: "Beech"})
        outcomes = book.remove_many([removal(ash), removal(birch), removal(cedar)])
        assert list(outcomes) == [HostRemoved(), HostStale(), HostRemoved()]
