"""The SQLite file keeps the promises of a host's invoices among processes."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from xerolink.adapters.sqlite.host_invoices import SqliteHostInvoices
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.testing.conformance.host_invoices_cases import invoice
from xerolink.testing.conformance.host_invoices_shared import (
    Adding,
    Editing,
    HostInvoicesSharedContract,
    Opening,
)


def add(book: SqliteHostInvoices, wanted: HostInvoice) -> HostInvoiceId:
    return book.add(wanted).host_id


def edit(book: SqliteHostInvoices, host_id: HostInvoiceId, wanted: HostInvoice) -> None:
    book.edit(host_id, lines=wanted.lines, total=wanted.total)


class TestSqliteHostInvoicesShared(HostInvoicesSharedContract):
    @pytest.fixture
    def opening(self, tmp_path: Path) -> Opening:
        return partial(SqliteHostInvoices, tmp_path / "host.db", "first")

    @pytest.fixture
    def adding(self) -> Adding:
        return add

    @pytest.fixture
    def editing(self) -> Editing:
        return edit


def test_threads_share_the_invoices(tmp_path: Path) -> None:
    with SqliteHostInvoices(tmp_path / "host.db", "first") as book:
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda number: book.add(invoice(number)), range(40)))
        assert book.invoices() == {one.host_id: one for one in made}
