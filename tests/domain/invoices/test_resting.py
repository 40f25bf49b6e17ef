"""What is left alone could not be sent, and nothing about it is new."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.invoices.office import FRESH, IN_XERO, SENT, STAMP, SYNCED, ground, link
from tests.domain.invoices.test_decide_laws import GROUNDS, INVOICES, RECORDS, RIGHT
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.decide_invoice import (
    NOTHING,
    Ground,
    decide_invoice,
    needs_catalogue,
)
from xerolink.domain.invoices.decision import InvoiceVerdict
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceVersion
from xerolink.domain.invoices.partner import NOBODY, Partner, contact_causes
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.resting import SHOWN_BY_XERO, rests
from xerolink.domain.invoices.settings import FormerPartner
from xerolink.domain.invoices.xero import XeroInvoiceStatus

SETTINGS = ground().settings
SUSPENDED, STOPPED = Partner(link(LinkState.SUSPENDED)), Partner(link(LinkState.PREVIOUSLY_SYNCED))
WAITING = evolve(
    FRESH, due=False, waits=True, version=SENT.version, state=InvoiceState.AWAITING_PAYMENT
)


def held(*causes: Cause, of: InvoiceRecord = WAITING) -> InvoiceRecord:
    return evolve(of, waits=False, causes=causes)


def by_contact(partner: Partner) -> InvoiceRecord:
    return held(*contact_causes(partner, FormerPartner.HOLD))


def by(kind: CauseKind, **in_xero: Any) -> InvoiceRecord:
    """A record that is in Xero, held by one cause."""
    now = evolve(IN_XERO, **in_xero)
    return held(Cause(kind, CauseThing("invoice-1")), of=evolve(SYNCED, in_xero=now))


def rest(record: InvoiceRecord, partner: Partner, *, looks: bool = True) -> bool:
    return rests(record, SENT, partner, SETTINGS, looks=looks)


@given(record=RECORDS, invoice=INVOICES, on=GROUNDS)
def test_what_needs_no_catalogue_is_decided_alike_by_any(
    record: InvoiceRecord, invoice: HostInvoice | None, on: Ground
) -> None:
    if not needs_catalogue(record, invoice, on.settings):
        by_none = decide_invoice(record, invoice, evolve(on, catalogue=NOTHING), STAMP)
        assert decide_invoice(record, invoice, on, STAMP) == by_none


@given(
    invoice=RIGHT,
    on=st.builds(evolve, GROUNDS, number_taken=st.booleans()),
    waits=st.booleans(),
    settled=st.booleans(),
    kind=st.sampled_from(CauseKind),
)
def test_what_rests_could_not_be_sent(
    invoice: HostInvoice, on: Ground, waits: bool, settled: bool, kind: CauseKind
) -> None:
    own = () if settled else contact_causes(on.partner, on.settings.former_partner)
    causes = own or (Cause(kind, CauseThing("invoice-1")),)
    outside = evolve(WAITING, version=invoice.version, waits=waits, causes=() if waits else causes)
    now = evolve(IN_XERO, settled=settled)
    inside = evolve(SYNCED, version=invoice.version, causes=causes, in_xero=now)
    for record in (outside, inside):
        if needs_catalogue(record, invoice, on.settings) and rests(
            record, invoice, on.partner, on.settings, looks=True, number_taken=on.number_taken
        ):
            decision = decide_invoice(record, invoice, on, STAMP)
            assert decision.verdict in (InvoiceVerdict.HELD, InvoiceVerdict.WAITING)


@given(invoice=INVOICES.filter(bool), on=GROUNDS)
def test_what_is_wrong_by_itself_could_not_be_sent(invoice: HostInvoice, on: Ground) -> None:
    record = held(Cause(CauseKind.INVALID, CauseThing("invoice-1")))
    record = evolve(record, version=invoice.version)
    if needs_catalogue(record, invoice, on.settings) and rests(
        record, invoice, on.partner, on.settings, looks=True
    ):
        decision = decide_invoice(record, invoice, on, STAMP)
        assert decision.verdict is InvoiceVerdict.HELD


def test_what_is_wrong_by_itself_rests() -> None:
    """Nothing in Xero mends it, nor do the settings."""
    record = held(Cause(CauseKind.INVALID, CauseThing("invoice-1")))
    found = [evolve(SENT, due=None), SENT]
    partner = Partner(link())
    assert [rests(record, i, partner, SETTINGS, looks=True) for i in found] == [True, False]


def test_what_has_a_number_that_is_taken_rests_while_it_is() -> None:
    record, partner = held(Cause(CauseKind.NUMBER_TAKEN, CauseThing("1"))), Partner(link())
    found = [
        rests(record, SENT, partner, SETTINGS, looks=True, number_taken=taken)
        for taken in (True, False)
    ]
    assert found == [True, False]


def test_what_waits_rests_while_its_contact_has_no_link() -> None:
    assert [rest(WAITING, partner) for partner in (NOBODY, Partner(link()))] == [True, False]


@pytest.mark.parametrize("partner", [SUSPENDED, STOPPED], ids=["suspended", "stopped"])
def test_what_its_contact_holds_rests_until_that_is_mended(partner: Partner) -> None:
    record = by_contact(partner)
    assert [rest(record, one) for one in (partner, Partner(link()), NOBODY)] == [True, False, False]


def test_what_money_stands_against_rests_while_it_does() -> None:
    paid = by(CauseKind.SETTLED, status=XeroInvoiceStatus.PAID)
    found = [paid, by(CauseKind.SETTLED, settled=True), by(CauseKind.SETTLED)]
    assert [rest(record, Partner(link())) for record in found] == [True, True, False]


@pytest.mark.parametrize("kind", sorted(SHOWN_BY_XERO, key=str))
def test_what_xero_alone_can_show_as_mended_rests_where_nobody_looks(kind: CauseKind) -> None:
    record = held(Cause(kind, CauseThing("200")))
    assert [rest(record, Partner(link()), looks=looks) for looks in (False, True)] == [True, False]


def test_one_cause_that_may_be_mended_is_enough_for_a_look() -> None:
    record = held(*by_contact(SUSPENDED).causes, Cause(CauseKind.NUMBER_TAKEN, CauseThing("1")))
    assert not rest(record, SUSPENDED, looks=True)


@pytest.mark.parametrize(
    "new",
    [{"due": True}, {"untold": True}, {"version": HostInvoiceVersion("older")}],
    ids=lambda new: next(iter(new)),
)
def test_nothing_rests_that_has_news(new: dict[str, Any]) -> None:
    assert not rest(evolve(WAITING, **new), NOBODY)


def test_nothing_rests_that_the_host_deleted() -> None:
    assert not rests(WAITING, None, NOBODY, SETTINGS, looks=False)


def test_what_nothing_holds_does_not_rest() -> None:
    assert not rest(held(), NOBODY, looks=False)
