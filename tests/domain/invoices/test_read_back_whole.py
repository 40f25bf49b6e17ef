"""The whole of what is remembered when Xero's side is read back, and what is decided anew then."""

from decimal import Decimal

import pytest
from attrs import evolve

from tests.domain.invoices.office import FRESH, IN_XERO, LATER, SYNCED, as_xero_has_it
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.read_back import read_back, to_be_told
from xerolink.domain.invoices.record import InvoiceRecord, InXero, NotEligible
from xerolink.domain.invoices.xero import LineItemId, XeroInvoice, XeroInvoiceStatus

UNPAID = as_xero_has_it(updated=LATER)
VOIDED = evolve(UNPAID, status=XeroInvoiceStatus.VOIDED)
PAID = evolve(
    UNPAID, status=XeroInvoiceStatus.PAID, amount_paid=Decimal(115), amount_due=Decimal(0)
)
PART = evolve(UNPAID, amount_paid=Decimal(15), amount_due=Decimal(100))
EDITED = evolve(UNPAID, number=InvoiceNumber("INV-9"), due=None)


def cause(kind: CauseKind) -> Cause:
    return Cause(kind, CauseThing("invoice-1"))


BY_EDIT = evolve(
    SYNCED,
    causes=(cause(CauseKind.EDITED_IN_XERO),),
    in_xero=evolve(IN_XERO, edited=True),
)
"""Somebody edited it in Xero."""


def test_what_somebody_voids_in_xero_waits_for_nobody() -> None:
    assert read_back(evolve(SYNCED, waits=True), VOIDED) == evolve(
        SYNCED,
        state=InvoiceState.VOIDED,
        causes=(cause(CauseKind.VOIDED_IN_XERO),),
        in_xero=evolve(IN_XERO, updated=LATER, status=XeroInvoiceStatus.VOIDED),
    )


def test_what_the_host_had_voided_is_not_told_when_xero_has_voided_it() -> None:
    assert read_back(evolve(SYNCED, voided_here=True), VOIDED).causes == ()


def test_a_void_in_xero_is_told_with_what_mends_it() -> None:
    (told,) = read_back(SYNCED, VOIDED).causes
    assert (told.why, told.fix) == (
        "somebody voided it in Xero; the host still bills it",
        "void it in the host, or bill it anew under another number",
    )


def test_an_edit_in_xero_is_told_with_all_that_differs_and_what_mends_it() -> None:
    (told,) = read_back(SYNCED, EDITED).causes
    parts, fix = told.why.rpartition(": ")[2], told.fix
    assert sorted(parts.split(", ")) == ["due date", "number"]
    assert fix == (
        "take the edit back in Xero; or edit it in the host or retry it, which overwrites Xero's"
    )


def test_lines_that_are_not_told_of_an_edited_invoice_may_still_differ() -> None:
    (told,) = read_back(BY_EDIT, evolve(UNPAID, lines=None)).causes
    assert told.why.endswith(": lines")


@pytest.mark.parametrize("xero", [PART, PAID], ids=["paid in part", "paid"])
def test_money_is_remembered_as_xero_has_it(xero: XeroInvoice) -> None:
    found = read_back(SYNCED, xero).in_xero
    assert found == evolve(
        IN_XERO, updated=LATER, status=xero.status, amount_due=xero.amount_due, settled=True
    )


def test_of_what_was_edited_what_was_agreed_stays() -> None:
    """Its lines and its contact: by those a later edit of the host is carried over."""
    moved = evolve(
        EDITED,
        contact_id=XeroContactId("c-9"),
        lines=tuple(evolve(line, line_id=LineItemId("line-9")) for line in EDITED.lines or ()),
    )
    found = read_back(SYNCED, moved).in_xero
    assert found is not None
    assert (found.line_ids, found.draft) == (IN_XERO.line_ids, IN_XERO.draft)


UNSENT = evolve(SYNCED, not_eligible=NotEligible.NOT_SENT)
REFUSED = evolve(SYNCED, causes=(cause(CauseKind.REFUSED),))


def woken(record: InvoiceRecord) -> InvoiceRecord:
    return evolve(record, due=True, revision=record.revision + 1)


def test_an_edit_that_is_taken_back_in_xero_lets_the_host_s_go() -> None:
    found = read_back(BY_EDIT, UNPAID)
    assert found == woken(evolve(SYNCED, in_xero=evolve(IN_XERO, updated=LATER)))


def test_a_draft_of_the_host_s_that_is_paid_is_decided_anew() -> None:
    """Money makes it one that is billed again."""
    found = read_back(UNSENT, PAID)
    assert (found.due, found.revision) == (True, UNSENT.revision + 1)


@pytest.mark.parametrize(
    ("record", "xero"),
    [(SYNCED, PAID), (UNSENT, UNPAID), (REFUSED, UNPAID), (BY_EDIT, EDITED), (SYNCED, EDITED)],
    ids=[
        "paid",
        "a draft of the host's, unpaid",
        "held by something else",
        "edited again",
        "edited",
    ],
)
def test_nothing_else_is_a_reason_to_decide_anew(record: InvoiceRecord, xero: XeroInvoice) -> None:
    found = read_back(record, xero)
    assert (found.due, found.revision) == (record.due, record.revision)


@pytest.mark.parametrize(
    ("record", "untold"),
    [
        (SYNCED, True),
        (evolve(SYNCED, told=InXero(IN_XERO.xero_id)), False),
        (evolve(SYNCED, told=InXero(IN_XERO.xero_id), untold=True), True),
    ],
    ids=["never told", "told", "told and not answered"],
)
def test_the_host_is_told_until_it_has_answered(record: InvoiceRecord, untold: bool) -> None:
    assert to_be_told(record) == evolve(record, untold=untold)


def test_of_what_was_not_sent_the_host_is_told_nothing() -> None:
    draft = evolve(FRESH, state=InvoiceState.DRAFT)
    assert to_be_told(draft) == draft
