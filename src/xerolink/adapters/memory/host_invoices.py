"""A host's invoices in dictionaries: the reference for every promise of the port."""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from threading import RLock
from types import MappingProxyType
from typing import Any

from attrs import evolve

from xerolink.adapters.host_invoice_people import HostInvoicePeople
from xerolink.domain.invoices.book import InvoiceCursor
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    HostInvoiceVersion,
    InvoiceStatus,
)
from xerolink.domain.invoices.record import Standing
from xerolink.domain.invoices.settings import HostTerms
from xerolink.domain.invoices.status import sends, status_shown
from xerolink.ports.host_invoices import (
    HostInvoices,
    InvoiceFeed,
    Mark,
    Marked,
    MarkOutcome,
    MarkRefused,
)


class MemoryHostInvoices(HostInvoicePeople, HostInvoices):
    """The invoices of one firm; any thread may call.

    `add`, `edit`, `approve`, `withdraw`, `send`, `void`, `delete` and `bill_with` are what people
    do in the host, and they may do it to an invoice in any status, as people do. A page of the
    feed holds *page_size* ids.
    """

    def __init__(self, terms: HostTerms | None = None, page_size: int = 500) -> None:
        self._terms, self._page_size = terms or HostTerms(), page_size
        self._lock = RLock()
        self._invoices: dict[HostInvoiceId, HostInvoice] = {}
        self._standings: dict[HostInvoiceId, Standing] = {}
        self._log: list[HostInvoiceId] = []
        self._latest: dict[HostInvoiceId, int] = {}
        self._marked = 0

    @property
    def marked(self) -> int:
        """How many marks changed what the host shows; the same mark again: none."""
        return self._marked

    def invoices(self) -> Mapping[HostInvoiceId, HostInvoice]:
        """A snapshot of what there is, by id."""
        with self._lock:
            return MappingProxyType(dict(self._invoices))

    def standing(self, host_id: HostInvoiceId) -> Standing | None:
        """What the host shows of an invoice; None: nothing yet. Raises `KeyError`."""
        with self._lock:
            return self._standings.get(self._invoices[host_id].host_id)

    def add(self, invoice: HostInvoice) -> HostInvoice:
        """A person makes an invoice, under its id and in its status; its version is given here.

        Raises `ValueError` if the id is taken.
        """
        with self._lock:
            if invoice.host_id in self._invoices:
                raise ValueError(f"there is an invoice {invoice.host_id!r} already")
            return self._store(invoice)

    def edit(self, host_id: HostInvoiceId, **changes: Any) -> HostInvoice:
        with self._lock:
            invoice = self._invoices[host_id]
            edited = evolve(invoice, **changes)
            return invoice if edited == invoice else self._store(edited)

    def delete(self, host_id: HostInvoiceId) -> None:
        """A person deletes an invoice; raises `KeyError` if there is no such invoice."""
        with self._lock:
            del self._invoices[host_id]
            self._standings.pop(host_id, None)
            self._note(host_id)

    def bill_with(self, terms: HostTerms) -> None:
        """A person sets the tax rates, service types and expense types of the firm."""
        with self._lock:
            self._terms = terms

    def changes(self, cursor: InvoiceCursor | None) -> InvoiceFeed:
        with self._lock:
            start = int(cursor or 0)
            entries = ((seq, self._log[seq - 1]) for seq in range(start + 1, len(self._log) + 1))
            latest = (entry for entry in entries if self._latest[entry[1]] == entry[0])
            page = list(islice(latest, self._page_size))
            end = page[-1][0] if page else start
            more = next(latest, None) is not None
            return InvoiceFeed(tuple(i for _, i in page), InvoiceCursor(str(end)), more)

    def get_many(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, HostInvoice]:
        with self._lock:
            present = self._invoices.keys() & set(ids)
            return {host_id: self._invoices[host_id] for host_id in present}

    def mark_many(self, marks: Sequence[Mark]) -> Sequence[MarkOutcome]:
        with self._lock:
            return [self._mark(mark) for mark in marks]

    def terms(self) -> HostTerms:
        with self._lock:
            return self._terms

    def _mark(self, mark: Mark) -> MarkOutcome:
        invoice = self._invoices.get(mark.host_id)
        if invoice is None:
            return MarkRefused("there is no such invoice any more")
        before = invoice, self._standings.get(mark.host_id)
        shown = self._moved(invoice, status_shown(invoice.status, mark.standing))
        self._marked += (shown, mark.standing) != before
        self._standings[mark.host_id] = mark.standing
        return Marked()

    def _moved(self, invoice: HostInvoice, status: InvoiceStatus) -> HostInvoice:
        """The invoice in *status*; past the log and in its version, unless it is sent by that."""
        moved = evolve(invoice, status=status)
        if sends(invoice.status, status):
            return self._store(moved)
        self._invoices[invoice.host_id] = moved
        return moved

    def _store(self, invoice: HostInvoice) -> HostInvoice:
        version = HostInvoiceVersion(str(self._note(invoice.host_id)))
        stored = self._invoices[invoice.host_id] = evolve(invoice, version=version)
        return stored

    def _note(self, host_id: HostInvoiceId) -> int:
        self._log.append(host_id)
        self._latest[host_id] = len(self._log)
        return len(self._log)
