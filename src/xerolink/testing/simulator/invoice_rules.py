"""Xero's rules for an invoice as a whole: status, numbers, dates, edits (fact sheet 4.1, 4.2).

Texts marked (?) are ours, no source shows them.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import evolve, frozen

from .invoice import (
    ACCREC,
    APPROVED,
    AUTHORISED,
    DELETED,
    DRAFT,
    ENDED,
    PAID,
    SUBMITTED,
    VOIDED,
    Invoice,
    Line,
)
from .invoice_body import TEXT_LIMITS, SentInvoice
from .ledger import Ledger
from .line_amounts import Terms, approvable, recounted
from .line_rules import sent_lines
from .rules import TOO_LONG, RefusedError
from .switches import Switches

NOT_MODIFIABLE = "Invoice not of valid status for modification"
NOT_CREATABLE = "Invoice not of valid status for creation"
HAS_PAYMENTS = (
    "The status VOIDED cannot be applied to the invoice because it has payments or credit notes "
    "allocated to it."
)
PAID_EDIT = "This document cannot be edited as it has a payment or credit note allocated to it."
PERIOD_LOCKED = "The document date cannot be before the period lock date of {}."
YEAR_LOCKED = "The document date cannot be before the end of year lock date of {}."  # (?)
DUE_DATE_MISSING = "The document DueDate field must be specified"
NUMBER_TAKEN = "Invoice # must be unique."
NUMBER_NOT_ASCII = "Invoice number must only contain printable ASCII characters."  # (?)
TYPE_MISSING = "The invoice Type must be specified."  # (?)
LINES_MISSING = "One or more line items must be specified"  # (?)
CURRENCY_UNKNOWN = "Organisation is not subscribed to currency {}"
THEME_UNKNOWN = "The branding theme does not exist."  # (?)
SENT_UNAPPROVED = "SentToContact can only be set on approved invoices."  # (?)

_TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    DRAFT: (DRAFT, SUBMITTED, AUTHORISED, DELETED),
    SUBMITTED: (SUBMITTED, AUTHORISED, DRAFT, DELETED),
    AUTHORISED: (AUTHORISED, VOIDED),
    PAID: (PAID,),
    VOIDED: (),
    DELETED: (),
}


@frozen
class Setting:
    """What surrounds a write: the ledger, the switches, the organisation's day, unitdp."""

    ledger: Ledger
    switches: Switches
    today: date
    places: int


def blank(sent: SentInvoice, contact_id: str, setting: Setting) -> Invoice:
    """A new invoice before what was sent is applied; raises RefusedError without a Type."""
    if sent.type is None:
        raise RefusedError(TYPE_MISSING)
    return Invoice(
        invoice_id="",
        updated_ms=0,
        type=sent.type,
        contact_id=contact_id,
        issued=setting.today,
        line_amount_types=setting.switches.default_line_amount_types,
        currency=setting.ledger.country.currency,
    )


def check_status(before: Invoice | None, sent: SentInvoice) -> None:
    """Raise RefusedError for a step that the status machine has not (fact sheet 4.2)."""
    if before is None:
        if (sent.status or DRAFT) not in (DRAFT, SUBMITTED, AUTHORISED):
            raise RefusedError(NOT_CREATABLE)
        return
    after = sent.status or before.status
    if after == VOIDED and before.status in APPROVED and before.amount_paid:
        raise RefusedError(HAS_PAYMENTS)
    if after not in _TRANSITIONS[before.status]:
        raise RefusedError(NOT_MODIFIABLE)


def applied(before: Invoice, sent: SentInvoice, setting: Setting) -> Invoice:
    """*before* with what was sent: omitted keeps, ``""`` clears; raises RefusedError.

    Only the status changes when it ends in VOIDED or DELETED.
    """
    if sent.status in ENDED:
        return evolve(before, status=sent.status)
    headed = _headed(before, sent, setting)
    return evolve(headed, lines=_lines(before, headed, sent, setting))


def _headed(before: Invoice, sent: SentInvoice, setting: Setting) -> Invoice:
    texts, days, sales = sent.texts, sent.days, before.type == ACCREC
    currency = (texts.get("CurrencyCode") or before.currency).upper()
    status = sent.status or before.status
    dated = days.get("Date") or before.issued
    due = days.get("DueDate", before.due_date)
    if due is None and status in APPROVED and not setting.switches.due_date_required:
        due = dated
    return evolve(
        before,
        status=status,
        number=texts.get("InvoiceNumber") or before.number,
        reference=texts.get("Reference", before.reference) if sales else "",
        issued=dated,
        due_date=due,
        line_amount_types=sent.line_amount_types or before.line_amount_types,
        currency=currency,
        currency_rate=_currency_rate(before, sent, currency, setting),
        branding_theme_id=sent.branding_theme_id or before.branding_theme_id,
        url=texts.get("Url", before.url),
        sent=before.sent if sent.sent_to_contact is None else sent.sent_to_contact,
        expected_payment=days.get("ExpectedPaymentDate", before.expected_payment),
        planned_payment=days.get("PlannedPaymentDate", before.planned_payment),
    )


def _currency_rate(before: Invoice, sent: SentInvoice, currency: str, setting: Setting) -> int:
    found = setting.ledger.catalogue.currency(currency)
    if found is None:
        raise RefusedError(CURRENCY_UNKNOWN.format(currency))
    if sent.currency_rate is not None and currency != setting.ledger.country.currency:
        return sent.currency_rate
    kept = before.currency == currency and before.currency_rate
    return kept or found.day_rate


def _lines(
    before: Invoice, headed: Invoice, sent: SentInvoice, setting: Setting
) -> tuple[Line, ...]:
    terms = _terms(headed, setting)
    ids = setting.ledger.ids
    if sent.lines is not None:
        return sent_lines(sent.lines, before.lines, terms, ids)
    if setting.switches.unsent_lines_recreated:
        return tuple(evolve(recounted(x, terms), line_id=ids.next("line")) for x in before.lines)
    if headed.line_amount_types != before.line_amount_types:
        exact = evolve(terms, places=4)
        return tuple(recounted(one, exact) for one in before.lines)
    if before.status in APPROVED:
        return before.lines
    return tuple(approvable(one, terms) for one in before.lines)


def _terms(invoice: Invoice, setting: Setting) -> Terms:
    return Terms(
        catalogue=setting.ledger.catalogue,
        switches=setting.switches,
        type=invoice.type,
        line_amount_types=invoice.line_amount_types,
        places=setting.places,
        approved=invoice.status in (SUBMITTED, *APPROVED),
    )


def check(before: Invoice | None, after: Invoice, sent: SentInvoice, setting: Setting) -> None:
    """Raise RefusedError with every reason why *after* cannot take the place of *before*."""
    problems = (
        *_lock_problems(before, after, setting),
        *_edit_problems(before, after),
        *(() if after.status in ENDED else _field_problems(after, sent, setting)),
    )
    if problems:
        raise RefusedError(*problems)


def lock_problems(dated: date, setting: Setting) -> Iterator[str]:
    """Why nothing may be dated so; the period lock does not bind an adviser."""
    books = setting.ledger.books
    if books.year_end_lock is not None and dated <= books.year_end_lock:
        yield YEAR_LOCKED.format(_day(books.year_end_lock))
    elif setting.switches.adviser or books.period_lock is None:
        return
    elif dated <= books.period_lock:
        yield PERIOD_LOCKED.format(_day(books.period_lock))


def _lock_problems(before: Invoice | None, after: Invoice, setting: Setting) -> Iterator[str]:
    # Neither out of a locked period nor into it.
    dates = {after.issued} if before is None else {before.issued, after.issued}
    yield from lock_problems(min(dates), setting)


def _day(found: date) -> str:
    return f"{found.day} {found:%b %Y}"


def _edit_problems(before: Invoice | None, after: Invoice) -> Iterator[str]:
    if before is None or not before.amount_paid:
        return
    bill = before.type != ACCREC
    if before != (after if bill else _as_editable(before, after)):
        yield PAID_EDIT


def _as_editable(before: Invoice, after: Invoice) -> Invoice:
    """*after* with *before*'s values where a paid sales invoice may be edited."""
    kept = {line.line_id: line for line in before.lines}
    return evolve(
        after,
        reference=before.reference,
        due_date=before.due_date,
        number=before.number,
        branding_theme_id=before.branding_theme_id,
        contact_id=before.contact_id,
        url=before.url,
        sent=before.sent,
        expected_payment=before.expected_payment,
        lines=tuple(_line_as_editable(kept.get(line.line_id, line), line) for line in after.lines),
    )


def _line_as_editable(before: Line, after: Line) -> Line:
    return evolve(
        after,
        description=before.description,
        account_code=before.account_code,
        tracking=before.tracking,
    )


def _field_problems(after: Invoice, sent: SentInvoice, setting: Setting) -> Iterator[str]:
    approved = after.status in (SUBMITTED, *APPROVED)
    if approved and after.due_date is None:
        yield DUE_DATE_MISSING
    if not after.lines:
        yield LINES_MISSING
    for name, limit in TEXT_LIMITS.items():
        if limit is not None and len(sent.texts.get(name, "")) > limit:
            yield TOO_LONG.format(name, limit)
    if after.branding_theme_id and setting.ledger.catalogue.theme(after.branding_theme_id) is None:
        yield THEME_UNKNOWN
    if sent.sent_to_contact and after.status not in APPROVED:
        yield SENT_UNAPPROVED
    yield from _number_problems(after, setting)


def _number_problems(after: Invoice, setting: Setting) -> Iterator[str]:
    if any(not " " <= char <= "~" for char in after.number):
        yield NUMBER_NOT_ASCII
    if after.type != ACCREC:
        return
    others = (
        one
        for one in setting.ledger.sales_numbered(after.number)
        if one.invoice_id != after.invoice_id
        and (setting.switches.ended_numbers_held or one.status not in ENDED)
    )
    if any(others):
        yield NUMBER_TAKEN


def moves_the_time(before: Invoice | None, after: Invoice) -> bool:
    """Whether UpdatedDateUTC moves: not for DueDate and SentToContact of what is part paid."""
    if before is None or not before.amount_paid:
        return True
    return before != evolve(after, due_date=before.due_date, sent=before.sent) or before == after
