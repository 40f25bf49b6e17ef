"""An invoice on Xero's side: what is written there, what is read back, and what Xero answered."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import NewType

from attrs import field, frozen

from xerolink.domain.contacts.model import veiled
from xerolink.domain.identity import IntentId, XeroContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    AmountOff,
    InvoiceNumber,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    Tracking,
)
from xerolink.domain.invoices.tax import XeroTaxType

XeroInvoiceId = NewType("XeroInvoiceId", str)
"""Xero's InvoiceID, lower-case."""
LineItemId = NewType("LineItemId", str)
AccountCode = NewType("AccountCode", str)
"""A text of at most ten characters: "090" is not "90" (fact sheet 4.4)."""
ThemeId = NewType("ThemeId", str)
"""Xero's BrandingThemeID."""


class XeroInvoiceStatus(Enum):
    """Xero's Status of an invoice (fact sheet 4.2)."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    AUTHORISED = "AUTHORISED"
    PAID = "PAID"
    VOIDED = "VOIDED"
    DELETED = "DELETED"


GONE = frozenset({XeroInvoiceStatus.VOIDED, XeroInvoiceStatus.DELETED})
"""An invoice of such a status bills nobody, whatever AmountDue it still shows (fact sheet 4.2)."""


@frozen
class XeroLine:
    """One line as it is written. *tax_type* None: the invoice is without tax."""

    description: str = field(repr=veiled)
    quantity: Decimal
    unit_price: Decimal
    account: AccountCode
    tax_type: XeroTaxType | None = None
    discount: PercentOff | AmountOff | None = None
    item: ItemCode | None = None
    tracking: tuple[Tracking, ...] = ()


@frozen
class XeroInvoiceDraft:
    """A sales invoice as it is to stand in Xero; *status* is DRAFT or AUTHORISED.

    An AUTHORISED one says that it was sent to the contact (semantics row 32).
    """

    number: InvoiceNumber
    contact_id: XeroContactId
    currency: CurrencyCode
    issued: date
    due: date
    line_amount_types: LineAmountTypes
    lines: tuple[XeroLine, ...]
    status: XeroInvoiceStatus = XeroInvoiceStatus.AUTHORISED
    reference: str = field(default="", repr=veiled)
    url: str = field(default="", repr=veiled)
    theme: ThemeId | None = None

    @property
    def sent_to_contact(self) -> bool:
        return self.status is XeroInvoiceStatus.AUTHORISED


@frozen
class InvoiceCreation:
    """An invoice to create. *key* is the intent's id: equal on retry only."""

    key: IntentId
    draft: XeroInvoiceDraft


@frozen
class InvoiceChange:
    """An invoice to make as *draft* says. *line_ids*: the LineItemID of each of its lines.

    None: a new line. A line of Xero's whose id is not there is deleted (fact sheet 4.2). A draft
    without a theme leaves the theme as it is. *key* is the intent's id: equal on retry only.
    Raises `ValueError` unless there are as many ids as lines.
    """

    key: IntentId
    xero_id: XeroInvoiceId
    draft: XeroInvoiceDraft
    line_ids: tuple[LineItemId | None, ...]

    def __attrs_post_init__(self) -> None:
        lines, ids = len(self.draft.lines), len(self.line_ids)
        if lines != ids:
            raise ValueError(f"{lines} lines have {ids} ids; give each line one, None to a new one")


@frozen
class XeroInvoiceLine:
    """One line as Xero shows it: what was written, its id, and its LineAmount and TaxAmount."""

    line_id: LineItemId
    line: XeroLine
    amount: Decimal
    tax: Decimal


@frozen
class XeroInvoice:
    """A sales invoice as Xero last said. *lines* None: that answer did not tell them.

    *updated* is Xero's UpdatedDateUTC. *due* None: a draft without one.
    """

    xero_id: XeroInvoiceId
    updated: datetime
    status: XeroInvoiceStatus
    number: InvoiceNumber
    contact_id: XeroContactId
    currency: CurrencyCode
    issued: date
    due: date | None
    line_amount_types: LineAmountTypes
    sub_total: Decimal
    total_tax: Decimal
    total: Decimal
    amount_due: Decimal
    amount_paid: Decimal = Decimal(0)
    amount_credited: Decimal = Decimal(0)
    lines: tuple[XeroInvoiceLine, ...] | None = None
    reference: str = field(default="", repr=veiled)
    url: str = field(default="", repr=veiled)
    theme: ThemeId | None = None
    sent_to_contact: bool = False

    @property
    def gone(self) -> bool:
        return self.status in GONE

    @property
    def settled_in_part(self) -> bool:
        """Whether money or a credit stands against it: most of it is then locked (row 39)."""
        return bool(self.amount_paid or self.amount_credited)


@frozen
class InvoiceVoid:
    """An invoice to void, as it was last read: its status says what that takes (fact sheet 4.2).

    *key* is the intent's id: equal on retry only.
    """

    key: IntentId
    invoice: XeroInvoice


class RefusalKind(Enum):
    """What Xero refused an invoice for, as far as its words tell (fact sheet 4)."""

    ACCOUNT = "account"
    TAX_TYPE = "tax type"
    CONTACT = "contact"
    LOCKED = "locked period"
    SETTLED = "payment or credit"
    STATUS = "status"
    CURRENCY = "currency"
    OTHER = "other"


@frozen
class Refusal:
    """One of Xero's reasons; *why* is for people and repeats nothing personal."""

    kind: RefusalKind
    why: str


@frozen
class InvoiceStored:
    """Xero did it: the invoice as Xero answered."""

    invoice: XeroInvoice


@frozen
class InvoiceRefused:
    """Xero will not; nothing about this invoice changed."""

    refusals: tuple[Refusal, ...]


@frozen
class NumberHeld:
    """Xero has a sales invoice of this number: somebody's, or an earlier attempt of this create."""


XeroInvoiceOutcome = InvoiceStored | InvoiceRefused | NumberHeld
