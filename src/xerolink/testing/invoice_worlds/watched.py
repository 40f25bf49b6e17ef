"""A store in memory with somebody beside it who counts what became of invoices.

Counting alone: no check rests on what is told here.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from attrs import evolve

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.identity import IntentId
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.invoice_state import INITIAL, TRANSITIONS, InvoiceEvent, InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.ports.store import Lease, UnitOfWork
from xerolink.testing.worlds.watched_store import WatchedStore

Row = tuple[InvoiceState, InvoiceEvent, InvoiceState]


class WatchedInvoices(WatchedStore):
    """*steps* counts "state: …", "cause: …" and "write: …", beside those of contacts."""

    @contextmanager
    def transaction(self, lease: Lease) -> Iterator[UnitOfWork]:
        before = self._shelves.get(lease.connection_id)
        with super().transaction(lease) as unit:
            yield unit
        after = self._shelves[lease.connection_id]
        self._count_records(before.invoices if before else {}, after.invoices)
        self._count_writes(before.invoice_intents if before else {}, after.invoice_intents)

    def _count_records(
        self,
        before: Mapping[HostInvoiceId, InvoiceRecord],
        after: Mapping[HostInvoiceId, InvoiceRecord],
    ) -> None:
        for host_id, new in after.items():
            if (old := before.get(host_id)) is new:
                continue
            self.steps.update(map(row_name, way(old.state if old else INITIAL, new.state)))
            known = set(old.causes) if old else set()
            found = (cause.kind.value for cause in new.causes if cause not in known)
            self.steps.update(f"cause: {kind}" for kind in found)

    def _count_writes(
        self, before: Mapping[IntentId, InvoiceIntent], after: Mapping[IntentId, InvoiceIntent]
    ) -> None:
        for intent_id, new in after.items():
            if (old := before.get(intent_id)) is not new:
                was = old or evolve(new, state=IntentState.INTENDED)
                self.steps[write_name(was.state, new.state)] += 1


def write_name(before: IntentState, after: IntentState) -> str:
    return f"write: {before.value} --> {after.value}"


def row_name(row: Row) -> str:
    before, event, after = row
    return f"state: {before.value} --{event.value}--> {after.value}"


@cache
def way(before: InvoiceState, after: InvoiceState) -> tuple[Row, ...]:
    """The rows of the table that lead from *before* to *after*, the fewest."""
    ways: dict[InvoiceState, tuple[Row, ...]] = {before: ()}
    while after not in ways:
        for state, known in list(ways.items()):
            for event, to in TRANSITIONS[state].items():
                ways.setdefault(to, (*known, (state, event, to)))
    return ways[after]
