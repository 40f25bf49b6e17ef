"""The journal in memory."""

from collections.abc import Collection, Iterable
from itertools import islice

from attrs import evolve

from xerolink.adapters.memory.store_shelf import Shelf
from xerolink.domain.identity import (
    HostContactId,
    RunId,
    XeroContactId,
    host_entity,
    invoice_entity,
    xero_entity,
)
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.journal import Entry, Head, in_line
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.journal import Journal


class MemoryJournal(Journal):
    def __init__(self, shelf: Shelf) -> None:
        self._rows = shelf.journal

    def append(self, entries: Iterable[Entry]) -> None:
        fresh = tuple(entries)
        if not in_line(fresh, self.head()):
            raise StaleVersionError("the journal")
        self._rows.update({entry.sequence: entry for entry in fresh})

    def head(self) -> Head | None:
        return next((entry.place for entry in reversed(self._rows.values())), None)

    def page(
        self,
        after: int,
        size: int,
        run_id: RunId | None = None,
        host_id: HostContactId | None = None,
        xero_id: XeroContactId | None = None,
        *,
        invoice_id: HostInvoiceId | None = None,
    ) -> tuple[Entry, ...]:
        wanted = set() if host_id is None else {host_entity(host_id)}
        if xero_id is not None:
            wanted.add(xero_entity(xero_id))
        if invoice_id is not None:
            wanted.add(invoice_entity(invoice_id))
        rest = (self._rows[n] for n in sorted(self._rows) if n > after)
        of_run = (e for e in rest if run_id is None or e.fact.run_id == run_id)
        return tuple(islice((e for e in of_run if wanted <= e.fact.about), size))

    def scrub(
        self, host_ids: Collection[HostContactId], xero_ids: Collection[XeroContactId]
    ) -> int:
        concerned = {*map(host_entity, host_ids), *map(xero_entity, xero_ids)}
        found = [
            e for e in self._rows.values() if concerned & e.fact.about and e.values is not None
        ]
        self._rows.update({e.sequence: evolve(e, values=None, salt=None) for e in found})
        return len(found)

    def prune(self, up_to: int) -> None:
        for number in [n for n in self._rows if n <= up_to and n != max(self._rows)]:
            del self._rows[number]
