"""Writing invoices into an organisation: what is meant, checked, then stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from .body import Sent
from .contact import ACTIVE, Contact
from .invoice import (
    ACCPAY,
    ACCREC,
    APPROVED,
    DRAFT,
    ENDED,
    SUBMITTED,
    Invoice,
)
from .invoice_body import SentInvoice
from .invoice_rules import (
    Setting,
    applied,
    blank,
    check,
    check_status,
    moves_the_time,
)
from .rules import UNKNOWN_CONTACT, RefusedError

if TYPE_CHECKING:
    from .organisation import Organisation

INVOICE = "INVOICE"
CONTACT_ARCHIVED = (
    "The contact with the specified contact details has been archived. "
    "The contact must be un-archived before creating new invoices or credit notes."
)
CONTACT_MISSING = "A Contact must be specified for this type of transaction"  # (?)
INVOICE_UNKNOWN = "Invoice could not be found"  # (?)
NOT_EMAILABLE = "Only approved or submitted ACCREC invoices can be emailed"  # (?)
NO_EMAIL = "The contact has no email address"  # (?)
TOO_MANY_EMAILS = "Daily limit for emailing invoices has been reached"  # (?)


@frozen
class Writer:
    """Who writes: ``by_app`` the API, else a person; ``places``: unitdp, 2 or 4.

    ``invoice_id`` is what a new invoice gets; None: the next one.
    """

    by_app: bool
    places: int = 4
    invoice_id: str | None = None


def sent_for(organisation: Organisation, sent: SentInvoice) -> Invoice | None:
    """The invoice that a POST is about: by InvoiceID, or a sales invoice by number; new: None."""
    ledger = organisation.ledger
    if sent.invoice_id is not None:
        return ledger.invoices.get(sent.invoice_id)
    if sent.type == ACCPAY:
        return None
    held = organisation.switches.ended_numbers_held
    found = ledger.sales_numbered(sent.texts.get("InvoiceNumber", ""))
    return next((one for one in found if held or one.status not in ENDED), None)


def write_invoice(
    organisation: Organisation, before: Invoice | None, sent: SentInvoice, writer: Writer
) -> Invoice:
    """Store *before*, or a new invoice, with what was sent; raises RefusedError, then unchanged."""
    if before is None and sent.invoice_id is not None:
        raise RefusedError(INVOICE_UNKNOWN)
    check_status(before, sent)
    setting = setting_of(organisation, writer.places)
    contact = None if sent.status in ENDED else _contact(organisation, before, sent)
    contact_id = contact.contact_id if contact else before.contact_id if before else ""
    start = before or blank(sent, contact_id, setting)
    after = applied(evolve(start, contact_id=contact_id), sent, setting)
    check(before, after, sent, setting)
    if contact is not None and contact_id == "":
        after = evolve(after, contact_id=_new_contact(organisation, sent))
    return _stored(organisation, before, after, writer)


def setting_of(organisation: Organisation, places: int = 4) -> Setting:
    ledger = organisation.ledger
    today = ledger.today(organisation.now_ms())
    return Setting(ledger, organisation.switches, today, places)


def _contact(
    organisation: Organisation, before: Invoice | None, sent: SentInvoice
) -> Contact | None:
    """Whose it becomes; an empty ContactID: a contact to be made; None: as before."""
    given = sent.contact
    if given is None or not (given.contact_id or given.number or given.name):
        if before is None:
            raise RefusedError(CONTACT_MISSING)
        return None
    found = _found(organisation, sent)
    if before is not None and found.contact_id == before.contact_id:
        return None
    if found.status != ACTIVE:
        raise RefusedError(CONTACT_ARCHIVED)
    return found


def _found(organisation: Organisation, sent: SentInvoice) -> Contact:
    given, book = sent.contact, organisation.book
    assert given is not None
    if given.contact_id:
        by_id = book.get(given.contact_id)
        if by_id is None:
            raise RefusedError(UNKNOWN_CONTACT)
        return by_id
    found = book.numbered(given.number) if given.number else ()
    found = found or book.named_and_active(given.name)
    if not found and not given.name:
        raise RefusedError(UNKNOWN_CONTACT)
    return found[0] if found else Contact("", 0)


def _new_contact(organisation: Organisation, sent: SentInvoice) -> str:
    assert sent.contact is not None
    texts = {"Name": sent.contact.name, "ContactNumber": sent.contact.number}
    made = Sent(texts={name: text for name, text in texts.items() if text})
    return organisation.store(None, made).contact_id


def _stored(
    organisation: Organisation, before: Invoice | None, after: Invoice, writer: Writer
) -> Invoice:
    ledger = organisation.ledger
    if before is None:
        number = after.number or (ledger.number_from_settings() if after.type == ACCREC else "")
        invoice_id = writer.invoice_id or ledger.ids.next("invoice")
        after = evolve(after, invoice_id=invoice_id, number=number, by_app=writer.by_app)
    moved = moves_the_time(before, after)
    stored = evolve(after, updated_ms=organisation.stamp()) if moved else after
    keep(organisation, stored, created=before is None)
    return stored


def keep(organisation: Organisation, invoice: Invoice, *, created: bool = False) -> None:
    organisation.ledger.invoices.put(invoice.invoice_id, invoice)
    organisation.tell(INVOICE, invoice.invoice_id, created=created)
    counted = (*APPROVED, DRAFT, SUBMITTED) if _drafts_count(organisation) else APPROVED
    contact = organisation.book.get(invoice.contact_id)
    if contact is None or invoice.status not in counted:
        return
    sales = invoice.type == ACCREC
    customer, supplier = contact.is_customer or sales, contact.is_supplier or not sales
    if (customer, supplier) != (contact.is_customer, contact.is_supplier):
        # The flags leave UpdatedDateUTC alone (fact sheet 3.4).
        organisation.book.put(evolve(contact, is_customer=customer, is_supplier=supplier))


def _drafts_count(organisation: Organisation) -> bool:
    return organisation.switches.draft_makes_customer


def email_invoice(organisation: Organisation, invoice: Invoice) -> None:
    """Send it to its contact: SentToContact; raises RefusedError (fact sheet 4.2)."""
    ledger, contact = organisation.ledger, organisation.book.get(invoice.contact_id)
    if invoice.type != ACCREC or invoice.status not in (SUBMITTED, *APPROVED):
        raise RefusedError(NOT_EMAILABLE)
    if contact is None or not contact.email:
        raise RefusedError(NO_EMAIL)
    today = ledger.today(organisation.now_ms())
    sent = ledger.books.emails if ledger.books.emailed_on == today else 0
    if sent >= organisation.switches.emails_a_day:
        raise RefusedError(TOO_MANY_EMAILS)
    ledger.books = evolve(ledger.books, emailed_on=today, emails=sent + 1)
    if not invoice.sent:
        updated = organisation.stamp() if not invoice.amount_paid else invoice.updated_ms
        keep(organisation, evolve(invoice, sent=True, updated_ms=updated))
