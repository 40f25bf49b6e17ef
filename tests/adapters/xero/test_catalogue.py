"""The real adapter keeps every promise of `ports.xero_catalogue`, against the simulator."""

import json
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from xerolink.adapters.xero import XeroApiCatalogue, XeroClient
from xerolink.domain.identity import TenantId
from xerolink.domain.invoices.catalogue import ALL_PARTS, Catalogue, CataloguePart
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.tax import TaxComponent, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode
from xerolink.ports.errors import UnavailableError
from xerolink.ports.xero_catalogue import XeroCatalogue
from xerolink.testing.conformance.xero_catalogue import CataloguePeople, XeroCatalogueContract
from xerolink.testing.simulator import Organisation, RewriteBody, XeroSimulator

Reach = Callable[[Organisation], XeroClient]


class Office(CataloguePeople):
    """People in the settings of a simulated organisation."""

    def __init__(self, organisation: Organisation) -> None:
        self.people = organisation.people

    def add_account(self, code: AccountCode, name: str) -> None:
        self.people.add_account(code, name)

    def archive_account(self, code: AccountCode) -> None:
        self.people.archive_account(code)

    def add_rate(self, percents: tuple[Decimal, ...], compound: Decimal) -> XeroTaxType:
        return XeroTaxType(self.people.add_tax_rate("Own", *percents, compound=compound))

    def archive_rate(self, tax_type: XeroTaxType) -> None:
        self.people.end_tax_rate(tax_type, "ARCHIVED")

    def delete_rate(self, tax_type: XeroTaxType) -> None:
        self.people.end_tax_rate(tax_type, "DELETED")

    def add_currency(self, code: CurrencyCode) -> None:
        self.people.add_currency(code)

    def add_tracking(self, name: str, options: tuple[str, ...]) -> None:
        self.people.add_tracking(name, *options)

    def archive_option(self, name: str, option: str) -> None:
        self.people.archive_tracking(name, option)

    def archive_tracking(self, name: str) -> None:
        self.people.archive_tracking(name)

    def lock_period(self, day: date) -> None:
        self.people.lock_period(day)

    def lock_year(self, day: date) -> None:
        self.people.end_of_year_lock(day)


class TestCatalogue(XeroCatalogueContract):
    @pytest.fixture
    def catalogue(self, client: XeroClient) -> XeroCatalogue:
        return XeroApiCatalogue(client)

    @pytest.fixture
    def people(self, kauri_org: Organisation) -> CataloguePeople:
        return Office(kauri_org)

    @pytest.fixture
    def other(
        self, simulator: XeroSimulator, kauri_org: Organisation, client_of: Reach
    ) -> XeroCatalogue:
        second = simulator.add_organisation("Rimu", access_token=kauri_org.access_token)
        return XeroApiCatalogue(client_of(second))


class TestInProcess(TestCatalogue):
    @pytest.fixture
    def client_of(self, simulator: XeroSimulator) -> Reach:
        def reach(organisation: Organisation) -> XeroClient:
            return XeroClient(
                lambda: organisation.access_token,
                TenantId(organisation.tenant_id),
                base_url="http://xero.test",
                pool=simulator.transport(),
            )

        return reach


BASE = ["GET Accounts", "GET Currencies", "GET Organisation", "GET TaxRates"]
EXTRA = ["GET BrandingThemes", "GET Items", "GET TrackingCategories"]


@pytest.mark.parametrize(("parts", "calls"), [((), BASE), (ALL_PARTS, sorted(BASE + EXTRA))])
def test_a_read_is_four_calls_and_one_for_each_part(
    client: XeroClient, parts: Collection[CataloguePart], calls: list[str]
) -> None:
    XeroApiCatalogue(client).read(parts)
    assert sorted(client.traffic().costs) == calls


def read_with(
    simulator: XeroSimulator, client: XeroClient, resource: str, name: str, *rows: Any
) -> Catalogue:
    """What is read where Xero lists *rows* as *name*."""
    body = json.dumps({name: rows}).encode()
    simulator.faults.add(RewriteBody(f"GET {resource}", rewrite=lambda _: body))
    return XeroApiCatalogue(client).read(ALL_PARTS)


SALES = {"Code": "200", "Name": "Sales", "Type": "REVENUE", "Class": "REVENUE", "Status": "ACTIVE"}
ODD_ACCOUNTS = {
    "no code": {**SALES, "Code": ""},
    "null code": {**SALES, "Code": None},
    "a code that is a number": {**SALES, "Code": 200},
    "a new class": {**SALES, "Code": "201", "Class": "MYSTERY"},
    "a text": "an account",
    "null": None,
}


@pytest.mark.parametrize("odd", ODD_ACCOUNTS.values(), ids=ODD_ACCOUNTS)
def test_an_account_that_nobody_can_choose_loses_no_other(
    simulator: XeroSimulator, client: XeroClient, odd: Any
) -> None:
    found = read_with(simulator, client, "Accounts", "Accounts", odd, SALES)
    assert [one.code for one in found.accounts] == ["200"]


def test_words_of_xero_are_read_in_any_case(simulator: XeroSimulator, client: XeroClient) -> None:
    lower = {**SALES, "Type": "revenue", "Class": "revenue", "Status": "active"}
    (found,) = read_with(simulator, client, "Accounts", "Accounts", lower).accounts
    assert (found.kind, found.active) == ("REVENUE", True)


GST = {"Name": "GST", "TaxType": "OUTPUT2", "Status": "ACTIVE", "EffectiveRate": 15.0}
ODD_RATES = {
    "below zero": {**GST, "TaxComponents": [{"Name": "Tax", "Rate": -1.0}]},
    "a rate without end": {**GST, "TaxComponents": [{"Name": "Tax", "Rate": "1E999999999"}]},
    "no TaxType": {**GST, "TaxType": None},
    "parts that are none": {**GST, "TaxComponents": ["Tax"]},
}


@pytest.mark.parametrize("odd", ODD_RATES.values(), ids=ODD_RATES)
def test_a_rate_that_cannot_be_read_loses_no_other(
    simulator: XeroSimulator, client: XeroClient, odd: Any
) -> None:
    found = read_with(simulator, client, "TaxRates", "TaxRates", odd, {**GST, "TaxType": "T"})
    assert [one.rate.tax_type for one in found.tax_rates] == ["T"]


def test_a_rate_without_parts_is_its_effective_rate(
    simulator: XeroSimulator, client: XeroClient
) -> None:
    (found,) = read_with(simulator, client, "TaxRates", "TaxRates", GST).tax_rates
    assert found.rate.components == (TaxComponent("GST", Decimal(15)),)


def test_a_rate_that_is_not_in_use_yet_is_not_active(
    simulator: XeroSimulator, client: XeroClient
) -> None:
    pending = {**GST, "Status": "PENDING"}
    (found,) = read_with(simulator, client, "TaxRates", "TaxRates", pending).tax_rates
    assert not found.active


ORGANISATION = {"BaseCurrency": "NZD", "Timezone": "NEWZEALANDSTANDARDTIME"}
LOCKS = {
    "/Date(1782777600000+0000)/": date(2026, 6, 30),
    "/Date(1782777600000)/": date(2026, 6, 30),
    "/Date(1782777600000+1300)/": date(2026, 6, 30),
    "2026-06-30T00:00:00": date(2026, 6, 30),
    "2026-06-30": date(2026, 6, 30),
    "": None,
}


@pytest.mark.parametrize(("told", "day"), LOCKS.items())
def test_a_lock_date_is_in_no_zone(
    simulator: XeroSimulator, client: XeroClient, told: str, day: date | None
) -> None:
    row = {**ORGANISATION, "PeriodLockDate": told}
    found = read_with(simulator, client, "Organisation", "Organisations", row)
    assert found.period_lock == day


@pytest.mark.parametrize(
    "row",
    [
        {**ORGANISATION, "PeriodLockDate": "soon"},
        {**ORGANISATION, "EndOfYearLockDate": 1},
        {**ORGANISATION, "BaseCurrency": None},
        "an organisation",
    ],
)
def test_an_organisation_that_cannot_be_read_is_unavailable(
    simulator: XeroSimulator, client: XeroClient, row: Any
) -> None:
    """Without its lock dates nobody knows what may be written."""
    with pytest.raises(UnavailableError):
        read_with(simulator, client, "Organisation", "Organisations", row)
