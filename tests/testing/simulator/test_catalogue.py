"""What lines refer to, and the organisation itself (fact sheet 4.4)."""

from datetime import date
from typing import Any

import pytest

from tests.testing.simulator.caller import Caller, Json
from xerolink.testing.simulator import XeroSimulator


def rows(caller: Caller, name: str, **query: Any) -> list[Json]:
    answer = caller.ask("GET", f"/{name}", **query)
    assert answer.status == 200, answer.data
    found: list[Json] = answer.json()[name]
    return found


def organisation(caller: Caller) -> Json:
    (found,) = caller.ask("GET", "/Organisation").json()["Organisations"]
    return dict(found)


def rate(caller: Caller, tax_type: str) -> Json:
    (found,) = [one for one in rows(caller, "TaxRates") if one["TaxType"] == tax_type]
    return found


def account(caller: Caller, code: str) -> Json:
    (found,) = [one for one in rows(caller, "Accounts") if one["Code"] == code]
    return found


def in_country(caller: Caller, country: str) -> Caller:
    caller.org = caller.xero.add_organisation(f"In {country}", country=country)
    return caller


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("NZ", ("NZ", "NZD", "NEWZEALANDSTANDARDTIME", "NZ")),
        ("AU", ("AU", "AUD", "AUSEASTERNSTANDARDTIME", "AU")),
        ("UK", ("GB", "GBP", "GMTSTANDARDTIME", "UK")),
        ("US", ("US", "USD", "EASTERNSTANDARDTIME", "US")),
    ],
)
def test_an_organisation_is_of_its_country(
    caller: Caller, country: str, told: tuple[str, ...]
) -> None:
    shown = organisation(in_country(caller, country))
    assert tuple(shown[n] for n in ("CountryCode", "BaseCurrency", "Timezone", "Version")) == told


def test_the_plural_means_the_organisation_too(caller: Caller) -> None:
    shown = caller.ask("GET", "/Organisations").json()["Organisations"]
    assert shown == [organisation(caller)]


def test_another_country_has_no_organisations() -> None:
    with pytest.raises(ValueError, match="'FR'"):
        XeroSimulator().add_organisation("K", country="FR")


def test_lock_dates_show_when_they_are_set(caller: Caller) -> None:
    caller.org.people.lock_period(date(2026, 6, 30))
    caller.org.people.end_of_year_lock(date(2026, 3, 31))
    shown = organisation(caller)
    assert (shown["PeriodLockDate"], shown["EndOfYearLockDate"]) == (
        "/Date(1782777600000+0000)/",
        "/Date(1774915200000+0000)/",
    )


def test_no_lock_date_shows_before(caller: Caller) -> None:
    assert "PeriodLockDate" not in organisation(caller)


@pytest.mark.parametrize(
    ("country", "sales", "percent"), [("NZ", "OUTPUT2", 15.0), ("AU", "OUTPUT", 10.0)]
)
def test_the_standard_rate_of_sales(
    caller: Caller, country: str, sales: str, percent: float
) -> None:
    assert rate(in_country(caller, country), sales)["EffectiveRate"] == percent


def test_deleted_rates_are_listed_too(caller: Caller) -> None:
    old = rate(caller, "OUTPUT")
    assert (old["Status"], old["DisplayTaxRate"]) == ("DELETED", 12.5)


def test_a_rate_says_which_accounts_it_can_apply_to(caller: Caller) -> None:
    purchases = rate(caller, "INPUT2")
    assert (purchases["CanApplyToRevenue"], purchases["CanApplyToExpenses"]) == (False, True)


def test_a_rate_of_several_parts_comes_to_their_sum(caller: Caller) -> None:
    assert rate(in_country(caller, "US"), "TAX001")["EffectiveRate"] == 8.875


def test_a_code_is_text_with_its_zeros(caller: Caller) -> None:
    assert account(caller, "090")["Type"] == "BANK"


def test_the_code_of_sales_differs_by_country(caller: Caller) -> None:
    assert account(in_country(caller, "US"), "200")["SystemAccount"] == "CREDITORS"


def test_an_account_takes_the_rate_of_its_class(caller: Caller) -> None:
    assert account(caller, "200")["TaxType"] == "OUTPUT2"


def test_accounts_can_be_chosen_by_where(caller: Caller) -> None:
    caller.org.people.archive_account("400")
    where = 'Status=="ARCHIVED" AND Class=="EXPENSE"'
    assert [one["Code"] for one in rows(caller, "Accounts", where=where)] == ["400"]


def test_accounts_since_a_time_are_those_written_since(caller: Caller) -> None:
    caller.clock.move(minutes=1)
    caller.org.people.add_account("201", "More Sales")
    since = {"If-Modified-Since": f"{caller.clock.now:%Y-%m-%dT%H:%M:%S}"}
    found = caller.ask("GET", "/Accounts", headers=since).json()["Accounts"]
    assert [one["Code"] for one in found] == ["201"]


def test_one_account_is_found_by_its_id(caller: Caller) -> None:
    sought = account(caller, "200")
    found = caller.ask("GET", f"/Accounts/{sought['AccountID']}").json()["Accounts"]
    assert found == [sought]


def test_an_account_is_not_found_by_its_code(caller: Caller) -> None:
    assert caller.ask("GET", "/Accounts/200").status == 404


def test_a_code_can_be_taken_once(caller: Caller) -> None:
    with pytest.raises(ValueError):
        caller.org.people.add_account("200", "Sales again")


def test_only_the_base_currency_is_there_at_first(caller: Caller) -> None:
    assert rows(caller, "Currencies") == [{"Code": "NZD", "Description": "New Zealand Dollar"}]


def test_a_currency_can_be_added(caller: Caller) -> None:
    caller.org.people.add_currency("USD", "0.6", "United States Dollar")
    assert [one["Code"] for one in rows(caller, "Currencies")] == ["NZD", "USD"]


def test_tracking_has_categories_and_options(caller: Caller) -> None:
    (region,) = rows(caller, "TrackingCategories")
    assert "North" in [one["Name"] for one in region["Options"]]


def test_there_is_a_branding_theme(caller: Caller) -> None:
    assert [one["Name"] for one in rows(caller, "BrandingThemes")] == ["Standard"]


@pytest.mark.parametrize("key", ["Code", "ItemID"])
def test_an_item_is_found_by_code_and_id(caller: Caller, key: str) -> None:
    (item,) = rows(caller, "Items")
    assert caller.ask("GET", f"/Items/{item[key]}").json()["Items"] == [item]


def test_an_item_has_prices(caller: Caller) -> None:
    (item,) = rows(caller, "Items")
    assert item["SalesDetails"] == {"UnitPrice": 19.95, "AccountCode": "200", "TaxType": "OUTPUT2"}


def test_a_where_that_cannot_be_read_is_refused(caller: Caller) -> None:
    assert caller.ask("GET", "/Accounts", where="Shoes==1").status == 400


def test_an_unknown_item_is_html(caller: Caller) -> None:
    assert caller.ask("GET", "/Items/nothing").status == 404


def test_an_unknown_account_cannot_be_archived(caller: Caller) -> None:
    with pytest.raises(KeyError):
        caller.org.people.archive_account("999")


@pytest.mark.parametrize(
    ("kind", "tax_type"), [("SALES", "OUTPUT2"), ("OVERHEADS", "INPUT2"), ("EQUITY", "NONE")]
)
def test_a_new_account_takes_the_rate_of_its_class(
    caller: Caller, kind: str, tax_type: str
) -> None:
    caller.org.people.add_account("201", "New", kind)
    assert account(caller, "201")["TaxType"] == tax_type


@pytest.mark.parametrize("status", ["ARCHIVED", "DELETED"])
def test_people_end_a_tax_rate(caller: Caller, status: str) -> None:
    caller.org.people.end_tax_rate("OUTPUT2", status)
    assert rate(caller, "OUTPUT2")["Status"] == status


def test_nobody_ends_a_tax_rate_that_is_not_there(caller: Caller) -> None:
    with pytest.raises(KeyError):
        caller.org.people.end_tax_rate("TAX999", "DELETED")


def category(caller: Caller, name: str, **query: Any) -> Json:
    (found,) = [one for one in rows(caller, "TrackingCategories", **query) if one["Name"] == name]
    return found


def test_people_keep_track_of_something_else(caller: Caller) -> None:
    made = caller.org.people.add_tracking("Office", "Nelson", "Napier")
    found = category(caller, "Office")
    names = [one["Name"] for one in found["Options"]]
    assert (found["TrackingCategoryID"], names) == (made, ["Nelson", "Napier"])


def test_people_archive_one_option(caller: Caller) -> None:
    caller.org.people.archive_tracking("Region", "North")
    states = {one["Name"]: one["Status"] for one in category(caller, "Region")["Options"]}
    assert (states["North"], states["South"]) == ("ARCHIVED", "ACTIVE")


def test_people_archive_a_tracking_category(caller: Caller) -> None:
    caller.org.people.archive_tracking("Region")
    assert rows(caller, "TrackingCategories") == []
    assert category(caller, "Region", includeArchived="true")["Status"] == "ARCHIVED"


def test_nobody_archives_a_tracking_category_that_is_not_there(caller: Caller) -> None:
    with pytest.raises(KeyError):
        caller.org.people.archive_tracking("Office")
