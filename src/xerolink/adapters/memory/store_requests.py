"""What people ask of workers, in memory."""

from collections.abc import Collection
from itertools import islice

from attrs import evolve

from xerolink.adapters.memory.store_shelf import Everybody, Shelf
from xerolink.domain.identity import RunId
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.run import RunRecord, RunState
from xerolink.ports.requests import Asked, Paused, Requests


class MemoryRequests(Requests):
    def __init__(self, shelf: Shelf, everybody: Everybody) -> None:
        self._shelf, self._everybody = shelf, everybody

    def queue(self, run: RunRecord) -> None:
        self._shelf.runs[run.run_id] = evolve(run, counts=dict(run.counts))

    def queued(self, size: int) -> tuple[RunRecord, ...]:
        waiting = (run for run in self._shelf.runs.values() if run.state is RunState.QUEUED)
        return tuple(islice(waiting, size))

    def take(self, run: RunRecord) -> bool:
        if not self._is(run.run_id, RunState.QUEUED):
            return False
        self.queue(run)
        return True

    def ask_cancel(self, run_id: RunId, asked: Asked) -> bool:
        if not self._is(run_id, RunState.RUNNING):
            return False
        self._shelf.cancels.setdefault(run_id, asked)
        return True

    def cancel_asked(self, run_id: RunId) -> Asked | None:
        return self._shelf.cancels.get(run_id)

    def pause(self, paused: Paused) -> None:
        self._shelf.paused = paused

    def resume(self) -> None:
        self._shelf.paused = None

    def paused(self) -> Paused | None:
        return self._shelf.paused or self._everybody.paused

    def send(self, ids: Collection[HostInvoiceId]) -> None:
        for host_id in ids:
            self._shelf.to_send.setdefault(host_id)

    def to_send(self, size: int) -> tuple[HostInvoiceId, ...]:
        return tuple(islice(self._shelf.to_send, size))

    def sending(self, ids: Collection[HostInvoiceId]) -> None:
        for host_id in ids:
            self._shelf.to_send.pop(host_id, None)

    def _is(self, run_id: RunId, state: RunState) -> bool:
        run = self._shelf.runs.get(run_id)
        return run is not None and run.state is state
