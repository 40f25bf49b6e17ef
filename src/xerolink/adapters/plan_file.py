"""A plan as JSON text that people can read, keep and hand on, and back.

The text holds values of contacts, or amounts of invoices, and belongs where the host keeps such.
To change a plan leave rows out with its `without`: an edited text is refused.
"""

from xerolink.adapters.plan_form import PlanFileError, PlanForm
from xerolink.domain.invoice_plan import InvoicePlan
from xerolink.domain.plan import Plan

__all__ = ["PlanFileError", "load_invoice_plan", "load_plan", "save_invoice_plan", "save_plan"]

_CONTACTS = PlanForm(Plan, "contacts", "load_plan", marked=False)
_INVOICES = PlanForm(InvoicePlan, "invoices", "load_invoice_plan")


def save_plan(plan: Plan) -> str:
    """The text of *plan*: ASCII, indented, with what `load_plan` needs to get it back whole."""
    return _CONTACTS.save(plan)


def load_plan(text: str) -> Plan:
    """The plan that `save_plan` made *text* of; raises `PlanFileError` for everything else."""
    return _CONTACTS.load(text)


def save_invoice_plan(plan: InvoicePlan) -> str:
    """As `save_plan`, of a plan of invoices."""
    return _INVOICES.save(plan)


def load_invoice_plan(text: str) -> InvoicePlan:
    """The plan that `save_invoice_plan` made *text* of; raises as `load_plan` does."""
    return _INVOICES.load(text)
