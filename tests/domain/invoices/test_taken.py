"""What is remembered once a decision is taken."""

import pytest
from attrs import evolve

from tests.domain.invoices.books import GOOD
from tests.domain.invoices.office import (
    FRESH,
    GROUND,
    IN_XERO,
    SENT,
    STAMP,
    SYNCED,
    TAX,
    edited,
    ground,
)
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.decide_invoice import Ground, decide_invoice
from xerolink.domain.invoices.decision import Settle
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoice, InvoiceNumber, InvoiceStatus
from xerolink.domain.invoices.partner import NOBODY
from xerolink.domain.invoices.record import InvoiceRecord, NotEligible
from xerolink.domain.invoices.taken import taken

OLD = Cause(CauseKind.NUMBER_TAKEN, CauseThing("invoice-1"))
NEW = evolve(
    FRESH,
    state=InvoiceState.DRAFT,
    causes=(OLD,),
    waits=True,
    not_eligible=NotEligible.BEFORE_START,
)


def after(
    record: InvoiceRecord, invoice: HostInvoice | None = SENT, on: Ground = GROUND
) -> InvoiceRecord:
    return taken(record, invoice, decide_invoice(record, invoice, on, STAMP))


def test_what_is_sent_is_on_its_way_and_held_by_nothing() -> None:
    assert after(NEW) == evolve(
        FRESH, version=SENT.version, state=InvoiceState.AWAITING_PAYMENT, due=False
    )


def test_what_is_held_knows_by_what() -> None:
    held = after(NEW, on=ground(revenue_account=None))
    assert [cause.kind for cause in held.causes] == [CauseKind.NO_ACCOUNT]


def test_what_waits_is_looked_at_again() -> None:
    waiting = after(NEW, on=ground(NOBODY))
    assert (waiting.due, waiting.waits, waiting.looked_at) == (False, True, True)


def test_what_is_left_out_knows_why() -> None:
    assert after(NEW, on=ground(on=False)).not_eligible is NotEligible.OFF


def test_what_is_left_out_is_not_looked_at_again() -> None:
    excluded = ground(excluded=frozenset({NEW.contact_id}))
    assert not after(NEW, on=excluded).looked_at


def test_what_was_decided_while_invoices_were_off_is() -> None:
    """Nobody would look at it once they are on."""
    assert after(NEW, on=ground(on=False)).looked_at


def test_an_edit_is_remembered() -> None:
    edited = evolve(SENT, contact_id=HostContactId("contact-2"), number=InvoiceNumber("INV-2"))
    found = after(NEW, edited)
    assert (found.contact_id, found.number) == ("contact-2", "INV-2")


def test_an_edit_that_bills_the_same_is_agreed() -> None:
    """Settings that change after it are for future invoices (row 43)."""
    seen = after(SYNCED, edited())
    mapped_anew = ground(revenue_account=TAX)
    assert decide_invoice(seen, edited(), mapped_anew, STAMP).action == Settle()


def test_an_edit_in_xero_that_is_held_is_shown() -> None:
    cause = Cause(CauseKind.EDITED_IN_XERO, CauseThing("invoice-1"))
    edited_there = evolve(SYNCED, in_xero=evolve(IN_XERO, edited=True), causes=(cause,))
    held = after(edited_there)
    assert held.in_xero is not None
    assert held.in_xero.shown


def test_of_a_deleted_invoice_nothing_is_new() -> None:
    assert after(SYNCED, None) == SYNCED


def test_what_was_voided_before_it_was_sent_is_voided() -> None:
    assert after(NEW, evolve(SENT, status=InvoiceStatus.VOIDED)).state is InvoiceState.VOIDED


@pytest.mark.parametrize("status", [InvoiceStatus.DRAFT, InvoiceStatus.APPROVED])
def test_the_state_follows_the_host_before_it_is_sent(status: InvoiceStatus) -> None:
    found = after(NEW, evolve(GOOD, status=status))
    assert found.state.value == status.value
