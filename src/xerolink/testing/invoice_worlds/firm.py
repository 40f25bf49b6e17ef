"""The firm in a story: what its people do to invoices in the host, and what they remember."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from attrs import define, evolve, field

from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    InvoiceNumber,
    InvoiceStatus,
    ItemCode,
)
from xerolink.domain.invoices.record import Held, Paid, PartPaid
from xerolink.testing.billing_world import NZD, TODAY
from xerolink.testing.invoice_worlds.facts import UNSENT, is_right, unproved
from xerolink.testing.invoice_worlds.log import Log
from xerolink.testing.invoice_worlds.place import InvoicePlace
from xerolink.testing.invoice_worlds.prices import (
    ALL,
    GST,
    NEW,
    RETAINER,
    USUAL,
    priced,
    terms,
    worded,
)
from xerolink.testing.invoice_worlds.scripts import Act

AUD = CurrencyCode("AUD")
CENT = Decimal("0.01")
PAGES = "https://host.example/"
ALIVE = (InvoiceStatus.AWAITING_PAYMENT, InvoiceStatus.PART_PAID)
Verb = Callable[[Act], None]


def host_id_of(url: str) -> HostInvoiceId:
    """Whose page it is."""
    return HostInvoiceId(url.removeprefix(PAGES))


@define
class Firm:
    """*alone*: clients that Xero does not have yet, by their number; *last*: the page of what was
    edited last.
    """

    place: InvoicePlace
    log: Log
    clients: list[HostContactId]
    alone: list[int] = field(factory=list)
    made: int = 0
    last: str = ""

    def verbs(self) -> Mapping[str, Verb]:
        sent = InvoiceStatus.AWAITING_PAYMENT
        return {
            "bill": lambda a: self._bill(a, sent),
            "bill_off": lambda a: self._bill(a, sent, off=True),
            "bill_unfit": lambda a: self._bill(a, sent, unfit=True),
            "bill_abroad": lambda a: self._bill(a, sent, currency=AUD),
            "bill_retainer": self._bill_retainer,
            "draft": lambda a: self._bill(a, InvoiceStatus.DRAFT),
            "approve": lambda a: self._to(a, InvoiceStatus.APPROVED, InvoiceStatus.DRAFT),
            "send": lambda a: self._to(a, sent, *UNSENT),
            "withdraw": lambda a: self._to(a, InvoiceStatus.DRAFT, sent, InvoiceStatus.APPROVED),
            "edit": self._edit,
            "rebill": self._rebill,
            "renumber": self._renumber,
            "mend": self._mend,
            "void": lambda a: self._to(a, InvoiceStatus.VOIDED, *ALIVE, *UNSENT),
            "delete": self._delete,
            "other_percent": self._other_percent,
            "new_client": lambda _: self._new_client(both=True),
            "new_client_here": lambda _: self._new_client(both=False),
            "client_there": self._client_there,
        }

    def look(self) -> None:
        """Take note of what could go to Xero now: sent, billed right, and within the settings."""
        on, excluded = self.place.settings.on, self.place.settings.excluded
        for invoice in self.bills():
            if invoice.contact_id in excluded:
                self.log.excluded[invoice.host_id] = invoice.version
            if (
                on
                and invoice.status not in UNSENT
                and invoice.issued >= self.log.lowest
                and invoice.contact_id not in excluded
                and is_right(invoice)
                and not unproved(self.place, invoice)
            ):
                self.log.could.add(invoice.host_id)

    def bills(self) -> list[HostInvoice]:
        return list(self.place.bills.invoices().values())

    def _bill(
        self,
        act: Act,
        status: InvoiceStatus,
        *,
        off: bool = False,
        unfit: bool = False,
        currency: CurrencyCode = NZD,
        retainer: bool = False,
    ) -> None:
        self.made += 1
        prices = USUAL if off else ALL
        what = RETAINER if retainer else prices[act.luck % len(prices)]
        host_id = HostInvoiceId(f"i{self.made}")
        lines = worded(what, f"Work {self.made}")
        if unfit and act.more % 2:
            lines = (evolve(lines[0], item=ItemCode("NONE")), *lines[1:])
        invoice = HostInvoice(
            host_id,
            self.clients[act.more % len(self.clients)],
            InvoiceNumber(f"INV-{self.made:04}"),
            currency,
            TODAY - timedelta(days=act.more % 3 == 0),
            None if unfit and not act.more % 2 else TODAY + timedelta(days=20),
            what.types,
            lines,
            what.total + (CENT if off else 0),
            status,
            url=f"{PAGES}{host_id}",
        )
        self.place.bills.add(invoice)

    def _bill_retainer(self, act: Act) -> None:
        """With a tax rate that the firm has from now on, and nobody has mapped yet."""
        self.place.bills.bill_with(terms(retainers=True))
        self._bill(act, InvoiceStatus.AWAITING_PAYMENT, retainer=True)

    def _to(self, act: Act, status: InvoiceStatus, *before: InvoiceStatus) -> None:
        if found := self.some(act, *before):
            self._change(found, status=status)

    def _edit(self, act: Act) -> None:
        """The lines, or the due date alone."""
        if found := self.some(act, *ALIVE):
            if act.more % 5 == 0 and found.due is not None:
                self._change(found, due=found.due + timedelta(days=1))
                return
            what = ALL[act.more % len(ALL)]
            lines = worded(what, f"Work {act.more}")
            self._change(found, lines=lines, total=what.total, line_amount_types=what.types)

    def _rebill(self, act: Act) -> None:
        """Another client owes it."""
        if found := self.some(act, *ALIVE):
            self._change(found, contact_id=self.clients[act.more % len(self.clients)])

    def _renumber(self, act: Act) -> None:
        if found := self.some(act, *ALIVE):
            self._change(found, number=InvoiceNumber(f"{found.number}-{act.more}"))

    def _mend(self, act: Act) -> None:
        """Whoever billed a cent too much, or left something out, bills it right."""
        wrong = [one for one in self.bills() if not is_right(one)]
        if wrong:
            found = wrong[act.luck % len(wrong)]
            lines = tuple(evolve(line, item=None) for line in found.lines)
            due = found.due or TODAY + timedelta(days=20)
            self._change(found, total=priced(found).total, lines=lines, due=due)

    def _delete(self, act: Act) -> None:
        if found := self.some(act, *ALIVE, *UNSENT):
            self.log.deleted.add(found.url)
            self.place.bills.delete(found.host_id)

    def _other_percent(self, act: Act) -> None:
        """The firm charges another GST for a while, which is not Xero's."""
        now = self.place.bills.terms()
        other = "15" if now.rate_of[GST].percent != Decimal(15) else "12.5"
        self.place.bills.bill_with(terms(other, retainers=NEW in now.rate_of))

    def _new_client(self, *, both: bool) -> None:
        number = len(self.clients)
        self.clients.append(self.place.client(number, both=both))
        if not both:
            self.alone.append(number)

    def _client_there(self, act: Act) -> None:
        if self.alone:
            self.place.into_xero(self.alone.pop(act.luck % len(self.alone)))

    def _change(self, invoice: HostInvoice, **fields: Any) -> None:
        """An edit after the one in Xero was among the issues is an answer to it."""
        for there in self.place.xero_invoices():
            if there.url == invoice.url and there.invoice_id in self.log.edited_there:
                told = self.place.bills.standing(invoice.host_id)
                seen = isinstance(told, Held | Paid | PartPaid)
                if seen or invoice.host_id in self.place.held():
                    self.log.answered(there.invoice_id)
        self.last = invoice.url
        if fields.get("status") is InvoiceStatus.VOIDED:
            self.log.voided.add(invoice.host_id)
        self.place.bills.edit(invoice.host_id, **fields)

    def some(self, act: Act, *statuses: InvoiceStatus) -> HostInvoice | None:
        """One of those in *statuses*, the last ones more often."""
        found = [one for one in self.bills() if one.status in statuses]
        late = found[-3:] if act.luck % 2 else found
        return late[act.luck // 2 % len(late)] if late else None
