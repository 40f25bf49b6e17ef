"""A host's invoices in one SQLite file, for any number of firms; its contact book may share it."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attrs import evolve

from xerolink.adapters.host_invoice_people import HostInvoicePeople
from xerolink.adapters.sqlite import host_invoice_rows as rows
from xerolink.adapters.sqlite.host_file import HostFile
from xerolink.domain.invoices.book import InvoiceCursor
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.domain.invoices.record import Standing
from xerolink.domain.invoices.settings import HostTerms
from xerolink.ports.host_invoices import HostInvoices, InvoiceFeed, Mark, MarkOutcome


class SqliteHostInvoices(HostFile, HostInvoicePeople, HostInvoices):
    """The invoices of one *firm* in the file at *path*, which is made if it is not there.

    Any thread may call, and any number of books and processes may have the file open. `add`,
    `edit`, `approve`, `withdraw`, `send`, `void`, `delete` and `bill_with` are what people do in
    the host, and they may do it to an invoice in any status, as people do. Every call raises
    `UnavailableError` where the file cannot be used or stays locked for *busy_seconds*, and after
    `close`.
    """

    def __init__(
        self, path: Path | str, firm: str, page_size: int = 500, busy_seconds: float = 30.0
    ) -> None:
        super().__init__("the host's invoices", path, firm, busy_seconds)
        self._page_size = page_size

    @property
    def marked(self) -> int:
        """How many marks changed what the host shows; the same mark again: none."""
        with self._reading() as sql:
            return rows.marked(sql, self._firm)

    def invoices(self) -> Mapping[HostInvoiceId, HostInvoice]:
        """A snapshot of what there is, by id."""
        with self._reading() as sql:
            found = rows.get_all(sql, self._firm)
        return MappingProxyType({host_id: row.invoice for host_id, row in found.items()})

    def standing(self, host_id: HostInvoiceId) -> Standing | None:
        """What the host shows of an invoice; None: nothing yet. Raises `KeyError`."""
        with self._reading() as sql:
            return rows.get_many(sql, self._firm, [host_id])[host_id].standing

    def add(self, invoice: HostInvoice) -> HostInvoice:
        """A person makes an invoice, under its id and in its status; its version is given here.

        Raises `ValueError` if the id is taken.
        """
        with self._writing() as sql:
            batch = rows.load(sql, self._firm, [invoice.host_id])
            if invoice.host_id in batch.rows:
                raise ValueError(f"there is an invoice {invoice.host_id!r} already")
            stored = batch.store(invoice)
            rows.save(sql, self._firm, batch)
            return stored

    def edit(self, host_id: HostInvoiceId, **changes: Any) -> HostInvoice:
        with self._writing() as sql:
            batch = rows.load(sql, self._firm, [host_id])
            invoice = batch.rows[host_id].invoice
            edited = evolve(invoice, **changes)
            stored = invoice if edited == invoice else batch.store(edited)
            rows.save(sql, self._firm, batch)
            return stored

    def delete(self, host_id: HostInvoiceId) -> None:
        """A person deletes an invoice; raises `KeyError` if there is no such invoice."""
        with self._writing() as sql:
            batch = rows.load(sql, self._firm, [host_id])
            batch.drop(host_id)
            rows.save(sql, self._firm, batch)

    def bill_with(self, terms: HostTerms) -> None:
        """A person sets the tax rates, service types and expense types of the firm."""
        with self._writing() as sql:
            rows.set_terms(sql, self._firm, terms)

    def changes(self, cursor: InvoiceCursor | None) -> InvoiceFeed:
        with self._reading() as sql:
            return rows.feed(sql, self._firm, cursor, self._page_size)

    def get_many(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, HostInvoice]:
        with self._reading() as sql:
            found = rows.get_many(sql, self._firm, ids)
        return {host_id: row.invoice for host_id, row in found.items()}

    def mark_many(self, marks: Sequence[Mark]) -> Sequence[MarkOutcome]:
        with self._writing() as sql:
            batch = rows.load(sql, self._firm, [mark.host_id for mark in marks])
            outcomes = [batch.mark(mark) for mark in marks]
            rows.save(sql, self._firm, batch)
            return outcomes

    def terms(self) -> HostTerms:
        with self._reading() as sql:
            return rows.terms(sql, self._firm)
