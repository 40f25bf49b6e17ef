"""Undo: what takes back the sending of an invoice, and why it cannot be taken back.

What Xero was sent is voided there, while nothing has happened to it since. Nothing that somebody
edited, paid or locked is touched.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve, field, frozen

from xerolink.domain.contacts.decide import Stamp
from xerolink.domain.contacts.model import veiled
from xerolink.domain.identity import invoice_entity
from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.decision import (
    InvoiceDecision,
    InvoiceRestsOn,
    InvoiceVerdict,
    Settle,
)
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice, VoidInvoice
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.domain.invoices.preflight import lock_causes
from xerolink.domain.invoices.record import UNKNOWN, InvoiceRecord, InXeroNow
from xerolink.domain.invoices.xero import XeroInvoiceStatus
from xerolink.domain.journal import Entry, EntryKind
from xerolink.domain.plan import Impossible

NO_MORE = "it is not in Xero any more"
VOIDED = "it is voided in Xero already"
MONEY = "a payment or a credit stands against it in Xero"
SCRUBBED = "the values were scrubbed from the journal"
EDITED_THERE = "somebody has edited it in Xero since"
EDITED_HERE = "somebody has edited it in the host since"


@frozen
class SentInvoice:
    """An invoice that a run created in Xero. *made*: as it stood then; None: that was scrubbed."""

    host_id: HostInvoiceId
    made: InXeroNow | None = field(repr=veiled)


@frozen
class StandsNow:
    """What undo looks at: *invoice* None: the host does not have it any more."""

    record: InvoiceRecord
    invoice: HostInvoice | None
    catalogue: Catalogue


def sent_by(entries: Iterable[Entry]) -> tuple[SentInvoice, ...]:
    """The invoices that *entries*, all of one run, created; the last comes first."""
    made = [e for e in _written(entries) if e.fact.what == CreateInvoice.__name__]
    return tuple(
        SentInvoice(e.fact.invoice_id, e.values.invoice_after if e.values else None)
        for e in reversed(made)
        if e.fact.invoice_id is not None
    )


def stays(entries: Iterable[Entry]) -> Iterator[Impossible]:
    """What else a run wrote to invoices, which no undo takes back."""
    for fact in (entry.fact for entry in _written(entries)):
        if fact.invoice_id is not None and fact.what in _STAYS:
            yield Impossible(invoice_entity(fact.invoice_id), _STAYS[fact.what])


_STAYS = {
    ChangeInvoice.__name__: "it carried an edit of the host to Xero; take the edit back there",
    VoidInvoice.__name__: "Xero restores no invoice that was voided",
}


def _written(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.fact.kind is EntryKind.WRITTEN and entry.fact.outcome == "done":
            yield entry


def take_back(now: StandsNow, made: InXeroNow | None, stamp: Stamp) -> InvoiceDecision:
    """The void that takes back what was *made*; a `Settle` whose reason says why there is none."""
    record, xero = now.record, now.record.in_xero
    why = _why_not(now, made, xero)
    body = None if why or xero is None else VoidInvoice(xero.xero_id, xero.updated, undo=True)
    draft = xero.draft if xero else None
    return InvoiceDecision(
        stamp,
        record.host_id,
        InvoiceVerdict.VOID if body else InvoiceVerdict.NOTHING,
        body or Settle(),
        why or "its sending is taken back",
        InvoiceRestsOn(now.invoice.version if now.invoice else None, record.revision),
        draft,
        None if body else draft,
    )


def _why_not(now: StandsNow, made: InXeroNow | None, xero: InXeroNow | None) -> str:
    """Why it cannot be voided; "": it can."""
    if now.record.state is InvoiceState.VOIDED:
        return VOIDED
    if made is None:
        return SCRUBBED
    if xero is None or xero.xero_id != made.xero_id:
        return NO_MORE
    if xero.settled or xero.status is XeroInvoiceStatus.PAID:
        return MONEY
    locked = (cause.why for cause in lock_causes(xero.draft.issued, now.catalogue))
    return _edited(now, made, xero) or next(locked, "")


def _edited(now: StandsNow, made: InXeroNow, xero: InXeroNow) -> str:
    """A contact that was merged in Xero is no edit of the invoice."""
    if xero.edited:
        return EDITED_THERE
    version = now.invoice.version if now.invoice else made.version
    same = evolve(xero.draft, contact_id=made.draft.contact_id) == made.draft
    return "" if same and made.version in (UNKNOWN, version) else EDITED_HERE
