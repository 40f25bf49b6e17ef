"""A mapping that breaks in Xero is one issue, which names it and what it holds, until it works."""

from typing import Any

from attrs import evolve

from xerolink.adapters.memory.xero_catalogue import NEW_ZEALAND
from xerolink.domain.invoices.catalogue import Account, AccountClass
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import (
    BillableExpense,
    HostInvoiceId,
    InvoiceLine,
    InvoiceStatus,
)
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import AccountCode, ThemeId
from xerolink.domain.run import Operation
from xerolink.ports.observer import MappingsChanged
from xerolink.testing.billing_world import GST, MAPPED, BillingWorld
from xerolink.testing.worlds.world import ANNA
from xerolink.usecases.checks import Check

FIRST = HostInvoiceId("inv-1")
EXPENSE = (InvoiceLine("Ferry", 1, "100", GST, sold=BillableExpense()),)
SALES, OTHER = AccountCode("200"), AccountCode("260")
EXPENSES = "account 260: it is archived in Xero (the default expense account)"
BROKEN: tuple[str, str, int, list[str]] = ("account unusable:260", EXPENSES, 0, [])
"""The issue of the default expense account, which no invoice needs."""


def restore(world: BillingWorld, code: AccountCode) -> None:
    world.catalogue.add_account(evolve(world.catalogue.whole.account_of[code], active=True))


def drifted(*codes: AccountCode) -> BillingWorld:
    """An invoice of the revenue account was sent after accounts were archived."""
    world = BillingWorld()
    world.bill(world.opened())
    for code in codes:
        world.catalogue.archive_account(code)
    world.send()
    return world


def open_issues(world: BillingWorld) -> list[tuple[str, str, int, list[str]]]:
    return [
        (one.issue.cause.key, one.issue.cause.why, one.count, [r.host_id for r in one.invoices])
        for one in world.connection().invoice_issues()
    ]


def saved(world: BillingWorld, **changes: Any) -> None:
    world.connection().save_invoice_settings(evolve(MAPPED, **changes), ANNA)


def check(world: BillingWorld) -> Check:
    return next(one for one in world.connection().doctor() if one.name == "mappings")


def test_a_mapping_that_broke_is_told_although_no_invoice_needs_it() -> None:
    assert open_issues(drifted(OTHER)) == [BROKEN]


def test_an_invoice_that_does_not_need_it_goes() -> None:
    assert drifted(OTHER).state(FIRST) is InvoiceState.SYNCED


def test_a_mapping_that_holds_invoices_is_one_issue_that_names_both() -> None:
    why = "account 200: it is archived in Xero (the default revenue account)"
    assert open_issues(drifted(SALES)) == [("account unusable:200", why, 1, [FIRST])]


def test_what_it_comes_to_hold_later_is_added_to_the_same_issue() -> None:
    world = drifted(OTHER)
    (before,) = world.connection().invoice_issues()
    world.bill(world.record(FIRST).contact_id, "INV-2", lines=EXPENSE)
    world.send()
    (after,) = world.connection().invoice_issues()
    assert (after.issue.issue_id, after.issue.cause.why, after.issue.times, after.count) == (
        before.issue.issue_id,
        EXPENSES,
        1,
        1,
    )


def test_another_run_does_not_count_it_again() -> None:
    world = drifted(SALES)
    world.send()
    (found,) = world.connection().invoice_issues()
    assert found.issue.times == 1


def test_its_issue_closes_once_the_account_is_active_again() -> None:
    world = drifted(OTHER)
    restore(world, OTHER)
    world.send()
    assert open_issues(world) == []


def test_its_issue_closes_when_it_is_mapped_to_another_account() -> None:
    world = drifted(OTHER)
    saved(world, expense_account=SALES)
    assert open_issues(world) == []


def test_its_issue_closes_when_invoices_are_switched_off() -> None:
    world = drifted(OTHER)
    saved(world, on=False)
    assert open_issues(world) == []


def test_what_it_still_holds_keeps_its_issue_open_until_the_next_run() -> None:
    world = drifted(SALES)
    saved(world, revenue_account=OTHER)
    assert [key for key, *_ in open_issues(world)] == ["account unusable:200"]
    world.send()
    assert (open_issues(world), world.state(FIRST)) == ([], InvoiceState.SYNCED)


def test_it_stays_open_when_the_last_invoice_that_it_holds_goes_elsewhere() -> None:
    world = drifted(SALES)
    world.invoices.edit(FIRST, lines=EXPENSE)
    world.send()
    assert [(key, number) for key, _, number, _ in open_issues(world)] == [
        ("account unusable:200", 0)
    ]


def test_saving_other_settings_tells_what_broke_meanwhile() -> None:
    world = BillingWorld()
    world.opened()
    world.catalogue.archive_account(OTHER)
    saved(world, tax_rates={**MAPPED.tax_rates})
    assert open_issues(world) == [BROKEN]


def test_an_applied_plan_of_settings_tells_what_broke_meanwhile() -> None:
    world = BillingWorld()
    world.opened()
    world.catalogue.archive_account(OTHER)
    plan = world.connection().plan_invoice_settings(MAPPED, ANNA)
    world.connection().apply_invoices(plan, ANNA)
    assert open_issues(world) == [BROKEN]


def test_a_plan_opens_no_issue() -> None:
    world = BillingWorld()
    world.bill(world.opened())
    world.catalogue.archive_account(OTHER)
    world.connection().plan_invoices(ANNA)
    assert open_issues(world) == []


def test_applying_a_plan_of_invoices_tells_it() -> None:
    world = BillingWorld()
    world.bill(world.opened())
    plan = world.connection().plan_invoices(ANNA)
    world.catalogue.archive_account(OTHER)
    world.connection().apply_invoices(plan, ANNA)
    assert open_issues(world) == [BROKEN]


def test_a_workers_turn_tells_it() -> None:
    world = BillingWorld()
    host_id = world.bill(world.opened(), status=InvoiceStatus.APPROVED)
    world.catalogue.archive_account(OTHER)
    world.connection().invoice_sent(host_id)
    world.app().run_once(lambda _: world.sides())
    assert open_issues(world) == [BROKEN]


def test_retrying_what_it_holds_tells_it_again() -> None:
    world = drifted(SALES)
    world.connection().retry_invoices(ANNA)
    (found,) = world.connection().invoice_issues()
    assert (found.issue.times, found.count) == (2, 1)


def test_a_tax_rate_that_broke_is_told() -> None:
    world = BillingWorld()
    world.bill(world.opened())
    world.catalogue.archive_rate(XeroTaxType("ZERORATED"))
    world.send()
    why = "tax rate ZERORATED, which zero is mapped to: it is archived in Xero"
    assert open_issues(world) == [("tax rate unusable:zero", why, 0, [])]


def test_other_words_of_the_same_cause_are_told() -> None:
    world = drifted(OTHER)
    bank = Account(OTHER, "Bank", "BANK", AccountClass.ASSET)
    world.catalogue.add_account(bank)
    world.send()
    ((_, why, *_),) = open_issues(world)
    assert why.startswith("account 260: it is a bank account")


def calls(world: BillingWorld) -> int:
    """What a run calls Xero, when nothing is to be done."""
    before = world.xero.traffic()
    world.send()
    return world.xero.traffic().since(before).total.calls


def test_a_mapping_that_broke_costs_no_call_in_the_run_that_finds_it() -> None:
    sound, broken = BillingWorld(), BillingWorld()
    for world in (sound, broken):
        world.bill(world.opened())
    broken.catalogue.archive_account(OTHER)
    assert calls(broken) == calls(sound)


def test_a_mapping_that_works_again_is_looked_at_no_more() -> None:
    world = drifted(OTHER)
    restore(world, OTHER)
    assert (calls(world), calls(world)) == (5, 1)


def test_the_doctor_tells_it_with_its_fix() -> None:
    found = check(drifted(OTHER))
    assert (found.ok, found.found, found.fix) == (
        False,
        EXPENSES,
        "restore it there, or choose another account",
    )


def test_the_doctor_has_nothing_to_tell_of_mappings_that_work() -> None:
    assert check(drifted()).ok is True


def test_the_doctor_has_nothing_to_tell_while_invoices_are_off() -> None:
    world = BillingWorld()
    world.opened(evolve(MAPPED, on=False))
    assert check(world).ok is True


STANDARD = NEW_ZEALAND.themes[0].theme_id if NEW_ZEALAND.themes else ThemeId("")


def themed() -> BillingWorld:
    """A branding theme was chosen, and somebody deletes it in Xero."""
    world = BillingWorld()
    kauri = world.opened()
    saved(world, theme=STANDARD)
    world.catalogue.delete_theme(STANDARD)
    world.bill(kauri)
    world.send()
    return world


def test_an_invoice_is_held_where_its_theme_is_gone() -> None:
    """Xero would refuse it."""
    causes = themed().record(FIRST).causes
    assert [cause.key for cause in causes] == [f"theme unknown:{STANDARD}"]


def test_a_theme_that_is_gone_is_a_mapping_that_broke() -> None:
    why = "Xero has no such branding theme any more"
    assert open_issues(themed()) == [(f"theme unknown:{STANDARD}", why, 1, [FIRST])]


def test_another_theme_lets_the_invoice_go() -> None:
    world = themed()
    saved(world, theme=None)
    world.send()
    assert (world.state(FIRST), open_issues(world)) == (InvoiceState.SYNCED, [])


def test_where_no_theme_is_chosen_none_is_read() -> None:
    world = drifted()
    assert Operation("GET BrandingThemes") not in world.xero.traffic().costs


def events(world: BillingWorld) -> list[tuple[dict[CauseKind, int], dict[CauseKind, int]]]:
    found = [event for event in world.events.events if isinstance(event, MappingsChanged)]
    return [(dict(event.broke), dict(event.mended)) for event in found]


UNUSABLE = {CauseKind.ACCOUNT_UNUSABLE: 2}


def test_the_observer_is_told_of_mappings_that_broke() -> None:
    assert events(drifted(SALES, OTHER)) == [(UNUSABLE, {})]


def test_the_observer_is_told_once() -> None:
    world = drifted(SALES, OTHER)
    world.send()
    assert len(events(world)) == 1


def test_the_observer_is_told_of_mappings_that_work_again() -> None:
    world = drifted(SALES, OTHER)
    restore(world, SALES)
    restore(world, OTHER)
    world.send()
    assert events(world)[1:] == [({}, UNUSABLE)]


def test_the_observer_is_told_of_what_a_person_mapped_anew() -> None:
    world = drifted(OTHER)
    saved(world, expense_account=SALES)
    assert events(world)[1:] == [({}, {CauseKind.ACCOUNT_UNUSABLE: 1})]


def test_the_observer_hears_nothing_of_mappings_that_work() -> None:
    assert events(drifted()) == []
