"""Tax rates as Xero has them: their parts, and what they come to (fact sheet 4.4)."""

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NewType

from attrs import field, frozen

from xerolink.domain.invoices.errors import NotMoneyError
from xerolink.domain.invoices.money import Number, exact

HostTaxRateId = NewType("HostTaxRateId", str)
"""A tax rate of the host; which of Xero's it is, the firm says."""
XeroTaxType = NewType("XeroTaxType", str)
"""Xero's code of a tax rate: `OUTPUT2`, `TAX001`; an open set."""


def percent(value: Number) -> Decimal:
    """*value* as a percentage of a tax; raises NotMoneyError below 0."""
    made = exact(value)
    if made < 0:
        raise NotMoneyError("a tax rate", "is not below 0%")
    return made


@frozen
class TaxComponent:
    """One part of a rate, in percent; a compound one is taken on the line plus its simple taxes."""

    name: str
    rate: Decimal = field(converter=percent)
    compound: bool = False


@frozen
class TaxRate:
    """A tax rate of a Xero organisation; without components: 0%."""

    tax_type: XeroTaxType
    name: str
    components: tuple[TaxComponent, ...] = ()

    @cached_property
    def shares(self) -> tuple[Fraction, ...]:
        """What each component comes to, as a part of the line without tax: 15% is 3/20."""
        rates = [Fraction(Fraction(one.rate), 100) for one in self.components]
        parts = tuple(zip(self.components, rates, strict=True))
        simple = sum((rate for one, rate in parts if not one.compound), Fraction(0))
        return tuple(rate * (1 + simple) if one.compound else rate for one, rate in parts)

    @property
    def effective_rate(self) -> Fraction:
        """In percent, exact; Xero shows it to four decimals."""
        return sum(self.shares, Fraction(0)) * 100

    @property
    def proved(self) -> bool:
        """Whether Xero's rounding is known: one part that is not 0%, and none that is compound.

        For others nobody could see how the parts are rounded (semantics row 37).
        """
        parts = [one for one in self.components if one.rate]
        return len(parts) <= 1 and not any(one.compound for one in parts)
