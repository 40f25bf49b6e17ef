"""The journal as a file for people: a spreadsheet's CSV, or JSON lines."""

import csv
import json
from collections.abc import Callable, Iterator
from enum import Enum
from typing import TextIO, assert_never

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields
from xerolink.domain.identity import ConnectionId
from xerolink.domain.invoices.record import InXeroNow
from xerolink.domain.journal import Entry, Head, Values
from xerolink.domain.journal_chain import plain
from xerolink.usecases.journal import PAGE, journal
from xerolink.usecases.run import Ports

_FORMULA = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""What a cell begins with that a spreadsheet computes; the last four are full-width."""
_ABOUT = ("sequence", "at", "by", "by_kind", "trigger", "kind", "what", "reason", "outcome")
_IDS = ("run_id", "host_id", "xero_id", "link_id", "decision_id", "intent_id")
_INVOICE_IDS = ("invoice_id", "xero_invoice_id")
_SIDES = ("host", "xero")
_FIELDS = tuple(
    f"{side}_{name.value}_{when}"
    for side in _SIDES
    for name in FieldName
    for when in ("before", "after")
)
_INVOICE = tuple(
    f"invoice_{part}_{when}"
    for part in ("number", "status", "currency", "total", "amount_due")
    for when in ("before", "after")
)
COLUMNS = (
    *(*_ABOUT, *_IDS, "scrubbed", *_FIELDS, "links_before", "links_after"),
    *(*_INVOICE_IDS, *_INVOICE, "digest"),
)
"""The head line of the CSV."""


class ExportForm(Enum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


def export_journal(
    ports: Ports, connection_id: ConnectionId, form: ExportForm, out: TextIO
) -> Head | None:
    """Write the whole journal to *out*, the oldest entry first, one line for each.

    Answers the place of the last entry that was written, which `forget` asks for; None: the
    journal is empty.

    CSV: for spreadsheets, with a head line (`COLUMNS`), every cell in quotes; a cell that a
    spreadsheet could take for a formula, a phone number with its "+" too, gets an apostrophe in
    front. An unknown and an empty value are both an empty cell. Open the file with newline="".
    JSON: an object on each line, exact, with what it takes to compute the digests again.
    """
    match form:
        case ExportForm.CSV:
            writer = csv.writer(out, quoting=csv.QUOTE_ALL)
            writer.writerow(COLUMNS)
            return _each(
                ports, connection_id, lambda entry: writer.writerow(map(_cell, _row(entry)))
            )
        case ExportForm.JSON:
            return _each(ports, connection_id, lambda entry: out.write(_line(entry)))
        case _:
            assert_never(form)


def _each(
    ports: Ports, connection_id: ConnectionId, write: Callable[[Entry], object]
) -> Head | None:
    """Page by page, each in a unit of its own: *out* may be slow."""
    after, last = 0, None
    while page := journal(ports, connection_id, after, PAGE):
        for entry in page:
            write(entry)
        last = page[-1].place
        after = last.sequence
    return last


def _line(entry: Entry) -> str:
    text = json.dumps({"scrubbed": entry.values is None, **plain(entry)}, sort_keys=True)
    return f"{text}\n"


def _row(entry: Entry) -> Iterator[str]:
    """The cells of `COLUMNS`."""
    fact, values = entry.fact, entry.values or Values()
    yield from (str(entry.sequence), fact.at.isoformat(), fact.actor.name, fact.actor.kind.value)
    yield from (fact.trigger.value, fact.kind.value, fact.what, fact.reason, fact.outcome)
    yield from (getattr(fact, name) or "" for name in _IDS)
    yield "yes" if entry.values is None else ""
    for before, after in (
        (values.host_before, values.host_after),
        (values.xero_before, values.xero_after),
    ):
        for name in FieldName:
            yield from (_text(before, name), _text(after, name))
    yield from (_links(values.links_before), _links(values.links_after))
    yield from (getattr(fact, name) or "" for name in _INVOICE_IDS)
    stood = zip(_invoice(values.invoice_before), _invoice(values.invoice_after), strict=True)
    yield from (cell for pair in stood for cell in pair)
    yield entry.digest


def _invoice(now: InXeroNow | None) -> tuple[str, ...]:
    """How an invoice stood in Xero, amounts as Xero counted them."""
    if now is None:
        return ("",) * 5
    amounts = (f"{now.total:f}", f"{now.amount_due:f}")
    return (now.draft.number, now.status.value, now.draft.currency, *amounts)


def _text(fields: SyncedFields | None, name: FieldName) -> str:
    value: FieldValue = fields.get(name) if fields else None
    return "" if value is None else str(value)


def _links(links: tuple[Link, ...]) -> str:
    return "; ".join(f"{link.host_id} - {link.xero_id} {link.state.value}" for link in links)


def _cell(text: str) -> str:
    """*text* as no spreadsheet computes it, and as every file can hold it."""
    text = text.encode(errors="replace").decode()
    start = next((c for c in text if c in _FORMULA or _shows(c)), "")
    return f"'{text}" if start in _FORMULA else text


def _shows(char: str) -> bool:
    return char.isprintable() and not char.isspace()
