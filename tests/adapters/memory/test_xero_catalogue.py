"""`MemoryXeroCatalogue` keeps every promise of `ports.xero_catalogue`."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from attrs import evolve, frozen

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.adapters.memory.xero_catalogue import MemoryXeroCatalogue
from xerolink.domain.invoices.catalogue import (
    ALL_PARTS,
    Account,
    AccountClass,
    CataloguePart,
    CatalogueRate,
    TrackingCategory,
)
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.tax import TaxComponent, TaxRate, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode
from xerolink.ports.xero_catalogue import XeroCatalogue
from xerolink.testing.conformance.xero_catalogue import CataloguePeople, XeroCatalogueContract


@frozen
class Office(CataloguePeople):
    """One organisation's settings, and its people as the suite knows them."""

    book: MemoryXeroCatalogue

    def add_account(self, code: AccountCode, name: str) -> None:
        tax_type = XeroTaxType("OUTPUT2")
        self.book.add_account(Account(code, name, "REVENUE", AccountClass.REVENUE, True, tax_type))

    def archive_account(self, code: AccountCode) -> None:
        self.book.archive_account(code)

    def add_rate(self, percents: tuple[Decimal, ...], compound: Decimal) -> XeroTaxType:
        simple = tuple(TaxComponent(f"Part {one}", one) for one in percents)
        parts = (*simple, TaxComponent("Compound", compound, compound=True))
        rate = TaxRate(XeroTaxType("TAX001"), "Own", parts)
        self.book.add_rate(CatalogueRate(rate, applies_to=frozenset(AccountClass)))
        return rate.tax_type

    def archive_rate(self, tax_type: XeroTaxType) -> None:
        self.book.archive_rate(tax_type)

    def delete_rate(self, tax_type: XeroTaxType) -> None:
        self.book.delete_rate(tax_type)

    def add_currency(self, code: CurrencyCode) -> None:
        self.book.add_currency(code)

    def add_tracking(self, name: str, options: tuple[str, ...]) -> None:
        self.book.add_tracking(TrackingCategory(name, options))

    def archive_option(self, name: str, option: str) -> None:
        found = self._category(name)
        kept = tuple(one for one in found.options if one != option)
        self.book.add_tracking(evolve(found, options=kept))

    def archive_tracking(self, name: str) -> None:
        self.book.add_tracking(evolve(self._category(name), active=False))

    def lock_period(self, day: date) -> None:
        self.book.lock_period(day)

    def lock_year(self, day: date) -> None:
        self.book.lock_year(day)

    def _category(self, name: str) -> TrackingCategory:
        return next(one for one in self.book.whole.tracking or () if one.name == name)


@pytest.fixture
def organisation() -> MemoryXero:
    return MemoryXero(ManualClock(datetime(2026, 9, 14, tzinfo=UTC)))


@pytest.fixture
def book(organisation: MemoryXero) -> MemoryXeroCatalogue:
    return MemoryXeroCatalogue(organisation)


class TestCatalogue(XeroCatalogueContract):
    @pytest.fixture
    def catalogue(self, book: MemoryXeroCatalogue) -> XeroCatalogue:
        return book

    @pytest.fixture
    def people(self, book: MemoryXeroCatalogue) -> CataloguePeople:
        return Office(book)

    @pytest.fixture
    def other(self, organisation: MemoryXero) -> XeroCatalogue:
        return MemoryXeroCatalogue(organisation)


@pytest.mark.parametrize(("parts", "calls"), [((), 4), (ALL_PARTS, 7)])
def test_the_organisation_counts_the_calls(
    organisation: MemoryXero, book: MemoryXeroCatalogue, parts: frozenset[CataloguePart], calls: int
) -> None:
    book.read(parts)
    assert organisation.traffic().total.calls == calls
