"""Confirm: a person says who a Xero contact is, one by one or by a rule (semantics rows 5 to 8)."""

from collections.abc import Iterator, Mapping, Sequence

from xerolink.domain.contacts.classify import UNCLASSIFIED
from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.decide_person import BulkRule, Neighbours, confirm, keep_apart
from xerolink.domain.contacts.decide_unlinked import Seen, name_only_partner
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.matching import Conflict, FullMatch, NoMatch
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import NotPossibleError
from xerolink.domain.identity import (
    HostContactId,
    IssueId,
    XeroContactId,
    xero_entity,
    xero_id_of,
)
from xerolink.usecases.given import an_id, one_of
from xerolink.usecases.linkable import Linkable, linkable
from xerolink.usecases.match import Matched, match_page
from xerolink.usecases.pairs import draw_each
from xerolink.usecases.plan import PAGE, classify
from xerolink.usecases.plans import Draw, Drawn, freshen
from xerolink.usecases.run import Run
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_changes

BY_RULE = "confirmed by a person for all with the same name and an email missing on one side"
"""Why two contacts were linked in bulk."""


def draw_confirm(xero_id: XeroContactId, host_id: HostContactId) -> Draw:
    """Link the two, candidates of each other or not, filter or not (semantics rows 8, 10).

    Raises `AlreadyLinkedError` with the link of either, `UnknownContactError`,
    `UnusableContactError`, or `NotPossibleError` for a Xero contact that is unknown, not active
    or unusable.
    """
    an_id(xero_id, "xero_id")
    an_id(host_id, "host_id")

    def draw(run: Run) -> Drawn:
        freshen(run, [xero_id])
        found = linkable(run, [xero_id], [host_id])
        row, host = found.row(xero_id), found.host(host_id)
        of_xero, of_host = found.by_xero.get(xero_id), found.by_host.get(host_id)
        return Drawn((confirm(row, host, of_xero, of_host, run.stamp()),))

    return draw


def draw_keep_separate(xero_ids: Sequence[XeroContactId]) -> Draw:
    """Make a new host contact for each, whatever it resembles.

    Raises as `draw_confirm` does for the Xero contact, and `NotPossibleError` for one that the
    filter leaves out and that never had a partner; of many such are `Impossible`.
    """

    def draw(run: Run) -> Drawn:
        freshen(run, xero_ids)
        found = linkable(run, xero_ids, ())
        rows = list(found.rows.values())
        kinds, beside = classify(run, rows), _beside(run, rows, found)

        def decide(xero_id: XeroContactId) -> Decision:
            row = _admitted(found, xero_id)
            kind = kinds.get(xero_id, UNCLASSIFIED)
            return keep_apart(row, kind, run.record.settings, beside[xero_id], run.stamp())

        return draw_each(xero_ids, xero_entity, decide)

    return draw


def _admitted(found: Linkable, xero_id: XeroContactId) -> StagedContact:
    row = found.row(xero_id)
    if not row.admitted and xero_id not in found.by_xero:
        why = "the contact type filter leaves it out"
        raise NotPossibleError(xero_entity(xero_id), why, ["confirm_link", "a wider filter"])
    return row


def _beside(
    run: Run, rows: Sequence[StagedContact], found: Linkable
) -> Mapping[XeroContactId, Neighbours]:
    """Those that each resembles and its former partner, as far as the host has them still."""
    outcomes = match_page(run, rows).outcomes
    near = {i: _near(outcome) for i, outcome in outcomes.items()}
    former = {i: link.host_id for i, link in found.by_xero.items()}
    wanted = {*(i for ids in near.values() for i in ids), *former.values()}
    hosts = linkable(run, (), wanted).hosts
    return {
        i: Neighbours(
            next((one for one in near.get(i, ()) if one in hosts), None),
            found.by_xero.get(i),
            former.get(i) in hosts,
        )
        for i in found.rows
    }


def _near(outcome: object) -> tuple[HostContactId, ...]:
    match outcome:
        case FullMatch(host_id):
            return (host_id,)
        case Conflict() | NoMatch():
            return tuple(candidate.host_id for candidate in outcome.listed)
        case _:
            return ()


def draw_confirm_all(rule: BulkRule) -> Draw:
    """Confirm every open match issue that *rule* covers; the others stay open.

    Each is matched again as both sides stand now, so that one which no longer fits stays, too.
    """

    one_of(BulkRule, rule, "rule")

    def draw(run: Run) -> Drawn:
        stage_host(run)
        stage_changes(run)
        match rule:
            case BulkRule.SAME_NAME_EMAIL_MISSING:
                return Drawn(tuple(d for page in _name_only(run) for d in _by_rule(run, page)))

    return draw


def _name_only(run: Run) -> Iterator[Sequence[StagedContact]]:
    """The Xero contacts with an open NAME_ONLY issue, a page at a time."""
    after: IssueId | None = None
    while True:
        with run.reading() as unit:
            issues = unit.issues.page((IssueKind.NAME_ONLY,), after, PAGE)
            ids = [i for issue in issues if (i := xero_id_of(issue.subject)) is not None]
            rows = unit.staged.get_many(ids)
        if not issues:
            return
        after = issues[-1].issue_id
        yield [rows[i] for i in ids if i in rows and rows[i].admitted]


def _by_rule(run: Run, rows: Sequence[StagedContact]) -> Iterator[Decision]:
    found = match_page(run, rows)
    for row in rows:
        outcome = found.outcomes.get(row.contact.xero_id)
        if row.contact.xero_id in found.awaited or not isinstance(outcome, Conflict):
            continue
        host = name_only_partner(row, outcome, _seen(outcome, row, found))
        if host is not None:
            yield confirm(row, host, None, None, run.stamp(), reason=BY_RULE)


def _seen(outcome: Conflict, row: StagedContact, found: Matched) -> Seen:
    same_name = found.same_name.get(row.contact.xero_id, 0)
    return Seen(outcome, found.hosts, same_name, found.taken, UNCLASSIFIED)
