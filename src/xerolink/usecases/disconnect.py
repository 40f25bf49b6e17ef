"""Disconnect and reconnect: links sleep and wake, and nothing is forgotten (semantics row 41).

A link belongs to its connection id, and that to one organisation: another organisation is
another link space, under a connection id of its own.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from attrs import evolve, frozen

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkEvent, LinkState
from xerolink.domain.errors import BusyError, UnknownConnectionError
from xerolink.domain.identity import Actor, ConnectionId, RunId, XeroContactId
from xerolink.domain.journal import EntryKind, Note, Values
from xerolink.domain.run import Phase, RunKind, RunRecord, RunState
from xerolink.ports.clock import Clock, Ids
from xerolink.ports.keys import KeyProvider
from xerolink.ports.store import Lease, Store, UnitOfWork
from xerolink.usecases.invoices.wake import wake_waiting
from xerolink.usecases.journal import record, write_notes
from xerolink.usecases.run import LEASE_SECONDS, Ports, Run
from xerolink.usecases.running import running
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_everything

PAGE = 500
AWAKE = (LinkState.SYNCED, LinkState.SUSPENDED)
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@frozen
class Offline:
    """What putting a connection to sleep needs of the world; neither side is asked."""

    store: Store
    clock: Clock
    ids: Ids
    journal_keys: KeyProvider | None


def put_to_sleep(ports: Offline, connection_id: ConnectionId, by: Actor) -> RunRecord:
    """Make every link dormant; from now on no run begins until the connection is made again.

    Effects whose answers were lost stay open until then. Asking again finishes what was cut
    short. Raises `UnknownConnectionError`, and `BusyError` while a run goes on.
    """
    lease = ports.store.claim(connection_id, ports.ids.new(), LEASE_SECONDS)
    if lease is None:
        raise BusyError(connection_id, LEASE_SECONDS)
    begun = RunRecord(RunId(ports.ids.new()), RunKind.DISCONNECT, by, ports.clock.now())
    try:
        slept = _sleep(ports, lease, begun)
    finally:
        ports.store.release(lease)
    with ports.store.app_wide() as app:
        app.rest(connection_id, _NEVER)
    return slept


def _sleep(ports: Offline, lease: Lease, begun: RunRecord) -> RunRecord:
    """The record first: from then on nothing flows, however far the links have come."""
    with ports.store.transaction(lease) as unit:
        known = unit.record.get()
        if known is None:
            raise UnknownConnectionError(lease.connection_id)
        unit.record.put(evolve(known, disconnected_at=known.disconnected_at or begun.started))
    number = 0
    while moved := _sleep_page(ports, lease, begun):
        number += moved
    ended = evolve(
        begun,
        state=RunState.FINISHED,
        ended=ports.clock.now(),
        counts={"links": number},
        phase=Phase.ENDED,
    )
    with ports.store.transaction(lease) as unit:
        unit.runs.put(ended)
    return ended


def _sleep_page(ports: Offline, lease: Lease, begun: RunRecord) -> int:
    with ports.store.transaction(lease) as unit:
        links = unit.links.page(AWAKE, None, PAGE)
        asleep = [link.after(LinkEvent.DISCONNECTED) for link in links]
        unit.links.put(asleep)
        notes = _notes(begun, ports.clock.now(), links, asleep)
        write_notes(unit, ports.ids, ports.journal_keys, notes)
    return len(links)


def wake_up(ports: Ports, connection_id: ConnectionId, by: Actor) -> RunRecord:
    """Read both sides whole, then let every dormant link flow again.

    What was edited on either side meanwhile is merged three-way by the next run, which also
    suspends pairs whose contact is archived by now. Cut short, the connection stays disconnected
    and connecting again goes on. Raises as a reconcile does.
    """
    with running(ports, connection_id, RunKind.RECONNECT, by) as run:
        stage_host(run)
        stage_everything(run)
        while moved := _wake_page(run):
            run.counts["links"] += moved
        _connected(run)
    with ports.store.app_wide() as app:
        app.wake(connection_id)
    return run.run


def _wake_page(run: Run) -> int:
    run.at(Phase.DECIDING, run.counts["links"])
    with run.transaction() as unit:
        links = unit.links.page((LinkState.DORMANT,), None, PAGE)
        awake = [link.after(LinkEvent.RECONNECTED) for link in links]
        unit.links.put(awake)
        wake_waiting(unit, awake)
        unit.staged.touch(_undecided(unit, [link.xero_id for link in awake]))
        record(unit, run, _notes(run.run, run.ports.clock.now(), links, awake))
    return len(links)


def _undecided(unit: UnitOfWork, ids: Sequence[XeroContactId]) -> list[XeroContactId]:
    """Without those about whom a person left out of a plan what there is to do."""
    out, rows = unit.decisions.left_out(ids), unit.staged.get_many(ids)
    return [i for i in ids if i not in rows or out.get(i) != rows[i].revision]


def _connected(run: Run) -> None:
    connected = evolve(run.record, disconnected_at=None)
    with run.transaction() as unit:
        unit.record.put(connected)
    run.record = connected


def _notes(
    run: RunRecord, now: datetime, before: Sequence[Link], after: Sequence[Link]
) -> list[Note]:
    return [
        Note(
            EntryKind.FOLLOWED,
            now,
            run.actor,
            run.kind,
            run.run_id,
            "MoveLink",
            f"the connection was {_TOLD[run.kind]}",
            "done",
            old.host_id,
            old.xero_id,
            old.link_id,
            values=Values(links_before=(old,), links_after=(new,)),
        )
        for old, new in zip(before, after, strict=True)
    ]


_TOLD = {RunKind.DISCONNECT: "disconnected", RunKind.RECONNECT: "made again"}
