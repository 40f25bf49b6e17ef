"""Invoices that a seed draws: what firms of NZ, AU, UK and US bill, and what is hard to round.

About half of them are steered to a tax that falls exactly on half a cent, where their rates can
have one: of a line without its tax at 15%, each odd multiple of 10 cents.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from attrs import frozen

from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    AmountOff,
    BillableExpense,
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    InvoiceNumber,
    InvoiceStatus,
    LineAmountTypes,
    PercentOff,
    Service,
)
from xerolink.domain.invoices.tax import HostTaxRateId, TaxRate
from xerolink.testing.simulated_totals import FOREIGN, Office, office

KINDS = (
    LineAmountTypes.EXCLUSIVE,
    LineAmountTypes.EXCLUSIVE,
    LineAmountTypes.EXCLUSIVE,
    LineAmountTypes.INCLUSIVE,
    LineAmountTypes.INCLUSIVE,
    LineAmountTypes.NO_TAX,
)
"""How often each is drawn."""
FIRST_DAY = date(2026, 1, 1)


def offices() -> tuple[Office, ...]:
    """One of each country. Rates of states of the US, and Canada's old compound one, are added."""
    return (
        office("NZ"),
        office("AU"),
        office("UK"),
        office("US", "4", "6.25", "7.25", "8.875", "9.5", compound=("5", "9.5")),
    )


@frozen
class Biller:
    """Draws invoices of one office, in its own currency or another."""

    random: Random
    at: Office

    def invoice(self, place: int) -> HostInvoice:
        """The invoice with number *place*; it passes `check_invoice`, whatever it comes to."""
        random, kind = self.random, self.random.choice(KINDS)
        steered = random.random() < 0.5
        issued = FIRST_DAY + timedelta(days=random.randrange(365))
        home = self.at.together.ledger.country.currency
        return HostInvoice(
            HostInvoiceId(f"invoice-{place}"),
            HostContactId("contact"),
            InvoiceNumber(f"INV-{place:06}"),
            CurrencyCode(random.choice(FOREIGN) if random.random() < 0.1 else home),
            issued,
            issued + timedelta(days=random.randrange(60)),
            kind,
            tuple(self._line(kind, steered) for _ in range(random.choice((1, 1, 2, 3, 5, 8)))),
            total=0,
            status=InvoiceStatus.AWAITING_PAYMENT,
        )

    def _line(self, kind: LineAmountTypes, steered: bool) -> InvoiceLine:
        if kind is LineAmountTypes.NO_TAX:
            return self._any_line(None)
        rates = self.at.rates.items()
        halves = [(rate_id, _first_half(kind, rate)) for rate_id, rate in rates]
        able = [(rate_id, first) for rate_id, first in halves if first]
        if steered and able:
            return self._half_line(*self.random.choice(able))
        return self._any_line(self.random.choice(halves)[0])

    def _any_line(self, rate_id: HostTaxRateId | None) -> InvoiceLine:
        random = self.random
        price = _shifted(random.randrange(-200_000, 100_000_000), -random.choice((2, 4, 4, 6)))
        quantity = _shifted(random.randrange(1, 10_000), -random.choice((0, 1, 2, 4)))
        return self._sold(rate_id, random.choice((Decimal(1), quantity)), price, self._discount())

    def _discount(self) -> PercentOff | AmountOff | None:
        random = self.random
        return random.choice(
            (
                None,
                None,
                PercentOff(_shifted(random.randrange(0, 10_001), -2)),
                AmountOff(_shifted(random.randrange(0, 5_000), -2)),
            )
        )

    def _half_line(self, rate_id: HostTaxRateId, first: int) -> InvoiceLine:
        """A line of an odd multiple of *first* cents, come by in one of four ways."""
        amount = first * self.random.randrange(1, 2_000, 2)
        off = self.random.randrange(1, 10_000)
        quantity, price, discount = self.random.choice(
            (
                (1, _shifted(amount, -2), None),
                (5, _shifted(amount * 20, -4), None),
                (2, _shifted(amount, -2), PercentOff(50)),
                (1, _shifted(amount + off, -2), AmountOff(_shifted(off, -2))),
            )
        )
        return self._sold(rate_id, Decimal(quantity), price, discount)

    def _sold(
        self,
        rate_id: HostTaxRateId | None,
        quantity: Decimal,
        price: Decimal,
        discount: PercentOff | AmountOff | None,
    ) -> InvoiceLine:
        sold = self.random.choice((Service(), BillableExpense()))
        return InvoiceLine("Advice", quantity, price, rate_id, discount, sold)


def _first_half(kind: LineAmountTypes, rate: TaxRate) -> int:
    """The fewest cents of a line whose tax is half a cent and so many cents; 0: there are none."""
    share = sum(rate.shares, Fraction(0))
    part = share / (1 + share) if kind is LineAmountTypes.INCLUSIVE else share
    return 0 if part.denominator % 2 else part.denominator // 2


def _shifted(digits: int, places: int) -> Decimal:
    return Decimal(f"{digits}E{places}")
