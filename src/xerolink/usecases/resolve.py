"""Resolve: a person says which value stands, or lets what was refused be tried again."""

from collections.abc import Collection, Mapping, Sequence

from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.decide_person import Side, resolve
from xerolink.domain.contacts.issues import REFUSALS, Issue, IssueKind
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import NotLinkedError, NotPossibleError
from xerolink.domain.identity import XeroContactId, xero_entity
from xerolink.usecases.given import an_id, each_of
from xerolink.usecases.match import match_page
from xerolink.usecases.pairs import draw_each
from xerolink.usecases.plan import decided, pair_of
from xerolink.usecases.plans import Draw, Drawn, freshen
from xerolink.usecases.run import Run

WHAT_TO_DO: Mapping[IssueKind, str] = {
    IssueKind.INVALID: "mend it where it is kept; reading it again closes the issue",
    IssueKind.UNCERTAIN: "look in Xero for the contact: confirm_link if it is there, else push it",
    IssueKind.FIELD_CONFLICT: "resolve_conflict: say which side's value stands",
    IssueKind.MERGE_COLLISION: "settle_merge: say which pair stands",
    IssueKind.HOST_MERGE: "settle_merge: say which pair stands",
}
"""What answers an issue that trying again does not."""
BY_MATCHING = "confirm_link or keep_separate"


def draw_resolve(xero_id: XeroContactId, choices: Mapping[FieldName, Side]) -> Draw:
    """Let the chosen side's value stand in each held field; the other fields merge as ever.

    Raises `NotLinkedError`, or `NotPossibleError`: a field is not held, the pair is not in sync,
    or it is one-way and the host's value was chosen. Raises `ValueError` for no choice at all.
    """
    an_id(xero_id, "xero_id")
    each_of(FieldName, choices, "choices")
    each_of(Side, choices.values(), "the chosen sides")
    if not choices:
        raise ValueError("choices is empty; name at least one field and whose value stands")

    def draw(run: Run) -> Drawn:
        freshen(run, [xero_id])
        rows, issues = _gather(run, [xero_id])
        found = match_page(run, list(rows.values()))
        link = found.links.get(xero_id)
        if link is None:
            raise NotLinkedError(xero_id)
        pair = pair_of(rows[xero_id], link, found)
        refused = {n for i in issues.get(xero_id, ()) if i.kind in REFUSALS for n in i.fields}
        return Drawn((resolve(pair, choices, refused, run.record.settings, run.stamp()),))

    return draw


def draw_retry(xero_ids: Sequence[XeroContactId]) -> Draw:
    """Decide anew now about contacts of which something was refused, and try it again.

    Raises `NotPossibleError` where nothing was refused, which says what answers the issues that
    are open; of many such are `Impossible`.
    """

    def draw(run: Run) -> Drawn:
        freshen(run, xero_ids)
        rows, issues = _gather(run, xero_ids)
        tried = [row for i, row in rows.items() if _refused(issues.get(i, ()))]
        made = {d.xero_id: d for d in decided(run, tried, match_page(run, tried))}

        def decide(xero_id: XeroContactId) -> Decision:
            if xero_id not in made:
                raise _not_now(xero_id, issues.get(xero_id, ()))
            return made[xero_id]

        return draw_each(xero_ids, xero_entity, decide)

    return draw


def _gather(
    run: Run, xero_ids: Collection[XeroContactId]
) -> tuple[Mapping[XeroContactId, StagedContact], Mapping[XeroContactId, tuple[Issue, ...]]]:
    """The staged rows, and the open issues of each."""
    with run.reading() as unit:
        rows = unit.staged.get_many(xero_ids)
        found = unit.issues.open_for([xero_entity(xero_id) for xero_id in xero_ids])
    return rows, {i: found.get(xero_entity(i), ()) for i in xero_ids}


def _refused(issues: Sequence[Issue]) -> bool:
    return any(issue.kind in REFUSALS for issue in issues)


def _not_now(xero_id: XeroContactId, issues: Sequence[Issue]) -> NotPossibleError:
    if _refused(issues):
        why = "one of the sides does not answer for it yet"
        return NotPossibleError(xero_entity(xero_id), why, ["sync_contacts, then again"])
    instead = [f"{i.kind.value}: {WHAT_TO_DO.get(i.kind, BY_MATCHING)}" for i in issues]
    return NotPossibleError(xero_entity(xero_id), "nothing was refused about it", instead)
