"""A story: steps that are lived in one world, with a judgement after each and after quiet."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from attrs import define, field, frozen

from xerolink.connection import Connection
from xerolink.domain.errors import NotImportedError, RefusedError
from xerolink.domain.inbox import Received
from xerolink.domain.journal import Entry
from xerolink.domain.plan import Applied
from xerolink.domain.run import RunKind, RunRecord
from xerolink.domain.settings import ContactSettings, SyncMode
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, Trapped
from xerolink.testing.verdicts import Stores
from xerolink.testing.worlds import checks
from xerolink.testing.worlds.ambush import Ambush
from xerolink.testing.worlds.desk import CHOICES, Desk, Stored, at_once, settings, stored
from xerolink.testing.worlds.judgement import UNASKED, Judgement
from xerolink.testing.worlds.outside import ACTS, Outside
from xerolink.testing.worlds.planned import plan_and_apply
from xerolink.testing.worlds.scribe import Book, Scribe, host_book, xero_book
from xerolink.testing.worlds.steps import BrokenError, Step
from xerolink.testing.worlds.takeback import restored
from xerolink.testing.worlds.values import as_typed
from xerolink.testing.worlds.world import ANNA, World

WAITS = (1, 30, 125, 300, 1_000)
AUTOMATIC = frozenset({"sync", "run_once"})
"""What goes on by itself; in watch-only mode it writes nothing."""


@frozen
class Moment:
    """Both sides and what the library holds, and how far each log was."""

    hosts: Book
    xeros: Book
    seen: Stored
    writes: int
    edits: int
    entries: int


@define
class Story:
    """One connection's life. *stores*: what the host makes of a value that it is given."""

    settings: ContactSettings = field(factory=ContactSettings)
    stores: Stores = as_typed
    tally: Counter[str] = field(factory=Counter)
    world: World = field(init=False)
    outside: Outside = field(init=False)
    scribe: Scribe = field(init=False)
    judgement: Judgement = field(init=False)
    outstanding: bool = False
    """A verb was cut short: the next run ends it."""
    news: bool = True
    """People were at work on either side since the last whole run."""
    sent: int = 0

    def __attrs_post_init__(self) -> None:
        self.world = World(settings=self.settings)
        self.outside = Outside(self.world, self.stores)
        self.scribe = Scribe(self.world.host, self.world.xero, self.stores)
        self.judgement = Judgement(self.outside, self.scribe, self.tally)
        self.world.connect()

    def live(self, step: Step) -> None:
        """Live *step*; raises `BrokenError` if the world is not as it must be then."""
        self.tally[step.verb] += 1
        if step.verb in ACTS:
            self.outside.do(step)
            self.news = True
        elif step.verb == "wait":
            self.world.clock.advance(WAITS[step.one % len(WAITS)])
        elif step.verb == "quiet":
            self.quiet()
        elif step.verb == "webhook":
            self._webhook(step)
        else:
            self._ask(step)

    def quiet(self) -> None:
        """Nothing happens any more, the sync goes on; then the judgement."""
        self.world.pass_time()
        self._settle_mode()
        for _ in range(4):
            self._ask(Step("sync"))
            self.world.pass_time()
        before = self.moment()
        for _ in range(2):
            self._ask(Step("sync"))
            self.world.pass_time()
        checks.wrote_nothing(self.scribe.log[before.writes :], "a quiet sync")
        broken = self._connection().verify_journal()
        if broken:
            raise BrokenError(f"the journal is broken: {broken}")
        self.judgement.judge(stored(self.world), self.entries())

    def _settle_mode(self) -> None:
        """Somebody imports, if nobody has, and ends watch-only mode."""
        record = stored(self.world).record
        if record is None or record.imported_at is None:
            self._ask(Step("import"))
        if record is not None and record.settings.mode is SyncMode.WATCH:
            self._ask(Step("change_settings", _filter_number(record.settings), 0, 1))

    def moment(self) -> Moment:
        return Moment(
            host_book(self.world.host),
            xero_book(self.world.xero),
            stored(self.world),
            len(self.scribe.log),
            len(self.outside.edits),
            len(self.entries()),
        )

    def entries(self) -> Sequence[Entry]:
        with self.world.store.reading(self.world.connection_id) as unit:
            return unit.journal.page(0, 100_000)

    def _connection(self, ambush: Ambush | None = None) -> Connection:
        ports: tuple[Any, ...] = (
            self.world.store,
            self.scribe.host_port(),
            self.scribe.xero_port(),
        )
        if ambush is not None:
            names = ("store", "host", "xero")
            ports = tuple(Trapped(p, n, ambush) for p, n in zip(ports, names, strict=True))  # type: ignore[arg-type]  # it has what a trap has
        self.world.seen_store, self.world.seen_host, self.world.seen_xero = ports
        return self.world.connection()

    def _webhook(self, step: Step) -> None:
        """An event of any time, which may have been told before."""
        told = self.outside.told
        if not told:
            return
        self.sent += 1
        xero_id, at = told[step.one % len(told)]
        tenant = self.world.xero.organisation().tenant_id
        event = {
            "resourceId": xero_id,
            "eventDateUtc": at,
            "eventType": "UPDATE",
            "eventCategory": "CONTACT",
            "tenantId": tenant,
            "tenantType": "ORGANISATION",
        }
        numbers = {"firstEventSequence": self.sent, "lastEventSequence": self.sent}
        received: Received = self.world.app().receive({"events": [event] * 2, **numbers})
        if received.malformed or received.odd:
            raise BrokenError(f"a webhook was not understood: {received}")

    def _ask(self, step: Step) -> None:
        """A verb of the connection, with its trouble, and what must hold whatever comes of it."""
        before, was_outstanding = self.moment(), self.outstanding
        ambush = Ambush(step.trouble, self.outside.do, self.tally)
        sure = not was_outstanding
        try:
            self._connection(ambush)
            answer = self._verb(step)(self.world.connection(), step, before)
        except BrokenError:
            raise
        except Crash:
            self._cut_short("crashes")
        except NotImportedError:
            pass
        except RefusedError as error:
            self.tally[f"refused {type(error).__name__}"] += 1
            self._refused(step, before, sure and not ambush.sprung and not self.news)
        except PortError as error:
            self._failed(error, ambush, was_outstanding)
        else:
            self._ended(step, before, answer, sure and not ambush.sprung)
        finally:
            self._connection()
        self.judgement.asked(step, before.edits, self.entries()[before.entries :])
        self.news = self.news or ambush.sprung
        self._after(step, before, sure=sure and not ambush.sprung and not self.outstanding)

    def _verb(self, step: Step) -> Callable[[Connection, Step, Moment], object]:
        plain: dict[str, Callable[[Connection, Step, Moment], object]] = {
            "sync": lambda c, _, __: c.sync_contacts(),
            "import": lambda c, _, __: c.import_contacts(ANNA),
            "preview": lambda c, _, __: c.preview(ANNA),
            "run_once": lambda c, _, __: c.run_once(),
            "change_settings": lambda c, s, m: settings(c, m.seen, s),
            "plan": self._plan,
        }
        return plain.get(step.verb) or self._people

    def _people(self, connection: Connection, step: Step, before: Moment) -> object:
        asked = CHOICES[step.verb](Desk(self.outside, connection, before.seen), step)
        return at_once(connection, asked) if asked else None

    def _plan(self, connection: Connection, step: Step, before: Moment) -> object:
        return plan_and_apply(self, connection, step, before)

    def _cut_short(self, what: str) -> None:
        self.tally[what] += 1
        self.outstanding = self.news = True
        self.world.pass_time()

    def _refused(self, step: Step, before: Moment, whole: bool) -> None:
        if whole:
            now = self.moment()
            checks.moved_nothing(before.hosts, now.hosts, step.verb)
            checks.moved_nothing(before.xeros, now.xeros, step.verb)
            checks.moved_nothing(before.seen.links, now.seen.links, f"{step.verb} (links)")
            checks.moved_nothing(before.seen.issues, now.seen.issues, f"{step.verb} (issues)")

    def _failed(self, error: PortError, ambush: Ambush, outstanding: bool) -> None:
        if not ambush.sprung and not outstanding:
            raise BrokenError(f"{type(error).__name__} though nothing failed: {error}") from error
        self._cut_short("faults")

    def _ended(self, step: Step, before: Moment, answer: object, sure: bool) -> None:
        calm = (not self.news or step.verb == "sync") and not self._watching(before)
        if step.verb in AUTOMATIC and isinstance(answer, RunRecord):
            self.outstanding = False
            unread = self.news and answer.kind is RunKind.INBOX  # it reads what was named, no more
            wrote = len(self.scribe.log) > before.writes  # the feed tells of it once more
            self.news = unread or wrote
        if step.verb in AUTOMATIC and self._watching(before):
            checks.wrote_nothing(self.scribe.log[before.writes :], "a run that watches")
            self.outstanding = True
        if isinstance(answer, Applied) and answer.done:
            self.tally[f"{step.verb} done"] += 1
        if step.verb == "undo" and sure:
            checks.undo_keeps_edits(self.scribe.log, before.writes, self.outside.edits)
        if step.verb.startswith("create_from_"):
            self.judgement.second_contact(step, before.seen, stored(self.world), answer)
        if sure and step.trouble is not None and step.trouble.kind == "undo":
            restored(self, step, before, calm=calm)

    def _watching(self, before: Moment) -> bool:
        record = before.seen.record
        return record is not None and record.settings.mode is SyncMode.WATCH

    def _after(self, step: Step, before: Moment, *, sure: bool) -> None:
        now = stored(self.world)
        checks.one_link_each(now.links)
        if step.verb in UNASKED and sure:
            checks.stays_apart(before.seen.links, now.links)
        self.judgement.look(step, before.seen, now, before.edits, sure=sure)


def _filter_number(chosen: ContactSettings) -> int:
    """The number by which a step leaves the filter as it is."""
    return list(type(chosen.contact_filter)).index(chosen.contact_filter)
