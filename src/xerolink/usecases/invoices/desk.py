"""What a run decides invoices by: the settings, the host's terms, and Xero's catalogue, once."""

from collections.abc import Iterable, Mapping

from xerolink.domain.invoices.catalogue import Catalogue, CataloguePart
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.drift import catalogue_drift
from xerolink.domain.invoices.eligible import as_sent, eligibility
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.run import Run

NOTHING = Catalogue(CurrencyCode(""), frozenset(), (), ())
"""What stays out of Xero is decided by this one."""


class Desk:
    """The catalogue is read when the first page is decided; what a later one needs is added.

    At most six calls: themes are looked at when settings are saved.
    """

    def __init__(self, run: Run, settings: InvoiceSettings) -> None:
        self.settings, self.catalogue, self.terms = settings, NOTHING, HostTerms()
        self.seen = False
        """Whether the catalogue was read."""
        self._run = run
        self._parts: frozenset[CataloguePart] = frozenset()

    def read(
        self, page: Iterable[InvoiceRecord], invoices: Mapping[HostInvoiceId, HostInvoice]
    ) -> None:
        """Read what *page* needs, as far as it was not read; what stays out of Xero needs nothing.

        *invoices*: those of the page that the host has.
        """
        if not all(self._stays_out(one, invoices.get(one.host_id)) for one in page):
            self.look(_named(invoices.values()))

    def look(self, parts: frozenset[CataloguePart] = frozenset()) -> None:
        """Read the catalogue once, and those *parts* of it that were not read yet."""
        sides, new = sides_of(self._run), parts - self._parts
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
    def drift(self) -> tuple[Cause, ...]:
        """The mappings that do not work, as the catalogue was read."""
        return catalogue_drift(self.settings, self.catalogue, self.terms)

    def _stays_out(self, record: InvoiceRecord, invoice: HostInvoice | None) -> bool:
        if record.in_xero is not None:
            return False
        if invoice is None:
            return True
        return eligibility(as_sent(record, invoice), self.settings) is not None


def _named(invoices: Iterable[HostInvoice]) -> frozenset[CataloguePart]:
    lines = [line for invoice in invoices for line in invoice.lines]
    named = set()
    if any(line.item is not None for line in lines):
        named.add(CataloguePart.ITEMS)
    if any(line.tracking for line in lines):
        named.add(CataloguePart.TRACKING)
    return frozenset(named)
