"""What the journal tells of other settings: each thing by its id, before and after."""

from datetime import date

from attrs import evolve

from tests.domain.invoices.shelves import code, tax_type
from tests.domain.invoices.terms import GST, RIGHT, ZERO
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.setting_changes import changes
from xerolink.domain.invoices.settings import InvoiceSettings, SentAs


def told(before: InvoiceSettings, after: InvoiceSettings) -> list[str]:
    return list(changes(before, after))


def test_the_same_settings_are_no_change() -> None:
    assert told(RIGHT, evolve(RIGHT)) == []


def test_each_part_of_a_mapping_is_told_by_itself() -> None:
    other = {ZERO: tax_type("NONE"), GST: RIGHT.tax_rates[GST]}
    assert told(RIGHT, evolve(RIGHT, tax_rates=other)) == ["tax_rates zero: ZERORATED became NONE"]


def test_what_is_mapped_anew_was_none() -> None:
    assert told(evolve(RIGHT, service_accounts={}), RIGHT) == [
        "service_accounts advice: none became 260"
    ]


def test_what_is_mapped_no_more_becomes_none() -> None:
    assert told(RIGHT, evolve(RIGHT, expense_accounts={})) == [
        "expense_accounts travel: 200 became none"
    ]


def test_contacts_that_stay_out_come_and_go() -> None:
    first, second = (
        evolve(RIGHT, excluded=frozenset({HostContactId(one)})) for one in ("ann", "bo")
    )
    assert told(first, second) == ["excluded: bo came", "excluded: ann went"]


def test_values_are_told_in_the_order_of_the_settings() -> None:
    after = evolve(
        RIGHT,
        on=False,
        sync_start_date=date(2026, 10, 1),
        revenue_account=code("270"),
        xero_status=SentAs.DRAFT,
    )
    assert told(RIGHT, after) == [
        "on: True became False",
        "sync_start_date: 2026-09-01 became 2026-10-01",
        "revenue_account: 200 became 270",
        "xero_status: AUTHORISED became DRAFT",
    ]
