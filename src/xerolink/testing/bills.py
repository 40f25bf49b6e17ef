"""What the demo's firm bills: 60 invoices of every kind, with totals by arithmetic of its own.

What a client is billed is counted here, by the firm's rules and with nothing of the library, so
that three are compared in the end: the firm, the library and Xero.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from random import Random

from attrs import frozen

from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    AmountOff,
    BillableExpense,
    ExpenseTypeId,
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    InvoiceNumber,
    InvoiceStatus,
    LineAmountTypes,
    PercentOff,
    Service,
    ServiceTypeId,
)
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms
from xerolink.domain.invoices.tax import HostTaxRateId

GST, ZERO, RETAINER = HostTaxRateId("gst"), HostTaxRateId("zero"), HostTaxRateId("retainer")
NZD, AUD, USD = CurrencyCode("NZD"), CurrencyCode("AUD"), CurrencyCode("USD")
INTEREST, TRAVEL = ServiceTypeId("interest"), ExpenseTypeId("travel")
_RATES = (HostTaxRate(GST, "GST", "15"), HostTaxRate(ZERO, "Zero rated", "0"))
TERMS = HostTerms(
    _RATES,
    {ServiceTypeId("advice"): "Advice", INTEREST: "Interest income"},
    {TRAVEL: "Travel"},
    NZD,
)
LATER = HostTerms(
    (*_RATES, HostTaxRate(RETAINER, "GST on retainers", "15")),
    TERMS.service_types,
    TERMS.expense_types,
    NZD,
)
"""The terms once the firm bills with one tax rate more, which nobody has mapped yet."""

_PERCENT: Mapping[HostTaxRateId, int] = {GST: 15, ZERO: 0, RETAINER: 15}
_PRICES = ("120.00", "33.35", "7.15", "19.99", "250.00", "0.3333", "84.5678", "1240.10")
_QUANTITIES = ("1", "1", "2", "0.25", "1.75", "7.5", "12.125")
_WORK = ("Advice", "Annual accounts", "GST return", "Payroll", "Company secretary")
_CENT = Decimal("0.01")


class Kind(Enum):
    """What is special about an invoice; the values are for people."""

    MAPPED = "mapped"
    INCLUSIVE = "tax inside of its prices"
    UNTAXED = "without tax"
    FOREIGN = "foreign currency"
    NEW_CURRENCY = "a currency that Xero does not use yet"
    UNMAPPED = "a tax rate that is not mapped"
    EARLY = "before the start date"
    LOCKED = "in a locked period"
    IN_REVIEW = "of a contact in review"
    CENT_OFF = "a cent off"


HOW_MANY: Mapping[Kind, int] = {
    Kind.MAPPED: 22,
    Kind.INCLUSIVE: 8,
    Kind.UNTAXED: 3,
    Kind.FOREIGN: 5,
    Kind.NEW_CURRENCY: 4,
    Kind.UNMAPPED: 4,
    Kind.EARLY: 3,
    Kind.LOCKED: 4,
    Kind.IN_REVIEW: 3,
    Kind.CENT_OFF: 4,
}
KINDS = tuple(kind for kind, number in HOW_MANY.items() for _ in range(number))


@frozen
class Days:
    """The days of the story, counted back from *today*."""

    today: date

    @property
    def start(self) -> date:
        """The sync start date."""
        return self.today - timedelta(60)

    @property
    def locked(self) -> date:
        """The last day of the period that the accountant locks."""
        return self.today - timedelta(40)

    def issued(self, kind: Kind, place: int) -> date:
        before = {Kind.EARLY: 75, Kind.LOCKED: 45}.get(kind, place % 20)
        return self.today - timedelta(before)


def kind_of(host_id: HostInvoiceId) -> Kind:
    """What was special about an invoice when it was billed."""
    return KINDS[int(host_id.rpartition("-")[2]) - 1]


def bills(
    seed: int, days: Days, clients: Sequence[HostContactId], in_review: Sequence[HostContactId]
) -> list[HostInvoice]:
    """All 60, approved; one kind is for contacts *in_review*, the others are for *clients*."""
    dice = Random(f"bills {seed}")
    return [
        _bill(dice, days, place, in_review if kind is Kind.IN_REVIEW else clients)
        for place, kind in enumerate(KINDS, 1)
    ]


def _bill(dice: Random, days: Days, place: int, contacts: Sequence[HostContactId]) -> HostInvoice:
    kind, host_id = KINDS[place - 1], HostInvoiceId(f"inv-{place:02}")
    types, lines = _types(kind), _lines(dice, kind)
    off = _CENT if kind is Kind.CENT_OFF else 0
    issued = days.issued(kind, place)
    return HostInvoice(
        host_id,
        contacts[place % len(contacts)],
        InvoiceNumber(f"INV-{place:04}"),
        {Kind.FOREIGN: AUD, Kind.NEW_CURRENCY: USD}.get(kind, NZD),
        issued,
        issued + timedelta(20),
        types,
        lines,
        billed(types, lines) + off,
        InvoiceStatus.APPROVED,
        url=f"https://host.example/invoices/{host_id}",
    )


def _types(kind: Kind) -> LineAmountTypes:
    special = {Kind.INCLUSIVE: LineAmountTypes.INCLUSIVE, Kind.UNTAXED: LineAmountTypes.NO_TAX}
    return special.get(kind, LineAmountTypes.EXCLUSIVE)


def _lines(dice: Random, kind: Kind) -> tuple[InvoiceLine, ...]:
    if kind is Kind.CENT_OFF:
        # The sum of these taxed at once is the well-known cent more than each taxed by itself.
        return tuple(InvoiceLine("Advice", 1, price, GST) for price in ("25.06", "25.61", "25.63"))
    rates = {Kind.UNTAXED: (None,), Kind.UNMAPPED: (RETAINER,)}.get(kind, (GST, GST, GST, ZERO))
    return tuple(_line(dice, dice.choice(rates)) for _ in range(dice.randint(1, 4)))


def _line(dice: Random, rate: HostTaxRateId | None) -> InvoiceLine:
    quantity, price = dice.choice(_QUANTITIES), dice.choice(_PRICES)
    sold = dice.choice((Service(), Service(), Service(INTEREST), BillableExpense(TRAVEL)))
    tenth = AmountOff((Decimal(quantity) * Decimal(price) / 10).quantize(_CENT))
    discount = dice.choice((None, None, None, PercentOff("7.5"), tenth))
    return InvoiceLine(dice.choice(_WORK), quantity, price, rate, discount, sold)


def billed(types: LineAmountTypes, lines: Sequence[InvoiceLine]) -> Decimal:
    """What the client owes: each line in cents, and where it comes on top its tax in cents."""
    amounts = [_amount(line) for line in lines]
    if types is not LineAmountTypes.EXCLUSIVE:
        return sum(amounts, Decimal())
    taxes = [_tax(line, amount) for line, amount in zip(lines, amounts, strict=True)]
    return sum(taxes, sum(amounts, Decimal()))


def _amount(line: InvoiceLine) -> Decimal:
    whole = line.quantity * line.unit_price
    match line.discount:
        case PercentOff(percent):
            return _cents(whole * (100 - percent) / 100)
        case AmountOff(amount):
            return _cents(whole) - amount
        case None:
            return _cents(whole)


def _tax(line: InvoiceLine, amount: Decimal) -> Decimal:
    return _cents(amount * _PERCENT[line.tax_rate] / 100) if line.tax_rate else Decimal()


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
