"""Which decisions would ask a person, and what of it may be told: the same for every store."""

from collections.abc import Collection

from attrs import evolve

from xerolink.domain.contacts.decide import AskPerson, Decision, MergePair
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.identity import EntityKey, host_entity


def asked(decision: Decision) -> IssueKind | None:
    """The kind of issue that taking *decision* would open; None: it asks nobody."""
    match decision.action:
        case AskPerson(kind):
            return kind
        case MergePair(held=held) if held:
            return IssueKind.FIELD_CONFLICT
        case _:
            return None


def names_one_of(decision: Decision, entities: Collection[EntityKey]) -> bool:
    """Whether one of *entities* is a candidate that *decision* tells of in words."""
    action = decision.action
    listed = action.candidates if isinstance(action, AskPerson) else ()
    return any(c.reasons and host_entity(c.host_id) in entities for c in listed)


def without_reasons(decision: Decision) -> Decision:
    """The same question, but for what was told of its candidates in words."""
    action = decision.action
    if not isinstance(action, AskPerson):
        return decision
    bare = tuple(candidate.without_reasons() for candidate in action.candidates)
    return evolve(decision, action=evolve(action, candidates=bare))
