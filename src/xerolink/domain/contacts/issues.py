"""What waits for a person: match issues and the other issues about contacts."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from attrs import evolve, field, frozen

from xerolink.domain.contacts.model import FieldName, veiled
from xerolink.domain.identity import Actor, EntityKey, HostContactId, IssueId


class IssueKind(Enum):
    """Why a person is asked (glossary; the last three: docs/decisions/0003, semantics row 9)."""

    NAME_ONLY = "name_only"
    EMAIL_ONLY = "email_only"
    SPLIT = "split"
    AMBIGUOUS = "ambiguous"
    FIELD_CONFLICT = "field_conflict"
    NAME_TAKEN = "name_taken"
    MERGE_COLLISION = "merge_collision"
    HOST_MERGE = "host_merge"
    UNCERTAIN = "uncertain"
    INVALID = "invalid"
    REFUSED = "refused"
    NEAR_MATCH = "near_match"


MATCH_KINDS = frozenset(
    {
        IssueKind.NAME_ONLY,
        IssueKind.EMAIL_ONLY,
        IssueKind.SPLIT,
        IssueKind.AMBIGUOUS,
        IssueKind.NEAR_MATCH,
    }
)
"""The kinds of a Conflict: at most one of them is open for one Xero contact."""

REFUSALS = frozenset({IssueKind.NAME_TAKEN, IssueKind.REFUSED})
"""Issues about what a side would not take; trying again is possible once that is mended."""


class CandidateReason(Enum):
    """What a candidate has in common with the Xero contact."""

    SAME_NAME_AND_EMAIL = "same name and email"
    SAME_NAME = "same name"
    SAME_EMAIL = "same email"
    NEAR_NAME = "nearly the same name"
    SUGGESTED = "alike in other ways"
    FORMER_PARTNER = "synced with this one before"
    MERGED_INTO = "the contact was merged into this one"


def per_cent(thousandths: int) -> str:
    """A probability for a person, rounded down: what is not certain is never said to be.

    Nor is what is possible said to be impossible: below ten thousandths it is "under 1%".
    """
    whole = thousandths // 10
    return f"{whole}%" if whole else "under 1%"


def likelihood(probability: int | None, reasons: Sequence[str]) -> str:
    """A probability and its reasons in one line for a person; "": nobody reckoned."""
    if probability is None:
        return ""
    return f"{per_cent(probability)}: {', '.join(reasons)}" if reasons else per_cent(probability)


@frozen
class Candidate:
    """A host contact that may be the Xero contact, and why.

    *probability* that it is, in thousandths, by what all its fields tell, and the *reasons* in
    words, the strongest first; None: that was not reckoned, as where nothing is suggested.
    """

    host_id: HostContactId
    reason: CandidateReason
    probability: int | None = None
    reasons: tuple[str, ...] = field(default=(), repr=veiled)

    def without_reasons(self) -> "Candidate":
        """What may be kept when nobody is asked any more: the words may name a part of a name."""
        return evolve(self, probability=None, reasons=())


@frozen
class Issue:
    """Something about *subject* that a person decides; open while *closed* is None.

    *shared_by* counts the host contacts that share the email of an EMAIL_ONLY (semantics row 6);
    *candidates* may list fewer. *why* says it in words and never repeats a value.
    """

    issue_id: IssueId
    kind: IssueKind
    subject: EntityKey
    opened: datetime
    why: str
    candidates: tuple[Candidate, ...] = ()
    fields: tuple[FieldName, ...] = ()
    shared_by: int = 0
    closed: datetime | None = None
    by: Actor | None = field(default=None)

    def close(self, at: datetime, by: Actor) -> "Issue":
        return evolve(self.without_reasons(), closed=at, by=by)

    def without_reasons(self) -> "Issue":
        """The same, but for what was told of its candidates in words."""
        return evolve(self, candidates=tuple(c.without_reasons() for c in self.candidates))

    @property
    def family(self) -> str:
        """Issues of one family replace each other: a subject has one open issue of each."""
        return "match" if self.kind in MATCH_KINDS else self.kind.value
