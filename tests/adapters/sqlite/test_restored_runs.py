"""A store that went back in time: what the sides did since is found again, and nothing doubled."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from xerolink.adapters.sqlite.backup import HELD, backup, restore
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.domain.contacts.decide import Verdict
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import PausedError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.run import RunRecord
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields

EMAIL, PHONE, NAME = FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE, FieldName.NAME


class Firm:
    """A world over one file, with a copy of it."""

    def __init__(self, folder: Path) -> None:
        self.world = World()
        self.path, self.copy = folder / "store.db", folder / "copy.db"
        self._use(self.path)

    def back_up(self) -> None:
        backup(self.path, self.copy)

    def go_back(self, copy: Path | None = None) -> None:
        """Restore; nobody begins for a while after that."""
        restore(copy or self.copy, self.path, ANNA, self.world.clock)
        self.world.clock.advance(HELD.total_seconds())

    def resume(self) -> None:
        self.world.app().resume_all(ANNA)

    def sync(self) -> RunRecord:
        return self.world.connection().sync_contacts(ANNA)

    def books(self) -> tuple[object, object]:
        return self.world.host.contacts(), self.world.xero.contacts()

    def close(self) -> None:
        self._store.close()

    def _use(self, path: Path) -> None:
        self._store = SqliteStore(path, self.world.clock)
        self.world.store = self.world.seen_store = self._store


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """Imported: a pair in sync, and a contact of the host alone."""
    with closing(Firm(tmp_path)) as firm:
        firm.world.xero.add(fields("Kauri", "kauri@x.example"))
        firm.world.host.add(fields("kauri", "kauri@x.example"))
        firm.world.host.add(fields("Miro", "miro@x.example"))
        firm.world.imported()
        yield firm


def kauri(firm: Firm) -> tuple[XeroContactId, HostContactId]:
    return next(iter(firm.world.pairs().items()))


def found_again(firm: Firm) -> None:
    """Restored, resumed and synced."""
    firm.go_back()
    firm.resume()
    firm.sync()


def test_a_contact_created_in_the_host_since_is_found_again(firm: Firm) -> None:
    firm.back_up()
    firm.world.xero.add(fields("Rimu", "rimu@x.example"))
    firm.sync()
    before, pairs = firm.books(), firm.world.pairs()
    found_again(firm)
    assert (firm.books(), firm.world.pairs()) == (before, pairs)


def test_a_contact_created_in_xero_since_is_found_again(firm: Firm) -> None:
    firm.back_up()
    miro = next(i for i, c in firm.world.host.contacts().items() if c.fields.name == "Miro")
    firm.world.connection().create_xero_contact(miro, ANNA)
    before, pairs = firm.books(), firm.world.pairs()
    firm.world.pass_time()
    found_again(firm)
    assert (firm.books(), firm.world.pairs()) == (before, pairs)


def test_edits_that_flowed_since_are_not_sent_again(firm: Firm) -> None:
    firm.back_up()
    xero_id, host_id = kauri(firm)
    firm.world.xero.edit(xero_id, {EMAIL: "new@x.example"})
    firm.world.host.edit(host_id, {PHONE: Phone("5551234", "9", "64")})
    firm.sync()
    before = firm.books()
    firm.world.pass_time()
    found_again(firm)
    assert firm.books() == before


def flowed_since(firm: Firm) -> None:
    """An edit of each side flowed, and the store went back to before both."""
    firm.back_up()
    xero_id, host_id = kauri(firm)
    firm.world.xero.edit(xero_id, {EMAIL: "new@x.example"})
    firm.world.host.edit(host_id, {PHONE: Phone("5551234", "9", "64")})
    firm.sync()
    firm.world.pass_time()
    firm.go_back()


def test_what_flowed_since_is_a_row_of_the_plan_that_writes_no_field(firm: Firm) -> None:
    """The store notes that the two agree, as it did before: an update, and not sent to anybody."""
    flowed_since(firm)
    (row,) = firm.world.connection().plan_sync(ANNA).rows
    after, before = (row.host_after, row.xero_after), (row.host_before, row.xero_before)
    assert (row.verdict, after) == (Verdict.UPDATE, before)


def test_what_flowed_since_is_counted_as_an_update_and_not_as_written(firm: Firm) -> None:
    flowed_since(firm)
    firm.resume()
    counts = firm.sync().counts
    told = ("update", "host_written", "xero_written")
    assert [counts.get(name, 0) for name in told] == [1, 0, 0]


def test_what_flowed_since_is_counted_once(firm: Firm) -> None:
    flowed_since(firm)
    firm.resume()
    firm.sync()
    firm.world.pass_time()
    assert "update" not in firm.sync().counts


def test_an_edit_that_had_not_flowed_yet_flows(firm: Firm) -> None:
    firm.back_up()
    xero_id, host_id = kauri(firm)
    firm.world.xero.edit(xero_id, {EMAIL: "new@x.example"})
    firm.sync()
    firm.world.host.edit(host_id, {PHONE: Phone("5551234", "9", "64")})
    firm.world.pass_time()
    found_again(firm)
    assert firm.world.xero_contact(xero_id).fields.primary_phone == Phone("5551234", "9", "64")


def test_an_edit_on_top_of_one_that_flowed_since_waits_for_a_person(firm: Firm) -> None:
    """The store no longer knows which of the two is the later one: nothing is overwritten."""
    firm.back_up()
    _, host_id = kauri(firm)
    firm.world.host.edit(host_id, {EMAIL: "first@x.example"})
    firm.sync()
    firm.world.host.edit(host_id, {EMAIL: "second@x.example"})
    before = firm.books()
    firm.world.pass_time()
    found_again(firm)
    kinds = [issue.kind for issue in firm.world.connection().issues()]
    assert (firm.books(), kinds) == (before, [IssueKind.FIELD_CONFLICT])


def test_an_effect_that_was_open_and_was_done_since_is_done_once(firm: Firm) -> None:
    """The host knows the intent's key, and answers what it answered then."""
    firm.world.xero.add(fields("Rimu", "rimu@x.example"))
    trap = Trap(1, lost, only=lambda point: point == "after host.create_many")
    firm.world.seen_host = Trapped(firm.world.host, "host", trap)
    with pytest.raises(Exception, match="the answer was lost"):
        firm.sync()
    firm.back_up()
    firm.world.pass_time()
    firm.sync()
    before, pairs = firm.books(), firm.world.pairs()
    firm.world.pass_time()
    found_again(firm)
    assert (firm.books(), firm.world.pairs()) == (before, pairs)


def test_until_somebody_resumes_nothing_is_written(firm: Firm) -> None:
    firm.back_up()
    firm.go_back()
    with pytest.raises(PausedError, match="restored from the backup"):
        firm.sync()


def renamed_since(firm: Firm) -> None:
    """A contact was created in the host, and got other names there, before the store went back."""
    firm.back_up()
    xero_id = firm.world.xero.add(fields("Rimu", "rimu@x.example"))
    firm.sync()
    host_id = firm.world.pairs()[xero_id]
    firm.world.host.edit(host_id, {NAME: "Totara", EMAIL: "totara@x.example"})
    firm.world.pass_time()
    firm.go_back()


def test_a_plan_shows_what_would_be_created_a_second_time(firm: Firm) -> None:
    """Nothing says any more that a contact under another name is its partner: a person looks."""
    renamed_since(firm)
    plan = firm.world.connection().plan_sync(ANNA)
    assert [row.verdict for row in plan.rows] == [Verdict.NO_MATCH]


def test_looking_at_the_plan_needs_no_resume_and_writes_nothing(firm: Firm) -> None:
    renamed_since(firm)
    before = firm.books()
    firm.world.connection().plan_sync(ANNA)
    assert firm.books() == before


def test_the_two_can_be_linked_by_hand(firm: Firm) -> None:
    renamed_since(firm)
    firm.resume()
    before = len(firm.world.host.contacts())
    rimu = next(c.xero_id for c in firm.world.xero.contacts() if c.fields.name == "Rimu")
    totara = next(i for i, c in firm.world.host.contacts().items() if c.fields.name == "Totara")
    firm.world.connection().adopt([(totara, rimu)], ANNA)
    firm.sync()
    assert (firm.world.pairs()[rimu], len(firm.world.host.contacts())) == (totara, before)


def test_a_value_that_flowed_and_was_set_back_comes_again(firm: Firm) -> None:
    """The limit of what two books can tell: the host holds what it held at the copy."""
    firm.back_up()
    xero_id, host_id = kauri(firm)
    firm.world.host.edit(host_id, {EMAIL: "new@x.example"})
    firm.sync()
    firm.world.host.edit(host_id, {EMAIL: "kauri@x.example"})
    firm.world.pass_time()
    found_again(firm)
    assert firm.world.partner(xero_id).fields.billing_email == "new@x.example"


class Copier(Trap):
    """Copies the file before, in and after each commit of a run, and around each write outside."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.copies: list[Path] = []

    def check(self, point: str) -> None:
        if not point.endswith((".transaction", "_many")):
            return
        copy = self.path.with_name(f"copy-{len(self.copies)}.db")
        backup(self.path, copy)
        self.copies.append(copy)


@contextmanager
def copied(firm: Firm) -> Iterator[Copier]:
    copier, store = Copier(firm.path), firm.world.store
    firm.world.seen_store = Trapped(store, "store", copier)
    firm.world.seen_host = Trapped(firm.world.host, "host", copier)
    yield copier
    firm.world.seen_store, firm.world.seen_host = store, firm.world.host


def busy_run(firm: Firm) -> list[Path]:
    """Copies of every moment of a run that creates, updates and links."""
    firm.world.xero.add(fields("Rimu", "rimu@x.example"))
    firm.world.xero.add(fields("miro", "miro@x.example"))
    xero_id, host_id = kauri(firm)
    firm.world.xero.edit(xero_id, {EMAIL: "new@x.example"})
    firm.world.host.edit(host_id, {PHONE: Phone("5551234", "9", "64")})
    with copied(firm) as copier:
        firm.sync()
    return copier.copies


def test_a_copy_of_any_moment_of_a_run_goes_on_without_doubling_or_losing(firm: Firm) -> None:
    """What was planned then and is done by now is decided anew, by the second sync."""
    copies = busy_run(firm)
    before, pairs = firm.books(), firm.world.pairs()
    ended = []
    for copy in copies:
        firm.go_back(copy)
        firm.resume()
        firm.sync()
        firm.sync()
        ended.append((firm.books(), firm.world.pairs()))
    assert len(copies) > 40
    assert ended == [(before, pairs)] * len(copies)


def edited_after_it_was_linked(firm: Firm, value: Phone) -> XeroContactId:
    """A pair younger than the copy, with *value* in Xero, whose phone was edited in the host."""
    firm.back_up()
    rimu = firm.world.xero.add(fields("Rimu", "rimu@x.example", value))
    firm.sync()
    firm.world.host.edit(firm.world.pairs()[rimu], {PHONE: Phone("5551234", "9", "64")})
    firm.world.pass_time()
    firm.go_back()
    return rimu


def test_an_edit_of_a_pair_linked_since_is_shown_before_it_is_overwritten(firm: Firm) -> None:
    """It is a Full Match again, and Xero's values overwrite (semantics row 8)."""
    edited_after_it_was_linked(firm, Phone("1"))
    (row,) = firm.world.connection().plan_sync(ANNA).rows
    assert row.host_after is not None
    assert (row.verdict, row.host_after.primary_phone) == (Verdict.FULL_MATCH, Phone("1"))


def test_an_edit_of_a_pair_linked_since_is_kept_by_setting_it_in_xero_first(firm: Firm) -> None:
    rimu = edited_after_it_was_linked(firm, Phone("1"))
    firm.world.xero.edit(rimu, {PHONE: Phone("5551234", "9", "64")})
    before = firm.world.host.contacts()
    firm.resume()
    firm.sync()
    assert firm.world.host.contacts() == before


def test_an_edit_of_a_pair_linked_since_that_is_blank_in_xero_stays_there(firm: Firm) -> None:
    rimu = edited_after_it_was_linked(firm, Phone())
    firm.resume()
    firm.sync()
    sides = (firm.world.partner(rimu).fields, firm.world.xero_contact(rimu).fields)
    assert [side.primary_phone for side in sides] == [Phone("5551234", "9", "64"), Phone()]
