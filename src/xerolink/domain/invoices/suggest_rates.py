"""Which of Xero's tax rates one of the host may be: by its percentage, then by its name."""

from collections.abc import Sequence

from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.choices import rates_of_sales
from xerolink.domain.invoices.name_words import tax_kinds, tax_words
from xerolink.domain.invoices.proposals import Confidence, RateProposal
from xerolink.domain.invoices.settings import HostTaxRate
from xerolink.domain.invoices.tax import TaxRate
from xerolink.domain.invoices.usable import plain, same_percent, shown_percent


def suggest_rate(catalogue: Catalogue, rate: HostTaxRate) -> RateProposal | None:
    """The rate of sales that *rate* may be mapped to; None: none, or several fit equally well.

    Of those with its percentage: one that is for another kind of supply (zero-rated, exempt,
    no tax, exports) does not fit, and of the others the name decides. Without a percentage the
    names have to say the same.
    """
    there = [one.rate for one in rates_of_sales(catalogue)]
    if rate.percent is None:
        return _by_name_alone(rate, there)
    wanted = rate.percent
    fits = [one for one in there if same_percent(one, wanted) and _same_kind(rate, one)]
    if len(fits) == 1:
        return _only(rate, fits[0])
    return _by_name(rate, fits)


def _same_kind(rate: HostTaxRate, there: TaxRate) -> bool:
    """Whether the host's name says nothing of a kind, or nothing else than Xero's."""
    return tax_kinds(rate.name) <= tax_kinds(there.name)


def _by_name_alone(rate: HostTaxRate, there: Sequence[TaxRate]) -> RateProposal | None:
    named = tax_words(rate.name)
    equal = [one for one in there if named and tax_words(one.name) == named]
    if len(equal) != 1:
        return None
    reason = f"it is named as {_shown(equal[0])}; the host does not say its percentage"
    return RateProposal(equal[0].tax_type, Confidence.POSSIBLE, reason)


def _only(rate: HostTaxRate, there: TaxRate) -> RateProposal:
    """The kind of a lone rate may be one that the host's name does not speak of."""
    reason = f"no other rate of sales fits but {_shown(there)}"
    if tax_kinds(there.name) - tax_kinds(rate.name):
        return RateProposal(there.tax_type, Confidence.POSSIBLE, reason)
    named, held = tax_words(rate.name), tax_words(there.name)
    if named and held and (named <= held or held <= named):
        reason = f"{reason}, and its name says the same"
        return RateProposal(there.tax_type, Confidence.SURE, reason)
    return RateProposal(there.tax_type, Confidence.LIKELY, reason)


def _by_name(rate: HostTaxRate, fits: Sequence[TaxRate]) -> RateProposal | None:
    """The nearest by name: fewest kinds that the host does not name, then most words in common."""
    if not fits:
        return None
    named, kinds = tax_words(rate.name), tax_kinds(rate.name)

    def distance(one: TaxRate) -> tuple[int, int]:
        return len(tax_kinds(one.name) - kinds), -len(tax_words(one.name) & named)

    least = min(map(distance, fits))
    nearest = [one for one in fits if distance(one) == least]
    if len(nearest) > 1 or not least[1]:
        return None
    reason = f"of those of this percentage its name is nearest to {_shown(nearest[0])}"
    return RateProposal(nearest[0].tax_type, Confidence.LIKELY, reason)


def _shown(rate: TaxRate) -> str:
    return f"{rate.tax_type}, {rate.name}, {plain(shown_percent(rate))}%"
