"""The end of the second act: both sides read back, and compared to the cent."""

from collections import Counter
from collections.abc import Sequence

from xerolink.cli.demo_office import Firm
from xerolink.cli.demo_report import InvoiceReport
from xerolink.domain.invoices.model import HostInvoice
from xerolink.domain.invoices.record import InvoiceRecord, Paid
from xerolink.testing.simulator.invoice import Invoice

_UNITS = 10**8
"""The simulator counts in these parts of a dollar."""


def held_by_cause(records: Sequence[InvoiceRecord]) -> Counter[str]:
    return Counter(cause.kind.value for one in records for cause in one.causes)


def read_back(firm: Firm, records: Sequence[InvoiceRecord], report: InvoiceReport) -> None:
    """Count what became of each invoice; its total is Xero's own, beside what was billed."""
    report.billed = len(firm.bills.invoices())
    report.still_held = held_by_cause(records)
    report.waiting = sum(one.waits for one in records)
    report.left_out = sum(one.not_eligible is not None for one in records)
    made = _sales(firm)
    report.in_xero = sum(map(len, made.values()))
    for invoice in firm.bills.invoices().values():
        report.paid += isinstance(firm.bills.standing(invoice.host_id), Paid)
        for there in made.pop(invoice.url, []):
            _compare(invoice, there, report)
    report.broken += [f"{len(more)} invoices that nobody billed" for more in made.values()]
    stand = report.in_xero + sum(map(_stays_out, records))
    if stand != report.billed:
        report.broken.append(f"{report.billed} are billed, and it is known of {stand}")


def _stays_out(one: InvoiceRecord) -> bool:
    """Whether it is known why it is not in Xero."""
    explained = bool(one.causes) or one.waits or one.not_eligible is not None
    return one.in_xero is None and explained


def _sales(firm: Firm) -> dict[str, list[Invoice]]:
    """Xero's sales invoices, by the address of the host's page that each shows."""
    found: dict[str, list[Invoice]] = {}
    for one in firm.organisation.invoices.values():
        if one.type == "ACCREC":
            found.setdefault(one.url, []).append(one)
    return found


def _compare(invoice: HostInvoice, there: Invoice, report: InvoiceReport) -> None:
    report.compared += 1
    same = (there.total, there.currency) == (int(invoice.total * _UNITS), invoice.currency)
    if not same:
        report.different += 1
        report.broken.append(f"{invoice.number}: another total in Xero than was billed")
