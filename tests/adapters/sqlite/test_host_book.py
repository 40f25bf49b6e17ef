"""The SQLite file keeps every promise of the host port, over processes and threads too."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from xerolink.adapters.sqlite import host_rows
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.pool import connect
from xerolink.adapters.sqlite.session import Session
from xerolink.domain.contacts.effects import HostDraft, HostOutcome, HostRemoved, Refused
from xerolink.domain.contacts.model import (
    Address,
    ContactKind,
    FieldName,
    FieldValue,
    Phone,
    SyncedFields,
)
from xerolink.domain.identity import HostContactId, IntentId
from xerolink.ports.errors import UnavailableError
from xerolink.testing.conformance.host import HostContactsContract
from xerolink.testing.conformance.host_cases import EMAIL, NAME, create, draft, patch, removal

FIRM = "first"


class TestSqliteHostBook(HostContactsContract[SqliteHostBook]):
    @pytest.fixture
    def books(self, tmp_path: Path) -> Iterator[Callable[[str], SqliteHostBook]]:
        with ExitStack() as stack:
            yield lambda firm: stack.enter_context(
                SqliteHostBook(tmp_path / "host.db", firm, page_size=2)
            )

    def edit_as_user(
        self, book: SqliteHostBook, host_id: HostContactId, values: Mapping[FieldName, FieldValue]
    ) -> None:
        book.edit(host_id, values)

    def delete_as_user(self, book: SqliteHostBook, host_id: HostContactId) -> None:
        book.delete(host_id)

    def merge_as_user(
        self, book: SqliteHostBook, from_id: HostContactId, into_id: HostContactId
    ) -> None:
        book.merge(from_id, into_id)

    def keep_as_user(self, book: SqliteHostBook, host_id: HostContactId) -> None:
        book.keep(host_id)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "host.db"


@pytest.fixture
def book(path: Path) -> Iterator[SqliteHostBook]:
    with SqliteHostBook(path, FIRM, busy_seconds=0) as fresh:
        yield fresh


@pytest.fixture
def reopened(path: Path, book: SqliteHostBook) -> Iterator[SqliteHostBook]:
    """The same firm's book, opened a second time."""
    with SqliteHostBook(path, FIRM) as fresh:
        yield fresh


def test_another_opening_reads_the_same_contacts(
    book: SqliteHostBook, reopened: SqliteHostBook
) -> None:
    create(book, "Ash", "Élan 株式会社")
    assert reopened.contacts() == book.contacts()


def test_another_opening_knows_the_keys(book: SqliteHostBook, reopened: SqliteHostBook) -> None:
    ash = draft("Ash")
    assert book.create_many([ash]) == reopened.create_many([ash])


def test_another_opening_counts_what_was_written(
    book: SqliteHostBook, reopened: SqliteHostBook
) -> None:
    create(book, "Ash", "Birch")
    assert reopened.written == 2


def test_retries_do_not_count_as_written(book: SqliteHostBook) -> None:
    ash = draft("Ash")
    book.create_many([ash])
    book.create_many([ash])
    assert book.written == 1


def test_updated_contacts_count_as_written(book: SqliteHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.update_many([patch(ash, {NAME: "Alder"})])
    assert book.written == 1


def test_removed_contacts_count_as_written(book: SqliteHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.remove_many([removal(ash)])
    assert book.written == 1


def test_removing_what_is_gone_does_not_count_as_written(book: SqliteHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.delete(ash.host_id)
    book.remove_many([removal(ash)])
    assert book.written == 0


def test_people_cannot_keep_what_is_not_there(book: SqliteHostBook) -> None:
    with pytest.raises(KeyError):
        book.keep(HostContactId("none"))


def test_people_may_delete_what_they_kept(book: SqliteHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.keep(ash.host_id)
    book.delete(ash.host_id)
    assert book.contacts() == {}


def test_what_people_do_does_not_count_as_written(book: SqliteHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.edit(ash.host_id, {NAME: "Alder"})
    book.delete(ash.host_id)
    assert book.written == 0


def test_another_opening_keeps_what_people_kept(
    book: SqliteHostBook, reopened: SqliteHostBook
) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    book.keep(ash.host_id)
    assert isinstance(reopened.remove_many([removal(ash)])[0], Refused)


def test_what_one_firm_keeps_another_may_remove(path: Path, book: SqliteHostBook) -> None:
    (ash,) = create(book, "Ash")
    book.keep(ash.host_id)
    with SqliteHostBook(path, "second") as other:
        (birch,) = create(other, "Birch")
        assert other.remove_many([removal(birch)]) == [HostRemoved()]


def test_two_firms_number_their_contacts_alike(path: Path, book: SqliteHostBook) -> None:
    with SqliteHostBook(path, "second") as other:
        assert create(book, "Ash")[0].host_id == create(other, "Birch")[0].host_id


def test_unknown_fields_are_stored_as_empty_ones(book: SqliteHostBook) -> None:
    fields = book.add(SyncedFields(name="Ash")).fields
    assert fields == SyncedFields("Ash", "", Phone(), Address())


def test_a_kind_that_people_did_not_give_stays_unknown(book: SqliteHostBook) -> None:
    ash = book.add(SyncedFields(name="Ash"))
    assert book.contacts()[ash.host_id].kind is None


def test_an_unknown_value_in_a_patch_changes_nothing(book: SqliteHostBook) -> None:
    (ash,) = create(book, "Ash")
    book.update_many([patch(ash, {EMAIL: None})])
    assert book.contacts()[ash.host_id] == ash


def test_an_update_to_equal_values_keeps_the_version(book: SqliteHostBook) -> None:
    (ash,) = create(book, "Ash")
    book.update_many([patch(ash, {NAME: "Ash"})])
    assert book.contacts()[ash.host_id].version == ash.version


def test_odd_text_that_people_left_is_read_back(book: SqliteHostBook) -> None:
    odd = book.add(SyncedFields(name="\ud800\x00"))
    assert book.get_many([odd.host_id]) == {odd.host_id: odd}


def test_an_id_of_odd_text_is_left_out(book: SqliteHostBook) -> None:
    create(book, "Ash")
    assert book.get_many([HostContactId("\ud800"), HostContactId("\x00")]) == {}


def test_an_odd_contact_type_is_refused(book: SqliteHostBook) -> None:
    odd = HostDraft(IntentId("k"), SyncedFields(name="Ash"), ContactKind.PERSON, "\udfff")
    assert isinstance(book.create_many([odd])[0], Refused)


def test_a_merge_keeps_the_values_of_the_survivor(book: SqliteHostBook) -> None:
    ash, birch = create(book, "Ash", "Birch")
    book.merge(ash.host_id, birch.host_id)
    assert book.contacts() == {birch.host_id: birch}


def test_people_cannot_edit_what_is_not_there(book: SqliteHostBook) -> None:
    with pytest.raises(KeyError):
        book.edit(HostContactId("H1"), {NAME: "Alder"})


def test_people_cannot_delete_what_is_gone(book: SqliteHostBook) -> None:
    (ash,) = create(book, "Ash")
    book.delete(ash.host_id)
    with pytest.raises(KeyError):
        book.delete(ash.host_id)


def test_a_merge_into_nothing_leaves_the_contact(book: SqliteHostBook) -> None:
    (ash,) = create(book, "Ash")
    with pytest.raises(KeyError):
        book.merge(ash.host_id, HostContactId("H2"))
    assert book.contacts() == {ash.host_id: ash}


def test_a_deleted_contact_leaves_nothing_personal_in_the_tables(
    path: Path, book: SqliteHostBook
) -> None:
    (ash,) = create(book, "Ash")
    book.delete(ash.host_id)
    with closing(sqlite3.connect(path)) as sql:
        left = sql.execute("select body from contact union select body from answer").fetchall()
    assert left == [(None,)]


def test_a_removed_contact_leaves_nothing_personal_in_the_tables(
    path: Path, book: SqliteHostBook
) -> None:
    book.remove_many(list(map(removal, create(book, "Ash"))))
    with closing(sqlite3.connect(path)) as sql:
        left = sql.execute("select body from contact union select body from answer").fetchall()
    assert left == [(None,)]


@pytest.mark.parametrize("size", [1, 500])
def test_a_batch_is_read_by_three_statements_whatever_its_size(
    path: Path, book: SqliteHostBook, size: int
) -> None:
    contacts = create(book, *["Birch"] * size)
    seen: list[str] = []
    with closing(connect(path)) as raw:
        raw.set_trace_callback(seen.append)
        session = Session(raw, "the book")
        ids = [contact.host_id for contact in contacts]
        host_rows.load(session, FIRM, ids, [IntentId("k")] * size)
    assert len(seen) == 3


def test_a_locked_file_is_unavailable(path: Path, book: SqliteHostBook) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("begin immediate")
        with pytest.raises(UnavailableError, match="somebody else is writing"):
            book.create_many([draft("Ash")])


def test_readers_pass_a_writer(path: Path, book: SqliteHostBook) -> None:
    """Write-ahead logging: a host's long transaction does not stop a scan."""
    (ash,) = create(book, "Ash")
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("begin immediate")
        sql.execute("update contact set body = null")
        assert book.get_many([ash.host_id]) == {ash.host_id: ash}


def test_a_failed_batch_leaves_the_book_usable(path: Path, book: SqliteHostBook) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("begin immediate")
        with pytest.raises(UnavailableError):
            create(book, "Ash")
    assert len(create(book, "Birch")) == 1


def test_a_closed_book_is_unavailable(book: SqliteHostBook) -> None:
    book.close()
    with pytest.raises(UnavailableError):
        book.changes(None)


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="cannot be opened"):
        SqliteHostBook(tmp_path / "nowhere" / "host.db", FIRM)


def test_a_file_that_is_no_database_is_unavailable(path: Path) -> None:
    path.write_text("a letter to a customer, and not a short one\n" * 100)
    with pytest.raises(UnavailableError, match="not an SQLite database"):
        SqliteHostBook(path, FIRM)


def test_an_error_does_not_quote_a_row(path: Path, book: SqliteHostBook) -> None:
    """SQLite's own text would name the value that it cannot read."""
    (ash,) = create(book, "Ash")
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("update contact set body = cast(x'536d697468ff' as text)")
    with pytest.raises(UnavailableError) as caught:
        book.get_many([ash.host_id])
    assert "Smith" not in str(caught.value)


def test_a_contact_that_cannot_be_read_makes_the_book_unavailable(
    path: Path, book: SqliteHostBook
) -> None:
    (ash,) = create(book, "Ash")
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("update contact set body = '[]'")
    with pytest.raises(UnavailableError, match="cannot be read"):
        book.get_many([ash.host_id])


def test_threads_share_a_book(book: SqliteHostBook) -> None:
    names = [f"Ash {number}" for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: create(book, name), names))
    assert sorted(str(c.fields.name) for c in book.contacts().values()) == sorted(names)


def test_processes_that_open_a_new_file_together_share_it(path: Path) -> None:
    with ProcessPoolExecutor(4, get_context("spawn")) as pool:
        list(pool.map(_fill, [str(path)] * 4, range(4)))
    with SqliteHostBook(path, FIRM) as book:
        assert len(book.contacts()) == 40


def test_one_key_in_two_processes_creates_one_contact(path: Path) -> None:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        first, second = pool.map(_create_one, [str(path)] * 2)
    assert first == second


def _fill(path: str, number: int) -> None:
    with SqliteHostBook(path, FIRM) as book:
        for _ in range(10):
            book.add(SyncedFields(name=f"Ash {number}"))


def _create_one(path: str) -> Sequence[HostOutcome]:
    with SqliteHostBook(path, FIRM) as book:
        return book.create_many([draft("Ash", IntentId("one key"))])
