"""What a story came to, in words that do not depend on ids: two ends can be compared."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from attrs import asdict, evolve, frozen

from xerolink.connection import Connection
from xerolink.domain.contacts.issues import Issue
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, SyncedFields
from xerolink.domain.errors import DisconnectedError, NotImportedError, PausedError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.invoices.xero import XeroInvoice
from xerolink.domain.journal import Entry, EntryKind
from xerolink.domain.run import RunState
from xerolink.ports.errors import PortError
from xerolink.ports.store import UnitOfWork
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.judged import judged
from xerolink.testing.kills.outcome_invoices import (
    held,
    in_host,
    in_xero,
    kept,
    numbers_of,
    remembered,
)
from xerolink.testing.worlds.anew import outdated

MANY = 1_000
_LINKED = [state for state in LinkState if state is not LinkState.ENDED]
_OPEN = (RunState.QUEUED, RunState.RUNNING)
_REFUSALS = (DisconnectedError, NotImportedError, PausedError)


@frozen
class Outcome:
    """Both sides, the links, the issues, what the journal tells, and what else is remembered.

    Of invoices: Xero's, the host's with what it shows, and where each stands for the library.
    """

    host: tuple[str, ...]
    xero: tuple[str, ...]
    links: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    """Each candidate of an issue, in its place: why, how likely, and for which reasons."""
    written: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    """Settings, pause, runs that are open, events that wait, whether the tokens are good."""
    left: tuple[str, ...] = ()
    """What may never be: a break of the journal, an effect told twice, an intent that is open,
    an id in two links, a write in a quiet run, an index that is not what one built anew would be,
    and of invoices what `judged` tells."""
    sold: tuple[str, ...] = ()
    billed: tuple[str, ...] = ()
    tracked: tuple[str, ...] = ()

    def beside(self, other: "Outcome") -> dict[str, tuple[list[str], list[str]]]:
        """What only one of both has, here and there, by what it is about."""
        here, there = asdict(self), asdict(other)
        both = {
            name: (_less(here[name], there[name]), _less(there[name], here[name])) for name in here
        }
        return {name: two for name, two in both.items() if two != ([], [])}


def _less(some: Iterable[str], others: Iterable[str]) -> list[str]:
    return sorted((Counter(some) - Counter(others)).elements())


def settled(world: Firm) -> Outcome:
    """A worker syncs every few minutes, and then once more, with nothing left to do."""
    for _ in range(2):
        _sync(world)
    before = _books(world)
    _sync(world)
    quiet = [] if _books(world) == before else ["a quiet run wrote"]
    return _outcome(world, quiet)


def _sync(world: Firm) -> None:
    world.pass_time()
    if world.connection_id in world.store.connections():
        with suppress(*_REFUSALS):
            world.connection().sync_contacts()
            if world.invoices.invoices():
                world.connection().send_invoices()


def _books(world: Firm) -> object:
    contacts = (world.host.written, world.host.contacts(), world.xero.contacts())
    return *contacts, world.invoices.marked, world.invoices.invoices(), world.in_xero()


def _outcome(world: Firm, left: Iterable[str]) -> Outcome:
    contacts, sold = world.xero.contacts(), world.in_xero()
    book = world.host.contacts()
    host = {h: _text(c.fields) for h, c in book.items()}
    xero = {c.xero_id: f"{c.status.value} {_text(c.fields)}" for c in contacts}
    names = {c.xero_id: c.fields.name or "" for c in contacts}
    sides = Outcome(
        _sorted(f"{c.kind} {host[h]}" for h, c in book.items()),
        _sorted(xero.values()),
        standing=_sorted(_tokens(world)),
        left=(*left,),
        sold=_sorted(in_xero(sold, names)),
        billed=_sorted(in_host(world, numbers_of(sold))),
    )
    if world.connection_id not in world.store.connections():
        return evolve(sides, standing=(*sides.standing, "not connected"))
    with_people = _with_people(sides, world.connection(), host, xero)
    return _with_memory(with_people, world, host, sold)


def _with_people(
    sides: Outcome,
    connection: Connection,
    host: Mapping[HostContactId, str],
    xero: Mapping[XeroContactId, str],
) -> Outcome:
    """What the screens tell."""
    told = connection.journal(size=MANY)
    broken = map(str, connection.verify_journal())
    return evolve(
        sides,
        links=_sorted(_links(connection, host, xero)),
        issues=_sorted([*_issues(connection, host, xero), *held(connection, host)]),
        suggested=_sorted(_candidates(connection, host, xero)),
        written=_sorted(map(_words, filter(_is_told, told))),
        left=(*sides.left, *broken, *_twice(told), *_in_two_links(connection)),
    )


def _with_memory(
    sides: Outcome, world: Firm, host: Mapping[HostContactId, str], sold: Sequence[XeroInvoice]
) -> Outcome:
    """What is remembered, and the judgement of the invoices where they flow."""
    connection = world.connection()
    records = connection.invoices(size=MANY)
    with world.store.reading(world.connection_id) as unit:
        standing = [*sides.standing, *_standing(connection, unit), *kept(unit)]
        open_ = [str(one) for one in (*unit.intents.open(MANY), *unit.invoice_intents.open(MANY))]
        flow = unit.invoice_book.get().settings.on and _works(unit)
        old = list(_outdated(world, unit))
    wrong = judged(world, records, sold) if flow else ()
    return evolve(
        sides,
        standing=_sorted(standing),
        left=(*sides.left, *open_, *old, *wrong),
        tracked=_sorted(remembered(records, numbers_of(sold), host)),
    )


def _works(unit: UnitOfWork) -> bool:
    """Whether runs read and write both sides."""
    record = unit.record.get()
    connected = record is not None and record.disconnected_at is None
    return connected and not unit.requests.paused()


def _outdated(world: Firm, unit: UnitOfWork) -> Iterator[str]:
    """Where each sync reads the host."""
    record = unit.record.get()
    if record and record.imported_at and _works(unit):
        yield from outdated(world, unit, record)


def _sorted(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(lines))


def _issues(
    connection: Connection, host: Mapping[HostContactId, str], xero: Mapping[XeroContactId, str]
) -> Iterator[str]:
    return (about for about, _ in _open_issues(connection, host, xero))


def _candidates(
    connection: Connection, host: Mapping[HostContactId, str], xero: Mapping[XeroContactId, str]
) -> Iterator[str]:
    for about, issue in _open_issues(connection, host, xero):
        for place, one in enumerate(issue.candidates, 1):
            why = f"{one.reason.value}, {one.probability}, {'; '.join(one.reasons)}"
            yield f"{about}, {place}: {host.get(one.host_id, 'one that is gone')}: {why}"


def _open_issues(
    connection: Connection, host: Mapping[HostContactId, str], xero: Mapping[XeroContactId, str]
) -> Iterator[tuple[str, Issue]]:
    """What each is about, by the fields of that."""
    named = {f"xero:{i}": t for i, t in xero.items()} | {f"host:{i}": t for i, t in host.items()}
    for one in connection.issues(size=MANY):
        yield f"{one.kind.value} of {named.get(one.subject, 'nobody')}", one


def _text(value: SyncedFields) -> str:
    return " | ".join(str(value.get(name)) for name in FieldName)


def _is_told(entry: Entry) -> bool:
    """What was written, and what became of an invoice in Xero."""
    fact = entry.fact
    followed = fact.kind is EntryKind.FOLLOWED and fact.invoice_id is not None
    return followed or fact.kind is EntryKind.WRITTEN


def _words(entry: Entry) -> str:
    fact = entry.fact
    return " ".join(filter(None, (fact.what, fact.outcome, fact.invoice_id)))


def _written(told: Iterable[Entry]) -> Iterator[Entry]:
    return (entry for entry in told if entry.fact.kind is EntryKind.WRITTEN)


def _twice(told: Iterable[Entry]) -> Iterator[str]:
    intents = Counter(entry.fact.intent_id for entry in _written(told))
    return (f"{intent} is told {n} times" for intent, n in intents.items() if n > 1)


def _in_two_links(connection: Connection) -> Iterator[str]:
    links = [client.link for client in connection.client_list(_LINKED, size=MANY)]
    ids = Counter([str(one.xero_id) for one in links] + [str(one.host_id) for one in links])
    return (f"{one} is in {n} links" for one, n in ids.items() if n > 1)


def _links(
    connection: Connection, host: Mapping[HostContactId, str], xero: Mapping[XeroContactId, str]
) -> Iterator[str]:
    for client in connection.client_list(tuple(LinkState), size=MANY):
        link = client.link
        pair = f"{xero[link.xero_id]} and {host.get(link.host_id, 'nobody')}"
        bases = f"{_text(link.base_host)} and {_text(link.base_xero)}"
        near = link.near_match and host.get(link.near_match, "one that is gone")
        kept = f"agreed on {bases}, resembled {near}"
        yield f"{link.state.value}, {link.direction.value}: {pair}; {kept}"


def _standing(connection: Connection, unit: UnitOfWork) -> Iterator[str]:
    """Without times, which a crash may move."""
    record, paused = unit.record.get(), unit.requests.paused()
    assert record is not None
    yield f"{record.settings}"
    yield f"imported: {record.imported_at is not None}"
    yield f"disconnected: {record.disconnected_at is not None}"
    yield f"terms {record.terms.version}, whole: {record.terms.whole}"
    yield f"paused: {paused and (paused.by.name, paused.why)}"
    yield from (
        f"{run.kind.value} is {run.state.value}" for run in unit.runs.page(_OPEN, None, MANY)
    )
    yield from (f"{count} {category.value} wait" for category, count in unit.inbox.count().items())


def _tokens(world: Firm) -> list[str]:
    """Which organisations the tokens reach, if there are tokens."""
    used = world.token_set_id
    if used is None or world.tokens.read(used) is None:
        return []
    bound = world.tokens.bound(world.connection_id) == used
    try:
        token = world.app().access_token(used)()
        reached = [tenant.name for tenant in world.identity.connections(token)]
    except PortError as error:
        reached = [type(error).__name__]
    return [f"tokens, bound: {bound}, reach {reached}"]
