"""Payments: what may be paid, and the invoice that is PAID when nothing is due (fact sheet 4.4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from .bookkeeping import INVOICE, INVOICE_UNKNOWN, setting_of
from .catalogue import ACTIVE, BANK
from .invoice import AUTHORISED, DELETED, PAID, Invoice, Payment
from .invoice_body import SentPayment
from .invoice_rules import lock_problems
from .money import rounded
from .rules import RefusedError

if TYPE_CHECKING:
    from .organisation import Organisation

NOT_PAYABLE = "Payments can only be made against Authorised documents"  # (?)
OVERPAID = "The payment amount exceeds the amount outstanding on this document."
AMOUNT_MISSING = "Payment amount must be greater than zero"  # (?)
ACCOUNT_UNFIT = "Account could not be found, or payments cannot be made to it"  # (?)
PAYMENT_DELETED = "The payment has already been deleted"  # (?)


def write_payment(organisation: Organisation, sent: SentPayment) -> Payment:
    """Pay an invoice, which is PAID when nothing is due; raises RefusedError."""
    ledger = organisation.ledger
    invoice = ledger.invoice(sent.invoice)
    if invoice is None:
        raise RefusedError(INVOICE_UNKNOWN)
    setting = setting_of(organisation)
    dated = sent.date or setting.today
    _check_payment(organisation, invoice, sent, dated)
    account = ledger.catalogue.account(sent.account)
    assert account is not None
    payment = Payment(
        payment_id=ledger.ids.next("payment"),
        updated_ms=organisation.stamp(),
        invoice_id=invoice.invoice_id,
        account_id=account.account_id,
        paid_on=dated,
        amount=rounded(sent.amount or 0, 2),
        reference=sent.reference,
        currency_rate=sent.currency_rate or invoice.currency_rate,
        reconciled=sent.reconciled,
    )
    ledger.payments.put(payment.payment_id, payment)
    _settle(organisation, invoice, payment.updated_ms)
    return payment


def _check_payment(
    organisation: Organisation, invoice: Invoice, sent: SentPayment, dated: date
) -> None:
    account = organisation.ledger.catalogue.account(sent.account)
    if invoice.status != AUTHORISED:
        raise RefusedError(NOT_PAYABLE if invoice.status != PAID else OVERPAID)
    if account is None or not (account.type == BANK or account.takes_payments):
        raise RefusedError(ACCOUNT_UNFIT)
    if account.status != ACTIVE:
        raise RefusedError(ACCOUNT_UNFIT)
    if sent.amount is None or sent.amount <= 0:
        raise RefusedError(AMOUNT_MISSING)
    if sent.amount > invoice.amount_due:
        raise RefusedError(OVERPAID)
    problems = tuple(lock_problems(dated, setting_of(organisation)))
    if problems:
        raise RefusedError(*problems)


def delete_payment(organisation: Organisation, payment: Payment) -> Payment:
    """Take a payment back; its invoice is AUTHORISED again. Raises RefusedError."""
    if payment.status == DELETED:
        raise RefusedError(PAYMENT_DELETED)
    problems = tuple(lock_problems(payment.paid_on, setting_of(organisation)))
    if problems:
        raise RefusedError(*problems)
    gone = evolve(payment, status=DELETED, updated_ms=organisation.stamp())
    organisation.ledger.payments.put(gone.payment_id, gone)
    invoice = organisation.ledger.invoices.get(payment.invoice_id)
    assert invoice is not None
    _settle(organisation, invoice, gone.updated_ms)
    return gone


def _settle(organisation: Organisation, invoice: Invoice, at_ms: int) -> None:
    paid = sum(one.amount for one in organisation.ledger.payments_of(invoice))
    status = PAID if paid >= invoice.total else AUTHORISED
    settled = evolve(invoice, amount_paid=paid, status=status, updated_ms=at_ms)
    organisation.ledger.invoices.put(invoice.invoice_id, settled)
    if organisation.switches.payments_told:
        organisation.tell(INVOICE, invoice.invoice_id, created=False)
