"""What every adapter of `ports.xero_catalogue` promises: inherit it, and give its fixtures."""

from abc import abstractmethod
from datetime import date
from decimal import Decimal
from typing import Protocol

import pytest

from xerolink.domain.invoices.catalogue import (
    ALL_PARTS,
    AccountClass,
    CataloguePart,
    Item,
    TrackingCategory,
)
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import ItemCode
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import AccountCode
from xerolink.ports.xero_catalogue import XeroCatalogue
from xerolink.testing.conformance.hooks import missing

CODE = AccountCode("0207")
"""It begins with a zero."""
DAY = date(2026, 6, 30)


class CataloguePeople(Protocol):
    """What people do in Xero's settings: the suite's other hand."""

    @abstractmethod
    def add_account(self, code: AccountCode, name: str) -> None:
        """Make a revenue account, whose default tax is OUTPUT2."""

    @abstractmethod
    def archive_account(self, code: AccountCode) -> None:
        """Archive the account."""

    @abstractmethod
    def add_rate(self, percents: tuple[Decimal, ...], compound: Decimal) -> XeroTaxType:
        """Make a tax rate for every class of account; its TaxType.

        Of the parts *percents*, and of one that is compound.
        """

    @abstractmethod
    def archive_rate(self, tax_type: XeroTaxType) -> None:
        """Archive the tax rate."""

    @abstractmethod
    def delete_rate(self, tax_type: XeroTaxType) -> None:
        """Delete the tax rate."""

    @abstractmethod
    def add_currency(self, code: CurrencyCode) -> None:
        """Let invoices be in *code*."""

    @abstractmethod
    def add_tracking(self, name: str, options: tuple[str, ...]) -> None:
        """Make a tracking category."""

    @abstractmethod
    def archive_option(self, name: str, option: str) -> None:
        """Archive one option of a tracking category."""

    @abstractmethod
    def archive_tracking(self, name: str) -> None:
        """Archive a tracking category."""

    @abstractmethod
    def lock_period(self, day: date) -> None:
        """Close the books up to *day*, itself included."""

    @abstractmethod
    def lock_year(self, day: date) -> None:
        """Close the books of years up to *day*, itself included."""


class XeroCatalogueContract:
    """Every promise of `XeroCatalogue`.

    *catalogue* and *other* are of two organisations of New Zealand as Xero sets them up; *people*
    are those of the first.
    """

    @pytest.fixture
    def catalogue(self) -> XeroCatalogue:
        raise missing("catalogue")

    @pytest.fixture
    def people(self) -> CataloguePeople:
        raise missing("people")

    @pytest.fixture
    def other(self) -> XeroCatalogue:
        raise missing("other")

    def test_the_base_currency_is_told(self, catalogue: XeroCatalogue) -> None:
        assert catalogue.read().base_currency == "NZD"

    def test_the_base_currency_is_one_of_the_currencies(self, catalogue: XeroCatalogue) -> None:
        assert catalogue.read().currencies == {"NZD"}

    def test_a_currency_that_people_add_is_told(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.add_currency(CurrencyCode("EUR"))
        assert catalogue.read().currencies == {"NZD", "EUR"}

    def test_the_timezone_is_told(self, catalogue: XeroCatalogue) -> None:
        assert catalogue.read().timezone == "NEWZEALANDSTANDARDTIME"

    def test_an_account_tells_its_kind_class_and_tax(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.add_account(CODE, "Advice")
        found = catalogue.read().account_of[CODE]
        told = (found.name, found.kind, found.account_class, found.tax_type)
        assert told == ("Advice", "REVENUE", AccountClass.REVENUE, "OUTPUT2")

    def test_the_code_of_an_account_keeps_its_zeros(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.add_account(CODE, "Advice")
        assert AccountCode("207") not in catalogue.read().account_of

    def test_a_bank_account_is_of_kind_bank(self, catalogue: XeroCatalogue) -> None:
        assert catalogue.read().account_of[AccountCode("090")].kind == "BANK"

    def test_an_account_is_active(self, catalogue: XeroCatalogue) -> None:
        assert catalogue.read().account_of[AccountCode("200")].active

    def test_an_archived_account_is_there_and_not_active(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.archive_account(AccountCode("200"))
        assert not catalogue.read().account_of[AccountCode("200")].active

    def test_a_rate_tells_its_parts(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        tax_type = people.add_rate((Decimal(4), Decimal("0.375")), Decimal("9.975"))
        parts = catalogue.read().rate_of[tax_type].rate.components
        found = [(one.rate, one.compound) for one in parts]
        expected = [(Decimal(4), False), (Decimal("0.375"), False), (Decimal("9.975"), True)]
        assert found == expected

    @pytest.mark.parametrize(
        ("tax_type", "of", "applies"),
        [
            ("OUTPUT2", AccountClass.REVENUE, True),
            ("OUTPUT2", AccountClass.EXPENSE, False),
            ("INPUT2", AccountClass.EXPENSE, True),
            ("INPUT2", AccountClass.REVENUE, False),
        ],
    )
    def test_a_rate_tells_where_it_can_be_used(
        self, catalogue: XeroCatalogue, tax_type: str, of: AccountClass, applies: bool
    ) -> None:
        found = catalogue.read().rate_of[XeroTaxType(tax_type)]
        assert (of in found.applies_to) == applies

    def test_an_archived_rate_is_there_and_not_active(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.archive_rate(XeroTaxType("OUTPUT2"))
        assert not catalogue.read().rate_of[XeroTaxType("OUTPUT2")].active

    def test_a_deleted_rate_is_left_out(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.delete_rate(XeroTaxType("ZERORATED"))
        assert XeroTaxType("ZERORATED") not in catalogue.read().rate_of

    def test_open_books_have_no_lock_dates(self, catalogue: XeroCatalogue) -> None:
        found = catalogue.read()
        assert (found.period_lock, found.year_lock) == (None, None)

    def test_the_period_lock_is_a_calendar_day(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.lock_period(DAY)
        assert catalogue.read().period_lock == DAY

    def test_the_year_lock_is_a_calendar_day(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.lock_year(DAY)
        assert catalogue.read().year_lock == DAY

    def test_no_part_is_read_unasked(self, catalogue: XeroCatalogue) -> None:
        found = catalogue.read()
        assert (found.tracking, found.items, found.themes) == (None, None, None)

    @pytest.mark.parametrize("part", CataloguePart)
    def test_only_the_part_that_is_asked_for_is_read(
        self, catalogue: XeroCatalogue, part: CataloguePart
    ) -> None:
        found = catalogue.read([part])
        assert [one for one in CataloguePart if getattr(found, one.value) is not None] == [part]

    @pytest.mark.parametrize("part", CataloguePart)
    def test_a_part_that_is_read_later_is_as_if_it_was_read_at_once(
        self, catalogue: XeroCatalogue, part: CataloguePart
    ) -> None:
        assert catalogue.with_parts(catalogue.read(), [part]) == catalogue.read([part])

    def test_a_part_that_is_read_later_leaves_the_rest_as_it_was(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        known = catalogue.read([CataloguePart.TRACKING])
        people.add_account(CODE, "Advice")
        people.add_tracking("Office", ("Nelson",))
        found = catalogue.with_parts(known, [CataloguePart.ITEMS])
        assert (found.accounts, found.tracking) == (known.accounts, known.tracking)

    def test_a_tracking_category_tells_its_options(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.add_tracking("Office", ("Nelson", "Napier"))
        found = catalogue.read([CataloguePart.TRACKING]).tracking or ()
        assert TrackingCategory("Office", ("Nelson", "Napier")) in found

    def test_an_archived_option_is_left_out(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.add_tracking("Office", ("Nelson", "Napier"))
        people.archive_option("Office", "Nelson")
        found = catalogue.read([CataloguePart.TRACKING]).tracking or ()
        assert TrackingCategory("Office", ("Napier",)) in found

    def test_an_archived_category_is_there_and_not_active(
        self, catalogue: XeroCatalogue, people: CataloguePeople
    ) -> None:
        people.add_tracking("Office", ("Nelson",))
        people.archive_tracking("Office")
        found = catalogue.read([CataloguePart.TRACKING]).tracking or ()
        assert TrackingCategory("Office", ("Nelson",), active=False) in found

    def test_items_are_told_by_code(self, catalogue: XeroCatalogue) -> None:
        found = catalogue.read([CataloguePart.ITEMS]).items
        assert found == (Item(ItemCode("BOOK"), "Fish out of Water"),)

    def test_themes_are_told_by_name(self, catalogue: XeroCatalogue) -> None:
        found = catalogue.read([CataloguePart.THEMES]).themes or ()
        assert [one.name for one in found] == ["Standard"]

    def test_two_organisations_have_catalogues_of_their_own(
        self, catalogue: XeroCatalogue, people: CataloguePeople, other: XeroCatalogue
    ) -> None:
        before = other.read(ALL_PARTS)
        people.add_account(CODE, "Advice")
        people.add_currency(CurrencyCode("EUR"))
        people.lock_period(DAY)
        people.add_tracking("Office", ("Nelson",))
        assert other.read(ALL_PARTS) == before
