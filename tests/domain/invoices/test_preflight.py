"""Everything that keeps an invoice out of Xero is told before anything is sent (row 38)."""

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve

from tests.domain.invoices.books import GST15, NEW_YORK, NO_TAX, line
from tests.domain.invoices.office import (
    AUD,
    BANK,
    CATALOGUE,
    FREE,
    LOAN,
    OUTPUT2,
    PLAIN,
    READ,
    SENT,
    SETTINGS,
    ground,
    held_by,
    kinds,
    link,
)
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.invoices.catalogue import AccountClass, Catalogue
from xerolink.domain.invoices.causes import MOST_TOLD, Cause, CauseKind
from xerolink.domain.invoices.model import (
    BillableExpense,
    HostInvoice,
    InvoiceNumber,
    ItemCode,
    Tracking,
)
from xerolink.domain.invoices.partner import Partner
from xerolink.domain.invoices.preflight import preflight, unfit
from xerolink.domain.invoices.settings import FormerPartner, HostTaxRate, HostTerms
from xerolink.domain.invoices.tax import HostTaxRateId

LAST = SENT.issued


def rates_with(**how: Any) -> Catalogue:
    """The catalogue whose 15% is different."""
    first, *others = CATALOGUE.tax_rates
    return evolve(CATALOGUE, tax_rates=(evolve(first, **how), *others))


def account_with(**how: Any) -> Catalogue:
    """The catalogue whose sales account is different."""
    first, *others = CATALOGUE.accounts
    return evolve(CATALOGUE, accounts=(evolve(first, **how), *others))


def only(invoice: HostInvoice, catalogue: Catalogue, **how: Any) -> Cause:
    (cause,) = held_by(invoice, ground(catalogue=catalogue, **how))
    return cause


def test_an_invoice_that_xero_takes_is_not_held() -> None:
    assert held_by(SENT) == ()


def test_a_contact_that_was_never_linked_is_no_cause() -> None:
    """The invoice waits for it."""
    assert preflight(SENT, SETTINGS, CATALOGUE) == ()


RATES = (
    (
        rates_with(active=False),
        "tax rate unusable:gst15",
        "tax rate OUTPUT2, which gst15 is mapped to: it is archived in Xero",
    ),
    (
        evolve(CATALOGUE, tax_rates=CATALOGUE.tax_rates[1:]),
        "tax rate unusable:gst15",
        "tax rate OUTPUT2, which gst15 is mapped to: Xero has no such tax rate",
    ),
)


@pytest.mark.parametrize(("catalogue", "key", "why"), RATES)
def test_a_tax_rate_that_cannot_be_used_is_told(catalogue: Catalogue, key: str, why: str) -> None:
    cause = only(SENT, catalogue)
    assert (cause.key, cause.why) == (key, why)


def test_a_tax_that_xero_does_not_take_on_the_account_is_told() -> None:
    passed_on = evolve(SENT, lines=(evolve(line("100"), sold=BillableExpense()),))
    cause = only(passed_on, rates_with(applies_to=frozenset({AccountClass.REVENUE})))
    assert (cause.key, cause.why) == (
        "tax not allowed with account:OUTPUT2 400",
        "Xero does not take the tax rate OUTPUT2 on account 400, which is of the class EXPENSE",
    )


def test_a_rate_that_is_not_mapped_is_told_once_and_is_to_be_mapped() -> None:
    cause = only(SENT, CATALOGUE, tax_rates={})
    assert (cause.key, cause.fix) == ("tax rate unmapped:gst15", "map it in the settings")


def test_a_rate_that_the_host_s_terms_leave_out_is_to_be_named_there() -> None:
    terms = HostTerms((HostTaxRate(FREE, "Free", 0),))
    (cause,) = held_by(SENT, evolve(ground(tax_rates={}), terms=terms))
    assert (cause.key, cause.fix) == (
        "tax rate unmapped:gst15",
        "name it in the host's terms(), then map it in the settings",
    )


def test_lines_without_tax_need_no_rates() -> None:
    untaxed = evolve(SENT, line_amount_types=NO_TAX, total="100")
    assert held_by(untaxed, ground(tax_rates={})) == ()


ACCOUNTS = (
    (account_with(active=False), "account 200: it is archived in Xero"),
    (
        evolve(CATALOGUE, accounts=CATALOGUE.accounts[1:]),
        "account 200: Xero has no account of this code",
    ),
)


@pytest.mark.parametrize(("catalogue", "why"), ACCOUNTS)
def test_an_account_that_cannot_be_used_is_told(catalogue: Catalogue, why: str) -> None:
    cause = only(SENT, catalogue)
    assert (cause.key, cause.why) == ("account unusable:200", why)


def test_no_line_can_be_on_a_bank_account() -> None:
    found = held_by(SENT, ground(revenue_account=BANK))
    assert found[0].why == "account 090: it is a bank account, and no line can be on one"


def test_an_account_of_another_class_is_told() -> None:
    found = held_by(SENT, ground(revenue_account=LOAN))
    assert found[0].why == "account 900: its class is LIABILITY; revenue goes to REVENUE"


def test_an_expense_goes_to_an_account_of_expenses_or_revenue() -> None:
    passed_on = evolve(SENT, lines=(evolve(line("100"), sold=BillableExpense()),))
    cause = held_by(passed_on, ground(expense_account=LOAN))[0]
    assert cause.why == (
        "account 900: its class is LIABILITY; a billable expense goes to EXPENSE or REVENUE"
    )


def test_where_no_account_is_chosen_a_default_is_asked_for() -> None:
    cause = only(SENT, CATALOGUE, revenue_account=None)
    assert (cause.key, cause.fix) == (
        "no account:default revenue account",
        "choose a default revenue account",
    )


def test_a_currency_that_the_organisation_does_not_use_is_told() -> None:
    assert only(evolve(SENT, currency=AUD), CATALOGUE).key == "currency not enabled:AUD"


def test_the_base_currency_is_always_used() -> None:
    assert held_by(SENT, ground(catalogue=evolve(CATALOGUE, currencies=frozenset()))) == ()


def locked(lock: str, last: date) -> Catalogue:
    locks = {"period_lock": None, "year_lock": None, lock: last}
    return evolve(CATALOGUE, period_lock=locks["period_lock"], year_lock=locks["year_lock"])


@pytest.mark.parametrize("lock", ["period_lock", "year_lock"])
def test_what_is_dated_on_a_locked_day_is_held(lock: str) -> None:
    assert only(SENT, locked(lock, LAST)).key == f"locked period:{LAST.isoformat()}"


@pytest.mark.parametrize("lock", ["period_lock", "year_lock"])
def test_the_day_after_is_open(lock: str) -> None:
    assert held_by(SENT, ground(catalogue=locked(lock, LAST - timedelta(1)))) == ()


def test_the_later_of_the_two_locks_holds() -> None:
    both = evolve(CATALOGUE, period_lock=date(2026, 3, 31), year_lock=date(2026, 12, 31))
    assert only(SENT, both).key == "locked period:2026-12-31"


TRACKED = evolve(SENT, lines=(evolve(line("100"), tracking=(Tracking("Team", "Ann Lee"),)),))
WITH_ITEM = evolve(SENT, lines=(evolve(line("100"), item=ItemCode("DAY")),))


def test_tracking_that_xero_does_not_have_is_told_without_its_name() -> None:
    cause = only(TRACKED, READ)
    assert (cause.key, cause.why) == (
        "tracking unknown:invoice-1",
        "line 1 names a tracking category or option that Xero does not have",
    )


def test_a_code_that_is_too_long_for_an_item_is_told_once() -> None:
    """Its length is; the code itself is repeated nowhere."""
    long = evolve(SENT, lines=(evolve(line("100"), item=ItemCode("x" * 31)),))
    assert only(long, READ).key == "invalid:invoice-1"


def test_an_item_that_xero_does_not_have_is_told() -> None:
    assert only(WITH_ITEM, READ).key == "item unknown:DAY"


def test_a_theme_that_xero_does_not_have_is_told() -> None:
    gone = evolve(READ, themes=())
    assert only(SENT, gone, theme=PLAIN).key == "theme unknown:theme-1"


def test_an_item_of_the_longest_code_is_looked_for() -> None:
    longest = evolve(SENT, lines=(evolve(line("100"), item=ItemCode("x" * 30)),))
    assert only(longest, READ).kind is CauseKind.ITEM_UNKNOWN


MENDED = (
    (
        SENT,
        locked("period_lock", LAST),
        "the books are locked up to and including 2026-09-14",
        "date it later in the host, or move the lock date in Xero",
    ),
    (
        SENT,
        evolve(READ, themes=()),
        "Xero has no such branding theme any more",
        "choose another one in the settings, or none",
    ),
    (
        TRACKED,
        READ,
        "line 1 names a tracking category or option that Xero does not have",
        "add it in Xero, or name another one in the host",
    ),
    (
        WITH_ITEM,
        READ,
        "Xero has no item DAY",
        "add it in Xero, or name another one in the host",
    ),
)


@pytest.mark.parametrize(
    ("invoice", "catalogue", "why", "fix"), MENDED, ids=["lock", "theme", "tracking", "item"]
)
def test_what_holds_it_is_told_with_what_mends_it(
    invoice: HostInvoice, catalogue: Catalogue, why: str, fix: str
) -> None:
    cause = only(invoice, catalogue, theme=PLAIN)
    assert (cause.why, cause.fix) == (why, fix)


@pytest.mark.parametrize("invoice", [TRACKED, WITH_ITEM])
def test_what_was_not_read_is_not_looked_at(invoice: HostInvoice) -> None:
    assert held_by(invoice, ground(theme=PLAIN)) == ()


PARTNERS = (
    (Partner(link(LinkState.SUSPENDED)), CauseKind.CONTACT_SUSPENDED),
    (Partner(link(), XeroStatus.ARCHIVED), CauseKind.CONTACT_SUSPENDED),
    (Partner(link(), XeroStatus.GDPRREQUEST), CauseKind.CONTACT_SUSPENDED),
    (Partner(link(LinkState.PREVIOUSLY_SYNCED)), CauseKind.CONTACT_SEPARATED),
)


@pytest.mark.parametrize(("partner", "kind"), PARTNERS)
def test_a_contact_that_cannot_be_billed_is_told(partner: Partner, kind: CauseKind) -> None:
    (cause,) = held_by(SENT, ground(partner))
    assert (cause.kind, cause.thing) == (kind, "contact-1")


def test_a_former_partner_is_billed_where_that_is_chosen() -> None:
    former = Partner(link(LinkState.PREVIOUSLY_SYNCED), XeroStatus.ACTIVE)
    assert held_by(SENT, ground(former, former_partner=FormerPartner.BILL)) == ()


def test_a_former_partner_that_is_archived_is_not_billed() -> None:
    former = Partner(link(LinkState.PREVIOUSLY_SYNCED), XeroStatus.ARCHIVED)
    (cause,) = held_by(SENT, ground(former, former_partner=FormerPartner.BILL))
    assert cause.kind is CauseKind.CONTACT_SUSPENDED


TERMS = HostTerms((HostTaxRate(GST15, "GST", "12.5"), HostTaxRate(FREE, "None")))


def test_a_percentage_that_is_not_xero_s_is_told() -> None:
    (cause,) = held_by(SENT, evolve(ground(), terms=TERMS))
    assert (cause.key, cause.why) == (
        "tax rate differs:gst15",
        f"the host's tax rate gst15 is 12.5%, and {OUTPUT2} in Xero 15%",
    )


def test_a_rate_whose_percentage_the_host_does_not_say_is_not_compared() -> None:
    free = evolve(SENT, lines=(line("100", tax_rate=FREE),), total="100")
    assert held_by(free, evolve(ground(), terms=TERMS)) == ()


def test_a_percentage_that_is_xero_s_is_no_cause() -> None:
    equal = HostTerms((HostTaxRate(GST15, "GST", "15.0"),))
    assert held_by(SENT, evolve(ground(), terms=equal)) == ()


def test_what_is_wrong_with_the_invoice_is_one_cause_with_a_line_for_each_problem() -> None:
    wrong = evolve(SENT, number=InvoiceNumber(""), lines=(line("100", description=""),))
    assert only(wrong, CATALOGUE).problems == (
        ("number: it has none", "give the invoice a number"),
        ("line 1, description: it is empty; Xero asks for it", "say what is billed"),
    )


def test_a_line_without_a_tax_rate_is_the_host_s_to_mend() -> None:
    assert only(evolve(SENT, lines=(line("1", tax_rate=None),)), CATALOGUE).kind is (
        CauseKind.INVALID
    )


def test_of_two_lines_the_one_without_a_tax_rate_is_the_host_s_to_mend() -> None:
    """The other one's is to be mapped in the settings."""
    both = evolve(SENT, lines=(line("1"), line("1", tax_rate=None)))
    told = {cause.kind: cause for cause in held_by(both, ground(tax_rates={}))}
    (invalid,) = told[CauseKind.INVALID].problems
    assert invalid[0].startswith("line 2, tax rate: ")


@pytest.mark.parametrize(
    ("invoice", "wrong"),
    [
        (SENT, False),
        (evolve(SENT, lines=(line("1", tax_rate=HostTaxRateId("unmapped")),)), False),
        (evolve(SENT, lines=(line("1", tax_rate=None),)), True),
        (evolve(SENT, number=InvoiceNumber("")), True),
    ],
    ids=["right", "a rate to be mapped", "no rate", "no number"],
)
def test_what_only_the_host_can_mend_is_wrong_by_itself(invoice: HostInvoice, wrong: bool) -> None:
    assert unfit(invoice) is wrong


def test_problems_without_end_are_counted() -> None:
    wrong = evolve(SENT, lines=(line("1", description=""),) * 1_051)
    assert len(only(wrong, CATALOGUE).problems) == MOST_TOLD + 1


def test_how_many_there_are_beyond_is_said() -> None:
    wrong = evolve(SENT, lines=(line("1", description=""),) * 1_051)
    assert only(wrong, CATALOGUE).problems[-1][0] == "and 1,001 more problems"


def test_just_as_many_as_are_told_are_told() -> None:
    wrong = evolve(SENT, lines=(line("1", description=""),) * MOST_TOLD)
    assert "more problems" not in only(wrong, CATALOGUE).why


def test_causes_without_end_are_counted() -> None:
    lines = tuple(line("1", tax_rate=HostTaxRateId(f"r{place}")) for place in range(1_050))
    *told, last = held_by(evolve(SENT, lines=lines))
    assert (len(told), last.why) == (MOST_TOLD, "1,000 more causes hold it")


def test_every_cause_is_told_at_once() -> None:
    wrong = evolve(
        SENT,
        due=None,
        currency=AUD,
        total="999",
        lines=(line("100"), line("1", tax_rate=HostTaxRateId("unmapped")), TRACKED.lines[0]),
    )
    rates = tuple(evolve(one, active=False) for one in READ.tax_rates)
    shut = evolve(READ, period_lock=LAST, tax_rates=rates, themes=())
    on = ground(Partner(link(LinkState.SUSPENDED)), shut, revenue_account=BANK, theme=PLAIN)
    assert kinds(held_by(wrong, on)) == [
        "contact archived in xero:contact-1",
        "invalid:invoice-1",
        "currency not enabled:AUD",
        "locked period:2026-09-14",
        "tax rate unusable:gst15",
        "tax rate unmapped:unmapped",
        "account unusable:090",
        "tax not allowed with account:OUTPUT2 090",
        "theme unknown:theme-1",
        "tracking unknown:invoice-1",
    ]


def test_the_total_is_counted_although_the_number_is_wrong() -> None:
    wrong = evolve(SENT, number=InvoiceNumber(""), total="999")
    assert kinds(held_by(wrong)) == ["invalid:invoice-1", "total differs:invoice-1"]


def test_two_lines_with_one_bad_account_are_one_cause() -> None:
    twice = evolve(SENT, lines=(line("50"), line("50")))
    assert len(held_by(twice, ground(catalogue=account_with(active=False)))) == 1


def test_every_cause_says_why_and_what_to_do() -> None:
    wrong = evolve(SENT, lines=(line("1", tax_rate=NEW_YORK),), due=None, currency=AUD)
    assert all(cause.why and cause.fix for cause in held_by(wrong))
