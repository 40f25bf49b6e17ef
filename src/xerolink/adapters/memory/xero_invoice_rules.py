"""Xero's rules for a sales invoice, as far as an organisation in memory has them (fact sheet 4)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from xerolink.domain.contacts.model import XeroContact, XeroStatus
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    LineAmountTypes,
)
from xerolink.domain.invoices.money import written
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.invoices.totals import PRICE_PLACES, Totals, UnprovedTax, xero_totals
from xerolink.domain.invoices.xero import (
    Refusal,
    RefusalKind,
    XeroInvoice,
    XeroInvoiceDraft,
    XeroInvoiceStatus,
    XeroLine,
)

BANK = "BANK"
NUMBER_LIMIT = 255

UNKNOWN = Refusal(RefusalKind.OTHER, "Xero does not know this invoice")
NO_NUMBER = Refusal(RefusalKind.OTHER, "the invoice has no number; Xero would give it one")
SETTLED = Refusal(RefusalKind.SETTLED, "a payment or a credit note stands against it in Xero")
STATUS = Refusal(RefusalKind.STATUS, "its status in Xero does not allow it")

_DRAFTS = frozenset({XeroInvoiceStatus.DRAFT, XeroInvoiceStatus.SUBMITTED})
_FROM_DRAFT = _DRAFTS | {XeroInvoiceStatus.AUTHORISED, XeroInvoiceStatus.DELETED}
_STEPS: Mapping[XeroInvoiceStatus, frozenset[XeroInvoiceStatus]] = {
    XeroInvoiceStatus.DRAFT: _FROM_DRAFT,
    XeroInvoiceStatus.SUBMITTED: _FROM_DRAFT,
    XeroInvoiceStatus.AUTHORISED: frozenset(
        {XeroInvoiceStatus.AUTHORISED, XeroInvoiceStatus.VOIDED}
    ),
    XeroInvoiceStatus.PAID: frozenset(),
    XeroInvoiceStatus.VOIDED: frozenset(),
    XeroInvoiceStatus.DELETED: frozenset(),
}


def end_of(status: XeroInvoiceStatus) -> XeroInvoiceStatus:
    """What voiding an invoice of *status* makes of it."""
    return XeroInvoiceStatus.DELETED if status in _DRAFTS else XeroInvoiceStatus.VOIDED


def step_refusals(before: XeroInvoice, after: XeroInvoiceStatus) -> Iterator[Refusal]:
    """Why *before* cannot become *after*."""
    if before.settled_in_part and after is XeroInvoiceStatus.VOIDED:
        yield SETTLED
    elif after not in _STEPS[before.status]:
        yield STATUS


def lock_refusals(
    catalogue: Catalogue, *dated: XeroInvoice | XeroInvoiceDraft
) -> Iterator[Refusal]:
    """Neither out of a locked period nor into it."""
    lock = catalogue.locked_to
    if lock is not None and min(one.issued for one in dated) <= lock:
        yield Refusal(RefusalKind.LOCKED, f"the books are locked up to {lock}")


def draft_refusals(
    draft: XeroInvoiceDraft, catalogue: Catalogue, contact: XeroContact | None
) -> Iterator[Refusal]:
    """Why *draft* cannot stand in an organisation of *catalogue*; *contact* is who is billed."""
    if contact is None:
        yield Refusal(RefusalKind.CONTACT, "Xero does not know the contact")
    elif contact.status is not XeroStatus.ACTIVE:
        yield Refusal(
            RefusalKind.CONTACT, "the contact is archived in Xero; restore it there first"
        )
    if draft.currency not in catalogue.currencies:
        why = f"Xero does not bill in {draft.currency} for this organisation"
        yield Refusal(RefusalKind.CURRENCY, why)
    if not draft.lines:
        yield Refusal(RefusalKind.OTHER, "the invoice has no lines")
    if len(draft.number) > NUMBER_LIMIT or any(not " " <= char <= "~" for char in draft.number):
        yield Refusal(RefusalKind.OTHER, "the number is too long, or not printable ASCII")
    if draft.theme is not None and draft.theme not in {t.theme_id for t in catalogue.themes or ()}:
        yield Refusal(RefusalKind.OTHER, "Xero does not have the theme")
    for line in draft.lines:
        yield from _line_refusals(line, draft.line_amount_types, catalogue)


def _line_refusals(
    line: XeroLine, amounts: LineAmountTypes, catalogue: Catalogue
) -> Iterator[Refusal]:
    account = catalogue.account_of.get(line.account)
    if not line.description.strip():
        yield Refusal(RefusalKind.OTHER, "a line has no description")
    if account is None or account.kind == BANK:
        why = f"Xero has no account {line.account} that an invoice can use"
        yield Refusal(RefusalKind.ACCOUNT, why)
    elif not account.active:
        why = f"the account {line.account} is archived or deleted in Xero"
        yield Refusal(RefusalKind.ACCOUNT, why)
    if amounts is not LineAmountTypes.NO_TAX:
        yield from _tax_refusals(line, catalogue)
    if line.item is not None and line.item not in {one.code for one in catalogue.items or ()}:
        yield Refusal(RefusalKind.OTHER, "Xero does not have the item")
    options = {(one.name, option) for one in catalogue.tracking or () for option in one.options}
    if not {(one.category, one.option) for one in line.tracking} <= options:
        yield Refusal(RefusalKind.OTHER, "Xero does not have the tracking option")


def _tax_refusals(line: XeroLine, catalogue: Catalogue) -> Iterator[Refusal]:
    account, tax_type = catalogue.account_of.get(line.account), line.tax_type
    rate = None if tax_type is None else catalogue.rate_of.get(tax_type)
    if tax_type is not None and (rate is None or not rate.active):
        why = f"Xero has no tax rate {tax_type} that an invoice can use"
        yield Refusal(RefusalKind.TAX_TYPE, why)
    elif rate is not None and account is not None and account.account_class not in rate.applies_to:
        why = f"the tax rate {tax_type} cannot be used with the account of its line"
        yield Refusal(RefusalKind.TAX_TYPE, why)


def as_stored(line: XeroLine, amounts: LineAmountTypes, catalogue: Catalogue) -> XeroLine:
    """*line* as Xero keeps it: four decimals, and the tax of its account where it has none."""
    account = catalogue.account_of.get(line.account)
    tax_type = line.tax_type or (account.tax_type if account else None)
    return evolve(
        line,
        description=line.description.strip(),
        quantity=_four_places(line.quantity),
        unit_price=_four_places(line.unit_price),
        tax_type=None if amounts is LineAmountTypes.NO_TAX else tax_type,
    )


def totals_of(draft: XeroInvoiceDraft, catalogue: Catalogue) -> Totals:
    """What Xero makes of *draft*, whose lines are as stored; unproved taxes in one rounding."""
    rates = {HostTaxRateId(key): one.rate for key, one in catalogue.rate_of.items()}
    match xero_totals(_billed(draft), rates):
        case UnprovedTax(together=totals) | totals:
            return totals


def _billed(draft: XeroInvoiceDraft) -> HostInvoice:
    """The invoice by which the host would bill the same."""
    return HostInvoice(
        HostInvoiceId(""),
        HostContactId(""),
        draft.number,
        draft.currency,
        draft.issued,
        draft.due,
        draft.line_amount_types,
        tuple(_billed_line(line) for line in draft.lines),
        Decimal(0),
    )


def _billed_line(line: XeroLine) -> InvoiceLine:
    tax_rate = None if line.tax_type is None else HostTaxRateId(line.tax_type)
    return InvoiceLine(
        line.description, line.quantity, line.unit_price, tax_rate, discount=line.discount
    )


def _four_places(number: Decimal) -> Decimal:
    return written(Fraction(number), PRICE_PLACES)
