"""What a run decides invoices by: the settings, the host's terms, and Xero's catalogue, once."""

from collections.abc import Iterable, Mapping

from xerolink.domain.invoices.catalogue import CataloguePart
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.decide_invoice import NOTHING, needs_catalogue
from xerolink.domain.invoices.drift import catalogue_drift
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings
from xerolink.usecases.invoices.numbers import still_taken
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.run import Run


class Desk:
    """The catalogue is read when the first page is decided; what a later one needs is added.

    At most seven calls: tracking, items and themes cost one each, where they are named.
    """

    def __init__(self, run: Run, settings: InvoiceSettings) -> None:
        self.settings, self.catalogue, self.terms = settings, NOTHING, HostTerms()
        self.seen = False
        """Whether the catalogue was read."""
        self._run = run
        self._parts: frozenset[CataloguePart] = frozenset()
        self._looked_up: set[HostInvoiceId] = set()
        self._taken: frozenset[HostInvoiceId] = frozenset()

    def needs(self, record: InvoiceRecord, invoice: HostInvoice | None) -> bool:
        """Whether *record*, whose invoice in the host is *invoice*, is decided by the catalogue."""
        return needs_catalogue(record, invoice, self.settings)

    def read(
        self, page: Iterable[InvoiceRecord], invoices: Mapping[HostInvoiceId, HostInvoice]
    ) -> None:
        """Read what *page* needs, as far as it was not read.

        *invoices*: those of the page that the host has.
        """
        if any(self.needs(record, invoices.get(record.host_id)) for record in page):
            self.look(_named(invoices.values()))

    def taken(
        self, page: Iterable[InvoiceRecord], invoices: Mapping[HostInvoiceId, HostInvoice]
    ) -> frozenset[HostInvoiceId]:
        """Those of *page*, and of pages before, whose numbers are `still_taken`; looked up once."""
        new = [record for record in page if record.host_id not in self._looked_up]
        self._looked_up |= {record.host_id for record in new}
        self._taken |= still_taken(self._run, new, invoices)
        return self._taken

    def look(self, parts: frozenset[CataloguePart] = frozenset()) -> None:
        """Read the catalogue once, and those *parts* of it that were not read yet."""
        sides, new = sides_of(self._run), (parts | self._themes) - self._parts
        if not self.seen:
            self._run.before_call()
            self.terms = sides.host.terms()
            self._run.before_call()
            self.catalogue, self.seen = sides.catalogue.read(new), True
        elif new:
            self._run.before_call()
            self.catalogue = sides.catalogue.with_parts(self.catalogue, new)
        self._parts |= new

    @property
    def _themes(self) -> frozenset[CataloguePart]:
        """Where one is chosen, every new invoice names it."""
        return frozenset() if self.settings.theme is None else frozenset({CataloguePart.THEMES})

    @property
    def drift(self) -> tuple[Cause, ...]:
        """The mappings that do not work, as the catalogue was read."""
        return catalogue_drift(self.settings, self.catalogue, self.terms)


def _named(invoices: Iterable[HostInvoice]) -> frozenset[CataloguePart]:
    lines = [line for invoice in invoices for line in invoice.lines]
    named = set()
    if any(line.item is not None for line in lines):
        named.add(CataloguePart.ITEMS)
    if any(line.tracking for line in lines):
        named.add(CataloguePart.TRACKING)
    return frozenset(named)
