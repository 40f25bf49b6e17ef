"""The notes in the history of contacts and invoices (fact sheet 3.4)."""

from . import invoice_wire, wire
from .answering import ok
from .call import Call
from .contact_endpoints import contact_of
from .invoice import Note
from .invoice_body import read_notes
from .organisation import Organisation
from .wire import Answer


def get_contact_history(organisation: Organisation, call: Call) -> Answer:
    found = contact_of(organisation, call.key)
    return wire.not_found() if found is None else _read(organisation, found.contact_id)


def put_contact_history(organisation: Organisation, call: Call) -> Answer:
    """Every call adds its notes: it is not idempotent."""
    found = contact_of(organisation, call.key)
    return wire.not_found() if found is None else _added(organisation, call, found.contact_id)


def get_invoice_history(organisation: Organisation, call: Call) -> Answer:
    found = organisation.ledger.invoice(call.key)
    return wire.not_found() if found is None else _read(organisation, found.invoice_id)


def put_invoice_history(organisation: Organisation, call: Call) -> Answer:
    """Every call adds its notes: it is not idempotent."""
    found = organisation.ledger.invoice(call.key)
    return wire.not_found() if found is None else _added(organisation, call, found.invoice_id)


def _read(organisation: Organisation, subject_id: str) -> Answer:
    found = reversed(organisation.ledger.notes.filed(subject_id))
    return ok(organisation, {"HistoryRecords": [invoice_wire.note_json(one) for one in found]})


def _added(organisation: Organisation, call: Call, subject_id: str) -> Answer:
    organisation.begin()
    added = [_note(organisation, subject_id, text) for text in read_notes(call.body)]
    organisation.commit()
    shown = [invoice_wire.note_json(one) for one in added]
    return ok(organisation, {"HistoryRecords": shown}, written=len(shown))


def _note(organisation: Organisation, subject_id: str, details: str) -> Note:
    note_id = organisation.ids.next("note")
    note = Note(note_id, subject_id, organisation.now_ms(), details)
    organisation.ledger.notes.put(note_id, note)
    return note
