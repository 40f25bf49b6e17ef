"""What the demo found, as values and as one JSON object."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from attrs import define, field


@define
class Report:
    """Counts over all firms. *written* is counted by the two sides, not by us."""

    outcomes: Counter[str] = field(factory=Counter)
    match_issues: Counter[str] = field(factory=Counter)
    linked: int = 0
    calls: Counter[str] = field(factory=Counter)
    written: Mapping[str, int] = field(factory=dict)
    edits: int = 0
    compared: int = 0
    excepted: Counter[str] = field(factory=Counter)
    broken: list[str] = field(factory=list)

    @property
    def converged(self) -> bool:
        return not self.broken


def as_object(report: Report) -> dict[str, Any]:
    """The report for `--json`."""
    return {
        "outcomes": dict(report.outcomes),
        "match_issues": dict(report.match_issues),
        "linked": report.linked,
        "edits": report.edits,
        "calls": dict(report.calls),
        "written": dict(report.written),
        "converged": report.converged,
        "compared": report.compared,
        "excepted": dict(report.excepted),
        "broken": report.broken,
    }
