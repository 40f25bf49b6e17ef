"""What a story remembers of its pairs, and the judgement after quiet."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from attrs import define, evolve, field

from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.issues import MATCH_KINDS, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import LinkId, XeroContactId, xero_id_of
from xerolink.domain.journal import Entry
from xerolink.domain.plan import Applied
from xerolink.domain.settings import BothChanged, Direction
from xerolink.testing.edits import Side
from xerolink.testing.verdicts import Reason, canonical
from xerolink.testing.worlds import checks
from xerolink.testing.worlds.beginnings import Beginnings
from xerolink.testing.worlds.cases import judge
from xerolink.testing.worlds.concerned import UNASKED, concerned, lives, was_live
from xerolink.testing.worlds.desk import Stored
from xerolink.testing.worlds.looks import Case, Look
from xerolink.testing.worlds.outside import FIELDS, Outside
from xerolink.testing.worlds.scribe import Scribe, canonical_values
from xerolink.testing.worlds.steps import BrokenError, Step


@define
class Judgement:
    """The last look at each pair, and who asked for what since.

    *made*: what was created for a contact of the other side; *allowed*: how often a person asked
    for another one. *touched*: edits made before a person's verb last concerned a contact.
    """

    outside: Outside
    scribe: Scribe
    tally: Counter[str]
    looks: dict[LinkId, Look] = field(factory=dict)
    agreed: dict[LinkId, Mapping[FieldName, tuple[object, object]]] = field(factory=dict)
    """What a pair had agreed on before it got another contact."""
    begun: Beginnings = field(factory=Beginnings)
    different: dict[LinkId, set[FieldName]] = field(factory=lambda: defaultdict(set))
    """The agreed differences of the last judgement."""
    touched: dict[str, int] = field(factory=dict)
    made: dict[str, dict[str, None]] = field(factory=lambda: defaultdict(dict))
    allowed: Counter[str] = field(factory=Counter)
    ever_linked: set[str] = field(factory=set)
    taken_back: set[str] = field(factory=set)
    """Whose pair, made by an unattended run or an import, a person took back."""
    unseen: set[tuple[XeroContactId, FieldName]] = field(factory=set)
    """Fields in which an edit in Xero was written over that no reading could show yet."""
    unanswered: set[tuple[XeroContactId, FieldName]] = field(factory=set)
    """Fields that a verb which was cut short wrote in Xero."""
    lagged: bool = False
    policies: set[BothChanged] = field(factory=set)
    judged: int = 0
    judged_writes: int = 0
    judged_entries: int = 0
    cut_short: int = 0
    """How many verbs had been cut short at the last judgement."""

    def asked(self, step: Step, edits: int, entries: Sequence[Entry]) -> None:
        """A person's verb ended: whom the journal names in it, it concerned."""
        if step.verb in UNASKED:
            return
        self.taken_back -= {i for entry in entries for i in concerned(entry)}
        undone = self.begun.taken_back(entries, self.outside)
        self.taken_back |= {str(e.fact.xero_id) for e in undone if not lives(e)}
        for contact_id in (i for entry in entries for i in concerned(entry)):
            self.touched[contact_id] = len(self.outside.edits)
            if step.verb in ("keep_separate", "undo", "plan") or step.trouble:
                self.allowed[contact_id] += 1

    def left_out(self, rows: Iterable[Decision]) -> None:
        """A person does not want it: it is not done by itself until something changes."""
        for row in rows:
            for contact_id in (row.xero_id, row.host_id):
                if contact_id is not None:
                    self.touched[contact_id] = len(self.outside.edits)
            if row.xero_id is not None:
                self.outside.flagged.add(row.xero_id)

    def look(self, step: Step, before: Stored, now: Stored, edits: int, *, sure: bool) -> None:
        """After each verb: pairs that are new, that ended, that moved."""
        self.begun.verb(edits, sure=sure)
        if now.record is not None:
            self.policies.add(now.record.settings.both_changed)
        was = {link.link_id: link for link in before.links}
        for link in now.links:
            old = was.get(link.link_id)
            if old != link:
                self.tally[f"{old.state.value if old else 'new'} -> {link.state.value}"] += 1
                self._changed(old, link, sure and edits == len(self.outside.edits))
        if step.verb in UNASKED and sure:
            begun = [x for x in now.links if x.live and not was_live(was.get(x.link_id))]
            checks.stays_taken_back(begun, self.taken_back)

    def _changed(self, old: Link | None, link: Link, sure: bool) -> None:
        self.ever_linked |= {link.host_id, link.xero_id}
        if old is None:
            self._new(link, sure)
        elif (old.host_id, old.xero_id) != (link.host_id, link.xero_id):
            self.begun.moves(link, self.scribe.values_of(old.host_id, old.xero_id))
            if moved := self.looks.pop(link.link_id, None):
                self.agreed[link.link_id] = moved.agreed
            self._free(old)
        if link.state is LinkState.ENDED and (old is None or old.state is not LinkState.ENDED):
            self._free(link)
        if link.live and not was_live(old):
            self.begun.begins(link, self.outside.edits)

    def _free(self, link: Link) -> None:
        """Both contacts are anybody's again."""
        self.allowed[link.host_id] += 1
        self.allowed[link.xero_id] += 1

    def _new(self, link: Link, sure: bool) -> None:
        if link.host_id not in self.outside.made_in_host:
            self.made[link.xero_id][link.host_id] = None
        if link.xero_id not in self.outside.made_in_xero:
            self.made[link.host_id][link.xero_id] = None
        host = self.outside.world.host.contacts().get(link.host_id)
        if host is not None and link.state is LinkState.SYNCED:
            self.looks[link.link_id] = self._look(link, sure, agreed=frozenset(FIELDS))

    def _look(
        self,
        link: Link,
        sure: bool,
        held: Collection[tuple[XeroContactId, FieldName]] = (),
        agreed: Collection[FieldName] = (),
    ) -> Look:
        """*held* fields wait for a person; *agreed* ones may differ, and nobody minds."""
        host = self.outside.world.host.contacts()[link.host_id]
        xero = self.outside.xero.contact(link.xero_id)
        here, there = canonical_values(host.fields), canonical_values(xero.fields)
        old = self.looks.get(link.link_id)
        kept = old.agreed if old else self.agreed.get(link.link_id, {})
        stores = self.outside.stores
        stored_as = {n: canonical(n, stores(n, xero.fields.get(n))) for n in FIELDS}
        alike = (n for n in FIELDS if here[n] in (there[n], stored_as[n]))
        settled = {*(n for n in alike if (link.xero_id, n) not in held), *agreed}
        self.begun.settled(link.link_id, settled)
        now_agreed = {n: (here[n], there[n]) for n in settled}
        edits, two_way = len(self.outside.edits), link.direction is Direction.TWO_WAY
        waiting = [n for n in FIELDS if (link.xero_id, n) in held]
        return Look(here, there, edits, sure, two_way, {**kept, **now_agreed}, waiting)

    def second_contact(self, step: Step, before: Stored, now: Stored, answer: object) -> None:
        """Create new after a stop gives a second contact while the first is alive (row 28)."""
        if not isinstance(answer, Applied) or not answer.done:
            return
        old = {link.link_id for link in before.links}
        new = [x for x in now.links if x.link_id not in old and x.state is LinkState.SYNCED]
        in_host = step.verb == "create_from_xero"
        known = self.outside.made_in_host if in_host else self.outside.made_in_xero
        fresh = [x for x in new if (x.host_id if in_host else x.xero_id) not in known]
        for link in new:
            self.allowed[link.xero_id if in_host else link.host_id] += 1
        if len(fresh) < len(answer.done):
            raise BrokenError(f"{step.verb}: {len(answer.done)} done, {len(fresh)} new contacts")

    def judge(self, seen: Stored, entries: Sequence[Entry]) -> None:
        """The judgement after quiet, and the next look at everything."""
        world = self.outside.world
        hosts, xeros = world.host.contacts(), {c.xero_id: c for c in self.outside.xero.contacts()}
        standing = [link for link in seen.links if link.state is not LinkState.ENDED]
        told = [link for link in standing if link.xero_id not in self.outside.flagged]
        checks.pairs_are_alive(told, hosts, xeros)
        made = {i: list(ids) for i, ids in self.made.items()}
        checks.created_once(made, self.allowed)
        checks.no_orphans(self._made_by_us(), self.ever_linked)
        links = {link.xero_id: link for link in standing}
        checks.issues_are_about_something(seen.issues, links, hosts, xeros)
        held = self._fields(standing)
        checks.conflicts_are_asked(held, seen.issues)
        self._nobody_is_forgotten(seen, links)
        checks.journal_tells_all(
            self.scribe.log[self.judged_writes :],
            entries[self.judged_entries :],
            self.outside.edits[self.judged :] if self._interrupted() or self.lagged else (),
            unknowable=self._unknowable(),
            unseen=self.unseen,
            archived=self.outside.archived,
        )
        self._next(seen, len(entries), frozenset(held))

    def _made_by_us(self) -> list[str]:
        known: set[str] = {*self.outside.made_in_host, *self.outside.made_in_xero}
        made = [w.contact_id for w in self.scribe.log if w.what == "made"]
        there = {*self.outside.hosts(), *self.outside.xeros()}
        return [i for i in made if i in there and i not in known]

    def _interrupted(self) -> bool:
        """Whether a verb was cut short since the last judgement."""
        return self.cut_short != self.tally["crashes"] + self.tally["faults"]

    def _unknowable(self) -> set[str]:
        """Who is gone from the host since an effect was left open: its answer may be lost for good.

        A key answers for as long as its contact exists (port), so nobody can ask again.
        """
        if not self._interrupted() and not self.lagged:
            return set()
        written = {w.contact_id for w in self.scribe.log if w.side is Side.HOST}
        return written - set(self.outside.hosts())

    def _fields(self, links: Sequence[Link]) -> list[tuple[XeroContactId, FieldName]]:
        """Judge every field; those that are held for a person."""
        held = []
        self.different.clear()
        for link in links:
            case = self._case(link)
            for name in FIELDS if case else ():
                if (link.xero_id, name) in self.unseen:
                    self.tally["excepted unseen in Xero"] += 1
                    continue
                reason = judge(case, name) if case else None
                self.tally["fields"] += 1
                if reason is not None:
                    self.tally[f"excepted {reason.value}"] += 1
                if reason is Reason.AGREED_DIFFERENCE and case and case.settles(name):
                    self.different[link.link_id].add(name)
                if reason is Reason.FIELD_CONFLICT and case and case.plain:
                    held.append((link.xero_id, name))
        self.tally["excepted suspended"] += sum(x.state is LinkState.SUSPENDED for x in links)
        return held

    def _case(self, link: Link) -> Case | None:
        world = self.outside.world
        host = world.host.contacts().get(link.host_id)
        if link.state is not LinkState.SYNCED or host is None:
            return None
        look = self.looks.get(link.link_id) or evolve(self._look(link, False), edits=0)
        ids = {link.host_id, link.xero_id}
        taken = (k for k, holders in self.outside.named.items() if holders - {link.xero_id})
        asked = [n for i in ids if (n := self.touched.get(i)) is not None]
        moved = [self.outside.moved.get(i, -1) for i in ids]
        return Case(
            host,
            self.outside.xero.contact(link.xero_id),
            link.direction is Direction.TWO_WAY,
            look,
            [
                (n, e)
                for n, e in enumerate(self.outside.edits)
                if n >= look.edits and e.contact_id in ids
            ],
            max(asked) if asked else None,
            max(moved) >= 0,
            frozenset(self.policies),
            frozenset(taken),
            self.outside.stores,
            frozenset(name for i, name in self.unanswered if i == link.xero_id),
            self.scribe.values_of(link.host_id, link.xero_id),
            self.lagged,
            self._interrupted(),
            self.begun.of(link.link_id),
        )

    def _nobody_is_forgotten(self, seen: Stored, links: Mapping[XeroContactId, Link]) -> None:
        if seen.record is None:
            return
        kinds = {*MATCH_KINDS, IssueKind.INVALID, IssueKind.REFUSED}
        asked = {xero_id_of(issue.subject) for issue in seen.issues if issue.kind in kinds}
        chosen = seen.record.settings.contact_filter
        xeros = self.outside.xero.contacts()
        told = [c for c in xeros if c.xero_id not in self.outside.flagged]
        hosts = self.outside.world.host.contacts().values()
        known = {i for i in asked if i is not None}
        checks.nobody_is_forgotten(told, hosts, links, known, chosen)

    def _next(
        self, seen: Stored, entries: int, held: frozenset[tuple[XeroContactId, FieldName]]
    ) -> None:
        """Look at every pair in sync; of the others all that was known stays known."""
        world = self.outside.world
        hosts = world.host.contacts()
        live = [x for x in seen.links if x.state is LinkState.SYNCED and x.host_id in hosts]
        different = self.different
        self.looks |= {
            link.link_id: self._look(link, True, held, different[link.link_id]) for link in live
        }
        ended = [x for x in seen.links if x.state is LinkState.ENDED]
        for contact_id in (i for x in (*live, *ended) for i in (x.host_id, x.xero_id)):
            self.touched.pop(contact_id, None)
            self.outside.moved.pop(contact_id, None)
        self.lagged = False
        looked_at = {link.xero_id for link in live}
        self.unseen = {one for one in self.unseen if one[0] not in looked_at}
        self.unanswered = {one for one in self.unanswered if one[0] not in looked_at}
        self.policies = {seen.record.settings.both_changed} if seen.record else set()
        self.judged, self.judged_entries = len(self.outside.edits), entries
        self.judged_writes = len(self.scribe.log)
        self.cut_short = self.tally["crashes"] + self.tally["faults"]
        self.outside.forget_names()
        self.tally["judgements"] += 1
