"""An invoice, its lines, payments and notes as the simulated organisation keeps them."""

from datetime import date

from attrs import field, frozen

ACCREC, ACCPAY = "ACCREC", "ACCPAY"
TYPES = (ACCREC, ACCPAY)
DRAFT, SUBMITTED, AUTHORISED = "DRAFT", "SUBMITTED", "AUTHORISED"
PAID, VOIDED, DELETED = "PAID", "VOIDED", "DELETED"
STATUSES = (DRAFT, SUBMITTED, AUTHORISED, PAID, VOIDED, DELETED)
APPROVED = (AUTHORISED, PAID)
ENDED = (VOIDED, DELETED)
EXCLUSIVE, INCLUSIVE, NO_TAX = "Exclusive", "Inclusive", "NoTax"
LINE_AMOUNT_TYPES = (EXCLUSIVE, INCLUSIVE, NO_TAX)


@frozen
class Tracked:
    """One tracking option on a line."""

    category_id: str
    option_id: str
    category: str
    option: str


@frozen
class Line:
    """One line; amounts in units of 10^-8, see `money`. An empty text is absent in Xero.

    ``quantity`` and ``unit_amount`` are both None on a line that is only a description.
    """

    line_id: str
    description: str = field(default="", repr=False)
    quantity: int | None = None
    unit_amount: int | None = None
    line_amount: int = 0
    tax_type: str = ""
    tax_amount: int = 0
    account_code: str = ""
    item_code: str = ""
    discount_rate: int = 0
    discount_amount: int = 0
    tracking: tuple[Tracked, ...] = ()


@frozen
class Invoice:
    """One invoice or bill; amounts in units of 10^-8, ``amount_paid`` is what payments sum to.

    ``issued`` is Xero's Date; ``by_app``: it came by the API; ``updated_ms`` is UpdatedDateUTC in
    milliseconds since 1970.
    """

    invoice_id: str
    updated_ms: int
    type: str
    contact_id: str
    issued: date
    status: str = DRAFT
    number: str = ""
    reference: str = field(default="", repr=False)
    due_date: date | None = None
    line_amount_types: str = EXCLUSIVE
    lines: tuple[Line, ...] = field(default=(), repr=False)
    currency: str = ""
    currency_rate: int = 0
    branding_theme_id: str = ""
    url: str = field(default="", repr=False)
    sent: bool = False
    expected_payment: date | None = None
    planned_payment: date | None = None
    amount_paid: int = 0
    by_app: bool = False

    @property
    def total_tax(self) -> int:
        return sum(line.tax_amount for line in self.lines)

    @property
    def sub_total(self) -> int:
        """Without tax."""
        lines = sum(line.line_amount for line in self.lines)
        return lines - self.total_tax if self.line_amount_types == INCLUSIVE else lines

    @property
    def total(self) -> int:
        return self.sub_total + self.total_tax

    @property
    def amount_due(self) -> int:
        """What payments leave of the total; in a VOIDED invoice too (fact sheet 4.2)."""
        return self.total - self.amount_paid


@frozen
class Payment:
    """A payment of one invoice; ``amount`` in units of 10^-8, in the invoice's currency."""

    payment_id: str
    updated_ms: int
    invoice_id: str
    account_id: str
    paid_on: date
    amount: int
    reference: str = field(default="", repr=False)
    status: str = AUTHORISED
    currency_rate: int = 0
    reconciled: bool = False


@frozen
class Note:
    """One line of a record's history; ``subject_id`` is the contact or invoice."""

    note_id: str
    subject_id: str
    at_ms: int
    details: str = field(repr=False)
    changes: str = "Note"
    user: str = field(default="System Generated", repr=False)
