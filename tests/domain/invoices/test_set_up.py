"""What is in the way of the invoices as they are set up: all of it at once, each with its fix."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from tests.domain.invoices.shelves import AUD, NEW_ZEALAND, RATES, code, listed, tax_type
from tests.domain.invoices.terms import ADVICE, CITY, GST, RIGHT, TERMS, TRAVEL, ZERO, host_rate
from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.causes import CauseThing
from xerolink.domain.invoices.model import ExpenseTypeId, ServiceTypeId
from xerolink.domain.invoices.set_up import check_settings, stopping
from xerolink.domain.invoices.setting_problems import (
    InvoiceSettingsError,
    Setting,
    SettingsProblem,
    Stops,
)
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings, UnprovedTaxRule
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.invoices.xero import ThemeId

OFF = evolve(RIGHT, on=False)
CITY_TERMS = evolve(TERMS, tax_rates=(*TERMS.tax_rates, host_rate(CITY, "City", "8.875")))


def mapped(**rates: str) -> InvoiceSettings:
    more = {HostTaxRateId(rate_id): tax_type(name) for rate_id, name in rates.items()}
    return evolve(RIGHT, tax_rates={**RIGHT.tax_rates, **more})


def found(
    settings: InvoiceSettings, catalogue: Catalogue = NEW_ZEALAND, terms: HostTerms = TERMS
) -> list[tuple[Stops, str]]:
    return [(one.stops, str(one)) for one in check_settings(settings, catalogue, terms)]


def test_settings_that_are_right_have_no_problem() -> None:
    assert found(RIGHT) == []


MISTAKES: tuple[tuple[dict[str, Any], str], ...] = (
    (
        {"revenue_account": code("210")},
        (
            "revenue_account 210: it is archived in Xero; "
            "restore it there, or choose another account"
        ),
    ),
    (
        {"expense_account": code("610")},
        (
            "expense_account 610: its class is ASSET; "
            "a billable expense goes to EXPENSE or REVENUE; choose an account of such a class"
        ),
    ),
    (
        {"service_accounts": {ADVICE: code("429")}},
        (
            "service_accounts advice: account 429: its class is EXPENSE; revenue goes to REVENUE; "
            "choose an account of such a class"
        ),
    ),
    (
        {"expense_accounts": {TRAVEL: code("090")}},
        (
            "expense_accounts travel: account 090: it is a bank account, and no line can be on "
            "one; choose another account"
        ),
    ),
    (
        {"service_accounts": {ServiceTypeId("typo"): code("200")}},
        "service_accounts typo: the host has no such type; take it out, or map one that there is",
    ),
    (
        {"expense_accounts": {ExpenseTypeId("typo"): code("200")}},
        "expense_accounts typo: the host has no such type; take it out, or map one that there is",
    ),
    (
        {"theme": ThemeId("gone")},
        "theme gone: Xero has no such theme; choose one of those that there are, or none",
    ),
)
RATE_MISTAKES = (
    (
        {"gst": "OUTPUT"},
        (
            "tax_rates gst: tax rate OUTPUT: it is archived in Xero; "
            "restore it there, or map it to another one"
        ),
    ),
    (
        {"gst": "GONE"},
        (
            "tax_rates gst: tax rate GONE: Xero has no such tax rate; "
            "map it to one of those that there are"
        ),
    ),
    (
        {"gst": "INPUT2"},
        (
            "tax_rates gst: tax rate INPUT2: it cannot be used with revenue accounts, "
            "so it is no rate of sales; map it to a rate of sales"
        ),
    ),
    (
        {"gst": "TAX001"},
        (
            "tax_rates gst: it is 15%, and tax rate TAX001 of Xero is 8.875%; "
            "map it to a rate of the same percentage"
        ),
    ),
    (
        {"typo": "OUTPUT2"},
        "tax_rates typo: the host has no such tax rate; take it out, or map one that there is",
    ),
)


@pytest.mark.parametrize(("wrong", "told"), MISTAKES)
def test_a_mistake_stops_saving_whether_on_or_off(wrong: dict[str, Any], told: str) -> None:
    assert found(evolve(OFF, **wrong)) == [(Stops.SAVING, told)]


@pytest.mark.parametrize(("wrong", "told"), RATE_MISTAKES)
def test_a_rate_that_is_mapped_wrongly_stops_saving(wrong: dict[str, str], told: str) -> None:
    stops = [text for stop, text in found(mapped(**wrong)) if stop is Stops.SAVING]
    assert stops == [told]


MISSING: tuple[tuple[dict[str, Any], str], ...] = (
    (
        {"sync_start_date": None},
        "sync_start_date: there is none; give the first issue date that is to be sent",
    ),
    (
        {"revenue_account": None},
        ("revenue_account: there is none; choose where lines go whose type has no account"),
    ),
    (
        {"expense_account": None},
        ("expense_account: there is none; choose where lines go whose type has no account"),
    ),
    (
        {"tax_rates": {ZERO: tax_type("ZERORATED")}},
        "tax_rates gst: it is mapped to no tax rate of Xero; map it, or end it in the host",
    ),
)


@pytest.mark.parametrize(("missing", "told"), MISSING)
def test_what_is_missing_stops_switching_on_and_is_told_before(
    missing: dict[str, Any], told: str
) -> None:
    assert found(evolve(OFF, **missing)) == [(Stops.SWITCHING_ON, told)]


def test_books_in_another_currency_stop_switching_on() -> None:
    """The firm was bound to an organisation that is not its own."""
    told = (
        "on NZD: the firm's books are kept in AUD, those of the Xero organisation in NZD; "
        "connect the organisation of this firm"
    )
    assert found(RIGHT, terms=evolve(TERMS, base_currency=AUD)) == [(Stops.SWITCHING_ON, told)]


def test_a_host_that_does_not_tell_its_currency_is_not_held_to_it() -> None:
    assert found(RIGHT, terms=evolve(TERMS, base_currency=None)) == []


def test_an_expense_account_that_no_mapped_tax_goes_with_stops_switching_on() -> None:
    told = (
        "expense_account 429: Xero takes these tax rates on no line of it: OUTPUT2, ZERORATED; "
        "choose an account of class REVENUE, or lines with such a tax will be held"
    )
    assert found(evolve(RIGHT, expense_account=code("429"))) == [(Stops.SWITCHING_ON, told)]


def test_an_expense_account_that_some_mapped_tax_goes_with_is_told() -> None:
    told = (
        "expense_accounts travel: account 429: Xero takes these tax rates on no line of it: "
        "OUTPUT2; choose an account of class REVENUE, or lines with such a tax will be held"
    )
    some = evolve(mapped(zero="NONE"), expense_accounts={TRAVEL: code("429")})
    assert found(some) == [(Stops.NOTHING, told)]


def test_a_tax_whose_rounding_is_not_known_is_told_while_it_is_held() -> None:
    told = (
        "tax_rates city: tax rate TAX001 has several or compound parts, whose rounding is not "
        "known; its invoices will be held, unless unproved_tax is send_and_compare"
    )
    assert found(mapped(city="TAX001"), terms=CITY_TERMS) == [(Stops.NOTHING, told)]


def test_a_tax_that_is_sent_and_compared_is_not_told() -> None:
    compared = evolve(mapped(city="TAX001"), unproved_tax=UnprovedTaxRule.SEND_AND_COMPARE)
    assert found(compared, terms=CITY_TERMS) == []


def test_a_percentage_that_the_host_does_not_say_is_told() -> None:
    silent = evolve(TERMS, tax_rates=(host_rate(GST, "GST", None), TERMS.tax_rates[1]))
    told = (
        "tax_rates gst: the host does not say its percentage, so that of OUTPUT2 is not compared; "
        "see that they are equal"
    )
    assert found(RIGHT, terms=silent) == [(Stops.NOTHING, told)]


@pytest.mark.parametrize(("locked", "told"), [(date(2026, 8, 31), 0), (date(2026, 9, 1), 1)])
def test_a_start_that_is_locked_is_told(locked: date, told: int) -> None:
    problems = found(RIGHT, evolve(NEW_ZEALAND, period_lock=locked))
    assert [stops for stops, _ in problems] == [Stops.NOTHING] * told


def test_themes_that_were_not_read_are_not_looked_for() -> None:
    assert found(evolve(RIGHT, theme=ThemeId("gone")), evolve(NEW_ZEALAND, themes=None)) == []


def test_everything_is_told_at_once() -> None:
    wrong = evolve(
        RIGHT,
        sync_start_date=None,
        revenue_account=code("210"),
        service_accounts={ADVICE: code("999")},
        tax_rates={},
        theme=ThemeId("gone"),
    )
    told = [(one.setting.value, one.thing) for one in check_settings(wrong, NEW_ZEALAND, TERMS)]
    assert told == [
        ("sync_start_date", ""),
        ("revenue_account", "210"),
        ("service_accounts", "advice"),
        ("tax_rates", "gst"),
        ("tax_rates", "zero"),
        ("theme", "gone"),
    ]


def test_the_problems_name_settings_that_there_are() -> None:
    assert {one.value for one in Setting} <= set(InvoiceSettings.__match_args__)


def refused(
    settings: InvoiceSettings, before: InvoiceSettings, catalogue: Catalogue = NEW_ZEALAND
) -> list[str]:
    problems = check_settings(settings, catalogue, TERMS)
    known = check_settings(before, catalogue, TERMS)
    return [one.thing for one in stopping(settings, problems, before, known)]


def test_what_is_only_good_to_know_stops_nothing() -> None:
    locked = evolve(NEW_ZEALAND, period_lock=date(2026, 9, 1))
    assert refused(RIGHT, OFF, locked) == []


def test_unfinished_settings_can_be_saved_while_off() -> None:
    assert refused(InvoiceSettings(revenue_account=code("200")), InvoiceSettings()) == []


def test_unfinished_settings_cannot_be_switched_on() -> None:
    unfinished = evolve(OFF, tax_rates={})
    assert refused(evolve(unfinished, on=True), unfinished) == ["gst", "zero"]


ARCHIVED = evolve(NEW_ZEALAND, tax_rates=(*RATES[2:], listed("OUTPUT2", "Old", 15, active=False)))


def test_invoices_can_always_be_switched_off() -> None:
    """What broke in Xero meanwhile, and was not touched, is no reason to go on."""
    assert refused(OFF, RIGHT, ARCHIVED) == []


def test_one_of_two_things_that_broke_can_be_mended() -> None:
    broken = evolve(RIGHT, revenue_account=code("210"))
    assert refused(RIGHT, broken, ARCHIVED) == []


def test_what_broke_meanwhile_stops_switching_on() -> None:
    assert refused(RIGHT, OFF, ARCHIVED) == ["gst"]


def test_the_error_has_every_problem_and_says_them() -> None:
    problem = SettingsProblem(Setting.START, CauseThing("x"), "why", "fix", Stops.SAVING)
    error = InvoiceSettingsError((problem, problem))
    told = "sync_start_date x: why; fix"
    assert str(error) == f"these settings cannot be saved: {told} | {told}"
