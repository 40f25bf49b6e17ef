"""Issues: one open of each family for a subject, closed by somebody."""

from datetime import UTC, datetime

from attrs import evolve

from xerolink.domain.contacts.issues import MATCH_KINDS, Issue, IssueKind
from xerolink.domain.identity import Actor, EntityKey, IssueId

THEN, NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
ISSUE = Issue(IssueId("1"), IssueKind.NAME_ONLY, EntityKey("xero:x"), THEN, "same name")


def test_closing_says_when_and_by_whom_and_changes_nothing_else() -> None:
    ann = Actor.person("user-7")
    assert ISSUE.close(NOW, ann) == evolve(ISSUE, closed=NOW, by=ann)


def test_the_kinds_of_a_conflict_are_one_family() -> None:
    families = {evolve(ISSUE, kind=kind).family for kind in MATCH_KINDS}
    assert families == {"match"}


def test_every_other_kind_is_a_family_of_its_own() -> None:
    others = set(IssueKind) - MATCH_KINDS
    families = {evolve(ISSUE, kind=kind).family for kind in others}
    assert len(families - {"match"}) == len(others)
