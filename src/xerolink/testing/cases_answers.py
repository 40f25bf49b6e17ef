"""What a verb answered, in the words of a golden case."""

from collections.abc import Mapping, Sequence
from typing import Any

from xerolink.domain.identity import invoice_entity
from xerolink.domain.invoice_plan import InvoicePlan, InvoicesApplied
from xerolink.domain.invoices.setting_problems import SettingsProblem
from xerolink.domain.plan import Applied, Plan, Preview
from xerolink.domain.run import RunRecord
from xerolink.testing.cases_stage import Firm
from xerolink.testing.cases_words import CaseError


def expect(firm: Firm, answer: Any, wanted: Any) -> None:
    """Compare an answer with what the case says of it; raises `AssertionError`."""
    found = _told(firm, answer)
    if found != wanted:
        raise AssertionError(f"answers:\n  wanted {wanted!r}\n  found  {found!r}")


def expect_problems(error: BaseException, wanted: Any) -> None:
    """Compare why something was refused with what the case says; raises `AssertionError`."""
    found = _problems(getattr(error, "problems", ()))
    if found != sorted(wanted):
        raise AssertionError(f"problems:\n  wanted {sorted(wanted)!r}\n  found  {found!r}")


def _told(firm: Firm, answer: Any) -> Any:
    match answer:
        case None:
            return None
        case Preview():
            return _preview(answer)
        case RunRecord():
            return {"run": answer.state.value}
        case Plan():
            return _plan(firm, answer)
        case Applied() | InvoicesApplied():
            return _applied(answer)
        case InvoicePlan():
            return _invoice_plan(firm, answer)
        case tuple():
            return _problems(answer)  # of settings of invoices, which were saved all the same
        case _:
            raise CaseError(f"a case cannot say what {type(answer).__name__} answers")


def _applied(applied: Applied | InvoicesApplied) -> Mapping[str, object]:
    """How many rows were done and how many were not, and why not; what is 0 is left out."""
    rows = {
        "done": applied.done,
        "moved": applied.moved,
        "refused": applied.refused,
        "uncertain": applied.uncertain,
        "impossible": applied.impossible,
    }
    counts = {word: len(found) for word, found in rows.items() if found}
    return {"run": applied.run.state.value, **counts}


def _preview(preview: Preview) -> Mapping[str, int]:
    """The counts that are not 0: verdicts, kinds of conflict, and those left out."""
    verdicts = {verdict.value: count for verdict, count in preview.verdicts.items()}
    kinds = {kind.value: count for kind, count in preview.conflicts.items()}
    counts = {**verdicts, **kinds, "excluded": preview.excluded}
    return {word: count for word, count in counts.items() if count}


def _plan(firm: Firm, plan: Plan) -> Any:
    rows = [
        [
            firm.xero_name(row.xero_id) if row.xero_id else firm.host_name(row.host_id or ""),
            row.verdict.value,
        ]
        for row in plan.rows
    ]
    return sorted(rows)


def _invoice_plan(firm: Firm, plan: InvoicePlan) -> Any:
    """[invoice, verdict], or why nothing can be done about it."""
    rows = [[firm.bills.host_name(r.host_id), r.decision.verdict.value] for r in plan.rows]
    names = {invoice_entity(host_id): name for name, host_id in firm.bills.host.items()}
    return sorted([*rows, *([names[one.subject], one.why] for one in plan.impossible)])


def _problems(problems: Sequence[SettingsProblem]) -> list[list[str]]:
    """[setting, which part of it]; a setting that is not set has none."""
    told = (
        [one.setting.value, one.thing] if one.thing else [one.setting.value] for one in problems
    )
    return sorted([str(word) for word in one] for one in told)
