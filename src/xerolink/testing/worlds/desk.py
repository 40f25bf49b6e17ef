"""People who work with the connection: every verb of the front door, on whatever there is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from xerolink.connection import Connection
from xerolink.domain.contacts.decide_person import BulkRule
from xerolink.domain.contacts.decide_person import Side as Source
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import HostContactId, XeroContactId, xero_id_of
from xerolink.domain.plan import Plan
from xerolink.domain.run import ConnectionRecord, RunRecord
from xerolink.domain.settings import BothChanged, ContactSettings, ContactTypeFilter, SyncMode
from xerolink.testing.worlds.outside import FIELDS, Outside, chosen
from xerolink.testing.worlds.steps import Step
from xerolink.testing.worlds.world import ANNA, World

ARBITRARY = 8
"""Of so many steps one names a contact that the verb is not for."""
_ALL = 10_000


@frozen
class Stored:
    """What the library holds, as people see it on a screen."""

    record: ConnectionRecord | None
    links: tuple[Link, ...]
    issues: tuple[Issue, ...]

    def pairs(self, *states: LinkState) -> list[Link]:
        return [link for link in self.links if link.state in states]


def stored(world: World) -> Stored:
    """Read past every wrapper, so that looking is no call."""
    with world.store.reading(world.connection_id) as unit:
        return Stored(
            unit.record.get(),
            unit.links.page(tuple(LinkState), None, _ALL),
            unit.issues.page(tuple(IssueKind), None, _ALL),
        )


@frozen
class Desk:
    """Who is at the desk, and what they see."""

    outside: Outside
    connection: Connection
    seen: Stored

    def xero_id(self, step: Step, *states: LinkState) -> XeroContactId:
        """A contact of a pair in one of *states*; now and then any contact at all."""
        links = self.seen.pairs(*states)
        if step.three % ARBITRARY == 0 or not links:
            return chosen(self.outside.xeros(), step.one) or XeroContactId("nobody")
        return links[step.one % len(links)].xero_id

    def xero_ids(self, step: Step, *states: LinkState) -> list[XeroContactId]:
        """One contact, or two, or the same one twice."""
        first = self.xero_id(step, *states)
        second = self.xero_id(evolve(step, one=step.one + step.two), *states)
        return [first, second] if step.two % 3 == 0 else [first]

    def host_id(self, luck: int) -> HostContactId:
        return chosen(self.outside.hosts(), luck) or HostContactId("nobody")

    def unlinked(self, step: Step) -> HostContactId:
        linked = {link.host_id for link in self.seen.links if link.state is not LinkState.ENDED}
        free = [i for i in self.outside.hosts() if i not in linked]
        arbitrary = step.three % ARBITRARY == 0 or not free
        return self.host_id(step.one) if arbitrary else free[step.one % len(free)]

    def asked(self, step: Step, *kinds: IssueKind) -> Issue | None:
        """An open issue of these *kinds*, or of any."""
        issues = [issue for issue in self.seen.issues if not kinds or issue.kind in kinds]
        return chosen(issues, step.one)

    def asked_about(self, step: Step, *kinds: IssueKind) -> XeroContactId:
        issue = self.asked(step, *kinds)
        about = xero_id_of(issue.subject) if issue else None
        return about or self.xero_id(step, LinkState.SYNCED)

    def run(self, luck: int) -> RunRecord | None:
        """One of the last runs, the last most often."""
        runs = self.connection.latest_runs(8)
        return chosen(runs, max(0, luck % 12 - 4))


Asked = tuple[str, tuple[Any, ...]]
Choose = Callable[[Desk, Step], Asked | None]
_APART = LinkState.PREVIOUSLY_SYNCED


def confirm_link(desk: Desk, step: Step) -> Asked:
    issue = desk.asked(step)
    candidates = [c.host_id for c in issue.candidates] if issue else []
    arbitrary = step.three % ARBITRARY == 0 or not candidates
    host_id = desk.host_id(step.two) if arbitrary else candidates[step.two % len(candidates)]
    return "confirm_link", (desk.asked_about(step), host_id)


def keep_separate(desk: Desk, step: Step) -> Asked:
    return "keep_separate", ([desk.asked_about(step)],)


def confirm_all(_: Desk, __: Step) -> Asked:
    return "confirm_all", (BulkRule.SAME_NAME_EMAIL_MISSING,)


def resolve_conflict(desk: Desk, step: Step) -> Asked:
    issue = desk.asked(step, IssueKind.FIELD_CONFLICT, IssueKind.NAME_TAKEN, IssueKind.REFUSED)
    names: Sequence[FieldName] = issue.fields if issue and issue.fields else [FIELDS[step.two % 4]]
    if issue is None:
        return "resolve_conflict", (desk.xero_id(step, LinkState.SYNCED), _sides(names, step))
    about = xero_id_of(issue.subject) or desk.xero_id(step, LinkState.SYNCED)
    return "resolve_conflict", (about, _sides(names, step))


def _sides(names: Sequence[FieldName], step: Step) -> dict[FieldName, Source]:
    return {name: tuple(Source)[(step.two + n) % 2] for n, name in enumerate(names)}


def settle_merge(desk: Desk, step: Step) -> Asked:
    xero_id = desk.asked_about(step, IssueKind.MERGE_COLLISION, IssueKind.HOST_MERGE)
    other = desk.xero_id(evolve(step, one=step.two), LinkState.SYNCED)
    return "settle_merge", (xero_id, xero_id if step.two % 2 else other)


def retry(desk: Desk, step: Step) -> Asked:
    return "retry", ([desk.asked_about(step, IssueKind.NAME_TAKEN, IssueKind.REFUSED)],)


def stop_syncing(desk: Desk, step: Step) -> Asked:
    return "stop_syncing", (desk.xero_ids(step, LinkState.SYNCED, LinkState.SUSPENDED),)


def rematch(desk: Desk, step: Step) -> Asked:
    return "rematch", (desk.xero_ids(step, _APART),)


def relink(desk: Desk, step: Step) -> Asked:
    return "relink", (desk.xero_ids(step, _APART),)


def create_from_xero(desk: Desk, step: Step) -> Asked:
    return "create_new_contact", (desk.xero_ids(step, _APART), Source.XERO)


def create_from_host(desk: Desk, step: Step) -> Asked:
    named = (f"New {desk.outside.fresh()}",) if step.two % 2 else ()
    return "create_new_contact", ([desk.xero_id(step, _APART)], Source.HOST, *named)


def create_xero_contact(desk: Desk, step: Step) -> Asked:
    return "create_xero_contacts", ([desk.unlinked(step)],)


def make_two_way(desk: Desk, step: Step) -> Asked:
    return "make_two_way", (desk.xero_ids(step, LinkState.SYNCED),)


def adopt(desk: Desk, step: Step) -> Asked:
    free = [i for i in desk.outside.xeros() if i not in {x.xero_id for x in desk.seen.links}]
    xero_id = chosen(free, step.two) or desk.xero_id(step, LinkState.SYNCED)
    return "adopt", ([(desk.unlinked(step), xero_id)],)


def repair(_: Desk, step: Step) -> Asked:
    return "repair", (tuple(Source)[step.two % 2],)


def undo(desk: Desk, step: Step) -> Asked | None:
    run = desk.run(step.one)
    return ("undo", (run.run_id,)) if run else None


CHOICES: Mapping[str, Choose] = {
    choose.__name__: choose
    for choose in (
        confirm_link,
        keep_separate,
        confirm_all,
        resolve_conflict,
        settle_merge,
        retry,
        stop_syncing,
        rematch,
        relink,
        create_from_xero,
        create_from_host,
        create_xero_contact,
        make_two_way,
        adopt,
        repair,
        undo,
    )
}
"""What each verb is asked for: the verb's name among `plan_…`, and what it is given."""


def at_once(connection: Connection, asked: Asked) -> Any:
    """Do it; what the verb answers."""
    verb, given = asked
    if verb == "create_xero_contacts" and len(given[0]) == 1:
        return connection.create_xero_contact(given[0][0], ANNA)
    if verb == "create_new_contact":
        xero_ids, source, *name = given
        return connection.create_new_contact(xero_ids, source, ANNA, *name)
    return getattr(connection, verb)(*given, ANNA)


def planned(connection: Connection, asked: Asked) -> Plan:
    """The same as a plan, by the same name."""
    verb, given = asked
    make: Callable[..., Plan] = getattr(connection, f"plan_{verb}")
    if verb == "create_new_contact":
        xero_ids, source, *name = given
        return make(xero_ids, source, ANNA, *name)
    return make(*given, ANNA)


def other_settings(seen: Stored, step: Step) -> ContactSettings:
    """Another filter, another policy, now and then watch-only mode."""
    assert seen.record is not None  # the world is connected
    return evolve(
        seen.record.settings,
        contact_filter=tuple(ContactTypeFilter)[step.one % 3],
        both_changed=tuple(BothChanged)[step.two % 3] if step.two % 2 else BothChanged.HOLD,
        mode=SyncMode.WATCH if step.three % 5 == 0 else SyncMode.WRITE,
    )


def settings(connection: Connection, seen: Stored, step: Step) -> None:
    """Change the settings to others."""
    connection.change_settings(other_settings(seen, step), ANNA)
