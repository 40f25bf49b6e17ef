"""An organisation, its settings, and an invoice's record: what decisions in these tests rest on."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from attrs import evolve

from tests.domain.invoices.books import GOOD, GST15, NEW_YORK, line
from xerolink.domain.contacts.decide import Stamp
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.identity import (
    Actor,
    DecisionId,
    HostContactId,
    LinkId,
    RunId,
    XeroContactId,
)
from xerolink.domain.invoices.catalogue import (
    Account,
    AccountClass,
    Catalogue,
    CatalogueRate,
    Item,
    Theme,
    TrackingCategory,
)
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.decide_invoice import Ground
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.mapping import draft_of
from xerolink.domain.invoices.model import (
    ExpenseTypeId,
    HostInvoice,
    HostInvoiceVersion,
    InvoiceStatus,
    ItemCode,
    ServiceTypeId,
)
from xerolink.domain.invoices.partner import Partner
from xerolink.domain.invoices.preflight import preflight
from xerolink.domain.invoices.record import InvoiceRecord, InXeroNow
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.tax import HostTaxRateId, TaxComponent, TaxRate, XeroTaxType
from xerolink.domain.invoices.xero import (
    AccountCode,
    LineItemId,
    ThemeId,
    XeroInvoice,
    XeroInvoiceId,
    XeroInvoiceLine,
    XeroInvoiceStatus,
)

NOW, LATER = datetime(2026, 9, 20, tzinfo=UTC), datetime(2026, 9, 21, tzinfo=UTC)
STAMP = Stamp(DecisionId("d-1"), RunId("r-1"), Actor.person("anna"))
XERO, CONTACT = XeroInvoiceId("x-1"), XeroContactId("c-1")
FREE = HostTaxRateId("free")
OUTPUT2, ZERO, US = XeroTaxType("OUTPUT2"), XeroTaxType("ZERORATED"), XeroTaxType("TAX001")
TAX, ADVICE, COSTS, COURIER = map(AccountCode, ("220", "210", "400", "410"))
SALES, BANK, LOAN = map(AccountCode, ("200", "090", "900"))
TAX_RETURN, POSTAGE = ServiceTypeId("tax-return"), ExpenseTypeId("postage")
NZD, AUD = CurrencyCode("NZD"), CurrencyCode("AUD")
PLAIN = ThemeId("theme-1")
BOTH = frozenset({AccountClass.REVENUE, AccountClass.EXPENSE})


def xero_rate(tax_type: XeroTaxType, *percents: str) -> CatalogueRate:
    parts = tuple(TaxComponent("Part", percent) for percent in percents)
    return CatalogueRate(TaxRate(tax_type, "A tax", parts), applies_to=BOTH)


def account(code: AccountCode, of: AccountClass, kind: str = "OTHER", **more: Any) -> Account:
    return Account(code, f"Account {code}", kind, of, **more)


CATALOGUE = Catalogue(
    NZD,
    frozenset({NZD}),
    accounts=(
        account(SALES, AccountClass.REVENUE),
        account(ADVICE, AccountClass.REVENUE),
        account(TAX, AccountClass.REVENUE),
        account(COSTS, AccountClass.EXPENSE),
        account(COURIER, AccountClass.EXPENSE),
        account(BANK, AccountClass.ASSET, "BANK"),
        account(LOAN, AccountClass.LIABILITY),
    ),
    tax_rates=(
        xero_rate(OUTPUT2, "15"),
        xero_rate(ZERO, "0"),
        xero_rate(US, "4", "4.5", "0.375"),
    ),
)
READ = evolve(
    CATALOGUE,
    tracking=(TrackingCategory("Region", ("North", "South")),),
    items=(Item(ItemCode("HOUR")),),
    themes=(Theme(PLAIN, "Plain"),),
)
"""The catalogue with all of its parts."""
SETTINGS = InvoiceSettings(
    on=True,
    sync_start_date=date(2026, 9, 1),
    revenue_account=SALES,
    expense_account=COSTS,
    service_accounts={TAX_RETURN: TAX},
    expense_accounts={POSTAGE: COURIER},
    tax_rates={GST15: OUTPUT2, FREE: ZERO, NEW_YORK: US},
)
SENT = evolve(
    GOOD, status=InvoiceStatus.AWAITING_PAYMENT, version=HostInvoiceVersion("v-2"), total="115"
)


def link(state: LinkState = LinkState.SYNCED) -> Link:
    known = SyncedFields()
    ids = LinkId("l-1"), HostContactId("contact-1"), CONTACT
    return Link(*ids, known, known, NOW, NOW, state=state)


GROUND = Ground(SETTINGS, CATALOGUE, Partner(link()))
DRAFT = draft_of(SENT, SETTINGS, CATALOGUE, CONTACT)
IN_XERO = InXeroNow(
    XERO,
    DRAFT,
    (LineItemId("line-1"),),
    NOW,
    XeroInvoiceStatus.AUTHORISED,
    Decimal("115.00"),
    Decimal("115.00"),
    version=SENT.version,
)
FRESH = InvoiceRecord(
    SENT.host_id,
    SENT.contact_id,
    SENT.number,
    HostInvoiceVersion("v-1"),
    InvoiceState.AWAITING_PAYMENT,
    revision=7,
)
SYNCED = evolve(FRESH, version=SENT.version, state=InvoiceState.SYNCED, in_xero=IN_XERO, due=False)


def edited(invoice: HostInvoice = SENT, **how: Any) -> HostInvoice:
    """*invoice* after an edit in the host."""
    return evolve(invoice, version=HostInvoiceVersion("v-3"), **how)


GONE = evolve(
    SYNCED,
    state=InvoiceState.VOIDED,
    in_xero=evolve(IN_XERO, status=XeroInvoiceStatus.VOIDED),
)
DEARER = edited(lines=(line("200"),), total="230")


def ground(partner: Partner | None = None, catalogue: Catalogue = CATALOGUE, **how: Any) -> Ground:
    """The ground, with *how* among its settings."""
    return Ground(evolve(SETTINGS, **how), catalogue, partner or Partner(link()))


def held_by(invoice: HostInvoice, on: Ground = GROUND) -> tuple[Cause, ...]:
    return preflight(invoice, on.settings, on.catalogue, on.partner, on.terms)


def kinds(causes: tuple[Cause, ...]) -> list[str]:
    """What each cause is called, and what is to be mended."""
    return [cause.key for cause in causes]


def as_xero_has_it(now: InXeroNow = IN_XERO, **how: Any) -> XeroInvoice:
    """What Xero shows of an invoice that nobody touched since it was written, but for *how*."""
    draft = now.draft
    lines = tuple(
        XeroInvoiceLine(line_id, one, Decimal("100.00"), Decimal("15.00"))
        for line_id, one in zip(now.line_ids, draft.lines, strict=True)
    )
    shown = XeroInvoice(
        now.xero_id,
        now.updated,
        now.status,
        draft.number,
        draft.contact_id,
        draft.currency,
        draft.issued,
        draft.due,
        draft.line_amount_types,
        Decimal("100.00"),
        Decimal("15.00"),
        now.total,
        now.amount_due,
        lines=lines,
    )
    return evolve(shown, **how)
