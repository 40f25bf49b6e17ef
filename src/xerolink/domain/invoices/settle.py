"""From what Xero answered to what is remembered of an invoice: the end of an intent (protocol).

Finishing an intent any number of times has the effect of once. What an answer does not cover is
UNCERTAIN, and is read before anything is tried again.
"""

from typing import assert_never

from attrs import evolve, frozen

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.invoices.answered import number_held, refused, stored
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing, together
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.read_back import read_back, to_be_told
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.xero import Refusal, XeroInvoice

TRIES_BEFORE_TOLD = 3
"""How often an answer may be lost before a person is told."""


@frozen
class Landed:
    """Xero did it, now or in an earlier attempt: the invoice as it answered."""

    invoice: XeroInvoice


@frozen
class Declined:
    """Xero will not; nothing changed there."""

    refusals: tuple[Refusal, ...]


@frozen
class NumberOfAnother:
    """Xero has another sales invoice of this number (semantics row 35)."""


@frozen
class EditedSince:
    """Somebody edited the invoice in Xero since the decision; nothing was written (row 39)."""

    invoice: XeroInvoice


@frozen
class Lost:
    """No answer, or none that tells: it is read before anything is tried again."""


InvoiceAnswer = Landed | Declined | NumberOfAnother | EditedSince | Lost


@frozen
class SettledInvoice:
    """An intent's end, and the record after it; the intent may still be open."""

    intent: InvoiceIntent
    record: InvoiceRecord


def settle_invoice(
    intent: InvoiceIntent, record: InvoiceRecord, answer: InvoiceAnswer
) -> SettledInvoice:
    """What becomes of *intent* and of *record*, as it stands, by *answer*."""
    match answer:
        case Landed(invoice):
            return _ended(intent, IntentState.DONE, stored(record, intent, invoice))
        case Declined(refusals):
            return _ended(intent, IntentState.REFUSED, refused(record, refusals))
        case NumberOfAnother():
            return _ended(intent, IntentState.REFUSED, number_held(record))
        case EditedSince(invoice):
            return _ended(intent, IntentState.REFUSED, read_back(record, invoice))
        case Lost():
            return SettledInvoice(intent.become(IntentState.UNCERTAIN), _lost(intent, record))
        case _:
            assert_never(answer)


def _ended(intent: InvoiceIntent, state: IntentState, record: InvoiceRecord) -> SettledInvoice:
    return SettledInvoice(intent.become(state), to_be_told(record))


def _lost(intent: InvoiceIntent, record: InvoiceRecord) -> InvoiceRecord:
    """A single lost answer is nobody's business: the next run finds out."""
    if intent.attempts < TRIES_BEFORE_TOLD:
        return record
    cause = Cause(
        CauseKind.UNCERTAIN,
        CauseThing(record.host_id),
        "Xero's answer was lost, and a look does not show whether it was done",
        "nothing: each run looks again, and it is never sent twice",
    )
    return to_be_told(evolve(record, causes=together((*record.causes, cause))))
