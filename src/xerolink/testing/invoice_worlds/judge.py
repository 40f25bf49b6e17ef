"""The judge of invoices: what must hold between the two sides once it is quiet.

Nothing is taken from what the library remembers, but for the contacts' links, the journal, and
the issues that people see.
"""

from collections.abc import Iterator, Mapping

from attrs import define, field

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    HostInvoiceVersion,
    InvoiceStatus,
)
from xerolink.domain.invoices.record import (
    Held,
    InXero,
    NotEligible,
    Paid,
    PartPaid,
    Standing,
    Voided,
)
from xerolink.domain.invoices.xero import XeroInvoiceId
from xerolink.domain.journal import EntryKind
from xerolink.testing.invoice_worlds.facts import (
    DEAD,
    UNSENT,
    differences,
    frozen,
    in_the_way,
    rounded_apart,
    stays_out,
    units,
)
from xerolink.testing.invoice_worlds.firm import host_id_of
from xerolink.testing.invoice_worlds.log import Log
from xerolink.testing.invoice_worlds.place import InvoicePlace
from xerolink.testing.simulator.invoice import Invoice

NEVER = HostInvoiceVersion("")
MAPPINGS = frozenset(
    {CauseKind.ACCOUNT_UNUSABLE, CauseKind.TAX_RATE_UNUSABLE, CauseKind.TAX_RATE_DIFFERS}
)
"""What is told of a mapping before an invoice needs it."""
TAKEN_BACK = Held((NotEligible.TAKEN_BACK.value,))


@define
class Judge:
    """Everything that is not as it must be; each method yields it in words."""

    place: InvoicePlace
    log: Log
    held: Mapping[HostInvoiceId, set[CauseKind]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.held = self.place.held()

    def judge(self) -> Iterator[str]:
        """None: empty."""
        there = self.place.xero_invoices()
        bills = self.place.bills.invoices().values()
        urls = {one.url for one in bills}
        yield from self._strays([one for one in there if one.by_app and one.url not in urls])
        for invoice in bills:
            yield from self._judged(invoice, [one for one in there if one.url == invoice.url])
        yield from self._issues()
        yield from self._journal()

    def _except(self, why: str) -> None:
        self.place.tally[f"excepted: {why}"] += 1

    def _strays(self, strange: list[Invoice]) -> Iterator[str]:
        """What the host deleted is voided in Xero, where Xero lets it."""
        for one in strange:
            if one.url not in self.log.deleted:
                yield f"nobody billed it: {one.number}"
            elif self.log.left_out.get(host_id_of(one.url), NEVER) is None:
                self._except("left out of a plan")
            elif one.status not in DEAD and not frozen(self.place, one):
                yield f"deleted in the host, alive in Xero: {one.number}"

    def _judged(self, invoice: HostInvoice, made: list[Invoice]) -> Iterator[str]:
        if len(made) > 1:
            yield f"made twice: {invoice.number}"
        elif not made:
            yield from self._missing(invoice)
        else:
            yield from self._there(invoice, made[0])

    def _missing(self, invoice: HostInvoice) -> Iterator[str]:
        """Not in Xero: it may not be, or not yet, and why is to be seen on the two sides."""
        told = self._told(invoice)
        if isinstance(told, InXero | Paid | PartPaid):
            yield f"the host is told that it is in Xero, and it is not: {invoice.number}"
        if invoice.status is InvoiceStatus.VOIDED:
            return
        out, way = stays_out(self.place, invoice), in_the_way(self.place, invoice)
        out = "was excluded" if self._excluded(invoice) else out
        why = "left out of a plan" if self._left_out(invoice) else out or way
        if not why:
            yield f"lost: {invoice.number}: {told}"
        elif why == way and not (isinstance(told, Held) and invoice.host_id in self.held):
            yield f"held, and nobody is told: {invoice.number}: {way}: {told}"
        self._except(why)

    def _there(self, invoice: HostInvoice, there: Invoice) -> Iterator[str]:
        if invoice.host_id not in self.log.could:
            yield f"sent although it never could: {invoice.number}"
        if self.log.kept_out.get(invoice.host_id) == invoice.version:
            yield f"left out of a plan, and sent: {invoice.number}"
        if there.status in DEAD:
            yield from self._dead(invoice, there)
            return
        yield from self._money(invoice, there)
        yield from self._overwritten(invoice, there)
        if invoice.status is InvoiceStatus.VOIDED:
            yield from self._only_here(invoice, there)
        else:
            yield from self._agrees(invoice, there)

    def _dead(self, invoice: HostInvoice, there: Invoice) -> Iterator[str]:
        """Voided by people on either side, or taken back; and the host knows."""
        told = self._told(invoice)
        on_either = {invoice.host_id, there.invoice_id} & self.log.voided
        taken_back = invoice.host_id in self.log.free or self._unseen(there)
        right = {Voided() for _ in on_either} | ({TAKEN_BACK} if taken_back else set())
        if not right:
            yield f"voided in Xero, and nobody asked for it: {invoice.number}"
        elif told not in right:
            yield f"voided, and the host does not know: {invoice.number}: {told}"
        self._except("voided" if on_either else "taken back")

    def _money(self, invoice: HostInvoice, there: Invoice) -> Iterator[str]:
        """Paid and part-paid are told, with what is due (semantics row 40)."""
        told, name = self._told(invoice), invoice.number
        if there.status == "PAID":
            if told != Paid():
                yield f"paid, and the host does not know: {name}: {told}"
        elif there.amount_paid:
            if not isinstance(told, PartPaid) or units(told.due.amount) != there.amount_due:
                yield f"part-paid, and the host does not know: {name}: {told}"
        elif isinstance(told, Paid | PartPaid | Voided):
            yield f"unpaid and alive, and the host thinks otherwise: {name}: {told}"

    def _overwritten(self, invoice: HostInvoice, there: Invoice) -> Iterator[str]:
        """What somebody typed in Xero stays until a person lets it go."""
        edit = self.log.edited_there.get(there.invoice_id)
        if edit is None or self._typed(there):
            return
        if edit.unseen and not edit.answered:
            self._except("unseen in Xero")
        elif not edit.answered:
            yield f"an edit in Xero was overwritten, and nobody asked for it: {invoice.number}"

    def _only_here(self, invoice: HostInvoice, there: Invoice) -> Iterator[str]:
        """Voided in the host, and alive in Xero."""
        why = frozen(self.place, there)
        if self._left_out(invoice):
            self._except("left out of a plan")
        elif not why:
            yield f"voided in the host, alive in Xero: {invoice.number}"
        elif invoice.host_id not in self.held:
            yield f"it cannot be voided, and nobody is told: {invoice.number}"
        else:
            self._except(f"cannot be voided: {why}")

    def _agrees(self, invoice: HostInvoice, there: Invoice) -> Iterator[str]:
        """What Xero asks for is what was billed; where it is not, people see it, and why it is."""
        apart = ", ".join(differences(self.place, invoice, there))
        way = frozen(self.place, there) or in_the_way(self.place, invoice)
        if self._typed(there):
            way = "edited in Xero"
        elif rounded_apart(self.place, invoice, there):
            yield from self._rounded(invoice)
        elif not apart:
            self.place.tally["totals compared"] += 1
            yield from self._told_of(invoice, there, way)
            return
        if apart:
            yield from self._differs(invoice, apart, way)

    def _differs(self, invoice: HostInvoice, apart: str, way: str) -> Iterator[str]:
        silent = "left out of a plan" if self._left_out(invoice) else ""
        silent = silent or ("not sent" if invoice.status in UNSENT else "")
        silent = silent or (stays_out(self.place, invoice) == "no link" and "no link") or ""
        if not silent and not way:
            yield f"an edit of the host is not in Xero: {invoice.number}: {apart}"
        elif not silent and invoice.host_id not in self.held:
            yield f"another {apart} than billed, and nobody is told: {invoice.number}: {way}"
        self._except(f"differs: {silent or way}")

    def _rounded(self, invoice: HostInvoice) -> Iterator[str]:
        if CauseKind.TOTAL_DIFFERS not in self.held.get(invoice.host_id, set()):
            yield f"another total than billed, and nobody is told: {invoice.number}"
        self._except("rounded otherwise")

    def _told_of(self, invoice: HostInvoice, there: Invoice, way: str) -> Iterator[str]:
        """It is in Xero as it is here: so the host is told, unless money is."""
        told = self._told(invoice)
        quiet = way or there.amount_paid or invoice.status in UNSENT
        if not quiet and told != InXero(XeroInvoiceId(there.invoice_id)):
            yield f"in Xero as billed, and the host does not know: {invoice.number}: {told}"

    def _issues(self) -> Iterator[str]:
        """An issue is open while it holds an invoice, or is about a mapping that broke."""
        for one in self.place.issues():
            if not one.count and one.issue.cause.kind not in MAPPINGS:
                yield f"an issue is open that holds nothing: {one.issue.cause.kind.value}"

    def _journal(self) -> Iterator[str]:
        """Every invoice that the library made is in the journal, once."""
        entries = self.place.store.entries(self.place.world.connection_id)
        told = sorted(
            str(entry.fact.xero_invoice_id)
            for entry in entries
            if entry.fact.kind is EntryKind.WRITTEN
            and entry.fact.what == "CreateInvoice"
            and entry.fact.outcome == "done"
        )
        made = sorted(one.invoice_id for one in self.place.xero_invoices() if one.by_app)
        if told != made:
            yield f"the journal tells of {len(told)} creations, and {len(made)} were made"
        if self.place.connection().verify_journal():
            yield "the journal is broken"

    def _told(self, invoice: HostInvoice) -> Standing | None:
        return self.place.bills.standing(invoice.host_id)

    def _left_out(self, invoice: HostInvoice) -> bool:
        return self.log.left_out.get(invoice.host_id) == invoice.version

    def _excluded(self, invoice: HostInvoice) -> bool:
        return self.log.excluded.get(invoice.host_id) == invoice.version

    def _typed(self, there: Invoice) -> bool:
        """Whether it is as somebody typed it in Xero."""
        edit = self.log.edited_there.get(there.invoice_id)
        return edit is not None and [one.description for one in there.lines] == [edit.words]

    def _unseen(self, there: Invoice) -> bool:
        edit = self.log.edited_there.get(there.invoice_id)
        return edit is not None and edit.unseen
