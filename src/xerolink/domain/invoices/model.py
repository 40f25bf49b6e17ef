"""An invoice as the host has it. Frozen, and as wrong as it may be: `check_invoice` says so."""

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NewType

from attrs import field, frozen
from attrs.converters import optional

from xerolink.domain.contacts.model import veiled
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.kinds import an_id, of_kind, tuple_of
from xerolink.domain.invoices.money import Number, exact
from xerolink.domain.invoices.tax import HostTaxRateId

HostInvoiceId = NewType("HostInvoiceId", str)
InvoiceNumber = NewType("InvoiceNumber", str)
"""The host's number, which the client sees; in Xero the InvoiceNumber (semantics row 35)."""
ServiceTypeId = NewType("ServiceTypeId", str)
ExpenseTypeId = NewType("ExpenseTypeId", str)
ItemCode = NewType("ItemCode", str)
"""Xero's code of an item, as the host's line names it."""
HostInvoiceVersion = NewType("HostInvoiceVersion", str)
"""The host's own version of an invoice: equal while nothing of it changed. Of the marks only one
that sends the invoice changes it."""


class LineAmountTypes(Enum):
    """Whether the prices of an invoice hold their tax; the values are Xero's."""

    EXCLUSIVE = "Exclusive"
    INCLUSIVE = "Inclusive"
    NO_TAX = "NoTax"


class InvoiceStatus(Enum):
    """Where an invoice stands in the host; it is sent once it awaits payment (row 32)."""

    DRAFT = "draft"
    APPROVED = "approved"
    AWAITING_PAYMENT = "awaiting payment"
    PART_PAID = "part-paid"
    PAID = "paid"
    VOIDED = "voided"


def _off(value: Number) -> Decimal:
    return exact(value, "a discount")


def _quantity(value: Number) -> Decimal:
    return exact(value, "a quantity")


def _price(value: Number) -> Decimal:
    return exact(value, "a unit price")


def _billed(value: Number) -> Decimal:
    return exact(value, "billed")


def _billed_tax(value: Number) -> Decimal:
    return exact(value, "billed_tax")


def _total(value: Number) -> Decimal:
    return exact(value, "a total")


@frozen
class PercentOff:
    """A discount of so many percent of a line, 0 to 100."""

    percent: Decimal = field(converter=_off)


@frozen
class AmountOff:
    """A discount of an amount, off the line as a whole."""

    amount: Decimal = field(converter=_off)


@frozen
class Service:
    """Work that was done; without a type it goes to the default revenue account (row 36)."""

    service_type: ServiceTypeId | None = field(default=None, validator=an_id(None))


@frozen
class BillableExpense:
    """A cost that is passed on; without a type: the default expense account (row 36)."""

    expense_type: ExpenseTypeId | None = field(default=None, validator=an_id(None))


@frozen
class Tracking:
    """A tracking category of Xero with one of its options, both by name."""

    category: str = field(repr=veiled)
    option: str = field(repr=veiled)


@frozen
class InvoiceLine:
    """One line. *unit_price* counts to four decimals, *quantity* too; more are rounded by Xero.

    *tax_rate* None: the line says nothing of tax, which only an invoice without tax may do.
    *billed* and *billed_tax*: what the client's invoice shows as the amount and the tax of this
    line; None: the host does not say. At most two of *tracking*. A value of another kind raises
    TypeError, what is no amount NotMoneyError, and what cannot be an id BadIdError.
    """

    description: str = field(repr=veiled, validator=of_kind(str))
    quantity: Decimal = field(converter=_quantity)
    unit_price: Decimal = field(converter=_price)
    tax_rate: HostTaxRateId | None = field(default=None, validator=an_id(None))
    discount: PercentOff | AmountOff | None = field(
        default=None, validator=of_kind(PercentOff, AmountOff, None)
    )
    sold: Service | BillableExpense = field(
        default=Service(), validator=of_kind(Service, BillableExpense)
    )
    item: ItemCode | None = field(default=None, validator=an_id(None))
    tracking: tuple[Tracking, ...] = field(default=(), validator=tuple_of(Tracking))
    billed: Decimal | None = field(default=None, converter=optional(_billed))
    billed_tax: Decimal | None = field(default=None, converter=optional(_billed_tax))


@frozen
class HostInvoice:
    """An invoice of the host, as it stands there; *total* is what the client was billed.

    *url* is its page in the host, which Xero shows as a link back; "": none. A value of another
    kind raises TypeError, which names the field: a text where a status belongs, a datetime where
    a date does. An id or a version that is too long, or holds a control character, raises
    BadIdError.
    """

    host_id: HostInvoiceId = field(validator=an_id())
    contact_id: HostContactId = field(validator=an_id())
    number: InvoiceNumber = field(validator=of_kind(str))
    currency: CurrencyCode = field(validator=of_kind(str))
    issued: date = field(validator=of_kind(date))
    due: date | None = field(validator=of_kind(date, None))
    line_amount_types: LineAmountTypes = field(validator=of_kind(LineAmountTypes))
    lines: tuple[InvoiceLine, ...] = field(validator=tuple_of(InvoiceLine))
    total: Decimal = field(converter=_total)
    status: InvoiceStatus = field(default=InvoiceStatus.DRAFT, validator=of_kind(InvoiceStatus))
    version: HostInvoiceVersion = field(default=HostInvoiceVersion(""), validator=an_id())
    reference: str = field(default="", repr=veiled, validator=of_kind(str))
    url: str = field(default="", repr=veiled, validator=of_kind(str))
