"""The endpoints of invoices: organisation and call in, answer out (fact sheet 4)."""

from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import sha256

from attrs import evolve

from . import invoice_wire, wire
from .answering import batch, ok
from .bookkeeping import Writer, email_invoice, sent_for, write_invoice
from .call import Call
from .contact import Contact
from .invoice import ACCREC, APPROVED, Invoice
from .invoice_body import SentInvoice, read_invoices
from .invoice_query import InvoiceSelection, read_invoice_selection, select_invoices
from .organisation import Organisation
from .query import flag, read_page
from .rules import RefusedError
from .where import BadQueryError
from .wire import Answer, Json


def get_invoices(organisation: Organisation, call: Call) -> Answer:
    """A page, which ``Statuses`` and ``summaryOnly`` force, or every row without its lines."""
    selection = read_invoice_selection(
        call.query, call.modified_since, organisation.switches.since_inclusive
    )
    page = read_page(call.query, forced=bool(selection.statuses))
    places = _places(call)
    found = _selected(organisation, selection)
    if page is None and len(found) > organisation.switches.most_rows:
        return wire.bad_query("Too many rows for one answer, use paging")
    if page is None:
        return ok(organisation, {"Invoices": _listed(organisation, found, places, lines=False)})
    rows = _listed(organisation, page.of(found), places, lines=True)
    summary = flag(call.query, "summaryonly")
    paging = wire.paging(page.number, page.size, len(found))
    shown = [invoice_wire.summary_of(row) for row in rows] if summary else rows
    return ok(organisation, {"pagination": paging, "Invoices": shown})


def _selected(organisation: Organisation, selection: InvoiceSelection) -> tuple[Invoice, ...]:
    return select_invoices(
        organisation.ledger, selection, lambda one: _contact(organisation, one).name
    )


def _contact(organisation: Organisation, contact_id: str) -> Contact:
    found = organisation.book.get(contact_id)
    assert found is not None
    return found


def _listed(
    organisation: Organisation, invoices: Iterable[Invoice], places: int, *, lines: bool
) -> list[Json]:
    return [
        invoice_wire.invoice_json(
            one,
            invoice_wire.contact_stub(_contact(organisation, one.contact_id)),
            organisation.ledger.payments_of(one),
            places,
            lines=lines,
        )
        for one in invoices
    ]


def _places(call: Call) -> int:
    given = call.query.get("unitdp", "2")
    if given not in {"2", "4"}:
        raise BadQueryError("unitdp must be 2 or 4")
    return int(given)


def get_invoice(organisation: Organisation, call: Call) -> Answer:
    """One invoice by InvoiceID or InvoiceNumber, with all of its contact; 404 is HTML."""
    found = organisation.ledger.invoice(call.key)
    if found is None:
        return wire.not_found()
    contact = wire.read_contact(_contact(organisation, found.contact_id), detail=True)
    payments = organisation.ledger.payments_of(found)
    shown = invoice_wire.invoice_json(found, contact, payments, _places(call), lines=True)
    return ok(organisation, {"Invoices": [shown]})


def put_invoices(organisation: Organisation, call: Call) -> Answer:
    """Create only: an InvoiceID that was sent is ignored."""
    sent = [evolve(one, invoice_id=None) for one in read_invoices(call.body)]
    return _stored(organisation, call, sent, create=True)


def post_invoices(organisation: Organisation, call: Call) -> Answer:
    """Create or update: by InvoiceID, or a sales invoice by its number."""
    return _stored(organisation, call, read_invoices(call.body), create=False)


def post_invoice(organisation: Organisation, call: Call) -> Answer:
    """Update the invoice in the path, an id or a number; an unknown one is a 404."""
    found = organisation.ledger.invoice(call.key)
    if found is None:
        return wire.not_found()
    named = [evolve(one, invoice_id=found.invoice_id) for one in read_invoices(call.body)]
    return _stored(organisation, call, named, create=False)


def _stored(
    organisation: Organisation, call: Call, sent: Sequence[SentInvoice], *, create: bool
) -> Answer:
    whole, places = flag(call.query, "summarizeerrors", default=True), _places(call)

    def store(one: SentInvoice) -> Invoice:
        before = None if create else sent_for(organisation, one)
        return write_invoice(organisation, before, one, Writer(by_app=True, places=places))

    def refused(one: SentInvoice, problems: Sequence[str]) -> Json:
        before = None if create else sent_for(organisation, one)
        merged = {} if before is None else written_invoice(organisation, before, places)
        return invoice_wire.refused_invoice(one, merged, problems)

    return batch(
        organisation,
        "Invoices",
        sent,
        organisation.attempt((partial(store, one) for one in sent), whole=whole),
        whole=whole,
        refused=refused,
        written=lambda invoice: written_invoice(organisation, invoice, places),
    )


def written_invoice(organisation: Organisation, invoice: Invoice, places: int) -> Json:
    """An invoice as a write answers it: with the contact as a contact's write shows it."""
    contact = wire.written_contact(_contact(organisation, invoice.contact_id))
    payments = organisation.ledger.payments_of(invoice)
    return invoice_wire.invoice_json(invoice, contact, payments, places, lines=True)


def post_email(organisation: Organisation, call: Call) -> Answer:
    """204, and it is sent; limits and drafts are a 400 (fact sheet 4.2)."""
    found = organisation.ledger.invoice(call.key)
    if found is None:
        return wire.not_found()
    (outcome,) = organisation.attempt([partial(email_invoice, organisation, found)], whole=True)
    if isinstance(outcome, RefusedError):
        sent = SentInvoice(invoice_id=found.invoice_id)
        merged = written_invoice(organisation, found, 2)
        refused = invoice_wire.refused_invoice(sent, merged, outcome.problems)
        return wire.validation_problem([refused])
    return Answer(204, b"", None, written=1)


def get_online_invoice(organisation: Organisation, call: Call) -> Answer:
    """The link for the customer, of approved sales invoices only; else 404."""
    found = organisation.ledger.invoice(call.key)
    if found is None or found.type != ACCREC or found.status not in APPROVED:
        return wire.not_found()
    code = sha256(found.invoice_id.encode()).hexdigest()[:40]
    shown = {"OnlineInvoiceUrl": f"https://in.xero.com/{code}"}
    return ok(organisation, {"OnlineInvoices": [shown]})
