"""Begin a run and end it: take the lease, finish what an earlier run left open, give it back."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from xerolink.domain.errors import BusyError, UnknownConnectionError
from xerolink.domain.identity import Actor, ConnectionId, RunId
from xerolink.domain.run import RunKind, RunRecord, RunState
from xerolink.ports.errors import PortError
from xerolink.ports.observer import RunStarted
from xerolink.ports.store import Lease
from xerolink.usecases.recover import recover
from xerolink.usecases.run import LEASE_SECONDS, Ports, Run


@contextmanager
def running(
    ports: Ports, connection_id: ConnectionId, kind: RunKind, actor: Actor
) -> Iterator[Run]:
    """A run that holds the lease of *connection_id* until the block ends, however it ends.

    Raises `UnknownConnectionError` before the connection was made, `BusyError` while another
    worker holds the lease.
    """
    run_id = RunId(ports.ids.new())
    lease = ports.store.claim(connection_id, run_id, LEASE_SECONDS)
    if lease is None:
        raise BusyError(connection_id)
    try:
        run = _opened(ports, lease, RunRecord(run_id, kind, actor, ports.clock.now()))
    except (Exception, KeyboardInterrupt):
        with suppress(PortError):
            ports.store.release(lease)
        raise
    try:
        recover(run)
        yield run
    except (Exception, KeyboardInterrupt) as error:
        run.close(RunState.FAILED, type(error).__name__)
        raise
    run.close(RunState.FINISHED)


def _opened(ports: Ports, lease: Lease, run: RunRecord) -> Run:
    with ports.store.reading(lease.connection_id) as unit:
        record = unit.record.get()
    if record is None:
        raise UnknownConnectionError(lease.connection_id)
    with ports.store.transaction(lease) as unit:
        unit.runs.put(run)
    opened = Run(ports, lease, record, run)
    opened.notice(RunStarted(lease.connection_id, run.run_id, run.kind))
    return opened
