"""The steps of a golden case that are about invoices."""

from collections.abc import Callable, Mapping
from typing import Any

from xerolink.domain.inbox import EventCategory
from xerolink.testing import cases_invoices_people as people
from xerolink.testing.cases_invoices_offers import as_terms, offer
from xerolink.testing.cases_stage import Firm, Stage, only_step
from xerolink.testing.cases_webhook import tell
from xerolink.testing.cases_words import CaseError

Step = Mapping[str, Any]
Act = Callable[[Firm, Any, Any], None]
_IN_HOST: Mapping[str, Act] = {"new": people.bill, "set": people.edit, "is": people.become}
_IN_XERO: Mapping[str, Act] = {
    "new": people.bill_in_xero,
    "set": people.edit_in_xero,
    "is": people.become_in_xero,
    "is paid": people.pay,
    "is credited": people.credit,
}


def _in_host(stage: Stage, step: Step) -> None:
    _act(stage, step, "invoice in host", _IN_HOST)


def _in_xero(stage: Stage, step: Step) -> None:
    _act(stage, step, "invoice in xero", _IN_XERO)


def _act(stage: Stage, step: Step, where: str, acts: Mapping[str, Act]) -> None:
    """The one thing that the step says somebody does."""
    done = [word for word in acts if word in step]
    if len(done) != 1:
        raise CaseError(f"of an invoice a step says one of {list(acts)}, not {done}")
    only_step(step, where, done[0])
    acts[done[0]](stage.firm(step), step[where], step[done[0]])


def _offers(stage: Stage, step: Step) -> None:
    only_step(step, "xero offers")
    offer(stage.firm(step).bills.world.catalogue, step["xero offers"])


def _terms(stage: Stage, step: Step) -> None:
    only_step(step, "the host bills with")
    stage.firm(step).bills.world.invoices.bill_with(as_terms(step["the host bills with"]))


def _leave_out(stage: Stage, step: Step) -> None:
    """Somebody takes rows out of a plan before it is applied."""
    only_step(step, "out of the plan", "left out")
    name, firm = step["out of the plan"], stage.firm(step)
    if name not in stage.kept:
        raise CaseError(f"nothing was kept as {name!r}; there are {list(stage.kept)}")
    plan, run = stage.kept[name]
    ids = {firm.bills.host_id(one) for one in step["left out"]}
    rows = [row.decision_id for row in plan.rows if row.host_id in ids]
    stage.kept[name] = plan.without(rows), run


def _webhook(stage: Stage, step: Step) -> None:
    only_step(step, "webhook tells of invoices")
    firm = stage.firm(step)
    ids = [firm.bills.xero_id(name) for name in step["webhook tells of invoices"]]
    tell(firm.world, EventCategory.INVOICE, ids)


INVOICE_STEPS: Mapping[str, Callable[[Stage, Step], None]] = {
    "invoice in host": _in_host,
    "invoice in xero": _in_xero,
    "xero offers": _offers,
    "the host bills with": _terms,
    "out of the plan": _leave_out,
    "webhook tells of invoices": _webhook,
}
