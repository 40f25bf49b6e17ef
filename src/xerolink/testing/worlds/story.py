"""A story: steps that are lived in one place, with a judgement after each and after quiet."""

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import define, field

from xerolink.connection import Connection
from xerolink.domain.contacts.link import Link
from xerolink.domain.errors import NotImportedError, RefusedError
from xerolink.domain.inbox import Received
from xerolink.domain.plan import Applied
from xerolink.domain.run import RunKind, RunRecord
from xerolink.domain.settings import ContactSettings, SyncMode
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash
from xerolink.testing.verdicts import Stores
from xerolink.testing.worlds import checks
from xerolink.testing.worlds.ambush import Ambush
from xerolink.testing.worlds.concerned import UNASKED
from xerolink.testing.worlds.desk import CHOICES, Desk, at_once, settings
from xerolink.testing.worlds.judgement import Judgement
from xerolink.testing.worlds.outside import ACTS
from xerolink.testing.worlds.place import Moment, Place, Verb
from xerolink.testing.worlds.planned import plan_and_apply
from xerolink.testing.worlds.reckoned import as_reckoned_now
from xerolink.testing.worlds.steps import BrokenError, Step, Trouble
from xerolink.testing.worlds.takeback import restored
from xerolink.testing.worlds.unseen import overwritten, sent_to_xero
from xerolink.testing.worlds.values import as_typed
from xerolink.testing.worlds.weather import STRIKES, Weather
from xerolink.testing.worlds.world import ANNA

WAITS = (1, 30, 125, 300, 1_000)
DRIFTS = (-20, 0, 20)
AUTOMATIC = frozenset({"sync", "run_once"})
"""What goes on by itself; in watch-only mode it writes nothing."""
RESTLESS = 8
"""How many syncs a story may need until nothing moves any more."""


@define
class Story:
    """One connection's life. *stores*: what the host makes of a value that it is given.

    What happens between two judgements is a schedule. One counts ("schedules" in *tally*) if
    somebody edited a field in it and a fault struck.
    """

    settings: ContactSettings = field(factory=ContactSettings)
    stores: Stores = as_typed
    weather: Weather = field(factory=Weather)
    tally: Counter[str] = field(factory=Counter)
    place: Place = field(init=False)
    judgement: Judgement = field(init=False)
    outstanding: bool = False
    """A verb was cut short: the next run ends it."""
    news: bool = True
    """People were at work on either side since the last whole run."""
    sent: int = 0
    patience: int = 1
    """How many syncs in a row must find nothing to do before all is quiet."""
    _edits: int = 0
    _strikes: int = 0

    def __attrs_post_init__(self) -> None:
        self.place = Place(self.settings, self.stores, self.weather, self.tally)
        self.judgement = Judgement(self.place.outside, self.place.scribe, self.tally)

    def live(self, step: Step) -> None:
        """Live *step*; raises `BrokenError` if the world is not as it must be then."""
        self.tally[step.verb] += 1
        if step.verb in ACTS:
            self.place.outside.do(step)
            self.news = True
        elif step.verb == "wait":
            self.place.world.clock.advance(WAITS[step.one % len(WAITS)])
        elif step.verb == "drift":
            self.place.simulator.skew(self.weather.skew + DRIFTS[step.one % len(DRIFTS)])
        elif step.verb == "quiet":
            self.quiet()
        elif step.verb == "webhook":
            self._webhook(step)
        elif step.verb == "insist":
            self._insist(step)
        else:
            self._ask(step)

    def quiet(self) -> None:
        """Nothing happens any more, the sync goes on until it has nothing to do; the judgement."""
        self.place.world.pass_time()
        self._settle_mode()
        calm = 0
        for _ in range(RESTLESS):
            before = self.place.moment()
            self._ask(Step("sync"))
            self.place.world.pass_time()
            calm = calm + 1 if self._rested(before) else 0
            if calm >= self.patience:
                break
        else:
            raise BrokenError(f"{RESTLESS} syncs after all was quiet, and still no rest")
        record = self.place.stored().record
        if record is not None and record.imported_at is not None:
            checks.keeps_up(record.xero_cursor, self.place.xero.now())
        self.judgement.judge(self.place.stored(), self.place.entries())
        as_reckoned_now(self.place.world, self.place.outside.flagged)
        self._count()
        self.place.simulator.requests.clear()

    def end(self) -> None:
        """The last quiet, for longer than the others; then the whole journal is recomputed."""
        self.patience += 1
        self.quiet()
        if broken := self.place.world.connection().verify_journal():
            raise BrokenError(f"the journal is broken: {broken}")

    def _insist(self, step: Step) -> None:
        """Sync, and let it go wrong, if nothing has since the last judgement."""
        if self._struck() == self._strikes:
            self._ask(Step("sync", trouble=step.trouble))

    def _struck(self) -> int:
        return sum(self.tally[kind] for kind in STRIKES)

    def _count(self) -> None:
        edits, strikes = len(self.place.outside.edits), self._struck()
        self.tally["schedules"] += edits > self._edits and strikes > self._strikes
        self.tally["edits"] += edits - self._edits
        self._edits, self._strikes = edits, strikes

    def _rested(self, before: Moment) -> bool:
        now = self.place.moment()
        same = (before.writes, before.seen.links, before.seen.issues)
        return not self.outstanding and same == (now.writes, now.seen.links, now.seen.issues)

    def _settle_mode(self) -> None:
        """Somebody connects again, imports if nobody has, and ends watch-only mode."""
        record = self.place.stored().record
        if record is not None and record.disconnected_at is not None:
            self._ask(Step("connect"))
        if record is None or record.imported_at is None:
            self._ask(Step("import"))
        if record is not None and record.settings.mode is SyncMode.WATCH:
            self._ask(Step("change_settings", _filter_number(record.settings), 0, 1))

    def _webhook(self, step: Step) -> None:
        """An event of any time, which may have been told before."""
        told = self.place.outside.told
        if not told:
            return
        self.sent += 1
        xero_id, at = told[step.one % len(told)]
        event = {
            "resourceId": xero_id,
            "eventDateUtc": at,
            "eventType": "UPDATE",
            "eventCategory": "CONTACT",
            "tenantId": self.place.xero.client.tenant_id,
            "tenantType": "ORGANISATION",
        }
        numbers = {"firstEventSequence": self.sent, "lastEventSequence": self.sent}
        received: Received = self.place.world.app().receive({"events": [event] * 2, **numbers})
        if received.malformed or received.odd:
            raise BrokenError(f"a webhook was not understood: {received}")

    def _ask(self, step: Step) -> None:
        """A verb of the connection, with its trouble, and what must hold whatever comes of it."""
        before, was_outstanding = self.place.moment(), self.outstanding
        ambush = self.place.ambushed(step)
        sure = not was_outstanding
        try:
            answer = self._verb(step)(self.place.world.connection(), step, before)
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
            ambush.over()
            self.place.undisturbed()
        self.judgement.asked(step, before.edits, self.place.entries()[before.entries :])
        self.news = self.news or ambush.sprung
        self._after(step, before, ambush, sure=sure and not ambush.sprung and not self.outstanding)
        if ambush.lost_a_create:
            self._ask(Step("sync", trouble=Trouble("StaleReplica")))

    def _verb(self, step: Step) -> Verb:
        return _PLAIN.get(step.verb) or {
            "plan": self._plan,
            "connect": self._connect,
            "disconnect": self._disconnect,
        }.get(step.verb, self._people)

    def _people(self, connection: Connection, step: Step, before: Moment) -> object:
        asked = CHOICES[step.verb](Desk(self.place.outside, connection, before.seen), step)
        return at_once(connection, asked) if asked else None

    def _plan(self, connection: Connection, step: Step, before: Moment) -> object:
        return plan_and_apply(self, connection, step, before)

    def _connect(self, _: Connection, __: Step, ___: Moment) -> object:
        world = self.place.world
        return world.app().connect(world.connection_id, world.sides(), ANNA)

    def _disconnect(self, _: Connection, __: Step, ___: Moment) -> object:
        self.place.world.app().disconnect(self.place.world.connection_id, ANNA)
        return None

    def _cut_short(self, what: str, *, at_once: bool = False) -> None:
        self.tally[what] += 1
        self.outstanding = self.news = True
        if not at_once:
            self.place.world.pass_time()

    def _refused(self, step: Step, before: Moment, whole: bool) -> None:
        if whole:
            now = self.place.moment()
            checks.moved_nothing(before.host.book, now.host.book, step.verb)
            checks.moved_nothing(before.xero.book, now.xero.book, step.verb)
            then, links = self._kept(before.seen.links), self._kept(now.seen.links)
            checks.moved_nothing(then, links, f"{step.verb} (links)")
            checks.moved_nothing(before.seen.issues, now.seen.issues, f"{step.verb} (issues)")

    def _kept(self, links: Sequence[Link]) -> list[Link]:
        """Without the pairs of erased contacts: every reading scrubs what is left of those."""
        return [link for link in links if link.xero_id not in self.place.outside.erased]

    def _failed(self, error: PortError, ambush: Ambush, outstanding: bool) -> None:
        if not ambush.sprung and not outstanding:
            raise BrokenError(f"{type(error).__name__} though nothing failed: {error}") from error
        self._cut_short("faults", at_once=ambush.lost_a_create)

    def _ended(self, step: Step, before: Moment, answer: object, sure: bool) -> None:
        calm = (not self.news or step.verb == "sync") and not self._watching(before)
        log = self.place.scribe.log
        if step.verb in AUTOMATIC and isinstance(answer, RunRecord):
            self.outstanding = False
            unread = self.news and answer.kind is RunKind.INBOX  # it reads what was named, no more
            wrote = len(log) > before.writes  # the feed tells of it once more
            self.news = unread or wrote
        if step.verb in AUTOMATIC and self._watching(before):
            checks.wrote_nothing(log[before.writes :], "a run that watches")
            self.outstanding = True
        if isinstance(answer, Applied) and answer.done:
            self.tally[f"{step.verb} done"] += 1
        if step.verb == "undo" and sure:
            checks.undo_keeps_edits(log, before.writes, self.place.outside.edits)
        if step.verb.startswith("create_from_"):
            self.judgement.second_contact(step, before.seen, self.place.stored(), answer)
        if sure and step.trouble is not None and step.trouble.kind == "undo":
            restored(self, step, before, calm=calm)

    def _watching(self, before: Moment) -> bool:
        record = before.seen.record
        return record is not None and record.settings.mode is SyncMode.WATCH

    def _after(self, step: Step, before: Moment, ambush: Ambush, *, sure: bool) -> None:
        place, now = self.place, self.place.stored()
        checks.one_link_each(now.links)
        checks.asked_little(place.simulator.requests.all()[before.requests :])
        if now.record is not None and now.record.xero_cursor is not None:
            checks.nothing_passed(now.record.xero_cursor, place.xero.contacts(), place.scribe.shown)
        if ambush.struck_stale:
            self.judgement.lagged = True
            self.judgement.unseen |= overwritten(place, before)
        if ambush.sprung and self.outstanding:
            self.judgement.unanswered |= sent_to_xero(place, before)
        if step.verb in UNASKED and sure:
            checks.stays_apart(before.seen.links, now.links)
        self.judgement.look(step, before.seen, now, before.edits, sure=sure)


_PLAIN: Mapping[str, Verb] = {
    "sync": lambda c, _, __: c.sync_contacts(),
    "import": lambda c, _, __: c.import_contacts(ANNA),
    "preview": lambda c, _, __: c.preview(ANNA),
    "run_once": lambda c, _, __: c.run_once(),
    "change_settings": lambda c, s, m: settings(c, m.seen, s),
}


def _filter_number(chosen: ContactSettings) -> int:
    """The number by which a step leaves the filter as it is."""
    return list(type(chosen.contact_filter)).index(chosen.contact_filter)
