"""How an intent of an invoice ends by what Xero answered, and what is remembered then."""

from decimal import Decimal

import pytest
from attrs import evolve

from tests.domain.invoices.office import (
    FRESH,
    IN_XERO,
    LATER,
    NOW,
    SENT,
    STAMP,
    SYNCED,
    as_xero_has_it,
    kinds,
)
from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.identity import IntentId, RunId
from xerolink.domain.invoices.answered import number_held, refused, stored
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.intent import CreateInvoice, InvoiceIntent
from xerolink.domain.invoices.read_back import read_back
from xerolink.domain.invoices.record import InvoiceRecord, InXero
from xerolink.domain.invoices.settle import (
    TRIES_BEFORE_TOLD,
    Declined,
    EditedSince,
    InvoiceAnswer,
    Landed,
    Lost,
    NumberOfAnother,
    settle_invoice,
)
from xerolink.domain.invoices.xero import Refusal, RefusalKind

CREATE = CreateInvoice(IN_XERO.draft, IN_XERO.total, SENT.total)
SENT_ONCE = InvoiceIntent(
    IntentId("i-1"),
    SENT.host_id,
    SENT.version,
    CREATE,
    RunId("r-1"),
    STAMP.actor,
    NOW,
    state=IntentState.SENT,
    attempts=1,
)
LANDED = Landed(as_xero_has_it())
DECLINED = Declined((Refusal(RefusalKind.OTHER, "no"),))
EDITED = as_xero_has_it(updated=LATER, total=Decimal("230.00"))
TAKEN = number_held(FRESH)
"""A record that another invoice's number holds; the host was told of nothing yet."""


def tried(times: int) -> InvoiceIntent:
    return evolve(SENT_ONCE, attempts=times)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (LANDED, IntentState.DONE),
        (DECLINED, IntentState.REFUSED),
        (NumberOfAnother(), IntentState.REFUSED),
        (EditedSince(EDITED), IntentState.REFUSED),
        (Lost(), IntentState.UNCERTAIN),
    ],
    ids=["done", "declined", "a number of another", "edited since", "lost"],
)
def test_each_answer_ends_the_intent_in_its_way(answer: InvoiceAnswer, state: IntentState) -> None:
    assert settle_invoice(SENT_ONCE, FRESH, answer).intent == SENT_ONCE.become(state)


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        (LANDED, stored(FRESH, SENT_ONCE, LANDED.invoice)),
        (DECLINED, refused(FRESH, DECLINED.refusals)),
        (NumberOfAnother(), TAKEN),
    ],
    ids=["done", "declined", "a number of another"],
)
def test_what_became_of_it_is_remembered_and_the_host_is_to_be_told(
    answer: InvoiceAnswer, after: InvoiceRecord
) -> None:
    assert settle_invoice(SENT_ONCE, FRESH, answer).record == evolve(after, untold=True)


def test_an_edit_that_was_found_instead_is_read_back_and_told() -> None:
    found = settle_invoice(SENT_ONCE, SYNCED, EditedSince(EDITED)).record
    assert found == evolve(read_back(SYNCED, EDITED), untold=True)


def test_the_host_is_not_told_again_what_it_knows() -> None:
    known = evolve(SYNCED, told=InXero(IN_XERO.xero_id))
    assert not settle_invoice(SENT_ONCE, known, LANDED).record.untold


@pytest.mark.parametrize("times", range(TRIES_BEFORE_TOLD))
def test_an_answer_that_is_lost_now_and_then_is_nobody_s_business(times: int) -> None:
    assert settle_invoice(tried(times), TAKEN, Lost()).record == TAKEN


def test_an_answer_that_is_lost_again_and_again_is_told() -> None:
    told = settle_invoice(tried(TRIES_BEFORE_TOLD), FRESH, Lost()).record
    lost = Cause(CauseKind.UNCERTAIN, CauseThing("invoice-1"))
    assert told == evolve(FRESH, causes=(lost,), untold=True)


def test_a_person_is_told_that_nothing_is_to_be_done_about_a_lost_answer() -> None:
    (cause,) = settle_invoice(tried(TRIES_BEFORE_TOLD), FRESH, Lost()).record.causes
    assert (cause.why, cause.fix) == (
        "Xero's answer was lost, and a look does not show whether it was done",
        "nothing: each run looks again, and it is never sent twice",
    )


def test_what_held_it_before_is_told_beside_the_lost_answer() -> None:
    told = settle_invoice(tried(TRIES_BEFORE_TOLD), TAKEN, Lost()).record
    assert kinds(told.causes) == [*kinds(TAKEN.causes), "answer lost:invoice-1"]


def test_settling_twice_tells_it_once() -> None:
    once = settle_invoice(tried(TRIES_BEFORE_TOLD), FRESH, Lost())
    again = settle_invoice(once.intent, once.record, Lost())
    assert kinds(again.record.causes) == ["answer lost:invoice-1"]
