"""The endpoints of payments (fact sheet 4.2 and 4.4)."""

from collections.abc import Sequence
from functools import partial

from . import invoice_wire, wire
from .answering import batch, ok
from .call import Call
from .invoice import Payment
from .invoice_body import asks_for_deletion, read_payments
from .invoice_endpoints import written_invoice
from .invoice_query import select_payments
from .organisation import Organisation
from .paying import delete_payment, write_payment
from .query import flag, read_page
from .reading import invalid
from .rules import RefusedError
from .wire import Answer, Json


def get_payments(organisation: Organisation, call: Call) -> Answer:
    """A page, or without ``page`` every row; deleted ones too."""
    inclusive = organisation.switches.since_inclusive
    kept = organisation.ledger.payments
    found = select_payments(kept, call.query, call.modified_since, inclusive)
    page = read_page(call.query)
    if page is None:
        return ok(organisation, {"Payments": [_read(organisation, one) for one in found]})
    paging = wire.paging(page.number, page.size, len(found))
    shown = [_read(organisation, one) for one in page.of(found)]
    return ok(organisation, {"pagination": paging, "Payments": shown})


def get_payment(organisation: Organisation, call: Call) -> Answer:
    """One payment by PaymentID; 404 is HTML."""
    found = organisation.ledger.payments.get(call.key.lower())
    if found is None:
        return wire.not_found()
    return ok(organisation, {"Payments": [_read(organisation, found)]})


def put_payments(organisation: Organisation, call: Call) -> Answer:
    """Create payments; each makes its invoice PAID when nothing is due."""
    sent = read_payments(call.body)
    whole = flag(call.query, "summarizeerrors", default=True)
    works = (partial(write_payment, organisation, one) for one in sent)
    return batch(
        organisation,
        "Payments",
        sent,
        organisation.attempt(works, whole=whole),
        whole=whole,
        refused=invoice_wire.refused_payment,
        written=partial(_written, organisation),
    )


def post_payment(organisation: Organisation, call: Call) -> Answer:
    """Delete the payment in the path, the one change there is: Status DELETED."""
    found = organisation.ledger.payments.get(call.key.lower())
    if found is None:
        return wire.not_found()
    if not asks_for_deletion(call.body):
        raise invalid("The Status of a payment can be set to DELETED only")
    work = partial(delete_payment, organisation, found)
    (outcome,) = organisation.attempt([work], whole=True)
    if isinstance(outcome, RefusedError):
        return wire.validation_problem([_refused(organisation, found, outcome.problems)])
    return ok(organisation, {"Payments": [_written(organisation, outcome)]}, written=1)


def _read(organisation: Organisation, payment: Payment) -> Json:
    full = _written(organisation, payment)
    names = ("Type", "InvoiceID", "InvoiceNumber", "Contact", "CurrencyCode")
    stub = {name: full["Invoice"][name] for name in names}
    contact = {name: stub["Contact"][name] for name in ("ContactID", "Name")}
    return {**full, "Invoice": {**stub, "Contact": contact, "LineItems": []}}


def _written(organisation: Organisation, payment: Payment) -> Json:
    invoice = organisation.ledger.invoices.get(payment.invoice_id)
    assert invoice is not None
    account = organisation.ledger.catalogue.account(payment.account_id)
    return invoice_wire.payment_json(payment, written_invoice(organisation, invoice, 4), account)


def _refused(organisation: Organisation, payment: Payment, problems: Sequence[str]) -> Json:
    shown = _written(organisation, payment)
    errors = [{"Message": problem} for problem in problems]
    return {**shown, "HasValidationErrors": True, "ValidationErrors": errors}
