"""Everything that keeps an invoice out of Xero, at once and before anything is sent (row 38)."""

from collections.abc import Iterator
from datetime import date

from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing, few, together
from xerolink.domain.invoices.check import (
    ITEM_LIMIT,
    InvoiceField,
    InvoiceProblem,
    check_invoice,
)
from xerolink.domain.invoices.currencies import DECIMALS
from xerolink.domain.invoices.mapped import (
    account_causes,
    pairing_causes,
    rate_causes,
    unnamed_rate,
    use_of,
)
from xerolink.domain.invoices.mapping import account_of, rates_of, spelled, spelled_item
from xerolink.domain.invoices.model import HostInvoice, InvoiceLine, LineAmountTypes
from xerolink.domain.invoices.partner import NOBODY, Partner, contact_causes
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings
from xerolink.domain.invoices.total_causes import total_causes

NO_TERMS = HostTerms()
"""A host that was not asked for its terms: its percentages are compared with none."""
_TOTAL_UNKNOWN = frozenset({InvoiceField.CURRENCY, InvoiceField.TOTAL, InvoiceField.LINES})


def preflight(
    invoice: HostInvoice,
    settings: InvoiceSettings,
    catalogue: Catalogue,
    partner: Partner = NOBODY,
    terms: HostTerms = NO_TERMS,
) -> tuple[Cause, ...]:
    """The causes that hold *invoice*, none twice; empty: Xero is expected to take it.

    Whether its number is taken is known at sending only. *partner*: of the invoice's contact; that
    it has none yet is no cause. What the catalogue was not read for is not looked at. All of them,
    but for an invoice that has more than `MOST_TOLD`.
    """
    rates = rates_of(settings, catalogue)
    problems = check_invoice(invoice, rates)
    countable = all(one.line is None and one.part not in _TOTAL_UNKNOWN for one in problems)
    found = together(
        (
            *contact_causes(partner, settings.former_partner),
            *_invalid(invoice, problems),
            *currency_causes(invoice, catalogue),
            *lock_causes(invoice.issued, catalogue),
            *_rates(invoice, settings, catalogue, terms),
            *_accounts(invoice, settings, catalogue),
            *theme_causes(settings, catalogue),
            *_named(invoice, catalogue),
            *(total_causes(invoice, rates, settings.unproved_tax) if countable else ()),
        )
    )
    return few(found, CauseThing(invoice.host_id))


def currency_causes(invoice: HostInvoice, catalogue: Catalogue) -> Iterator[Cause]:
    """That the organisation does not bill in the currency; one that is none is told elsewhere."""
    currency = invoice.currency
    enabled = catalogue.currencies | {catalogue.base_currency}
    if currency in DECIMALS and currency not in enabled:
        why = f"the Xero organisation does not use {currency}"
        fix = f"add {currency} to the currencies of the organisation in Xero"
        yield Cause(CauseKind.CURRENCY_OFF, CauseThing(currency), why, fix)


def lock_causes(day: date, catalogue: Catalogue) -> Iterator[Cause]:
    """That nothing may be written on *day*, by whichever of the two lock dates."""
    last = catalogue.locked_to
    if last is None or day > last:
        return
    why = f"the books are locked up to and including {last.isoformat()}"
    fix = "date it later in the host, or move the lock date in Xero"
    yield Cause(CauseKind.LOCKED_PERIOD, CauseThing(last.isoformat()), why, fix)


def theme_causes(settings: InvoiceSettings, catalogue: Catalogue) -> Iterator[Cause]:
    """That the chosen branding theme is not there."""
    if settings.theme is None or catalogue.themes is None:
        return
    if settings.theme not in {theme.theme_id for theme in catalogue.themes}:
        why = "Xero has no such branding theme any more"
        fix = "choose another one in the settings, or none"
        yield Cause(CauseKind.THEME_UNKNOWN, CauseThing(settings.theme), why, fix)


def _invalid(invoice: HostInvoice, problems: tuple[InvoiceProblem, ...]) -> Iterator[Cause]:
    """A rate that is not mapped has a cause of its own, which is mended in the settings."""
    for one in problems:
        named = one.line is not None and invoice.lines[one.line - 1].tax_rate is not None
        if not (one.part is InvoiceField.TAX_RATE and named):
            yield _of_invoice(CauseKind.INVALID, invoice, f"{one.where}: {one.why}", one.fix)


def unfit(invoice: HostInvoice) -> bool:
    """Whether *invoice* is wrong by itself, so that nothing in Xero or the settings mends it."""
    return any(True for _ in _invalid(invoice, check_invoice(invoice, {})))


def _of_invoice(kind: CauseKind, invoice: HostInvoice, why: str, fix: str) -> Cause:
    return Cause(kind, CauseThing(invoice.host_id), why, fix)


def _rates(
    invoice: HostInvoice, settings: InvoiceSettings, catalogue: Catalogue, terms: HostTerms
) -> Iterator[Cause]:
    if invoice.line_amount_types is LineAmountTypes.NO_TAX:
        return
    for rate_id in dict.fromkeys(line.tax_rate for line in invoice.lines):
        if rate_id is not None:
            tax_type, told = settings.tax_rates.get(rate_id), terms.rate_of.get(rate_id)
            if tax_type is None and told is None and terms.tax_rates:
                yield unnamed_rate(rate_id)
            else:
                yield from rate_causes(rate_id, tax_type, told, catalogue)


def _accounts(
    invoice: HostInvoice, settings: InvoiceSettings, catalogue: Catalogue
) -> Iterator[Cause]:
    taxed = invoice.line_amount_types is not LineAmountTypes.NO_TAX
    for line in invoice.lines:
        code = account_of(line.sold, settings)
        yield from account_causes(code, use_of(line.sold), catalogue)
        if taxed and line.tax_rate is not None:
            yield from pairing_causes(code, settings.tax_rates.get(line.tax_rate), catalogue)


def _named(invoice: HostInvoice, catalogue: Catalogue) -> Iterator[Cause]:
    """What lines name in Xero: items by code, tracking by names that are not repeated."""
    for place, line in enumerate(invoice.lines, 1):
        yield from _item(line, catalogue)
        if any(spelled(one, catalogue) is None for one in line.tracking):
            why = f"line {place} names a tracking category or option that Xero does not have"
            fix = "add it in Xero, or name another one in the host"
            yield _of_invoice(CauseKind.TRACKING_UNKNOWN, invoice, why, fix)


def _item(line: InvoiceLine, catalogue: Catalogue) -> Iterator[Cause]:
    """A code that is too long for one is told as such."""
    if line.item is None or len(line.item) > ITEM_LIMIT:
        return
    if spelled_item(line.item, catalogue) is None:
        why = f"Xero has no item {line.item}"
        fix = "add it in Xero, or name another one in the host"
        yield Cause(CauseKind.ITEM_UNKNOWN, CauseThing(line.item), why, fix)
