"""What Xero's state of an invoice means here: paid, voided, edited, or our own echo (row 40)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from attrs import evolve

from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.compare_xero import differences, in_order
from xerolink.domain.invoices.currencies import DECIMALS
from xerolink.domain.invoices.invoice_state import IN_XERO, InvoiceEvent, InvoiceState
from xerolink.domain.invoices.money import Money
from xerolink.domain.invoices.record import (
    AwaitingPayment,
    Held,
    InvoiceRecord,
    InXero,
    InXeroNow,
    NotEligible,
    Paid,
    PartPaid,
    Standing,
    Voided,
)
from xerolink.domain.invoices.report import told
from xerolink.domain.invoices.xero import LineItemId, XeroInvoice, XeroInvoiceStatus

NOBODY_ELSE = frozenset[XeroContactId]()


def read_back(
    record: InvoiceRecord, xero: XeroInvoice, contacts: frozenset[XeroContactId] = NOBODY_ELSE
) -> InvoiceRecord:
    """*record* after *xero* was read; as it was, for an echo, a stale replica, another's invoice.

    *contacts*: whom the invoice may stand on besides the one that was agreed: where Xero merged
    that contact, the one that is left. Not for a record with an open intent: what we write
    ourselves is remembered with its answer, and a void of our own looks like anybody's.
    """
    now = record.in_xero
    if now is None or now.xero_id != xero.xero_id or xero.updated < now.updated:
        return record
    if record.state not in IN_XERO:
        return record
    if xero.gone:
        return _gone(record, now, xero)
    return _alive(record, now, xero, contacts)


def _gone(record: InvoiceRecord, now: InXeroNow, xero: XeroInvoice) -> InvoiceRecord:
    """Nobody is asked where the host voided it first: both sides say the same."""
    why = f"somebody {_DONE[xero.status]} it in Xero; the host still bills it"
    fix = "void it in the host, or bill it anew under another number"
    cause = Cause(CauseKind.VOIDED_IN_XERO, CauseThing(record.host_id), why, fix)
    return evolve(
        record.after(InvoiceEvent.VOIDED),
        causes=() if record.voided_here else (cause,),
        waits=False,
        in_xero=evolve(now, updated=xero.updated, status=xero.status),
    )


_DONE = {XeroInvoiceStatus.VOIDED: "voided", XeroInvoiceStatus.DELETED: "deleted"}


def _alive(
    record: InvoiceRecord,
    now: InXeroNow,
    xero: XeroInvoice,
    contacts: frozenset[XeroContactId],
) -> InvoiceRecord:
    moved = reduce(InvoiceRecord.after, _money(record.state, xero), record)
    found = _edits(now, xero, contacts)
    after = evolve(
        moved,
        causes=_causes(record, now, xero, found),
        in_xero=_noted(now, xero, edited=bool(found)),
    )
    return _woken(after) if _asks_anew(record, after) else after


def _asks_anew(before: InvoiceRecord, after: InvoiceRecord) -> bool:
    """Whether what was decided rests on what is no more.

    An edit in Xero that is gone held back what the host had edited. And money makes an invoice
    that was a draft again in the host one that is billed.
    """
    edited = any(cause.kind is CauseKind.EDITED_IN_XERO for cause in before.causes)
    still = any(cause.kind is CauseKind.EDITED_IN_XERO for cause in after.causes)
    drafted = before.not_eligible is NotEligible.NOT_SENT
    return (edited and not still) or (drafted and before.state is not after.state)


def _woken(record: InvoiceRecord) -> InvoiceRecord:
    return evolve(record, due=True, revision=record.revision + 1)


def _edits(
    now: InXeroNow, xero: XeroInvoice, contacts: frozenset[XeroContactId]
) -> tuple[str, ...]:
    """In what Xero's is not as it was agreed; lines that it does not tell may still differ."""
    found = differences(now.draft, now.line_ids, xero, contacts)
    unseen = ("lines",) if now.edited and xero.lines is None else ()
    total = () if Fraction(xero.total) == Fraction(now.total) else ("total",)
    return (*found, *unseen, *total)


def _money(state: InvoiceState, xero: XeroInvoice) -> Iterator[InvoiceEvent]:
    """How an invoice in *state* comes to what has been paid of *xero* by now."""
    if xero.status is XeroInvoiceStatus.PAID:
        if state is not InvoiceState.PAID:
            yield InvoiceEvent.PAID
    elif xero.settled_in_part:
        if state is not InvoiceState.PART_PAID:
            yield InvoiceEvent.PAID_IN_PART
    elif state is not InvoiceState.SYNCED:
        yield InvoiceEvent.PAYMENT_REMOVED


def _causes(
    record: InvoiceRecord, now: InXeroNow, xero: XeroInvoice, found: tuple[str, ...]
) -> tuple[Cause, ...]:
    """An edit that was answered already is not told again, until there is another one."""
    others = tuple(one for one in record.causes if one.kind is not CauseKind.EDITED_IN_XERO)
    if not found:
        return others
    if now.edited and xero.updated == now.updated:
        return record.causes
    parts = ", ".join(found)
    why = f"somebody changed it in Xero; it is not as it was sent in: {parts}"
    fix = "take the edit back in Xero; or edit it in the host or retry it, which overwrites Xero's"
    return (*others, Cause(CauseKind.EDITED_IN_XERO, CauseThing(record.host_id), why, fix))


def _noted(now: InXeroNow, xero: XeroInvoice, *, edited: bool) -> InXeroNow:
    """What is remembered of Xero's; of what was edited there, the agreed total stays."""
    return evolve(
        now,
        updated=xero.updated,
        status=xero.status,
        amount_due=xero.amount_due,
        settled=xero.settled_in_part,
        edited=edited,
        shown=now.shown and edited and xero.updated == now.updated,
        line_ids=now.line_ids if edited else _line_ids(now, xero),
        draft=now.draft if edited else evolve(now.draft, contact_id=xero.contact_id),
    )


def _line_ids(now: InXeroNow, xero: XeroInvoice) -> tuple[LineItemId, ...]:
    """Xero may make equal lines anew, with other ids (fact sheet 4.2)."""
    if xero.lines is None:
        return now.line_ids
    return tuple(one.line_id for one in in_order(xero.lines, now.line_ids))


def to_be_told(record: InvoiceRecord) -> InvoiceRecord:
    """*record*, of which the host is to be told, unless it was told just that and has answered."""
    return evolve(record, untold=record.untold or standing_of(record) != record.told)


def standing_of(record: InvoiceRecord) -> Standing | None:
    """What the host is to be told of the invoice; None: nothing, for it was not sent.

    Money and voiding are told before what holds it: the host shows one thing, and its status
    follows these. What holds a paid invoice is among the issues.
    """
    now = record.in_xero
    if record.not_eligible is NotEligible.TAKEN_BACK:
        return Held((NotEligible.TAKEN_BACK.value,))
    match record.state:
        case InvoiceState.VOIDED:
            return Voided()
        case InvoiceState.PAID:
            return Paid()
        case InvoiceState.PART_PAID if now is not None:
            return PartPaid(due_of(now))
        case _ if record.causes:
            return Held(tuple(told(cause) for cause in record.causes))
        case InvoiceState.SYNCED | InvoiceState.PART_PAID if now is not None:
            return InXero(now.xero_id)
        case InvoiceState.AWAITING_PAYMENT:
            return AwaitingPayment()
        case _:
            return None


def due_of(now: InXeroNow) -> Money:
    """What is still to be paid, in whole coins, rounded up: Xero counts yen in hundredths too."""
    currency = now.draft.currency
    places = DECIMALS[currency]
    coins = -(-Fraction(now.amount_due) * 10**places // 1)
    return Money(Decimal(f"{coins}E-{places}"), currency)
