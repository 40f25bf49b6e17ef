"""The promises of `HostContacts.create_many` and `update_many`."""

import pytest

from xerolink.domain.contacts.effects import HostPatch, HostStale, Refused
from xerolink.domain.contacts.model import Address, FieldName, FieldValue, HostVersion, Phone
from xerolink.domain.contacts.normalise import same
from xerolink.testing.conformance.host_cases import (
    EMAIL,
    NAME,
    NOWHERE,
    Book,
    HostCases,
    create,
    draft,
    drain,
    fresh_key,
    patch,
    stored,
)


class HostCreating(HostCases[Book]):
    """Contacts made through the port."""

    def test_created_contacts_are_answered_in_order(self, book: Book) -> None:
        names = ["Cedar", "Ash", "Birch"]
        assert [contact.fields.name for contact in create(book, *names)] == names

    def test_a_created_contact_means_what_the_draft_said(self, book: Book) -> None:
        wanted = draft("Ash")
        kept = stored(book.create_many([wanted])[0]).fields
        assert same(EMAIL, kept.billing_email, wanted.fields.billing_email)

    def test_no_drafts_yield_no_outcomes(self, book: Book) -> None:
        assert list(book.create_many([])) == []

    def test_a_known_key_creates_nothing(self, book: Book) -> None:
        ash = draft("Ash")
        book.create_many([ash])
        _, head = drain(book)
        book.create_many([ash])
        assert drain(book, head)[0] == []

    def test_a_known_key_answers_what_was_stored(self, book: Book) -> None:
        ash = draft("Ash")
        assert list(book.create_many([ash])) == list(book.create_many([ash]))

    def test_a_known_key_answers_what_was_stored_then_after_an_edit(self, book: Book) -> None:
        ash = draft("Ash")
        first = stored(book.create_many([ash])[0])
        self.edit_as_user(book, first.host_id, {NAME: "Ashley"})
        assert stored(book.create_many([ash])[0]) == first

    def test_a_known_key_keeps_an_edit_made_since(self, book: Book) -> None:
        ash = draft("Ash")
        first = stored(book.create_many([ash])[0])
        self.edit_as_user(book, first.host_id, {NAME: "Ashley"})
        book.create_many([ash])
        assert book.get_many([first.host_id])[first.host_id].fields.name == "Ashley"

    def test_a_known_key_with_another_draft_creates_nothing(self, book: Book) -> None:
        ash = draft("Ash")
        book.create_many([ash])
        _, head = drain(book)
        book.create_many([draft("Birch", ash.key)])
        assert drain(book, head)[0] == []

    def test_a_known_key_with_another_draft_answers_what_was_stored_then(self, book: Book) -> None:
        """The key decides, not the values: an odd one is not even looked at."""
        ash = draft("Ash")
        first = list(book.create_many([ash]))
        again = [draft("Birch", ash.key), draft("", ash.key)]
        assert list(book.create_many(again)) == [*first, *first]

    def test_known_and_new_keys_in_a_batch_are_answered_in_order(self, book: Book) -> None:
        ash, birch, cedar = draft("Ash"), draft("Birch"), draft("Cedar")
        known = stored(book.create_many([birch])[0])
        first, second, third = map(stored, book.create_many([ash, birch, cedar]))
        assert (first.fields.name, second, third.fields.name) == ("Ash", known, "Cedar")

    def test_one_key_twice_in_a_batch_creates_one_contact(self, book: Book) -> None:
        ash = draft("Ash")
        first, second = book.create_many([ash, ash])
        assert first == second

    def test_a_new_key_creates_a_new_contact_of_equal_fields(self, book: Book) -> None:
        ash, twin = create(book, "Ash", "Ash")
        assert ash.host_id != twin.host_id

    def test_the_id_of_a_deleted_contact_is_not_given_again(self, book: Book) -> None:
        """Else what is remembered of the one would be believed of the other."""
        (ash,) = create(book, "Ash")
        self.delete_as_user(book, ash.host_id)
        (birch,) = create(book, "Birch")
        assert birch.host_id != ash.host_id

    def test_the_key_of_a_deleted_contact_creates_anew(self, book: Book) -> None:
        """A key is kept for as long as the contact exists."""
        ash = draft("Ash")
        first = stored(book.create_many([ash])[0])
        self.delete_as_user(book, first.host_id)
        second = stored(book.create_many([ash])[0])
        assert second.host_id in book.get_many([second.host_id])

    def test_the_key_of_a_merged_contact_creates_anew(self, book: Book) -> None:
        """It is gone as well; the survivor is somebody else's."""
        self.needs_merge()
        ash = draft("Ash")
        first, (birch,) = stored(book.create_many([ash])[0]), create(book, "Birch")
        self.merge_as_user(book, first.host_id, birch.host_id)
        second = stored(book.create_many([ash])[0])
        assert book.get_many([birch.host_id, second.host_id]).keys() == {
            birch.host_id,
            second.host_id,
        }

    def test_a_draft_without_a_name_is_refused_for_its_name(self, book: Book) -> None:
        (outcome,) = book.create_many([draft("  ")])
        assert isinstance(outcome, Refused)
        assert [problem.field for problem in outcome.problems] == [NAME]

    def test_a_refused_draft_leaves_no_contact(self, book: Book) -> None:
        book.create_many([draft("")])
        assert drain(book)[0] == []

    def test_a_refused_draft_leaves_its_key_unused(self, book: Book) -> None:
        refused = draft("")
        book.create_many([refused])
        assert stored(book.create_many([draft("Ash", refused.key)])[0]).fields.name == "Ash"

    def test_the_rows_beside_a_refused_draft_stand(self, book: Book) -> None:
        first, _, third = book.create_many([draft("Ash"), draft(""), draft("Cedar")])
        ids = {stored(first).host_id, stored(third).host_id}
        assert book.get_many(ids).keys() == ids

    @pytest.mark.parametrize("odd", ["\ud800", "Ash\x00", "\x1b[31mAsh", "A" * 256], ids=ascii)
    def test_an_odd_name_loses_no_other_row(self, book: Book, odd: str) -> None:
        """Whatever becomes of a row of hostile text, the batch is answered."""
        _, second = book.create_many([draft(odd), draft("Birch")])
        assert stored(second).fields.name == "Birch"


class HostUpdating(HostCases[Book]):
    """Contacts changed through the port."""

    def test_updated_contacts_are_answered_in_order(self, book: Book) -> None:
        ash, birch = create(book, "Ash", "Birch")
        outcomes = book.update_many([patch(birch, {NAME: "Beech"}), patch(ash, {NAME: "Alder"})])
        assert [stored(outcome).fields.name for outcome in outcomes] == ["Beech", "Alder"]

    def test_no_patches_yield_no_outcomes(self, book: Book) -> None:
        assert list(book.update_many([])) == []

    def test_an_update_answers_the_contact_as_it_left_it(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        after = stored(book.update_many([patch(ash, {NAME: "Alder"})])[0])
        assert book.get_many([ash.host_id]) == {ash.host_id: after}

    def test_fields_that_a_patch_does_not_name_keep_their_values(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        after = stored(book.update_many([patch(ash, {EMAIL: "new@host.example"})])[0])
        unnamed = [name for name in FieldName if name is not EMAIL]
        assert [after.fields.get(n) for n in unnamed] == [ash.fields.get(n) for n in unnamed]

    @pytest.mark.parametrize(
        ("field", "empty"),
        [
            (EMAIL, ""),
            (FieldName.PRIMARY_PHONE, Phone()),
            (FieldName.BILLING_ADDRESS, Address()),
        ],
    )
    def test_an_empty_value_clears(self, book: Book, field: FieldName, empty: FieldValue) -> None:
        (ash,) = create(book, "Ash")
        after = stored(book.update_many([patch(ash, {field: empty})])[0])
        assert not after.fields.get(field)

    def test_a_known_patch_changes_nothing(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        renamed = patch(ash, {NAME: "Alder"})
        book.update_many([renamed])
        _, head = drain(book)
        book.update_many([renamed])
        assert drain(book, head)[0] == []

    def test_a_known_patch_answers_what_was_stored_then_after_an_edit(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        renamed = patch(ash, {NAME: "Alder"})
        first = list(book.update_many([renamed]))
        self.edit_as_user(book, ash.host_id, {NAME: "Aspen"})
        assert list(book.update_many([renamed])) == first

    def test_a_known_patch_keeps_an_edit_made_since(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        renamed = patch(ash, {NAME: "Alder"})
        book.update_many([renamed])
        self.edit_as_user(book, ash.host_id, {NAME: "Aspen"})
        book.update_many([renamed])
        assert book.get_many([ash.host_id])[ash.host_id].fields.name == "Aspen"

    def test_a_known_patch_with_other_values_changes_nothing(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        renamed = patch(ash, {NAME: "Alder"})
        book.update_many([renamed])
        (before,) = book.get_many([ash.host_id]).values()
        book.update_many([HostPatch(renamed.key, ash.host_id, before.version, {NAME: "Aspen"})])
        assert book.get_many([ash.host_id]) == {ash.host_id: before}

    def test_a_known_patch_with_other_values_answers_what_was_stored_then(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        renamed = patch(ash, {NAME: "Alder"})
        first = list(book.update_many([renamed]))
        other = HostPatch(renamed.key, ash.host_id, ash.version, {NAME: ""})
        assert list(book.update_many([other])) == first

    def test_one_patch_twice_in_a_batch_is_applied_once(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        renamed = patch(ash, {NAME: "Alder"})
        first, second = book.update_many([renamed, renamed])
        assert first == second
        assert stored(first).fields.name == "Alder"

    def test_a_refused_patch_leaves_its_key_unused(self, book: Book) -> None:
        """What is left of it is sent again under the same key."""
        (ash,) = create(book, "Ash")
        refused = patch(ash, {NAME: "", EMAIL: "new@host.example"})
        book.update_many([refused])
        rest = HostPatch(refused.key, ash.host_id, ash.version, {EMAIL: "new@host.example"})
        assert stored(book.update_many([rest])[0]).fields.billing_email == "new@host.example"

    def test_a_stale_patch_leaves_its_key_unused(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        stale = HostPatch(fresh_key(), ash.host_id, HostVersion("never"), {NAME: "Alder"})
        book.update_many([stale])
        again = HostPatch(stale.key, ash.host_id, ash.version, {NAME: "Alder"})
        assert stored(book.update_many([again])[0]).fields.name == "Alder"

    def test_a_patch_of_an_older_version_is_stale(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.edit_as_user(book, ash.host_id, {NAME: "Aspen"})
        assert list(book.update_many([patch(ash, {EMAIL: ""})])) == [HostStale()]

    def test_a_stale_patch_writes_nothing(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.edit_as_user(book, ash.host_id, {NAME: "Aspen"})
        _, head = drain(book)
        book.update_many([patch(ash, {NAME: "Alder"})])
        assert drain(book, head)[0] == []

    def test_of_two_patches_of_one_version_the_second_is_stale(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        patches = [patch(ash, {NAME: "Alder"}), patch(ash, {NAME: "Aspen"})]
        assert book.update_many(patches)[1] == HostStale()

    def test_a_patch_of_a_deleted_contact_is_stale(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        self.delete_as_user(book, ash.host_id)
        assert list(book.update_many([patch(ash, {NAME: "Alder"})])) == [HostStale()]

    def test_a_known_patch_of_a_deleted_contact_is_stale(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        renamed = patch(ash, {NAME: "Alder"})
        book.update_many([renamed])
        self.delete_as_user(book, ash.host_id)
        assert list(book.update_many([renamed])) == [HostStale()]

    def test_a_known_patch_of_a_merged_contact_is_stale(self, book: Book) -> None:
        self.needs_merge()
        ash, birch = create(book, "Ash", "Birch")
        renamed = patch(ash, {NAME: "Alder"})
        book.update_many([renamed])
        self.merge_as_user(book, ash.host_id, birch.host_id)
        assert list(book.update_many([renamed])) == [HostStale()]

    def test_a_patch_of_a_merged_contact_is_stale(self, book: Book) -> None:
        self.needs_merge()
        ash, birch = create(book, "Ash", "Birch")
        self.merge_as_user(book, ash.host_id, birch.host_id)
        assert list(book.update_many([patch(ash, {NAME: "Alder"})])) == [HostStale()]

    def test_a_patch_of_an_unknown_contact_is_stale(self, book: Book) -> None:
        nobody = HostPatch(fresh_key(), NOWHERE, HostVersion("1"), {NAME: "Alder"})
        assert list(book.update_many([nobody])) == [HostStale()]

    def test_a_patch_that_blanks_the_name_is_refused(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        assert isinstance(book.update_many([patch(ash, {NAME: " "})])[0], Refused)

    def test_a_refused_patch_writes_nothing(self, book: Book) -> None:
        (ash,) = create(book, "Ash")
        book.update_many([patch(ash, {NAME: "", EMAIL: "new@host.example"})])
        assert book.get_many([ash.host_id]) == {ash.host_id: ash}

    def test_the_rows_beside_a_stale_and_a_refused_patch_stand(self, book: Book) -> None:
        ash, birch, cedar = create(book, "Ash", "Birch", "Cedar")
        self.delete_as_user(book, ash.host_id)
        patches = [patch(ash, {NAME: "A"}), patch(birch, {NAME: ""}), patch(cedar, {NAME: "C"})]
        assert stored(book.update_many(patches)[2]).fields.name == "C"
