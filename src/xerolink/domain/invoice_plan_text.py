"""A plan of invoices as text for a person: one line for each row; it is for no log."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from attrs import fields_dict

from xerolink.domain.invoice_plan import InvoicePlan, PlannedInvoice
from xerolink.domain.invoices.currencies import DECIMALS, CurrencyCode
from xerolink.domain.invoices.decision import Hold, InvoiceVerdict
from xerolink.domain.invoices.money import written
from xerolink.domain.invoices.setting_changes import changes
from xerolink.domain.invoices.xero import XeroInvoiceDraft
from xerolink.domain.plan_text import one_cell, printable
from xerolink.domain.run import RunKind


def describe_invoices(plan: InvoicePlan) -> str:
    """The printed plan: what it is, a line for each row, what cannot be done, and totals.

    Row 1 is `plan.rows[0]`.
    """
    lines = [
        _title(plan),
        *(_row(number, row) for number, row in enumerate(plan.rows, start=1)),
        *(f"  not possible: {_told(one.subject, one.why)}" for one in plan.impossible),
        *_totals(plan),
    ]
    return "\n".join(lines) + "\n"


def _title(plan: InvoicePlan) -> str:
    kind = "" if plan.kind is RunKind.INVOICES else f" ({plan.kind.value})"
    of = f"invoices{kind} of {one_cell(plan.connection_id)}"
    who = f"made by {one_cell(plan.made_by.name)} at {plan.made_at:%Y-%m-%d %H:%M} UTC"
    return f"Plan {one_cell(plan.plan_id)}: {of}, {who}"


def _row(number: int, row: PlannedInvoice) -> str:
    decision = row.decision
    who = f"{one_cell(row.number)} of client {one_cell(row.contact_id)}"
    parts = [f"{_word(decision.verdict)}: {who}", _billed(row), _does(row), _why(row)]
    return f"  {number}. " + " | ".join(part for part in parts if part)


def _word(verdict: InvoiceVerdict) -> str:
    return verdict.value.replace("_", " ")


def _billed(row: PlannedInvoice) -> str:
    if row.total is None or row.currency is None:
        return ""
    return f"{one_cell(row.currency)} {_amount(row.total, row.currency)}"


def _amount(total: Decimal, currency: CurrencyCode) -> str:
    """With the decimals that the currency has coins for; one that is finer, as it was billed."""
    shown = written(Fraction(total), DECIMALS.get(currency, 2))
    return f"{shown:f}" if Fraction(shown) == Fraction(total) else f"{total:f}"


def _does(row: PlannedInvoice) -> str:
    """What happens in Xero; "": nothing."""
    match row.decision.verdict:
        case InvoiceVerdict.SEND:
            return "create it in Xero"
        case InvoiceVerdict.CHANGE:
            parts = ", ".join(_differing(row.decision.before, row.decision.after))
            return f"change it in Xero: {parts}" if parts else "write it to Xero again"
        case InvoiceVerdict.VOID:
            return "void it in Xero"
        case (
            InvoiceVerdict.HELD
            | InvoiceVerdict.WAITING
            | InvoiceVerdict.LEFT_OUT
            | InvoiceVerdict.NOTHING
        ):
            return ""
        case _:
            assert_never(row.decision.verdict)


def _differing(before: XeroInvoiceDraft | None, after: XeroInvoiceDraft | None) -> Iterator[str]:
    for name in fields_dict(XeroInvoiceDraft):
        if getattr(before, name, None) != getattr(after, name, None):
            yield name.replace("_", " ")


def _why(row: PlannedInvoice) -> str:
    """Of one that is held, each problem and its fix."""
    match row.decision.action:
        case Hold(causes):
            told = (f"{w}; {f}" for cause in causes for w, f in cause.problems)
            return one_cell(" / ".join(told))
        case _:
            return one_cell(row.decision.reason)


def _told(subject: str, why: str) -> str:
    return f"{one_cell(subject)} | {one_cell(why)}"


def _totals(plan: InvoicePlan) -> Iterator[str]:
    known = ((verdict, plan.counts.get(verdict, 0)) for verdict in InvoiceVerdict)
    counts = ", ".join(f"{number} {_word(verdict)}" for verdict, number in known if number)
    rows = f"{len(plan.rows)} row{'' if len(plan.rows) == 1 else 's'}"
    yield f"{rows}: {counts}" if counts else rows
    if sums := ", ".join(_sums(plan)):
        yield f"to be sent: {sums}"
    if plan.left_out:
        yield f"{len(plan.left_out)} left out"
    if plan.settings is not None and plan.settings_before is not None:
        changed = "; ".join(changes(plan.settings_before, plan.settings))
        yield f"applying it changes the settings first: {printable(changed) or 'nothing'}"


def _sums(plan: InvoicePlan) -> Iterator[str]:
    """What the client was billed with what is sent anew, by currency."""
    sums: dict[CurrencyCode, Fraction] = {}
    for row in plan.rows:
        if row.decision.verdict is InvoiceVerdict.SEND and row.currency and row.total is not None:
            sums[row.currency] = sums.get(row.currency, Fraction(0)) + Fraction(row.total)
    for currency in sorted(sums):
        yield f"{currency} {written(sums[currency], DECIMALS.get(currency, 2)):f}"
