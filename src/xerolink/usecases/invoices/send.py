"""Decide and send: pages of invoices that are new, wait, or may have been mended.

As for contacts, three steps for each page: one transaction that stores decisions and intents; the
writes, with no transaction open; one transaction that stores what came of them. Then the host is
told.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import HostContactId, IntentId, XeroContactId
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.decide_invoice import Ground, decide_invoice
from xerolink.domain.invoices.decision import InvoiceDecision
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.domain.invoices.partner import Partner
from xerolink.domain.invoices.read_back import to_be_told
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.resting import rests
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.taken import taken
from xerolink.domain.run import Phase
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.groups import groups
from xerolink.usecases.host_rows import MOST, read_invoices
from xerolink.usecases.invoices.book import note_drift
from xerolink.usecases.invoices.desk import Desk
from xerolink.usecases.invoices.finish import finish_invoices
from xerolink.usecases.invoices.issues import note_causes
from xerolink.usecases.invoices.notes import invoice_taken
from xerolink.usecases.invoices.tell import tell_host
from xerolink.usecases.journal import record
from xerolink.usecases.run import Run

PAGE = 200
"""How many invoices are decided together: four full groups, where all of them are to be made."""


def send_invoices(run: Run, desk: Desk, *, looks: bool = True) -> None:
    """Decide and perform every invoice that is looked at; the others stay as they are.

    So does one that `rests`, unless the catalogue is read for another one. *looks*: whether it is
    read to see if something was mended in Xero.
    """
    done, rest = 0, list[InvoiceRecord]()
    for page in looked_at(run):
        run.at(Phase.WRITING, done)
        rest += _send_page(run, desk, page, looks=looks)
        done += len(page)
    for late in groups(rest, PAGE) if desk.seen else ():
        _send_page(run, desk, late, looks=looks)


def _send_page(
    run: Run, desk: Desk, page: Sequence[InvoiceRecord], *, looks: bool
) -> Sequence[InvoiceRecord]:
    """Decide and perform *page*; those of it that rest are left and answered."""
    found = _gathered(run, page)
    needing = [] if desk.seen else [r for r in found.read(page) if desk.needs(r, found.invoice(r))]
    taken = desk.taken(needing, found.invoices) if looks else frozenset()
    rest = [r for r in needing if found.rests(r, desk.settings, looks=looks, taken=taken)]
    if len(rest) < len(needing):
        rest = []
    left = {record.host_id for record in rest}
    decided = _decide(run, desk, [r for r in page if r.host_id not in left], found)
    note_drift(run, desk)
    perform_page(run, decided)
    return rest


def looked_at(run: Run) -> Iterator[tuple[InvoiceRecord, ...]]:
    """Page by page what is new, waits, or may have been mended; what is being written is not."""
    after: HostInvoiceId | None = None
    while True:
        with run.reading() as unit:
            page = unit.invoices.to_decide(after, PAGE)
        if not page:
            return
        after = page[-1].host_id
        yield page


@frozen
class Decided:
    """One invoice: its record, the host's invoice, its contact's link, and what was decided."""

    record: InvoiceRecord
    invoice: HostInvoice | None
    link: Link | None
    decision: InvoiceDecision


def decide_page(run: Run, desk: Desk, page: Sequence[InvoiceRecord]) -> list[Decided]:
    """What is to be done about each of *page*; one call to the host, and none to Xero but for
    the catalogue, once in a run, and for numbers that were taken.
    """
    return _decide(run, desk, page, _gathered(run, page))


@frozen
class _Found:
    """What was gathered for a page."""

    invoices: Mapping[HostInvoiceId, HostInvoice]
    links: Mapping[HostContactId, Link]
    rows: Mapping[XeroContactId, StagedContact]
    unread: Mapping[HostInvoiceId, str] = field(repr=False)

    def read(self, page: Sequence[InvoiceRecord]) -> list[InvoiceRecord]:
        """Those of *page* that the host handed over, or does not have."""
        return [record for record in page if record.host_id not in self.unread]

    def invoice(self, record: InvoiceRecord) -> HostInvoice | None:
        return self.invoices.get(record.host_id)

    def partner(self, record: InvoiceRecord) -> Partner:
        link = self.links.get(_contact(record, self.invoices))
        row = self.rows.get(link.xero_id) if link else None
        return Partner(link, row.contact.status if row else None)

    def rests(
        self,
        record: InvoiceRecord,
        settings: InvoiceSettings,
        *,
        looks: bool,
        taken: frozenset[HostInvoiceId],
    ) -> bool:
        return rests(
            record,
            self.invoice(record),
            self.partner(record),
            settings,
            looks=looks,
            number_taken=record.host_id in taken,
        )


def _gathered(run: Run, page: Sequence[InvoiceRecord]) -> _Found:
    read = read_invoices(run, [record.host_id for record in page], MOST + _unread_before(page))
    invoices = read.found
    contacts = {_contact(record, invoices) for record in page}
    with run.reading() as unit:
        links = unit.links.by_host(contacts)
        rows = unit.staged.get_many([link.xero_id for link in links.values()])
    return _Found(invoices, links, rows, read.unread)


def _unread_before(page: Sequence[InvoiceRecord]) -> int:
    """How many of *page* were not handed over before, and may each stand alone again."""
    return sum(any(c.kind is CauseKind.UNREADABLE for c in record.causes) for record in page)


def _contact(record: InvoiceRecord, invoices: Mapping[HostInvoiceId, HostInvoice]) -> HostContactId:
    found = invoices.get(record.host_id)
    return found.contact_id if found else record.contact_id


def _decide(run: Run, desk: Desk, page: Sequence[InvoiceRecord], found: _Found) -> list[Decided]:
    desk.read(found.read(page), found.invoices)
    known = desk.taken(page, found.invoices)
    return [_decided(run, desk, r, found, number_taken=r.host_id in known) for r in page]


def _decided(
    run: Run, desk: Desk, known: InvoiceRecord, found: _Found, *, number_taken: bool
) -> Decided:
    invoice, partner = found.invoice(known), found.partner(known)
    unread = found.unread.get(known.host_id, "")
    ground = Ground(desk.settings, desk.catalogue, partner, desk.terms, number_taken, unread)
    decision = decide_invoice(known, invoice, ground, run.stamp())
    return Decided(known, invoice, partner.link, decision)


def perform_page(run: Run, chosen: Sequence[Decided]) -> None:
    """Take the decisions, write what they are for, store what came of it, and tell the host."""
    before = {one.record.host_id: one.record for one in chosen}
    with run.transaction() as unit:
        steps = [_step(run, one) for one in chosen]
        unit.invoices.put([after for after, _ in steps])
        intents = [intent for _, intent in steps if intent is not None]
        unit.invoice_intents.put(intents)
        note_causes(unit, run, before, [after for after, _ in steps])
        _record_notes(unit, run, chosen, steps)
    run.counts.update(one.decision.verdict.value for one in chosen)
    finish_invoices(run, intents)
    tell_host(run, list(before))


def _step(run: Run, one: Decided) -> tuple[InvoiceRecord, InvoiceIntent | None]:
    """The record after the decision, and its intent, whose call may leave from now on."""
    after = to_be_told(taken(one.record, one.invoice, one.decision))
    body = one.decision.body
    if body is None:
        return after, None
    intent = InvoiceIntent(
        IntentId(run.ports.ids.new()),
        after.host_id,
        after.version,
        body,
        run.run.run_id,
        run.run.actor,
        run.ports.clock.now(),
        one.decision.decision_id,
    )
    return after, intent.become(IntentState.SENT)


def _record_notes(
    unit: UnitOfWork,
    run: Run,
    chosen: Sequence[Decided],
    steps: Sequence[tuple[InvoiceRecord, InvoiceIntent | None]],
) -> None:
    """A look that finds what it found before is no news."""
    record(
        unit,
        run,
        [
            invoice_taken(run, one.decision, after, intent, one.link)
            for one, (after, intent) in zip(chosen, steps, strict=True)
            if intent is not None or _moved(one.record, after)
        ],
    )


def _moved(before: InvoiceRecord, after: InvoiceRecord) -> bool:
    return evolve(before, due=False, revision=0) != evolve(after, due=False, revision=0)
