"""The sales invoices of an organisation in memory: rows, ids, times."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from attrs import evolve

from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import LineItemId, XeroInvoice, XeroInvoiceId
from xerolink.ports.clock import Clock

_TICK = timedelta(milliseconds=1)
_SPACE = UUID("b3f2a7c4-61d8-4a0e-8c35-2f9d7e1b5a60")


class Ledger:
    """Invoices by id and number, of any status. Ids depend on the order of creation alone."""

    def __init__(self, clock: Clock) -> None:
        self.rows: dict[XeroInvoiceId, XeroInvoice] = {}
        self._numbers: dict[str, set[XeroInvoiceId]] = {}
        self._clock = clock
        self._lines = 0
        self._last = _to_milliseconds(clock.now()) - _TICK

    def now(self) -> datetime:
        """Xero's time: never before the last write."""
        return max(_to_milliseconds(self._clock.now()), self._last)

    def ordered(self) -> list[XeroInvoice]:
        return [self.rows[xero_id] for xero_id in sorted(self.rows)]

    def numbered(self, number: InvoiceNumber) -> tuple[XeroInvoice, ...]:
        """Those of that number, whatever its case, ordered by id."""
        ids = self._numbers.get(number_key(number), set())
        return tuple(self.rows[xero_id] for xero_id in sorted(ids))

    def new_id(self) -> XeroInvoiceId:
        return XeroInvoiceId(str(uuid5(_SPACE, f"invoice {len(self.rows)}")))

    def new_line_id(self) -> LineItemId:
        self._lines += 1
        return LineItemId(str(uuid5(_SPACE, f"line {self._lines}")))

    def put(self, invoice: XeroInvoice) -> XeroInvoice:
        """Add or replace it, changed now."""
        self._last = max(_to_milliseconds(self._clock.now()), self._last + _TICK)
        if old := self.rows.get(invoice.xero_id):
            self._numbers[number_key(old.number)].discard(old.xero_id)
        self._numbers.setdefault(number_key(invoice.number), set()).add(invoice.xero_id)
        self.rows[invoice.xero_id] = evolve(invoice, updated=self._last)
        return self.rows[invoice.xero_id]


def number_key(number: InvoiceNumber) -> str:
    return number.strip().casefold()


def _to_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1_000 * 1_000)
