"""Laws of every decision about an invoice, whatever the host, the settings and Xero are like."""

from datetime import date

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.invoices.books import EXCLUSIVE, GST15, INCLUSIVE, NEW_YORK, NO_TAX, line
from tests.domain.invoices.office import (
    BANK,
    FREE,
    FRESH,
    GONE,
    IN_XERO,
    LATER,
    NOW,
    PLAIN,
    READ,
    SALES,
    SENT,
    STAMP,
    SYNCED,
    as_xero_has_it,
    ground,
    link,
)
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.identity import IntentId, RunId
from xerolink.domain.invoices.answered import stored
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.decide_invoice import Ground, decide_invoice
from xerolink.domain.invoices.decision import Hold, LeaveOut, Settle
from xerolink.domain.invoices.eligible import eligibility
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice, InvoiceIntent
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.mapping import rates_of
from xerolink.domain.invoices.model import (
    AmountOff,
    BillableExpense,
    HostInvoice,
    HostInvoiceVersion,
    InvoiceNumber,
    InvoiceStatus,
    PercentOff,
    Tracking,
)
from xerolink.domain.invoices.partner import Partner
from xerolink.domain.invoices.preflight import preflight
from xerolink.domain.invoices.record import (
    AwaitingPayment,
    Held,
    InvoiceRecord,
    NotEligible,
    Voided,
)
from xerolink.domain.invoices.settings import SentAs, UnprovedTaxRule
from xerolink.domain.invoices.taken import taken
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.invoices.total_causes import known_total
from xerolink.domain.invoices.xero import GONE as GONE_IN_XERO
from xerolink.domain.invoices.xero import LineItemId, XeroInvoiceStatus

AMOUNTS = st.decimals(-500, 5_000, places=5).map(lambda value: f"{value:f}")
PRICES = st.decimals(1, 5_000, places=5).map(lambda value: f"{value:f}")
FINE, WRONG = (None, PercentOff(10), AmountOff("0.5")), (PercentOff(101), AmountOff("-1"))
RATES = st.sampled_from((GST15, FREE, NEW_YORK, HostTaxRateId("unmapped"), None))
LINES = st.builds(
    line,
    AMOUNTS,
    st.integers(0, 12),
    RATES,
    st.sampled_from(FINE + WRONG),
    st.sampled_from(("Advice", "", "\x00")),
).flatmap(
    lambda one: st.sampled_from(
        (
            one,
            evolve(one, sold=BillableExpense()),
            evolve(one, tracking=(Tracking("region", "north"),)),
            evolve(one, tracking=(Tracking("Region", "West"),)),
            evolve(one, billed="1", billed_tax="0.15"),
        )
    )
)
ANY_INVOICE = st.builds(
    evolve,
    st.just(SENT),
    version=st.sampled_from(("v-1", "v-2", "v-3")).map(HostInvoiceVersion),
    status=st.sampled_from(InvoiceStatus),
    number=st.sampled_from(("INV-1", "INV-2", "")).map(InvoiceNumber),
    currency=st.sampled_from(("NZD", "JPY", "KWD", "XXX")).map(CurrencyCode),
    issued=st.dates(date(2026, 8, 1), date(2026, 10, 1)),
    due=st.one_of(st.none(), st.dates(date(2026, 8, 1), date(2026, 12, 1))),
    line_amount_types=st.sampled_from((EXCLUSIVE, INCLUSIVE, NO_TAX)),
    lines=st.lists(LINES, max_size=4).map(tuple),
    total=AMOUNTS,
)


ALL_RIGHT = st.builds(
    evolve,
    st.just(SENT),
    version=st.sampled_from(("v-1", "v-2", "v-3")).map(HostInvoiceVersion),
    line_amount_types=st.sampled_from((EXCLUSIVE, INCLUSIVE, NO_TAX)),
    lines=st.lists(
        st.builds(
            line,
            PRICES,
            st.integers(1, 12),
            st.sampled_from((GST15, FREE)),
            st.sampled_from(FINE),
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
)
"""Invoices that nothing keeps out of Xero, once they are billed as it counts."""


def as_counted(invoice: HostInvoice) -> HostInvoice:
    """*invoice*, billed at what Xero makes of it where that can be told."""
    rates = rates_of(ground().settings, READ)
    if not all(one.tax_rate in rates for one in invoice.lines):
        return invoice
    total = known_total(invoice, rates)
    return invoice if total is None else evolve(invoice, total=total)


RIGHT = ALL_RIGHT.map(as_counted)
INVOICES = st.one_of(st.none(), ANY_INVOICE, ANY_INVOICE.map(as_counted), RIGHT)
CAUSES = st.lists(
    st.sampled_from(CauseKind).map(lambda kind: Cause(kind, CauseThing("invoice-1"))), max_size=2
).map(tuple)
STATES_OUTSIDE = (
    InvoiceState.DRAFT,
    InvoiceState.APPROVED,
    InvoiceState.AWAITING_PAYMENT,
    InvoiceState.VOIDED,
)
IN_XERO_NOW = st.builds(
    evolve,
    st.just(IN_XERO),
    settled=st.booleans(),
    edited=st.booleans(),
    version=st.sampled_from(("", "v-1", "v-2")).map(HostInvoiceVersion),
    status=st.sampled_from(sorted(set(XeroInvoiceStatus) - GONE_IN_XERO, key=lambda s: s.value)),
)
OUTSIDE = st.builds(evolve, st.just(FRESH), state=st.sampled_from(STATES_OUTSIDE), causes=CAUSES)
INSIDE = st.builds(
    evolve,
    st.just(SYNCED),
    state=st.sampled_from((InvoiceState.SYNCED, InvoiceState.PART_PAID, InvoiceState.PAID)),
    causes=CAUSES,
    in_xero=IN_XERO_NOW,
)
RECORDS = st.builds(
    evolve,
    st.one_of(OUTSIDE, INSIDE, st.just(GONE)),
    told=st.sampled_from((None, AwaitingPayment(), Held(("why",)), Voided())),
    not_eligible=st.sampled_from((None, NotEligible.OFF, NotEligible.TAKEN_BACK)),
)
PARTNERS = st.one_of(
    st.just(Partner()),
    st.builds(
        Partner,
        st.sampled_from(LinkState).map(link),
        st.sampled_from((None, XeroStatus.ACTIVE, XeroStatus.ARCHIVED)),
    ),
)
CATALOGUES = st.sampled_from(
    (
        READ,
        evolve(READ, period_lock=date(2026, 9, 1)),
        evolve(READ, tax_rates=()),
        evolve(READ, accounts=()),
        evolve(READ, tracking=None, items=None, themes=None),
    )
)
OPEN = st.builds(
    ground,
    st.just(Partner(link(), XeroStatus.ACTIVE)),
    st.just(READ),
    xero_status=st.sampled_from(SentAs),
    theme=st.sampled_from((None, PLAIN)),
)
"""Grounds on which whatever is right is sent."""
STRANGE = st.builds(
    ground,
    PARTNERS,
    CATALOGUES,
    on=st.booleans(),
    revenue_account=st.sampled_from((SALES, BANK, None)),
    unproved_tax=st.sampled_from(UnprovedTaxRule),
    xero_status=st.sampled_from(SentAs),
    theme=st.sampled_from((None, PLAIN)),
)
GROUNDS = st.one_of(OPEN, STRANGE)


@given(record=RECORDS, invoice=INVOICES, on=GROUNDS)
def test_everything_can_be_decided_and_taken(
    record: InvoiceRecord, invoice: HostInvoice | None, on: Ground
) -> None:
    """No refusal of the domain escapes, and no event is illegal."""
    decision = decide_invoice(record, invoice, on, STAMP)
    assert not taken(record, invoice, decision).due


@given(record=RECORDS, invoice=INVOICES, on=GROUNDS)
def test_what_holds_or_excludes_an_invoice_writes_nothing_of_it(
    record: InvoiceRecord, invoice: HostInvoice | None, on: Ground
) -> None:
    body = decide_invoice(record, invoice, on, STAMP).body
    if isinstance(body, CreateInvoice | ChangeInvoice):
        assert invoice is not None
        assert not preflight(invoice, on.settings, on.catalogue, on.partner, on.terms)


@given(record=RECORDS, invoice=INVOICES, on=GROUNDS)
def test_only_what_is_eligible_and_never_was_in_xero_is_created(
    record: InvoiceRecord, invoice: HostInvoice | None, on: Ground
) -> None:
    body = decide_invoice(record, invoice, on, STAMP).body
    if isinstance(body, CreateInvoice):
        assert invoice is not None
        sent = evolve(invoice, status=InvoiceStatus.AWAITING_PAYMENT)
        assert eligibility(sent, on.settings) is None
        assert (record.in_xero, record.state is InvoiceState.VOIDED) == (None, False)


@given(record=RECORDS, invoice=INVOICES, on=GROUNDS)
def test_nothing_is_written_while_it_is_off(
    record: InvoiceRecord, invoice: HostInvoice | None, on: Ground
) -> None:
    off = evolve(on, settings=evolve(on.settings, on=False))
    assert decide_invoice(record, invoice, off, STAMP).body is None


@given(record=RECORDS, invoice=INVOICES, on=GROUNDS)
def test_no_cause_is_told_twice_and_each_says_what_to_do(
    record: InvoiceRecord, invoice: HostInvoice | None, on: Ground
) -> None:
    action = decide_invoice(evolve(record, causes=()), invoice, on, STAMP).action
    if isinstance(action, Hold):
        assert len(set(action.causes)) == len(action.causes) > 0
        assert all(why and fix for one in action.causes for why, fix in one.problems)


@given(record=RECORDS, invoice=INVOICES, on=GROUNDS)
def test_a_decision_that_writes_nothing_is_the_same_once_it_was_taken(
    record: InvoiceRecord, invoice: HostInvoice | None, on: Ground
) -> None:
    first = decide_invoice(record, invoice, on, STAMP)
    assume(first.body is None)
    again = decide_invoice(taken(record, invoice, first), invoice, on, STAMP)
    if not isinstance(first.action, LeaveOut):
        assert again.action == first.action


@given(record=st.one_of(OUTSIDE, INSIDE), invoice=RIGHT, on=OPEN)
def test_what_xero_did_as_it_was_asked_needs_nothing_more(
    record: InvoiceRecord, invoice: HostInvoice, on: Ground
) -> None:
    """Written once and answered, an invoice is at rest."""
    decision = decide_invoice(record, invoice, on, STAMP)
    body = decision.body
    if not isinstance(body, CreateInvoice | ChangeInvoice):
        return
    ids = tuple(LineItemId(f"line-{place}") for place in range(len(body.draft.lines)))
    now = evolve(
        IN_XERO,
        draft=body.draft,
        line_ids=ids,
        updated=LATER,
        status=body.draft.status,
        total=invoice.total,
        amount_due=invoice.total,
    )
    intent = InvoiceIntent(
        IntentId("i-1"), record.host_id, invoice.version, body, RunId("r-1"), STAMP.actor, NOW
    )
    at_rest = stored(taken(record, invoice, decision), intent, as_xero_has_it(now))
    assert decide_invoice(at_rest, invoice, on, STAMP).action == Settle()
