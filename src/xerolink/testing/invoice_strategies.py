"""Hypothesis strategies for invoices of a host: plain values, odd ones, and hostile ones.

A host may draw from these in its own tests. They shrink towards the plain value. Invoices as firms
bill them, which Xero would take, are drawn by `xerolink.testing.billing`.
"""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from xerolink.domain.invoices.currencies import DECIMALS
from xerolink.domain.invoices.model import (
    AmountOff,
    BillableExpense,
    ExpenseTypeId,
    HostInvoice,
    HostInvoiceId,
    HostInvoiceVersion,
    InvoiceLine,
    InvoiceNumber,
    InvoiceStatus,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    Service,
    ServiceTypeId,
    Tracking,
)
from xerolink.domain.invoices.money import DIGITS, Money
from xerolink.domain.invoices.record import (
    AwaitingPayment,
    Held,
    InXero,
    Paid,
    PartPaid,
    Standing,
    Voided,
)
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.invoices.xero import XeroInvoiceId
from xerolink.testing.strategies import host_contact_ids, hostile_names, odd_text

RATES = (HostTaxRateId("gst"), HostTaxRateId("zero"))
SERVICES = (ServiceTypeId("advice"), ServiceTypeId("books"))
EXPENSES = (ExpenseTypeId("travel"),)
"""The few rates and types that the strategies bill with."""


def host_invoice_ids() -> SearchStrategy[HostInvoiceId]:
    """A few ids, so that two draws often name one invoice."""
    return st.integers(0, 20).map(lambda number: HostInvoiceId(f"i-{number:02}"))


def invoice_statuses() -> SearchStrategy[InvoiceStatus]:
    """Any status, a draft first."""
    return st.sampled_from(InvoiceStatus)


def amounts() -> SearchStrategy[Decimal]:
    """Any number that an invoice can hold: below zero, of 36 digits, 1.50 as it is written."""
    digits = st.integers(-(10**DIGITS) + 1, 10**DIGITS - 1)
    return st.builds(lambda n, places: Decimal(f"{n}E-{places}"), digits, st.integers(0, DIGITS))


def plain_lines() -> SearchStrategy[InvoiceLine]:
    """Lines that any host can bill: whole quantities, prices in cents, no discount, one rate."""
    return st.builds(
        InvoiceLine,
        description=st.sampled_from(("Advice", "Tax return", "Bücher & Löhne")),
        quantity=st.integers(1, 9),
        unit_price=st.integers(1, 100_000).map(lambda cents: Decimal(f"{cents}E-2")),
        tax_rate=st.just(RATES[0]),
        sold=st.just(Service(SERVICES[0])),
    )


def invoice_lines() -> SearchStrategy[InvoiceLine]:
    """Lines as wrong as they may be, with every kind of discount, type and tracking."""
    texts = odd_text() | hostile_names()
    return st.builds(
        InvoiceLine,
        description=texts,
        quantity=amounts(),
        unit_price=amounts(),
        tax_rate=st.none() | st.sampled_from(RATES),
        discount=st.none() | st.builds(PercentOff, amounts()) | st.builds(AmountOff, amounts()),
        sold=st.builds(Service, st.none() | st.sampled_from(SERVICES))
        | st.builds(BillableExpense, st.none() | st.sampled_from(EXPENSES)),
        item=st.none() | st.sampled_from((ItemCode("A-1"), ItemCode(""))),
        tracking=st.lists(st.builds(Tracking, texts, texts), max_size=2).map(tuple),
        billed=st.none() | amounts(),
        billed_tax=st.none() | amounts(),
    )


def host_invoices() -> SearchStrategy[HostInvoice]:
    """Invoices as wrong as they may be, in any status."""
    days = st.dates(date(1970, 1, 1), date(2100, 1, 1))
    texts = odd_text() | hostile_names()
    return st.builds(
        HostInvoice,
        host_id=host_invoice_ids(),
        contact_id=host_contact_ids(),
        number=(st.sampled_from(("INV-1", "INV-2")) | texts).map(InvoiceNumber),
        currency=st.sampled_from(sorted(DECIMALS)),
        issued=days,
        due=st.none() | days,
        line_amount_types=st.sampled_from(LineAmountTypes),
        lines=st.lists(invoice_lines(), max_size=3).map(tuple),
        total=amounts(),
        status=invoice_statuses(),
        version=st.integers(1, 5).map(lambda number: HostInvoiceVersion(str(number))),
        reference=texts,
        url=st.sampled_from(("", "https://host.example/invoices/1")) | texts,
    )


def money() -> SearchStrategy[Money]:
    """Amounts that can be paid, in any currency."""
    currencies = st.sampled_from(sorted(DECIMALS))
    whole = st.integers(-(10**9), 10**9)
    return st.builds(
        lambda n, code: Money(Decimal(f"{n}E-{DECIMALS[code]}"), code), whole, currencies
    )


def standings() -> SearchStrategy[Standing]:
    """Whatever a host may be told of an invoice."""
    reasons = st.lists(st.sampled_from(("the number is taken", "")) | odd_text(), max_size=3)
    ids = st.integers(0, 9).map(lambda n: XeroInvoiceId(f"00000000-0000-4000-9000-{n:012}"))
    return st.one_of(
        st.just(AwaitingPayment()),
        st.builds(InXero, ids),
        st.builds(PartPaid, money()),
        st.just(Paid()),
        st.just(Voided()),
        st.builds(Held, reasons.map(tuple)),
    )


def host_terms() -> SearchStrategy[HostTerms]:
    """What a firm may bill with: the few rates and types, under any name, or none of them."""
    names = odd_text(8)
    rates = st.builds(HostTaxRate, st.sampled_from(RATES), names, st.none() | amounts())
    return st.builds(
        HostTerms,
        st.lists(rates, max_size=2, unique_by=lambda rate: rate.rate_id).map(tuple),
        st.dictionaries(st.sampled_from(SERVICES), names),
        st.dictionaries(st.sampled_from(EXPENSES), names),
        st.none() | st.sampled_from(sorted(DECIMALS)),
    )
