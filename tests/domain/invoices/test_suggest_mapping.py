"""What might be mapped to what: by code, name and rate; nothing where two fit equally well."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.invoices.shelves import (
    ACCOUNTS,
    ANYWHERE,
    BUYING_SIDE,
    EXPENSE,
    NEW_ZEALAND,
    RATES,
    REVENUE,
    account,
    code,
    listed,
    tax_type,
)
from tests.domain.invoices.terms import ADVICE, GST, RIGHT, TERMS, TRAVEL, host_rate
from xerolink.domain.invoices.catalogue import Account, Catalogue, CatalogueRate
from xerolink.domain.invoices.model import ServiceTypeId
from xerolink.domain.invoices.money import Number
from xerolink.domain.invoices.proposals import Confidence
from xerolink.domain.invoices.set_up import check_settings
from xerolink.domain.invoices.setting_problems import Setting, Stops
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms, InvoiceSettings
from xerolink.domain.invoices.suggest_mapping import Suggested, suggest_mapping
from xerolink.domain.invoices.tax import HostTaxRateId

AUSTRALIA = evolve(
    NEW_ZEALAND,
    tax_rates=(
        listed("OUTPUT", "GST on Income", 10),
        listed("INPUT", "GST on Expenses", 10, where=BUYING_SIDE),
        listed("EXEMPTOUTPUT", "GST Free Income", 0),
        listed("EXEMPTEXPENSES", "GST Free Expenses", 0, where=BUYING_SIDE),
        listed("EXEMPTEXPORT", "GST Free Exports", 0),
        listed("INPUTTAXED", "Input Taxed", 0),
        listed("BASEXCLUDED", "BAS Excluded", 0, where=ANYWHERE),
    ),
)
BRITAIN = evolve(
    NEW_ZEALAND,
    tax_rates=(
        listed("OUTPUT2", "20% (VAT on Income)", 20),
        listed("RROUTPUT", "5% (VAT on Income)", 5),
        listed("ZERORATEDOUTPUT", "Zero Rated Income", 0),
        listed("EXEMPTOUTPUT", "Exempt Income", 0),
        listed("DRCHARGE20", "Domestic Reverse Charge @ 20%", 0, where=ANYWHERE),
        listed("NONE", "No VAT", 0, where=ANYWHERE),
        listed("OUTPUT", "17.5% (VAT on Income)", "17.5", active=False),
    ),
)
OPEN = InvoiceSettings()


def rate_for(catalogue: Catalogue, name: str, percent: Number | None) -> tuple[str, str] | None:
    terms = HostTerms((host_rate(GST, name, percent),))
    found = suggest_mapping(catalogue, terms, OPEN).tax_rates.get(GST)
    return None if found is None else (found.tax_type, found.confidence.value)


@pytest.mark.parametrize(
    ("catalogue", "name", "percent", "proposed"),
    [
        (NEW_ZEALAND, "GST", 15, ("OUTPUT2", "sure")),
        (NEW_ZEALAND, "GST 15.0%", "15.00", ("OUTPUT2", "sure")),
        (NEW_ZEALAND, "Standard", 15, ("OUTPUT2", "likely")),
        (NEW_ZEALAND, "Zero-rated", 0, ("ZERORATED", "sure")),
        (NEW_ZEALAND, "GST 0%", 0, ("ZERORATED", "sure")),
        (NEW_ZEALAND, "No GST", 0, ("NONE", "sure")),
        (NEW_ZEALAND, "City", "8.875", ("TAX001", "sure")),
        (AUSTRALIA, "GST free", 0, ("EXEMPTOUTPUT", "likely")),
        (AUSTRALIA, "GST-free exports", 0, ("EXEMPTEXPORT", "sure")),
        (AUSTRALIA, "Export", 0, ("EXEMPTEXPORT", "possible")),
        (BRITAIN, "VAT", 20, ("OUTPUT2", "sure")),
        (BRITAIN, "Exempt from VAT", 0, ("EXEMPTOUTPUT", "sure")),
        (BRITAIN, "Reverse charge", 0, ("DRCHARGE20", "sure")),
    ],
)
def test_a_rate_is_proposed_by_its_percentage_and_then_by_its_name(
    catalogue: Catalogue, name: str, percent: Number, proposed: tuple[str, str]
) -> None:
    assert rate_for(catalogue, name, percent) == proposed


@pytest.mark.parametrize(
    ("catalogue", "name", "percent"),
    [
        (NEW_ZEALAND, "GST", 10),
        (NEW_ZEALAND, "GST", "12.5"),
        (NEW_ZEALAND, "Exempt", 0),
        (NEW_ZEALAND, "Nothing", 0),
        (BRITAIN, "Levy", 0),
        (AUSTRALIA, "Zero rated", 0),
    ],
)
def test_no_rate_is_proposed_where_none_or_several_fit(
    catalogue: Catalogue, name: str, percent: Number
) -> None:
    """Of another percentage, archived, for another kind of supply, or told apart by nothing."""
    assert rate_for(catalogue, name, percent) is None


def test_a_name_alone_has_to_say_the_same() -> None:
    assert rate_for(NEW_ZEALAND, "No GST", None) == ("NONE", "possible")


def test_a_name_alone_that_says_another_thing_proposes_nothing() -> None:
    assert rate_for(NEW_ZEALAND, "Old GST", None) is None


def test_a_proposal_says_why() -> None:
    found = suggest_mapping(NEW_ZEALAND, TERMS, OPEN).tax_rates[GST]
    assert found.reason == (
        "no other rate of sales fits but OUTPUT2, 15% GST on Income, 15%, "
        "and its name says the same"
    )


def accounts(*more: Account) -> Catalogue:
    return evolve(NEW_ZEALAND, accounts=(*ACCOUNTS, *more))


def default_revenue(catalogue: Catalogue) -> str | None:
    found = suggest_mapping(catalogue, TERMS, OPEN).revenue_account
    return None if found is None else found.code


def default_expense(catalogue: Catalogue) -> str | None:
    found = suggest_mapping(catalogue, TERMS, OPEN).expense_account
    return None if found is None else found.code


def test_the_default_revenue_account_is_the_one_of_usual_income() -> None:
    """Not by its code: in another chart 200 is something else (fact sheet 4.4)."""
    assert default_revenue(NEW_ZEALAND) == "200"


def test_of_two_accounts_of_usual_income_neither_is_proposed() -> None:
    assert default_revenue(accounts(account("201", "Consulting fees", "SALES", REVENUE))) is None


def test_an_only_income_account_is_proposed_whatever_its_name() -> None:
    lone = evolve(
        NEW_ZEALAND, accounts=(account("4", "Takings", "REVENUE", REVENUE), *ACCOUNTS[4:])
    )
    assert default_revenue(lone) == "4"


def test_no_default_expense_account_is_proposed_without_one_for_costs_passed_on() -> None:
    assert default_expense(NEW_ZEALAND) is None


def test_an_income_account_of_costs_passed_on_is_proposed_for_expenses() -> None:
    recovered = account("265", "Disbursements recovered", "REVENUE", REVENUE)
    assert default_expense(accounts(recovered)) == "265"


def test_an_expense_account_that_no_mapped_tax_goes_with_is_not_proposed() -> None:
    recovered = account("430", "Disbursements", "EXPENSE", EXPENSE)
    assert default_expense(accounts(recovered)) is None


def service(catalogue: Catalogue, name: str) -> tuple[str, str] | None:
    terms = evolve(TERMS, service_types={ADVICE: name})
    found = suggest_mapping(catalogue, terms, OPEN).service_accounts.get(ADVICE)
    return None if found is None else (found.code, found.confidence.value)


PAYROLL = accounts(
    account("220", "Payroll income", "REVENUE", REVENUE),
    account("221", "Tax returns", "REVENUE", REVENUE),
    account("222", "Tax advice", "REVENUE", REVENUE),
    account("223", "Payroll", "REVENUE", REVENUE, active=False),
)


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Payroll services", ("220", "likely")),
        ("Monthly payroll", ("220", "possible")),
        ("Work for 221", ("221", "likely")),
        ("TAX RETURNS", ("221", "likely")),
        ("Tax", None),
        ("Services", None),
        ("General expenses", None),
        ("Work for 223", None),
    ],
)
def test_the_account_of_a_service_is_proposed_by_code_or_name(
    name: str, proposed: tuple[str, str] | None
) -> None:
    """ "Tax" is in two names, "services" in none; the last two cannot be used for revenue."""
    assert service(PAYROLL, name) == proposed


def test_a_short_code_is_not_looked_for_in_a_name() -> None:
    short = accounts(account("12", "Retainers", "REVENUE", REVENUE))
    assert service(short, "Every 12 months") is None


def test_the_account_of_an_expense_type_is_proposed_too() -> None:
    travel = accounts(account("266", "Travel recovered", "REVENUE", REVENUE))
    found = suggest_mapping(travel, TERMS, OPEN).expense_accounts[TRAVEL]
    assert (found.code, found.confidence) == (code("266"), Confidence.POSSIBLE)


def test_what_is_mapped_and_can_be_used_is_left_alone() -> None:
    assert suggest_mapping(NEW_ZEALAND, TERMS, RIGHT) == Suggested()


def test_what_cannot_be_used_any_more_gets_a_proposal() -> None:
    broken = evolve(RIGHT, revenue_account=code("210"), tax_rates={GST: tax_type("OUTPUT")})
    found = suggest_mapping(NEW_ZEALAND, TERMS, broken)
    assert (found.revenue_account is not None, GST in found.tax_rates) == (True, True)


def test_taken_proposals_are_the_settings_of_a_person_to_save() -> None:
    taken = suggest_mapping(NEW_ZEALAND, TERMS, OPEN).taken(evolve(OPEN, revenue_account=code("9")))
    assert (taken.on, taken.revenue_account, taken.tax_rates[GST]) == (False, "200", "OUTPUT2")


WORDS = "GST VAT zero rated exempt free no export 0% 15% on income sales tax city old"
NAMES = st.lists(st.sampled_from(WORDS.split()), max_size=4).map(" ".join)
PERCENTS = st.sampled_from([None, "0", "8.875", "10", "12.5", "15"])
HOST_RATES = st.lists(st.tuples(NAMES, PERCENTS), max_size=4).map(
    lambda rows: tuple(
        HostTaxRate(HostTaxRateId(str(place)), *row) for place, row in enumerate(rows)
    )
)
SERVICES = st.dictionaries(
    st.sampled_from("abc").map(ServiceTypeId),
    st.sampled_from(["Sales", "Interest", "Old sales", "Bank", "Code 200", "Code 429", ""]),
)
HOSTS = st.builds(HostTerms, HOST_RATES, SERVICES)
BOOKS = st.sampled_from([NEW_ZEALAND, AUSTRALIA, BRITAIN, PAYROLL])


@given(BOOKS, HOSTS)
def test_no_proposal_is_a_mistake(catalogue: Catalogue, terms: HostTerms) -> None:
    """Whoever takes them all has settings that can be saved."""
    taken = suggest_mapping(catalogue, terms, OPEN).taken(OPEN)
    problems = check_settings(taken, catalogue, terms)
    assert not [one for one in problems if one.stops is Stops.SAVING]


@given(BOOKS, HOSTS)
def test_what_was_taken_is_proposed_no_more(catalogue: Catalogue, terms: HostTerms) -> None:
    first = suggest_mapping(catalogue, terms, OPEN)
    again = suggest_mapping(catalogue, terms, first.taken(OPEN))
    assert not again.tax_rates.keys() & first.tax_rates.keys()


@given(st.data(), BOOKS, HOSTS)
def test_the_order_of_either_side_does_not_count(
    data: st.DataObject, catalogue: Catalogue, terms: HostTerms
) -> None:
    def shuffled(rows: tuple[CatalogueRate, ...]) -> tuple[CatalogueRate, ...]:
        return tuple(data.draw(st.permutations(rows)))

    other = evolve(
        catalogue,
        accounts=tuple(data.draw(st.permutations(catalogue.accounts))),
        tax_rates=shuffled(catalogue.tax_rates),
    )
    turned = evolve(terms, tax_rates=terms.tax_rates[::-1])
    assert suggest_mapping(other, turned, OPEN) == suggest_mapping(catalogue, terms, OPEN)


@given(HOSTS)
def test_of_two_rates_that_are_alike_neither_is_proposed(terms: HostTerms) -> None:
    """Every rate of the organisation is there twice, under another code."""
    twins = [
        evolve(one, rate=evolve(one.rate, tax_type=tax_type(f"{one.rate.tax_type}B")))
        for one in RATES
    ]
    doubled = evolve(NEW_ZEALAND, tax_rates=(*RATES, *twins))
    assert suggest_mapping(doubled, terms, OPEN).tax_rates == {}


def test_a_proposal_names_the_settings_that_it_is_for() -> None:
    assert set(Suggested.__match_args__) <= {one.value for one in Setting}
