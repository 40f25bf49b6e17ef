"""The verbs of invoices under the names that a golden case calls them by."""

from collections.abc import Mapping, Sequence
from typing import Any

from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.testing.cases_invoices_offers import as_invoice_settings
from xerolink.testing.cases_stage import Firm, Stage
from xerolink.testing.cases_verb import Verb, kept_plan, kept_run


def _invoice(stage: Stage, firm: Firm, name: Any) -> HostInvoiceId:
    return firm.bills.host_id(name)


def _invoices(stage: Stage, firm: Firm, names: Sequence[Any]) -> Sequence[HostInvoiceId]:
    return [firm.bills.host_id(name) for name in names]


def _settings(stage: Stage, firm: Firm, given: Any) -> InvoiceSettings:
    """Those that are saved, with what *given* names."""
    saved = firm.connection.invoice_settings()
    return as_invoice_settings(given, saved, firm.host_id, firm.bills.theme_id)


INVOICE_VERBS: Mapping[str, Verb] = {
    "invoice sent": Verb("invoice_sent", {"invoice": _invoice}, signed=False),
    "send invoices": Verb("send_invoices"),
    "retry invoices": Verb("retry_invoices", may={"ids": _invoices}),
    "save invoice settings": Verb("save_invoice_settings", {"invoice settings": _settings}),
    "apply invoices": Verb("apply_invoices", {"plan": kept_plan}),
    "undo invoices": Verb("undo_invoices", {"run": kept_run}, {"only": _invoices}),
}
INVOICE_PLANS: Mapping[str, str] = {
    "send invoices": "plan_invoices",
    "save invoice settings": "plan_invoice_settings",
    "undo invoices": "plan_undo_invoices",
}
"""The verbs that can be planned, and the plan of each."""
