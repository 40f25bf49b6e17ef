"""Our totals beside the simulator's, over as many invoices as asked for: a differential test."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from attrs import field, frozen

from xerolink.domain.invoices.model import HostInvoice
from xerolink.domain.invoices.totals import Rates, Totals, UnprovedTax, xero_totals
from xerolink.testing.billing import Biller, offices
from xerolink.testing.simulated_totals import Office, on_half_a_cent, simulated_totals

_COUNTED = ("different", "half a cent", "unproved")
SHOWN = 5
"""How many of those that differ are told in full."""


@frozen
class Compared:
    """What came of it; *first* shows the first that differ, *kinds* how many of each there were."""

    compared: int
    different: int
    half_a_cent: int
    unproved: int
    kinds: dict[str, int]
    first: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    @property
    def half_a_cent_share(self) -> float:
        """Which part of the invoices has a tax on exactly half a cent."""
        return self.half_a_cent / self.compared if self.compared else 0.0


Pairs = tuple[tuple[Totals, Totals], ...]
"""Of one invoice, ours and the simulator's."""
Count = Callable[[HostInvoice, Rates], Totals | UnprovedTax]


def compare_many(invoices: int, seed: int, count: Count = xero_totals) -> Compared:
    """Draw *invoices*, count each twice, compare every line and sum; the same for the same seed.

    *count* is ours; another one may round otherwise, to see that it is noticed.
    """
    random = Random(seed)
    billers = tuple(Biller(random, each) for each in offices())
    counts, first = Counter[str](), list[dict[str, Any]]()
    for place in range(invoices):
        biller = billers[place % len(billers)]
        invoice = biller.invoice(place)
        pairs = _pairs(biller.at, invoice, count)
        wrong = [{"ours": repr(ours), "simulator": repr(its)} for ours, its in pairs if ours != its]
        counts.update(_traits(biller.at, invoice, pairs))
        counts["different"] += bool(wrong)
        first += [{"invoice": repr(invoice), **one} for one in wrong[: SHOWN - len(first)]]
    different, half, unproved = (counts.pop(name, 0) for name in _COUNTED)
    return Compared(invoices, different, half, unproved, dict(sorted(counts.items())), tuple(first))


def _pairs(at: Office, invoice: HostInvoice, count: Count) -> Pairs:
    """Ours and the simulator's; of an unproved tax both readings."""
    match count(invoice, at.rates):
        case UnprovedTax(together=together, apart=apart):
            return (
                (together, simulated_totals(at.together, invoice)),
                (apart, simulated_totals(at.apart, invoice)),
            )
        case totals:
            return ((totals, simulated_totals(at.together, invoice)),)


def _traits(at: Office, invoice: HostInvoice, pairs: Pairs) -> list[str]:
    found = [invoice.line_amount_types.value, at.together.ledger.country.version]
    found += ["discounted"] * any(line.discount is not None for line in invoice.lines)
    found += ["unproved"] * (len(pairs) > 1)
    return found + ["half a cent"] * on_half_a_cent(invoice, pairs[0][1], at.rates)
