"""What makes an invoice unfit for Xero: every problem at once, with the line and the field."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from xerolink.domain.contacts.check import Problem, unprintable
from xerolink.domain.invoices.currencies import DECIMALS
from xerolink.domain.invoices.model import (
    AmountOff,
    HostInvoice,
    InvoiceLine,
    LineAmountTypes,
    PercentOff,
)
from xerolink.domain.invoices.money import finer
from xerolink.domain.invoices.totals import Rates, UnprovedTax, line_amount, xero_totals

NUMBER_LIMIT = 255
REFERENCE_LIMIT = 255
DESCRIPTION_LIMIT = 4_000
ITEM_LIMIT = 30
TRACKING_LIMIT = 2
QUANTITY_DIGITS = 13
LARGEST_LINE = Decimal("9999999999.99")
"""Xero's limits (fact sheet 4.1)."""
WHOLE = 100
"""In percent."""
PERCENT_PLACES = 4
"""Those of a price; how many Xero keeps of a percentage is written nowhere."""


class InvoiceField(Enum):
    """The parts of an invoice and of a line, as a person calls them."""

    NUMBER = "number"
    CURRENCY = "currency"
    ISSUED = "issue date"
    DUE = "due date"
    REFERENCE = "reference"
    URL = "link back"
    LINES = "lines"
    TOTAL = "total"
    DESCRIPTION = "description"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit price"
    DISCOUNT = "discount"
    TAX_RATE = "tax rate"
    AMOUNT = "amount"
    ITEM = "item"
    TRACKING = "tracking"


@frozen
class InvoiceProblem(Problem):
    """Why an invoice cannot go to Xero as it is, where that shows, and how to fix it.

    *line* counts from 1; None: the invoice as a whole. *field* stays None: that is of a contact.
    """

    part: InvoiceField = field(kw_only=True)
    fix: str = field(kw_only=True)
    line: int | None = field(default=None, kw_only=True)

    @property
    def where(self) -> str:
        """The line, where it is of one, and the field, in words."""
        return self.part.value if self.line is None else f"line {self.line}, {self.part.value}"

    def __str__(self) -> str:
        return f"{self.where}: {self.why}; {self.fix}"


def check_invoice(invoice: HostInvoice, rates: Rates) -> tuple[InvoiceProblem, ...]:
    """Every problem of *invoice*, its own before those of its lines, in their order; none: empty.

    *rates* has the Xero rate of each mapped rate of the host. Without problems `xero_totals` has
    an answer.
    """
    lines = tuple(
        problem
        for place, line in enumerate(invoice.lines, 1)
        for problem in _line_problems(place, line, invoice.line_amount_types, rates)
    )
    # What lines that are wrong come to tells nothing.
    computed = invoice.total if lines else _computed(invoice, rates)
    return (
        *_number_problems(invoice),
        *_whole_problems(invoice),
        *_reference_problems(invoice.reference),
        *_url_problems(invoice.url),
        *_total_problems(invoice, computed),
        *lines,
    )


def _problem(part: InvoiceField, why: str, fix: str, line: int | None = None) -> InvoiceProblem:
    return InvoiceProblem(why, blocks=True, part=part, fix=fix, line=line)


def _number_problems(invoice: HostInvoice) -> Iterator[InvoiceProblem]:
    number = invoice.number
    odd = next((char for char in number if not " " <= char <= "~"), "")
    if not number.strip():
        yield _problem(InvoiceField.NUMBER, "it has none", "give the invoice a number")
    if len(number) > NUMBER_LIMIT:
        why = f"it has {len(number):,} characters; Xero takes {NUMBER_LIMIT}"
        yield _problem(InvoiceField.NUMBER, why, "give a shorter number")
    if odd:
        why = f"it holds U+{ord(odd):04X}; Xero takes printable ASCII only"
        yield _problem(InvoiceField.NUMBER, why, "number it with plain letters, digits and signs")


def _whole_problems(invoice: HostInvoice) -> Iterator[InvoiceProblem]:
    if invoice.currency not in DECIMALS:
        fix = "give the three capitals of ISO 4217, such as NZD"
        yield _problem(InvoiceField.CURRENCY, "there is no such currency", fix)
    if invoice.due is None:
        yield _problem(InvoiceField.DUE, "it has none; Xero asks for it", "give a due date")
    elif invoice.due < invoice.issued:
        fix = "let it be due on the issue date or later"
        yield _problem(InvoiceField.DUE, "it is before the issue date", fix)
    if not invoice.lines:
        yield _problem(InvoiceField.LINES, "there are none", "bill at least one line")


def _reference_problems(reference: str) -> Iterator[InvoiceProblem]:
    if len(reference) > REFERENCE_LIMIT:
        why = f"it has {len(reference):,} characters; Xero takes {REFERENCE_LIMIT}"
        yield _problem(InvoiceField.REFERENCE, why, "shorten it")
    if odd := unprintable(reference[:REFERENCE_LIMIT]):
        why = f"it holds a control character (U+{ord(odd):04X})"
        yield _problem(InvoiceField.REFERENCE, why, "remove it; typing the text anew helps")


def _url_problems(url: str) -> Iterator[InvoiceProblem]:
    """Xero would refuse it, or for an odd character the whole call, with the invoices beside it."""
    address = url.startswith(("https://", "http://")) and url.isprintable() and " " not in url
    if url and not address:
        fix = "give one that begins with https:// and has no blanks, or none"
        yield _problem(InvoiceField.URL, "it is no address of a page", fix)


def _total_problems(invoice: HostInvoice, computed: Decimal) -> Iterator[InvoiceProblem]:
    places = DECIMALS.get(invoice.currency)
    if places is not None and finer(invoice.total, places):
        why = f"it is finer than {invoice.currency} has coins for: {places} decimals"
        yield _problem(InvoiceField.TOTAL, why, "bill an amount that can be paid")
    if invoice.total < 0 or computed < 0:
        fix = "write a credit note, or bill what the client owes"
        yield _problem(InvoiceField.TOTAL, "it is below zero: an invoice asks for money", fix)


def _computed(invoice: HostInvoice, rates: Rates) -> Decimal:
    match xero_totals(invoice, rates):
        case UnprovedTax(together=totals) | totals:
            return totals.total


def _line_problems(
    place: int, line: InvoiceLine, amounts: LineAmountTypes, rates: Rates
) -> Iterator[InvoiceProblem]:
    for problem in (
        *_description_problems(line),
        *_amount_problems(line),
        *_discount_problems(line),
        *_named_problems(line),
        *(() if amounts is LineAmountTypes.NO_TAX else _tax_problems(line, rates)),
    ):
        part, why, fix = problem
        yield _problem(part, why, fix, place)


Found = tuple[InvoiceField, str, str]


def _description_problems(line: InvoiceLine) -> Iterator[Found]:
    length, odd = len(line.description), unprintable(line.description[:DESCRIPTION_LIMIT])
    if not line.description.strip():
        yield InvoiceField.DESCRIPTION, "it is empty; Xero asks for it", "say what is billed"
    if length > DESCRIPTION_LIMIT:
        why = f"it has {length:,} characters; Xero takes {DESCRIPTION_LIMIT:,}"
        yield InvoiceField.DESCRIPTION, why, "shorten it, or spread it over several lines"
    if odd:
        why = f"it holds a control character (U+{ord(odd):04X})"
        yield InvoiceField.DESCRIPTION, why, "remove it; typing the text anew helps"


def _amount_problems(line: InvoiceLine) -> Iterator[Found]:
    if line.quantity.adjusted() >= QUANTITY_DIGITS:
        why = f"it has {line.quantity.adjusted() + 1} digits; Xero takes {QUANTITY_DIGITS}"
        yield InvoiceField.QUANTITY, why, "bill in larger units"
    if line_amount(line).copy_abs() > LARGEST_LINE:
        why = f"the line comes to more than {LARGEST_LINE:,}, the most that Xero takes"
        yield InvoiceField.AMOUNT, why, "spread it over several lines"


def _discount_problems(line: InvoiceLine) -> Iterator[Found]:
    part = InvoiceField.DISCOUNT
    match line.discount:
        case PercentOff(percent) if not 0 <= percent <= WHOLE:
            yield part, "it is not between 0% and 100%", "give a percentage of the line"
        case PercentOff(percent) if finer(percent, PERCENT_PLACES):
            why = f"it has more than {PERCENT_PLACES} decimals, and what Xero keeps is not known"
            yield part, why, "give it as an amount, or with fewer decimals"
        case AmountOff(amount) if amount < 0:
            yield part, "it is below zero", "give what is taken off, or raise the price"
        case AmountOff(amount) if finer(amount, 2):
            yield part, "it is finer than a hundredth", "give it in hundredths"
        case _:
            return


def _named_problems(line: InvoiceLine) -> Iterator[Found]:
    if line.item is not None and len(line.item) > ITEM_LIMIT:
        why = f"its code has {len(line.item)} characters; Xero's have at most {ITEM_LIMIT}"
        yield InvoiceField.ITEM, why, "give the code of an item of Xero"
    if len(line.tracking) > TRACKING_LIMIT:
        why = f"it names {len(line.tracking)} categories; Xero takes {TRACKING_LIMIT}"
        yield InvoiceField.TRACKING, why, "name two at most"


def _tax_problems(line: InvoiceLine, rates: Rates) -> Iterator[Found]:
    if line.tax_rate is None:
        fix = "choose one, such as a rate of 0%"
        yield InvoiceField.TAX_RATE, "it has none, and the invoice is taxed", fix
    elif line.tax_rate not in rates:
        yield InvoiceField.TAX_RATE, "it is mapped to no tax rate of Xero", "map it in the settings"
