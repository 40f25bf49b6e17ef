"""The SQLite file keeps every promise of the port of a host's invoices."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

from xerolink.adapters.sqlite import host_invoice_rows as rows
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.host_invoices import SqliteHostInvoices
from xerolink.adapters.sqlite.migrate import HOST_BOOK, migrate, shipped
from xerolink.adapters.sqlite.pool import Pool, connect
from xerolink.adapters.sqlite.session import Session
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.invoices.book import InvoiceCursor
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    InvoiceNumber,
    InvoiceStatus,
)
from xerolink.domain.invoices.record import AwaitingPayment, Paid, Standing
from xerolink.domain.invoices.settings import HostTerms
from xerolink.ports.errors import UnavailableError
from xerolink.ports.host_invoices import Mark, Marked, MarkRefused
from xerolink.testing.conformance.host_invoices import HostInvoicesContract
from xerolink.testing.conformance.host_invoices_cases import (
    STANDINGS,
    TERMS,
    drain,
    invoice,
    put_mark,
    read,
)
from xerolink.testing.invoice_strategies import host_invoices, host_terms, standings

FIRM = "first"
SLOW_FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
I1, NONE = HostInvoiceId("I1"), HostInvoiceId("none")


class TestSqliteHostInvoices(HostInvoicesContract[SqliteHostInvoices]):
    @pytest.fixture
    def books(self, path: Path) -> Iterator[Callable[[str], SqliteHostInvoices]]:
        self.place = path
        with ExitStack() as stack:

            def opened(firm: str) -> SqliteHostInvoices:
                book = stack.enter_context(SqliteHostInvoices(path, firm, page_size=2))
                book.bill_with(TERMS)
                return book

            yield opened

    def add_as_user(self, book: SqliteHostInvoices, wanted: HostInvoice) -> HostInvoiceId:
        return book.add(wanted).host_id

    def edit_as_user(
        self, book: SqliteHostInvoices, host_id: HostInvoiceId, wanted: HostInvoice
    ) -> None:
        book.edit(host_id, lines=wanted.lines, total=wanted.total)

    def move_as_user(
        self, book: SqliteHostInvoices, host_id: HostInvoiceId, to: InvoiceStatus
    ) -> None:
        book.edit(host_id, status=to)

    def delete_as_user(self, book: SqliteHostInvoices, host_id: HostInvoiceId) -> None:
        book.delete(host_id)

    def bill_with_as_user(self, book: SqliteHostInvoices, terms: HostTerms) -> None:
        book.bill_with(terms)

    def shown(self, book: SqliteHostInvoices, host_id: HostInvoiceId) -> Standing | None:
        return book.standing(host_id)

    def overtaken(
        self, book: SqliteHostInvoices, late: HostInvoice
    ) -> tuple[InvoiceCursor, HostInvoiceId]:
        """The feed is read while *late* is stored and not committed; nobody else can write then."""
        book.add(invoice(99))
        with closing(connect(self.place)) as raw:
            raw.execute("begin immediate")
            session = Session(raw, "the host")
            batch = rows.load(session, "first", [late.host_id])
            batch.store(late)
            rows.save(session, "first", batch)
            _, head = drain(book)
            raw.execute("commit")
        return head, late.host_id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "host.db"


@pytest.fixture
def book(path: Path) -> Iterator[SqliteHostInvoices]:
    with SqliteHostInvoices(path, FIRM, busy_seconds=0) as fresh:
        fresh.add(invoice(1))
        yield fresh


@pytest.fixture
def reopened(path: Path, book: SqliteHostInvoices) -> Iterator[SqliteHostInvoices]:
    """The same firm's invoices, opened a second time."""
    with SqliteHostInvoices(path, FIRM) as fresh:
        yield fresh


def test_another_opening_reads_the_same_invoices(
    book: SqliteHostInvoices, reopened: SqliteHostInvoices
) -> None:
    assert reopened.invoices() == book.invoices()


@pytest.mark.parametrize("mark", STANDINGS, ids=lambda m: type(m).__name__)
def test_another_opening_shows_the_same(
    book: SqliteHostInvoices, reopened: SqliteHostInvoices, mark: Standing
) -> None:
    put_mark(book, I1, mark)
    assert reopened.standing(I1) == mark


def test_another_opening_bills_with_the_same(
    book: SqliteHostInvoices, reopened: SqliteHostInvoices
) -> None:
    book.bill_with(TERMS)
    assert reopened.terms() == TERMS


def test_another_opening_counts_the_marks(
    book: SqliteHostInvoices, reopened: SqliteHostInvoices
) -> None:
    put_mark(book, I1, Paid())
    assert reopened.marked == 1


def test_the_same_mark_again_does_not_count(book: SqliteHostInvoices) -> None:
    book.mark_many([Mark(I1, AwaitingPayment()), Mark(I1, AwaitingPayment())])
    assert book.marked == 1


def test_a_refused_mark_does_not_count(book: SqliteHostInvoices) -> None:
    book.mark_many([Mark(NONE, Paid())])
    assert book.marked == 0


@settings(max_examples=60, database=None, suppress_health_check=SLOW_FIXTURES)
@given(wanted=host_invoices(), standing=standings())
def test_an_invoice_as_odd_as_it_may_be_is_read_back(
    path: Path, wanted: HostInvoice, standing: Standing
) -> None:
    with SqliteHostInvoices(path, FIRM) as book:
        for host_id in book.invoices():
            book.delete(host_id)
        stored = book.add(wanted)
        outcomes = book.mark_many([Mark(wanted.host_id, standing)])
        found = read(book, wanted.host_id)
        assert (outcomes, book.standing(wanted.host_id)) == ([Marked()], standing)
        assert evolve(found, version=stored.version, status=stored.status) == stored


@settings(max_examples=40, database=None, suppress_health_check=SLOW_FIXTURES)
@given(terms=host_terms())
def test_terms_as_odd_as_they_may_be_are_read_back(path: Path, terms: HostTerms) -> None:
    with SqliteHostInvoices(path, FIRM) as book:
        book.bill_with(terms)
        assert book.terms() == terms


def test_a_firm_bills_with_nothing_at_first(book: SqliteHostInvoices) -> None:
    assert book.terms() == HostTerms()


def test_an_id_is_taken_once(book: SqliteHostInvoices) -> None:
    with pytest.raises(ValueError, match="I1"):
        book.add(invoice(1))


def test_the_id_of_a_deleted_invoice_is_free(book: SqliteHostInvoices) -> None:
    book.delete(I1)
    book.add(invoice(1))
    assert book.invoices().keys() == {I1}


def test_what_was_shown_goes_with_a_deleted_invoice(book: SqliteHostInvoices) -> None:
    put_mark(book, I1, Paid())
    book.delete(I1)
    book.add(invoice(1))
    assert book.standing(I1) is None


def test_an_edit_that_changes_nothing_keeps_the_version(book: SqliteHostInvoices) -> None:
    before = read(book, I1)
    assert book.edit(I1, number=InvoiceNumber("INV-1")) == before


@pytest.mark.parametrize("verb", ["edit", "approve", "withdraw", "send", "void", "delete"])
def test_people_can_do_nothing_with_what_is_not_there(book: SqliteHostInvoices, verb: str) -> None:
    with pytest.raises(KeyError):
        getattr(book, verb)(NONE)


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("approve", InvoiceStatus.APPROVED),
        ("withdraw", InvoiceStatus.DRAFT),
        ("send", InvoiceStatus.AWAITING_PAYMENT),
        ("void", InvoiceStatus.VOIDED),
    ],
)
def test_people_move_the_status(book: SqliteHostInvoices, verb: str, status: InvoiceStatus) -> None:
    assert getattr(book, verb)(I1).status is status


def test_an_id_of_odd_text_is_left_out(book: SqliteHostInvoices) -> None:
    assert book.get_many([HostInvoiceId("\ud800"), HostInvoiceId("\x00")]) == {}


def test_a_mark_of_an_id_of_odd_text_is_refused_alone(book: SqliteHostInvoices) -> None:
    refused, marked = book.mark_many([Mark(HostInvoiceId("\ud800"), Paid()), Mark(I1, Paid())])
    assert (type(refused), marked) == (MarkRefused, Marked())


def test_contacts_and_invoices_share_a_file(path: Path, book: SqliteHostInvoices) -> None:
    with SqliteHostBook(path, FIRM) as contacts:
        contacts.add(SyncedFields(name="Ash"))
        assert (len(contacts.contacts()), len(book.invoices())) == (1, 1)


def test_a_file_of_contacts_alone_takes_invoices(path: Path) -> None:
    """As an earlier version wrote it: what it held stays."""
    pool = Pool(path)
    migrate(pool, shipped(HOST_BOOK)[:1])
    with pool.writing() as sql:
        sql.run("insert into firm (firm, contacts, seq) values (?, 7, 9)", FIRM)
    pool.close()
    with SqliteHostInvoices(path, FIRM) as book, SqliteHostBook(path, FIRM) as contacts:
        book.add(invoice(1))
        assert contacts.add(SyncedFields(name="Ash")).host_id == "H8"


def test_a_contact_is_no_change_of_the_invoices(path: Path, book: SqliteHostInvoices) -> None:
    _, head = drain(book)
    with SqliteHostBook(path, FIRM) as contacts:
        contacts.add(SyncedFields(name="Ash"))
    assert drain(book, head)[0] == []


def test_a_deleted_invoice_leaves_nothing_personal_in_the_tables(
    path: Path, book: SqliteHostInvoices
) -> None:
    book.delete(I1)
    with closing(sqlite3.connect(path)) as sql:
        assert sql.execute("select body from invoice").fetchall() == [(None,)]


@pytest.mark.parametrize("size", [1, 500])
def test_a_batch_is_read_by_two_statements_whatever_its_size(
    path: Path, book: SqliteHostInvoices, size: int
) -> None:
    seen: list[str] = []
    with closing(connect(path)) as raw:
        raw.set_trace_callback(seen.append)
        rows.load(Session(raw, "the book"), FIRM, [HostInvoiceId(f"I{n}") for n in range(size)])
    assert len(seen) == 2


def test_a_locked_file_is_unavailable(path: Path, book: SqliteHostInvoices) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("begin immediate")
        with pytest.raises(UnavailableError, match="somebody else is writing"):
            book.mark_many([Mark(I1, Paid())])


def test_a_failed_batch_marks_nothing(path: Path, book: SqliteHostInvoices) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("begin immediate")
        with pytest.raises(UnavailableError):
            book.mark_many([Mark(I1, Paid())])
    assert book.standing(I1) is None


def test_closed_invoices_are_unavailable(book: SqliteHostInvoices) -> None:
    book.close()
    with pytest.raises(UnavailableError, match="the host's invoices"):
        book.changes(None)


def test_an_invoice_that_cannot_be_read_makes_them_unavailable(
    path: Path, book: SqliteHostInvoices
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("update invoice set body = '[]'")
    with pytest.raises(UnavailableError, match="cannot be read"):
        book.get_many([I1])


def test_an_error_does_not_quote_a_row(path: Path, book: SqliteHostInvoices) -> None:
    """SQLite's own text would name the value that it cannot read."""
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("update invoice set body = cast(x'536d697468ff' as text)")
    with pytest.raises(UnavailableError) as caught:
        book.get_many([I1])
    assert "Smith" not in str(caught.value)
