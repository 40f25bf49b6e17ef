"""Small values for the store's suite of invoices: number *n* of each kind, alike otherwise."""

from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.identity import SYNC, Actor, IntentId, IssueId
from xerolink.domain.invoices.book import InvoiceBook, InvoiceCursor
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing, InvoiceIssue
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice, InvoiceIntent
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import (
    AmountOff,
    HostInvoiceId,
    HostInvoiceVersion,
    InvoiceNumber,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    ServiceTypeId,
    Tracking,
)
from xerolink.domain.invoices.money import Money
from xerolink.domain.invoices.record import InvoiceRecord, InXeroNow, PartPaid
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.tax import HostTaxRateId, XeroTaxType
from xerolink.domain.invoices.xero import (
    AccountCode,
    LineItemId,
    ThemeId,
    XeroInvoiceDraft,
    XeroInvoiceId,
    XeroInvoiceStatus,
    XeroLine,
)
from xerolink.testing.conformance.store_values import RUN, START, host_id, xero_id

NZD = CurrencyCode("NZD")


def invoice_id(n: int) -> HostInvoiceId:
    return HostInvoiceId(f"v{n:03}")


def xero_invoice_id(n: int) -> XeroInvoiceId:
    return XeroInvoiceId(f"z{n:03}")


def cause(n: int, why: str = "there is no account", fix: str = "map one") -> Cause:
    """Cause *n*; the words do not tell causes apart."""
    return Cause(CauseKind.NO_ACCOUNT, CauseThing(f"s{n:03}"), why, fix)


def refused(n: int) -> Cause:
    """A cause that no look finds solved."""
    return Cause(CauseKind.REFUSED, CauseThing(f"s{n:03}"), "Xero refused it", "retry it")


def draft(n: int) -> XeroInvoiceDraft:
    """Invoice *n* as it is written to Xero: a discount of each kind, four decimals, a theme."""
    sold = XeroLine(
        f"Work {n}",
        Decimal("1.5000"),
        Decimal("80.1234"),
        AccountCode("090"),
        XeroTaxType("OUTPUT2"),
        PercentOff(Decimal("7.50")),
        ItemCode("W"),
        (Tracking("Region", "North"),),
    )
    off = evolve(sold, discount=AmountOff(Decimal("0.10")), tax_type=None)
    return XeroInvoiceDraft(
        InvoiceNumber(f"INV-{n:03}"),
        xero_id(n),
        NZD,
        date(2026, 2, 28),
        date(2026, 3, 31),
        LineAmountTypes.EXCLUSIVE,
        (sold, off),
        XeroInvoiceStatus.AUTHORISED,
        f"Job {n}",
        "https://host.example/1",
        ThemeId("theme"),
    )


def in_xero(n: int) -> InXeroNow:
    ids = (LineItemId("l1"), LineItemId("l2"))
    status, owed = XeroInvoiceStatus.AUTHORISED, Decimal("19.90")
    return InXeroNow(xero_invoice_id(n), draft(n), ids, START, status, Decimal("230.00"), owed)


def invoice(n: int, **changes: Any) -> InvoiceRecord:
    """The record of invoice *n*, of host contact *n*, not yet decided."""
    made = InvoiceRecord(
        invoice_id(n), host_id(n), InvoiceNumber(f"INV-{n:03}"), HostInvoiceVersion("7")
    )
    return evolve(made, **changes)


def settled(n: int, **changes: Any) -> InvoiceRecord:
    """The record of an invoice that nothing is to be done about."""
    return invoice(n, due=False, **changes)


def synced(n: int, **changes: Any) -> InvoiceRecord:
    """The record of an invoice that is in Xero as Xero invoice *n*, paid in part."""
    told = PartPaid(Money("19.90", NZD))
    made = settled(n, state=InvoiceState.PART_PAID, in_xero=in_xero(n), told=told)
    return evolve(made, **changes)


def invoice_intent(n: int, **changes: Any) -> InvoiceIntent:
    """Intent *n*, to create invoice *n*."""
    made = InvoiceIntent(
        IntentId(f"e{n:03}"),
        invoice_id(n),
        HostInvoiceVersion("7"),
        CreateInvoice(draft(n), Decimal("230.00")),
        RUN,
        SYNC,
        START,
    )
    return evolve(made, **changes)


def over(n: int, **changes: Any) -> InvoiceIntent:
    """Intent *n*, done."""
    return invoice_intent(n, state=IntentState.DONE, **changes)


def change_body(n: int) -> ChangeInvoice:
    """A change of invoice *n* that adds a line."""
    was = evolve(draft(n), lines=draft(n).lines[:1])
    return ChangeInvoice(xero_invoice_id(n), was, START, draft(n), (LineItemId("l1"), None), None)


def invoice_issue(n: int, **changes: Any) -> InvoiceIssue:
    """Issue *n* about cause *n*."""
    return evolve(InvoiceIssue(IssueId(f"i{n:03}"), cause(n), START), **changes)


def mended(n: int, **changes: Any) -> InvoiceIssue:
    """Issue *n*, closed."""
    return invoice_issue(n, **changes).close(START, Actor.person("p1"))


def book(cursor: str = "0") -> InvoiceBook:
    """A book as the first versions with invoices had it; tests read files that they wrote."""
    chosen = InvoiceSettings(
        on=True,
        sync_start_date=date(2026, 2, 1),
        revenue_account=AccountCode("090"),
        service_accounts={ServiceTypeId("s1"): AccountCode("200")},
        tax_rates={HostTaxRateId("gst"): XeroTaxType("OUTPUT2")},
        theme=ThemeId("theme"),
        excluded=frozenset({host_id(1), host_id(2)}),
    )
    return InvoiceBook(chosen, InvoiceCursor(cursor), START, START)
