"""The sales invoices of an organisation in memory: the reference for `ports.xero_invoices`."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from datetime import datetime

from attrs import evolve

from xerolink.adapters.memory.xero import KEPT, MemoryXero
from xerolink.adapters.memory.xero_catalogue import MemoryXeroCatalogue
from xerolink.adapters.memory.xero_invoice_edits import changed, created, editable
from xerolink.adapters.memory.xero_invoice_rules import (
    NO_NUMBER,
    SETTLED,
    UNKNOWN,
    draft_refusals,
    end_of,
    lock_refusals,
    step_refusals,
)
from xerolink.adapters.memory.xero_ledger import Ledger
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import (
    InvoiceChange,
    InvoiceCreation,
    InvoiceRefused,
    InvoiceStored,
    InvoiceVoid,
    NumberHeld,
    Refusal,
    XeroInvoice,
    XeroInvoiceDraft,
    XeroInvoiceId,
    XeroInvoiceOutcome,
    XeroInvoiceStatus,
)
from xerolink.ports.clock import Clock
from xerolink.ports.xero_invoices import (
    GROUP,
    LOOK_GROUP,
    PAGE,
    XeroInvoicePage,
    XeroInvoices,
)

Outcomes = tuple[XeroInvoiceOutcome, ...]


class MemoryXeroInvoices(XeroInvoices):
    """The invoices of *organisation*, which bills its contacts, by *catalogue*.

    *ledger* is what is in Xero; what people do there is in `xero_invoice_people`. *written* lists
    what the port really stored, oldest first. Source of the rules: fact sheet 4.
    """

    def __init__(
        self, clock: Clock, organisation: MemoryXero, catalogue: MemoryXeroCatalogue
    ) -> None:
        self.ledger = Ledger(clock)
        self.written: list[XeroInvoice] = []
        self._organisation, self._catalogue = organisation, catalogue
        self._answers: dict[Hashable, tuple[datetime, Outcomes]] = {}

    def create_many(self, creations: Sequence[InvoiceCreation]) -> Sequence[XeroInvoiceOutcome]:
        _at_most(GROUP, creations)
        if any(creation.draft.number.strip() for creation in creations):
            self._organisation.called("PUT Invoices")
        return self._once(tuple(creations), lambda: tuple(map(self._create, creations)))

    def change_many(self, changes: Sequence[InvoiceChange]) -> Sequence[XeroInvoiceOutcome]:
        _at_most(GROUP, changes)
        if any(change.draft.number.strip() for change in changes):
            self._organisation.called("POST Invoices")
        return self._once(tuple(changes), lambda: tuple(map(self._change, changes)))

    def void_many(self, voids: Sequence[InvoiceVoid]) -> Sequence[XeroInvoiceOutcome]:
        _at_most(GROUP, voids)
        asked = [void for void in voids if not void.invoice.gone]
        if asked:
            self._organisation.called("POST Invoices")
        key = tuple((one.key, one.invoice.xero_id, end_of(one.invoice.status)) for one in asked)
        answers = iter(self._once(key, lambda: tuple(map(self._void, asked))))
        return tuple(InvoiceStored(v.invoice) if v.invoice.gone else next(answers) for v in voids)

    def by_numbers(
        self, numbers: Collection[InvoiceNumber]
    ) -> Mapping[InvoiceNumber, tuple[XeroInvoice, ...]]:
        _at_most(LOOK_GROUP, numbers)
        wanted = [number for number in numbers if number.strip()]
        if wanted:
            self._organisation.called("GET Invoices")
        found = {number: self.ledger.numbered(number) for number in wanted}
        return {number: invoices for number, invoices in found.items() if invoices}

    def get_many(self, ids: Collection[XeroInvoiceId]) -> Mapping[XeroInvoiceId, XeroInvoice]:
        if _at_most(LOOK_GROUP, ids):
            self._organisation.called("GET Invoices")
        rows = self.ledger.rows
        return {xero_id: rows[xero_id] for xero_id in ids if xero_id in rows}

    def page(self, number: int, since: datetime | None, size: int = PAGE) -> XeroInvoicePage:
        self._organisation.called("GET Invoices")
        found = [one for one in self.ledger.ordered() if since is None or one.updated >= since]
        start = (number - 1) * size
        shown = tuple(found[start : start + size])
        return XeroInvoicePage(shown, (), self.ledger.now(), len(found) > start + size)

    def refusals(self, draft: XeroInvoiceDraft, before: XeroInvoice | None) -> Iterator[Refusal]:
        """Why Xero would not take *draft*, in the place of *before* or as a new invoice."""
        catalogue = self._catalogue.whole
        contact = self._organisation.find(draft.contact_id)
        yield from lock_refusals(catalogue, draft, *filter(None, (before,)))
        if before is not None:
            yield from step_refusals(before, draft.status)
            if before.settled_in_part and not editable(before, draft):
                yield SETTLED
        yield from draft_refusals(draft, catalogue, contact)

    def held(self, number: InvoiceNumber, by_another_than: XeroInvoiceId | None) -> bool:
        """Whether another invoice has *number*, a gone one too."""
        return any(one.xero_id != by_another_than for one in self.ledger.numbered(number))

    def store(self, invoice: XeroInvoice) -> XeroInvoice:
        """Whoever changes an invoice comes through here; who is billed becomes a customer."""
        stored = self.ledger.put(invoice)
        contact = self._organisation.find(stored.contact_id)
        if contact is not None and stored.status is XeroInvoiceStatus.AUTHORISED:
            supplier = contact.is_supplier
            self._organisation.flag(contact.xero_id, is_customer=True, is_supplier=supplier)
        return stored

    def _once(self, key: Hashable, work: Callable[[], Outcomes]) -> Outcomes:
        """What *work* answers, or answered under that key in the last six minutes."""
        at, outcomes = self._answers.get(key, (None, ()))
        now = self.ledger.now()
        if at is None or now >= at + KEPT:
            outcomes = work()
            self._answers[key] = (now, outcomes)
        return outcomes

    def _create(self, creation: InvoiceCreation) -> XeroInvoiceOutcome:
        draft = creation.draft
        if refused := self._refused(draft, None):
            return refused
        blank = created(self.ledger, draft, self._catalogue.whole)
        return self._written(blank)

    def _change(self, change: InvoiceChange) -> XeroInvoiceOutcome:
        before = self.ledger.rows.get(change.xero_id)
        if before is None:
            return InvoiceRefused((UNKNOWN,))
        if refused := self._refused(change.draft, before):
            return refused
        catalogue = self._catalogue.whole
        after = changed(self.ledger, before, change.draft, change.line_ids, catalogue)
        return self._written(after)

    def _void(self, void: InvoiceVoid) -> XeroInvoiceOutcome:
        before = self.ledger.rows.get(void.invoice.xero_id)
        if before is None:
            return InvoiceRefused((UNKNOWN,))
        after = end_of(void.invoice.status)
        locked = lock_refusals(self._catalogue.whole, before)
        refusals = (*step_refusals(before, after), *locked)
        if refusals:
            return InvoiceRefused(refusals)
        return self._written(evolve(before, status=after))

    def _refused(
        self, draft: XeroInvoiceDraft, before: XeroInvoice | None
    ) -> InvoiceRefused | NumberHeld | None:
        if not draft.number.strip():
            return InvoiceRefused((NO_NUMBER,))
        if self.held(draft.number, before.xero_id if before else None):
            return NumberHeld()
        refusals = tuple(dict.fromkeys(self.refusals(draft, before)))
        return InvoiceRefused(refusals) if refusals else None

    def _written(self, invoice: XeroInvoice) -> XeroInvoiceOutcome:
        stored = self.store(invoice)
        self.written.append(stored)
        return InvoiceStored(stored)


def _at_most(limit: int, items: Collection[object]) -> bool:
    """Whether there is anything to ask; raises ValueError for more than *limit*."""
    if len(items) > limit:
        raise ValueError(f"{len(items)} invoices in one call; at most {limit} are possible")
    return bool(items)
