"""Full Match, Conflict or No Match: the rule, on what the look-ups of both books found."""

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind
from xerolink.domain.contacts.model import veiled
from xerolink.domain.contacts.normalise import MatchKey, MatchKeys
from xerolink.domain.identity import HostContactId

SHOWN_CANDIDATES = 20
"""How many candidates of one kind an issue lists; all of them are counted."""


@frozen
class Hits:
    """The contacts of one book that carry a key: how many, and the first of them by id."""

    total: int = 0
    ids: tuple[str, ...] = ()


def by_likelihood(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The likeliest first; those that nobody reckoned with come last, in the order given."""
    return tuple(sorted(candidates, key=lambda candidate: -(candidate.probability or 0)))


@frozen
class FullMatch:
    """Exactly one host contact and exactly one Xero contact share both keys."""

    host_id: HostContactId


@frozen
class Conflict:
    """Something matches, but not exactly one on both keys: a person decides.

    *candidates* share a key; *suggested* share none, and are shown beside them.
    """

    kind: IssueKind
    candidates: tuple[Candidate, ...]
    shared_by: int = 0
    suggested: tuple[Candidate, ...] = ()

    @property
    def listed(self) -> tuple[Candidate, ...]:
        """All that a person is shown, the likeliest first."""
        return by_likelihood((*self.candidates, *self.suggested))


@frozen
class NoMatch:
    """Neither the name nor the billing email is known in the host.

    *near*: free host contacts that resemble the contact (semantics row 9), the likeliest first;
    *suggested*: others that a person is shown beside them.
    """

    near: tuple[Candidate, ...] = ()
    suggested: tuple[Candidate, ...] = ()

    @property
    def listed(self) -> tuple[Candidate, ...]:
        """All that a person is shown, the likeliest first."""
        return by_likelihood((*self.near, *self.suggested))


MatchOutcome = FullMatch | Conflict | NoMatch


@frozen
class Book:
    """What one book holds under the keys that were looked up; a key without a hit is absent."""

    hits: Mapping[MatchKey, Hits] = field(repr=veiled)

    def get(self, key: MatchKey | None) -> Hits:
        return Hits() if key is None else self.hits.get(key, Hits())


def match_contact(
    keys: MatchKeys, host: Book, xero: Book, taken: frozenset[HostContactId]
) -> MatchOutcome:
    """Where a Xero contact with *keys* belongs (semantics rows 3 to 7).

    *host* and *xero* count every contact that carries a key, linked ones too: a pair that is
    linked or stopped still says that the keys are not unique. *taken* are host contacts that are
    linked or tombstoned; they are candidates, never a Full Match.
    """
    both = host.get(keys.both)
    if both.total:
        return _on_both_keys(both, xero.get(keys.both), taken)
    if found := _on_one_key(host.get(keys.name), host.get(keys.email)):
        return found
    near = _candidates(host.get(keys.near), CandidateReason.NEAR_NAME)
    return NoMatch(tuple(candidate for candidate in near if candidate.host_id not in taken))


def _on_both_keys(both: Hits, rivals: Hits, taken: frozenset[HostContactId]) -> MatchOutcome:
    """Semantics row 3. A contact that shares one key only does not spoil a Full Match."""
    host_id = HostContactId(both.ids[0])
    if both.total == 1 and rivals.total == 1 and host_id not in taken:
        return FullMatch(host_id)
    return Conflict(IssueKind.AMBIGUOUS, _candidates(both, CandidateReason.SAME_NAME_AND_EMAIL))


def _on_one_key(names: Hits, emails: Hits) -> Conflict | None:
    by_name = _candidates(names, CandidateReason.SAME_NAME)
    by_email = _candidates(emails, CandidateReason.SAME_EMAIL)
    if by_name and by_email:
        return Conflict(IssueKind.SPLIT, by_name + by_email, emails.total)
    if by_name:
        return Conflict(IssueKind.NAME_ONLY, by_name)
    if by_email:
        return Conflict(IssueKind.EMAIL_ONLY, by_email, emails.total)
    return None


def _candidates(hits: Hits, reason: CandidateReason) -> tuple[Candidate, ...]:
    return tuple(Candidate(HostContactId(i), reason) for i in hits.ids[:SHOWN_CANDIDATES])
