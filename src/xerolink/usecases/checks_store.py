"""Checks of our own side: what is stored, what waits, and what holds it."""

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.errors import UnknownConnectionError
from xerolink.domain.identity import ConnectionId
from xerolink.domain.inbox import EventCategory
from xerolink.domain.run import ConnectionRecord, RunState
from xerolink.domain.settings import SyncMode
from xerolink.usecases.checks import Check, ago
from xerolink.usecases.run import Ports
from xerolink.usecases.sync_contacts import POLL

LATE = 2 * POLL
"""How old a scan, an event that waits or a change that is not read may be."""
QUIET = 4 * 24 * POLL
"""A day: after that nobody knows whether webhooks still come."""

_WORKER = "let a worker call run_once() every minute; latest_runs() says how its last runs ended"
_MANY = 1_000


def check_schema(ports: Ports) -> Check:
    """Whether the store's layout is the one that this code knows."""
    found, known = ports.store.schema()
    if found == known:
        return Check("schema", True, f"it is {found}")
    fix = "run the same version of xerolink everywhere, and open the store again"
    return Check("schema", False, f"it is {found}; this code knows {known}", fix)


def check_webhooks(ports: Ports, connection_id: ConnectionId) -> Check:
    """Whether events come, and whether somebody works on them."""
    now = ports.clock.now()
    with ports.store.reading(connection_id) as unit:
        newest = unit.inbox.newest()
        waiting = unit.inbox.pending(EventCategory.CONTACT, 1)
    if waiting and now - waiting[0].at > LATE:
        return Check("webhooks", False, f"an event waits since {ago(waiting[0].at, now)}", _WORKER)
    if newest is not None and now - newest <= QUIET:
        return Check("webhooks", True, f"the newest event is of {ago(newest, now)}")
    found = "no event in a week" if newest is None else f"the newest event is of {ago(newest, now)}"
    fix = "polling finds changes; look at the webhook's status at developer.xero.com"
    return Check("webhooks", None, found, fix)


def check_polling(ports: Ports, connection_id: ConnectionId) -> Check:
    """Whether Xero's side is read often enough."""
    record, now = _record(ports, connection_id), ports.clock.now()
    if record.imported_at is None or record.scanned_at is None:
        return Check("polling", None, "nothing was imported yet", "preview(), then an import")
    found = f"Xero was read {ago(record.scanned_at, now)}"
    late = now - record.scanned_at > LATE
    return Check("polling", not late, found, _WORKER if late else "")


def check_feed(ports: Ports, connection_id: ConnectionId) -> Check:
    """Whether the host's changes are read soon; one call to the host."""
    record, now = _record(ports, connection_id), ports.clock.now()
    feed = ports.host.changes(record.host_cursor)
    number = f"{len(feed.changes)}{' or more' if feed.more else ''}"
    found = f"{number} changes of the host are not read yet"
    if record.imported_at is None or record.scanned_at is None:
        return Check("feed", None, found, "preview(), then an import")
    late = bool(feed.changes) and now - record.scanned_at > LATE
    return Check("feed", not late, found, _WORKER if late else "")


def check_intents(ports: Ports, connection_id: ConnectionId) -> Check:
    """Whether effects are open that nobody is at."""
    now, held = ports.clock.now(), ports.store.holder(connection_id)
    with ports.store.reading(connection_id) as unit:
        intents = unit.intents.open(_MANY)
    if not intents:
        return Check("effects", True, "none is open")
    uncertain = sum(intent.state is IntentState.UNCERTAIN for intent in intents)
    since = ago(min(intent.recorded for intent in intents), now)
    found = f"{len(intents)} are open since {since}, {uncertain} of them uncertain"
    if held is not None:
        return Check("effects", None, f"{found}; a run is at work", "look again when it has ended")
    fix = "run sync_contacts(): it reads what became of them before it tries again"
    return Check("effects", False, found, fix)


def check_connection(ports: Ports, connection_id: ConnectionId) -> Check:
    """Whether the organisation is connected: otherwise its links sleep (semantics row 41)."""
    since = _record(ports, connection_id).disconnected_at
    if since is None:
        return Check("connection", True, "it is connected")
    found = f"it was disconnected {ago(since, ports.clock.now())}"
    return Check("connection", False, found, "connect again: its links were kept")


def check_pause(ports: Ports, connection_id: ConnectionId) -> Check:
    """Whether somebody paused the connection."""
    with ports.store.reading(connection_id) as unit:
        paused = unit.requests.paused()
    if paused is None:
        return Check("pause", True, "it is not paused")
    found = f"paused by {paused.by.name} {ago(paused.at, ports.clock.now())}"
    return Check("pause", False, found, "resume(), or Xerolink.resume_all()")


def check_mode(ports: Ports, connection_id: ConnectionId) -> Check:
    """Whether unattended runs write."""
    if _record(ports, connection_id).settings.mode is SyncMode.WRITE:
        return Check("mode", True, "unattended runs write")
    fix = "change_settings() with mode=SyncMode.WRITE when their plans look right"
    return Check("mode", False, "unattended runs only watch", fix)


def check_runs(ports: Ports, connection_id: ConnectionId) -> Check:
    """Whether a run is said to go on although its worker is gone."""
    with ports.store.reading(connection_id) as unit:
        running = unit.runs.page((RunState.RUNNING,), None, _MANY)
    held = ports.store.holder(connection_id)
    stuck = [run for run in running if run.run_id != held]
    if not stuck:
        return Check("runs", True, "none is stuck")
    since = ago(min(run.started for run in stuck), ports.clock.now())
    found = f"{len(stuck)} began {since} and lost their worker"
    return Check("runs", False, found, "start the next run: it closes them and goes on from there")


def check_mappings(ports: Ports, connection_id: ConnectionId) -> Check:
    """Whether accounts and tax rates of invoices worked when they were last looked over."""
    with ports.store.reading(connection_id) as unit:
        book = unit.invoice_book.get()
    if not book.settings.on:
        return Check("mappings", True, "invoices are not switched on")
    if not book.broken:
        return Check("mappings", True, "none is broken")
    told = [problem for cause in book.broken for problem in cause.problems]
    why, fix = ("; ".join(dict.fromkeys(one)) for one in zip(*told, strict=True))
    return Check("mappings", False, why, fix)


def _record(ports: Ports, connection_id: ConnectionId) -> ConnectionRecord:
    with ports.store.reading(connection_id) as unit:
        record = unit.record.get()
    if record is None:
        raise UnknownConnectionError(connection_id)
    return record
