"""What the demo found, as values and as one JSON object."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from attrs import define, field


@define
class InvoiceReport:
    """What became of a firm's invoices.

    *held* by cause before anything was mended, *still_held* in the end; *retried*: how many got
    into Xero then. *waiting*: for their contact. *left_out*: of no concern to Xero. *compared*:
    totals that were read back from Xero, *different* those that are not what was billed.
    """

    billed: int = 0
    in_xero: int = 0
    held: Counter[str] = field(factory=Counter)
    still_held: Counter[str] = field(factory=Counter)
    waiting: int = 0
    left_out: int = 0
    retried: int = 0
    paid: int = 0
    compared: int = 0
    different: int = 0
    calls: Counter[str] = field(factory=Counter)
    broken: list[str] = field(factory=list)


@define
class Report:
    """Counts over all firms. *written* is counted by the two sides, not by us.

    *calls* are those for contacts.
    """

    outcomes: Counter[str] = field(factory=Counter)
    match_issues: Counter[str] = field(factory=Counter)
    linked: int = 0
    calls: Counter[str] = field(factory=Counter)
    written: Mapping[str, int] = field(factory=dict)
    edits: int = 0
    compared: int = 0
    excepted: Counter[str] = field(factory=Counter)
    broken: list[str] = field(factory=list)
    invoices: InvoiceReport = field(factory=InvoiceReport)

    @property
    def converged(self) -> bool:
        return not self.broken and not self.invoices.broken


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
        "broken": [*report.broken, *report.invoices.broken],
        "invoices": _invoices(report.invoices),
    }


def _invoices(report: InvoiceReport) -> dict[str, Any]:
    return {
        "billed": report.billed,
        "in_xero": report.in_xero,
        "held": dict(report.held),
        "retried": report.retried,
        "still_held": dict(report.still_held),
        "waiting": report.waiting,
        "left_out": report.left_out,
        "paid": report.paid,
        "compared": report.compared,
        "different": report.different,
        "calls": dict(report.calls),
    }
