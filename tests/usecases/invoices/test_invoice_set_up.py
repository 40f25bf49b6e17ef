"""Invoices are set up: what is offered, what is proposed, what is saved, and what is refused."""

from typing import Any

import pytest
from attrs import evolve

from tests.domain.invoices.terms import ADVICE, GST
from tests.usecases.invoices.firms import OFF, RIGHT, TERMS, Firm
from xerolink.adapters.memory.xero_catalogue import NEW_ZEALAND
from xerolink.domain.errors import (
    BusyError,
    DisconnectedError,
    NoInvoicesError,
    OpenTransactionError,
    UnknownConnectionError,
)
from xerolink.domain.identity import ConnectionId
from xerolink.domain.invoices.book import InvoiceCursor
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.setting_problems import InvoiceSettingsError, Stops
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import AccountCode
from xerolink.domain.journal import EntryKind
from xerolink.domain.run import RunKind
from xerolink.ports.errors import UnavailableError
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World
from xerolink.usecases.invoices import set_up
from xerolink.usecases.run import LEASE_SECONDS

SALES, OUTPUT2 = AccountCode("200"), XeroTaxType("OUTPUT2")


def saved(settings: InvoiceSettings = RIGHT) -> Firm:
    firm = Firm()
    firm.connection().save_invoice_settings(settings, ANNA)
    return firm


def refused(firm: Firm, settings: InvoiceSettings) -> list[str]:
    with pytest.raises(InvoiceSettingsError) as refusal:
        firm.connection().save_invoice_settings(settings, ANNA)
    return [f"{one.setting.value} {one.thing}" for one in refusal.value.problems]


def calls(firm: Firm) -> int:
    return firm.world.xero.traffic().total.calls


def test_what_can_be_used_in_xero_now_is_offered() -> None:
    firm = Firm()
    firm.catalogue.archive_account(AccountCode("260"))
    offered = firm.connection().catalogue()
    assert [one.account.code for one in offered.revenue_accounts] == ["200"]


def test_every_part_of_the_catalogue_is_offered() -> None:
    offered = Firm().connection().catalogue()
    assert (offered.themes, offered.tracking, offered.items) == (
        NEW_ZEALAND.themes,
        NEW_ZEALAND.tracking,
        NEW_ZEALAND.items,
    )


def test_proposals_are_for_what_is_not_mapped_yet() -> None:
    firm = saved(evolve(OFF, tax_rates={}))
    found = firm.connection().suggest_mapping()
    assert (found.revenue_account, found.tax_rates[GST].tax_type) == (None, OUTPUT2)


def test_a_proposal_changes_nothing_by_itself() -> None:
    firm = Firm()
    firm.connection().suggest_mapping()
    assert firm.connection().invoice_settings() == InvoiceSettings()


def test_what_was_saved_stands() -> None:
    assert saved().connection().invoice_settings() == RIGHT


def test_saving_keeps_what_else_is_remembered_of_the_invoices() -> None:
    firm = saved(OFF)
    lease = firm.world.store.claim(firm.world.connection_id, "test", LEASE_SECONDS)
    assert lease is not None
    with firm.world.store.transaction(lease) as unit:
        unit.invoice_book.put(evolve(unit.invoice_book.get(), host_cursor=InvoiceCursor("7")))
    firm.world.store.release(lease)
    firm.connection().save_invoice_settings(RIGHT, ANNA)
    with firm.world.store.reading(firm.world.connection_id) as unit:
        assert unit.invoice_book.get().host_cursor == "7"


def test_a_change_is_told_in_the_journal_with_who_and_what() -> None:
    firm = saved(OFF)
    firm.connection().save_invoice_settings(evolve(RIGHT, revenue_account=AccountCode("260")), ANNA)
    fact = firm.connection().journal()[-1].fact
    assert (fact.kind, fact.actor, fact.what, fact.reason) == (
        EntryKind.SETTINGS,
        ANNA,
        "InvoiceSettings",
        "on: False became True; revenue_account: 200 became 260",
    )


def test_the_same_settings_again_change_nothing() -> None:
    firm = saved()
    head = firm.connection().journal_head()
    firm.connection().save_invoice_settings(RIGHT, ANNA)
    assert firm.connection().journal_head() == head


def test_everything_that_stops_them_is_told_at_once() -> None:
    wrong = evolve(
        RIGHT, revenue_account=AccountCode("400"), sync_start_date=None, tax_rates={GST: OUTPUT2}
    )
    assert refused(Firm(), wrong) == [
        "sync_start_date ",
        "revenue_account 400",
        "tax_rates zero",
    ]


def test_refused_settings_leave_the_former_ones() -> None:
    firm = saved(OFF)
    refused(firm, evolve(RIGHT, tax_rates={}))
    assert firm.connection().invoice_settings() == OFF


def test_what_stops_nothing_is_answered() -> None:
    """Unfinished, and off: what is missing is told."""
    told = Firm().connection().save_invoice_settings(evolve(OFF, tax_rates={GST: OUTPUT2}), ANNA)
    assert [(one.thing, one.stops) for one in told] == [("zero", Stops.SWITCHING_ON)]


def test_an_organisation_of_another_currency_cannot_be_switched_on() -> None:
    firm = Firm()
    firm.host.bill_with(evolve(TERMS, base_currency=CurrencyCode("AUD")))
    assert refused(firm, RIGHT) == ["on NZD"]


def test_it_is_asked_what_xero_has_now() -> None:
    firm = saved(OFF)
    firm.catalogue.delete_rate(OUTPUT2)
    assert refused(firm, RIGHT) == ["tax_rates gst"]


def test_it_is_asked_what_the_host_bills_with_now() -> None:
    firm = saved(OFF)
    firm.host.bill_with(evolve(TERMS, service_types={}))
    assert refused(firm, RIGHT) == ["service_accounts advice"]


def test_one_of_two_mappings_that_broke_can_be_mended() -> None:
    firm = saved()
    firm.catalogue.archive_account(SALES)
    firm.connection().save_invoice_settings(evolve(RIGHT, revenue_account=AccountCode("260")), ANNA)
    assert firm.connection().invoice_settings().service_accounts == {ADVICE: SALES}


def test_invoices_are_switched_off_while_xero_is_not_reached() -> None:
    firm = saved()
    firm.seen = Trapped(firm.catalogue, "catalogue", Trap(1, lost))
    firm.connection().save_invoice_settings(OFF, ANNA)
    assert firm.connection().invoice_settings() == OFF


def test_invoices_are_not_switched_on_while_xero_is_not_reached() -> None:
    firm = saved(OFF)
    firm.seen = Trapped(firm.catalogue, "catalogue", Trap(1, lost))
    with pytest.raises(UnavailableError):
        firm.connection().save_invoice_settings(RIGHT, ANNA)
    assert firm.connection().invoice_settings() == OFF


def test_invoices_can_be_set_up_while_nothing_is_written() -> None:
    firm = Firm()
    firm.connection().pause(ANNA)
    firm.connection().save_invoice_settings(RIGHT, ANNA)
    assert firm.connection().invoice_settings() == RIGHT


def test_a_disconnected_organisation_cannot_be_asked() -> None:
    firm = saved(OFF)
    firm.world.app().disconnect(firm.world.connection_id, ANNA)
    with pytest.raises(DisconnectedError):
        firm.connection().save_invoice_settings(RIGHT, ANNA)


def test_a_disconnected_connection_can_be_switched_off() -> None:
    firm = saved()
    firm.world.app().disconnect(firm.world.connection_id, ANNA)
    firm.connection().save_invoice_settings(OFF, ANNA)
    assert firm.connection().invoice_settings() == OFF


def test_settings_are_not_saved_beside_another_run() -> None:
    firm = Firm()
    firm.world.store.claim(firm.world.connection_id, "another", LEASE_SECONDS)
    with pytest.raises(BusyError):
        firm.connection().save_invoice_settings(RIGHT, ANNA)


def test_saving_is_a_run_of_settings() -> None:
    assert saved().connection().latest_runs(1)[0].kind is RunKind.SETTINGS


def test_a_connection_for_contacts_alone_says_what_is_missing() -> None:
    world = World()
    with pytest.raises(NoInvoicesError, match="opened for contacts alone"):
        world.connect().save_invoice_settings(RIGHT, ANNA)


def test_the_settings_of_an_unknown_connection_are_refused() -> None:
    firm = Firm()
    with pytest.raises(UnknownConnectionError):
        set_up.invoice_settings(firm.connection()._ports, ConnectionId("other"))


def test_something_else_than_settings_is_named() -> None:
    wrong: Any = {"on": True}
    with pytest.raises(TypeError, match="settings is of type InvoiceSettings"):
        Firm().connection().save_invoice_settings(wrong, ANNA)


@pytest.mark.parametrize("verb", ["catalogue", "suggest_mapping"])
def test_xero_is_not_asked_inside_a_unit_of_work(verb: str) -> None:
    firm = Firm()
    with firm.world.store.reading(firm.world.connection_id), pytest.raises(OpenTransactionError):
        getattr(firm.connection(), verb)()


@pytest.mark.parametrize(("verb", "asked"), [("catalogue", 7), ("suggest_mapping", 4)])
def test_what_a_look_costs_is_what_is_promised(verb: str, asked: int) -> None:
    firm = Firm()
    before = calls(firm)
    getattr(firm.connection(), verb)()
    assert calls(firm) - before == asked
