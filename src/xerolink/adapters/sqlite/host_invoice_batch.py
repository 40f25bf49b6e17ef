"""One batch of a host's invoices: what is read first, what each mark comes to, what to write."""

from attrs import define, evolve, field, frozen

from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId, HostInvoiceVersion
from xerolink.domain.invoices.record import Standing
from xerolink.domain.invoices.status import sends, status_shown
from xerolink.ports.host_invoices import Mark, Marked, MarkOutcome, MarkRefused


@frozen
class InvoiceRow:
    """An invoice and what the host shows of it; None: nothing yet."""

    invoice: HostInvoice
    standing: Standing | None = None


@define
class InvoiceBatch:
    """A working copy of the rows of one transaction.

    *seq* continues the firm's counter. *touched* are the ids to write, in *rows* as they are then;
    *gone* those to take away, with the number of that change; *marked* counts the marks that
    changed something.
    """

    seq: int
    rows: dict[HostInvoiceId, InvoiceRow] = field(factory=dict)
    touched: set[HostInvoiceId] = field(factory=set)
    gone: list[tuple[int, HostInvoiceId]] = field(factory=list)
    marked: int = 0

    def store(self, invoice: HostInvoice) -> HostInvoice:
        """The invoice as it is stored: a change, with a version of its own."""
        self.seq += 1
        stored = evolve(invoice, version=HostInvoiceVersion(str(self.seq)))
        before = self.rows.get(stored.host_id)
        self._write(InvoiceRow(stored, before.standing if before else None))
        return stored

    def mark(self, mark: Mark) -> MarkOutcome:
        row = self.rows.get(mark.host_id)
        if row is None:
            return MarkRefused("there is no such invoice any more")
        status = status_shown(row.invoice.status, mark.standing)
        shown = evolve(row.invoice, status=status)
        if sends(row.invoice.status, status):
            shown = self.store(shown)
        after = InvoiceRow(shown, mark.standing)
        if after != row:
            self.marked += 1
            self._write(after)
        return Marked()

    def drop(self, host_id: HostInvoiceId) -> None:
        """An invoice goes; raises `KeyError` if it is missing."""
        del self.rows[host_id]
        self.seq += 1
        self.gone.append((self.seq, host_id))

    def _write(self, row: InvoiceRow) -> None:
        self.rows[row.invoice.host_id] = row
        self.touched.add(row.invoice.host_id)
