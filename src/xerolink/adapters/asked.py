"""Which decisions would ask a person: what `Decisions.count_conflicts` counts, for every store."""

from xerolink.domain.contacts.decide import AskPerson, Decision, MergePair
from xerolink.domain.contacts.issues import IssueKind


def asked(decision: Decision) -> IssueKind | None:
    """The kind of issue that taking *decision* would open; None: it asks nobody."""
    match decision.action:
        case AskPerson(kind):
            return kind
        case MergePair(held=held) if held:
            return IssueKind.FIELD_CONFLICT
        case _:
            return None
