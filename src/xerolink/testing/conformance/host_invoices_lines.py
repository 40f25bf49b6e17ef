"""The promise of `HostInvoices.get_many` that nothing that was billed is lost or made rounder."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from attrs import evolve

from xerolink.domain.invoices.model import (
    AmountOff,
    HostInvoice,
    InvoiceLine,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    Service,
    Tracking,
)
from xerolink.testing.conformance.host_invoices_cases import (
    ADVICE,
    GST,
    InvoiceCases,
    Invoices,
    invoice,
    read,
)

PLAIN = InvoiceLine("Advice", 1, "100", GST, sold=Service(ADVICE))


def _billed(line: InvoiceLine, total: str, **more: object) -> HostInvoice:
    return evolve(invoice(1), lines=(line,), total=total, **more)  # type: ignore[arg-type]


PARTS: Mapping[str, HostInvoice] = MappingProxyType(
    {
        "four decimals": _billed(evolve(PLAIN, quantity="1.2345", unit_price="10.1234"), "14.38"),
        "percent off": _billed(evolve(PLAIN, discount=PercentOff("12.5")), "100.63"),
        "amount off": _billed(evolve(PLAIN, discount=AmountOff("5.00")), "109.25"),
        "item": _billed(evolve(PLAIN, item=ItemCode("HOUR")), "115"),
        "tracking": _billed(evolve(PLAIN, tracking=(Tracking("Region", "North"),)), "115"),
        "billed": _billed(evolve(PLAIN, billed="100.00", billed_tax="15.00"), "115"),
        "tax inside": _billed(PLAIN, "100", line_amount_types=LineAmountTypes.INCLUSIVE),
        "no tax": _billed(
            evolve(PLAIN, tax_rate=None), "100", line_amount_types=LineAmountTypes.NO_TAX
        ),
        "no type": _billed(evolve(PLAIN, sold=Service()), "115"),
    }
)
"""What not every application has, each as an invoice that has it; `lacks` names those."""
each_part = pytest.mark.parametrize("part", PARTS)


class InvoicesBilling(InvoiceCases[Invoices]):
    """What is billed is read to the last decimal."""

    @each_part
    def test_what_is_billed_is_read_as_it_was_made(self, book: Invoices, part: str) -> None:
        self.needs_part(part)
        wanted = PARTS[part]
        found = read(book, self.add_as_user(book, wanted))
        assert (found.lines, found.line_amount_types) == (wanted.lines, wanted.line_amount_types)
