"""Hypothesis strategies for what a store keeps of invoices: any value that can be made.

Ids that are looked up are plain and few, so that two draws often name one row; every other text
is as odd as it may be.
"""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.identity import SYNC, Actor, IntentId, IssueId, RunId, XeroContactId
from xerolink.domain.invoices.book import InvoiceBook, InvoiceCursor
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing, InvoiceIssue
from xerolink.domain.invoices.currencies import DECIMALS
from xerolink.domain.invoices.intent import (
    ChangeInvoice,
    CreateInvoice,
    InvoiceIntent,
    InvoiceIntentBody,
    VoidInvoice,
)
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import (
    AmountOff,
    HostInvoiceVersion,
    InvoiceNumber,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    Tracking,
)
from xerolink.domain.invoices.record import InvoiceRecord, InXeroNow, NotEligible
from xerolink.domain.invoices.settings import (
    FormerPartner,
    InvoiceSettings,
    SentAs,
    UnprovedTaxRule,
)
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import (
    AccountCode,
    LineItemId,
    ThemeId,
    XeroInvoiceDraft,
    XeroInvoiceId,
    XeroInvoiceStatus,
    XeroLine,
)
from xerolink.testing.invoice_strategies import (
    EXPENSES,
    RATES,
    SERVICES,
    amounts,
    host_invoice_ids,
    standings,
)
from xerolink.testing.strategies import host_contact_ids, instants, odd_text

_TEXTS = odd_text(12)
_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def xero_invoice_ids() -> SearchStrategy[XeroInvoiceId]:
    """A few of Xero's ids."""
    return st.integers(0, 20).map(lambda n: XeroInvoiceId(f"00000000-0000-4000-9000-{n:012}"))


def numbers() -> SearchStrategy[Decimal]:
    """Any number at all, as Xero may tell one: of any length, with any exponent."""
    return amounts() | st.decimals(allow_nan=False, allow_infinity=False)


def causes() -> SearchStrategy[Cause]:
    """Causes of every kind."""
    return st.builds(
        Cause, st.sampled_from(CauseKind), _TEXTS.map(CauseThing), why=_TEXTS, fix=_TEXTS
    )


def xero_lines() -> SearchStrategy[XeroLine]:
    """Lines with every kind of discount, and with none."""
    return st.builds(
        XeroLine,
        _TEXTS,
        numbers(),
        numbers(),
        _TEXTS.map(AccountCode),
        st.none() | _TEXTS.map(XeroTaxType),
        st.none() | st.builds(PercentOff, amounts()) | st.builds(AmountOff, amounts()),
        st.none() | _TEXTS.map(ItemCode),
        st.lists(st.builds(Tracking, _TEXTS, _TEXTS), max_size=2).map(tuple),
    )


def xero_drafts() -> SearchStrategy[XeroInvoiceDraft]:
    """Invoices as they are written to Xero, of any number of lines."""
    return st.builds(
        XeroInvoiceDraft,
        number=_TEXTS.map(InvoiceNumber),
        contact_id=_TEXTS.map(XeroContactId),
        currency=st.sampled_from(sorted(DECIMALS)),
        issued=_DAYS,
        due=_DAYS,
        line_amount_types=st.sampled_from(LineAmountTypes),
        lines=st.lists(xero_lines(), max_size=2).map(tuple),
        status=st.sampled_from(XeroInvoiceStatus),
        reference=_TEXTS,
        url=_TEXTS,
        theme=st.none() | _TEXTS.map(ThemeId),
    )


def in_xero_now() -> SearchStrategy[InXeroNow]:
    """Invoices as they stand in Xero, in every status."""
    return st.builds(
        InXeroNow,
        xero_invoice_ids(),
        xero_drafts(),
        st.lists(_TEXTS.map(LineItemId), max_size=2).map(tuple),
        instants(),
        st.sampled_from(XeroInvoiceStatus),
        numbers(),
        numbers(),
        st.booleans(),
    )


def invoice_records() -> SearchStrategy[InvoiceRecord]:
    """Records in every state, told everything that can be told, held by anything."""
    return st.builds(
        InvoiceRecord,
        host_id=host_invoice_ids(),
        contact_id=host_contact_ids(),
        number=_TEXTS.map(InvoiceNumber),
        version=_TEXTS.map(HostInvoiceVersion),
        state=st.sampled_from(InvoiceState),
        due=st.booleans(),
        revision=st.integers(0, 9),
        waits=st.booleans(),
        not_eligible=st.none() | st.sampled_from(NotEligible),
        causes=st.lists(causes(), max_size=3).map(tuple),
        in_xero=st.none() | in_xero_now(),
        told=st.none() | standings(),
        voided_here=st.booleans(),
    )


def intent_bodies() -> SearchStrategy[InvoiceIntentBody]:
    """Creations, changes and voids."""
    line_ids = st.lists(st.none() | _TEXTS.map(LineItemId), max_size=3).map(tuple)
    totals = st.none() | numbers()
    return st.one_of(
        st.builds(VoidInvoice, xero_invoice_ids(), instants(), st.booleans()),
        st.builds(CreateInvoice, xero_drafts(), totals),
        st.builds(
            ChangeInvoice,
            xero_invoice_ids(),
            xero_drafts(),
            instants(),
            xero_drafts(),
            line_ids,
            totals,
        ),
    )


def invoice_intents() -> SearchStrategy[InvoiceIntent]:
    """Writes of every kind, in every state."""
    return st.builds(
        InvoiceIntent,
        st.integers(0, 20).map(lambda n: IntentId(f"e-{n:02}")),
        host_invoice_ids(),
        _TEXTS.map(HostInvoiceVersion),
        intent_bodies(),
        st.just(RunId("run-1")),
        st.just(SYNC) | _TEXTS.map(Actor.person),
        instants(),
        state=st.sampled_from(IntentState),
        attempts=st.integers(0, 9),
    )


def invoice_issues() -> SearchStrategy[InvoiceIssue]:
    """Issues about any cause, open and closed."""
    return st.builds(
        InvoiceIssue,
        st.integers(0, 20).map(lambda n: IssueId(f"i-{n:02}")),
        causes(),
        instants(),
        st.integers(0, 9),
        st.none() | instants(),
        st.none() | _TEXTS.map(Actor.person),
    )


def invoice_settings() -> SearchStrategy[InvoiceSettings]:
    """Any settings, whatever they map."""
    codes = _TEXTS.map(AccountCode)
    return st.builds(
        InvoiceSettings,
        on=st.booleans(),
        sync_start_date=st.none() | _DAYS,
        revenue_account=st.none() | codes,
        expense_account=st.none() | codes,
        service_accounts=st.dictionaries(st.sampled_from(SERVICES), codes),
        expense_accounts=st.dictionaries(st.sampled_from(EXPENSES), codes),
        tax_rates=st.dictionaries(st.sampled_from(RATES), _TEXTS.map(XeroTaxType)),
        xero_status=st.sampled_from(SentAs),
        unproved_tax=st.sampled_from(UnprovedTaxRule),
        former_partner=st.sampled_from(FormerPartner),
        theme=st.none() | _TEXTS.map(ThemeId),
        excluded=st.frozensets(host_contact_ids(), max_size=3),
    )


def invoice_books() -> SearchStrategy[InvoiceBook]:
    """Books with any settings, read to anywhere."""
    times = st.none() | instants()
    cursors = st.none() | _TEXTS.map(InvoiceCursor)
    broken = st.lists(causes(), max_size=2).map(tuple)
    return st.builds(
        InvoiceBook, invoice_settings(), cursors, times, times, st.none() | _DAYS, broken
    )
