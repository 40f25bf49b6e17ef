"""From the host's words to Xero's: accounts, tax types, and the invoice that is to stand there.

Semantics rows 32, 34 to 37. Whether what is mapped can be used is told by `preflight`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar, assert_never

from attrs import evolve

from xerolink.domain.contacts.normalise import fold
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.errors import UnmappedError
from xerolink.domain.invoices.model import (
    BillableExpense,
    ExpenseTypeId,
    HostInvoice,
    InvoiceLine,
    ItemCode,
    LineAmountTypes,
    Service,
    ServiceTypeId,
    Tracking,
)
from xerolink.domain.invoices.money import written
from xerolink.domain.invoices.settings import InvoiceSettings, SentAs
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.totals import PRICE_PLACES, Rates
from xerolink.domain.invoices.xero import (
    AccountCode,
    XeroInvoiceDraft,
    XeroInvoiceStatus,
    XeroLine,
)

STATUS = {
    SentAs.AUTHORISED: XeroInvoiceStatus.AUTHORISED,
    SentAs.DRAFT: XeroInvoiceStatus.DRAFT,
}


def account_of(sold: Service | BillableExpense, settings: InvoiceSettings) -> AccountCode | None:
    """The account of what is *sold*, by its type, else the default; None: there is neither."""
    match sold:
        case Service(service_type):
            chosen = _chosen(service_type, settings.service_accounts)
            return chosen or settings.revenue_account
        case BillableExpense(expense_type):
            chosen = _chosen(expense_type, settings.expense_accounts)
            return chosen or settings.expense_account
        case _:
            assert_never(sold)


_Kind = TypeVar("_Kind", ServiceTypeId, ExpenseTypeId)


def _chosen(kind: _Kind | None, accounts: Mapping[_Kind, AccountCode]) -> AccountCode | None:
    return None if kind is None else accounts.get(kind)


def rates_of(settings: InvoiceSettings, catalogue: Catalogue) -> Rates:
    """The Xero rate of each mapped rate of the host, archived ones too.

    One that Xero does not list any more is left out.
    """
    return {
        rate_id: catalogue.rate_of[tax_type].rate
        for rate_id, tax_type in settings.tax_rates.items()
        if tax_type in catalogue.rate_of
    }


def draft_of(
    invoice: HostInvoice, settings: InvoiceSettings, catalogue: Catalogue, contact: XeroContactId
) -> XeroInvoiceDraft:
    """*invoice* as it is to stand in Xero, on *contact*.

    Prices and quantities have the four decimals that Xero keeps. Raises UnmappedError for one
    that `preflight` would hold: without a due date, an account or a tax rate.
    """
    return XeroInvoiceDraft(
        invoice.number,
        contact,
        invoice.currency,
        invoice.issued,
        _due(invoice),
        invoice.line_amount_types,
        tuple(
            _line(invoice.line_amount_types, line, place, settings, catalogue)
            for place, line in enumerate(invoice.lines, 1)
        ),
        STATUS[settings.xero_status],
        invoice.reference,
        invoice.url,
        settings.theme,
    )


def spelled(tracking: Tracking, catalogue: Catalogue) -> Tracking | None:
    """*tracking* as Xero spells it, found in any case; None: Xero has none such, or none active.

    As it is, where the tracking categories were not read.
    """
    if catalogue.tracking is None:
        return tracking
    wanted = fold(tracking.category), fold(tracking.option)
    for category in catalogue.tracking:
        for option in category.options if category.active else ():
            if (fold(category.name), fold(option)) == wanted:
                return evolve(tracking, category=category.name, option=option)
    return None


def spelled_item(code: ItemCode, catalogue: Catalogue) -> ItemCode | None:
    """*code* as Xero spells it, found in any case; None: Xero has no such item.

    As it is, where the items were not read.
    """
    if catalogue.items is None:
        return code
    return catalogue.item_spelled.get(code) or catalogue.item_spelled.get(fold(code))


def _line(
    amounts: LineAmountTypes,
    line: InvoiceLine,
    place: int,
    settings: InvoiceSettings,
    catalogue: Catalogue,
) -> XeroLine:
    taxed = amounts is not LineAmountTypes.NO_TAX
    return XeroLine(
        line.description,
        _four(line.quantity),
        _four(line.unit_price),
        _account(line, place, settings),
        _tax_type(line, place, settings) if taxed else None,
        line.discount,
        line.item and (spelled_item(line.item, catalogue) or line.item),
        tuple(spelled(one, catalogue) or one for one in line.tracking),
    )


def _four(value: Decimal) -> Decimal:
    return written(Fraction(value), PRICE_PLACES)


def _due(invoice: HostInvoice) -> date:
    if invoice.due is None:
        raise UnmappedError("the invoice has no due date")
    return invoice.due


def _account(line: InvoiceLine, place: int, settings: InvoiceSettings) -> AccountCode:
    account = account_of(line.sold, settings)
    if account is None:
        raise UnmappedError(f"line {place} has no account")
    return account


def _tax_type(line: InvoiceLine, place: int, settings: InvoiceSettings) -> XeroTaxType:
    found = None if line.tax_rate is None else settings.tax_rates.get(line.tax_rate)
    if found is None:
        raise UnmappedError(f"line {place} has no mapped tax rate")
    return found
