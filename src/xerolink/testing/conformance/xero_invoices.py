"""What every adapter of `ports.xero_invoices` promises: inherit it, and give its fixtures."""

from xerolink.testing.conformance.xero_invoices_changes import InvoiceChanges
from xerolink.testing.conformance.xero_invoices_creates import InvoiceCreates
from xerolink.testing.conformance.xero_invoices_isolation import InvoiceIsolation
from xerolink.testing.conformance.xero_invoices_numbers import InvoiceNumbers
from xerolink.testing.conformance.xero_invoices_reading import InvoiceLookUps, InvoicePages
from xerolink.testing.conformance.xero_invoices_voids import InvoiceVoids
from xerolink.testing.conformance.xero_invoices_world import InvoicePeople, TwoLedgers

__all__ = ["InvoicePeople", "TwoLedgers", "XeroInvoicesContract"]


class XeroInvoicesContract(
    InvoiceCreates,
    InvoiceNumbers,
    InvoiceChanges,
    InvoiceVoids,
    InvoiceLookUps,
    InvoicePages,
    InvoiceIsolation,
):
    """Every promise of `XeroInvoices`.

    Provide the fixtures of `TwoLedgers`: *invoices* and *people*, *other* and *others*.
    """
