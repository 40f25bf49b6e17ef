"""The firm and its accountants in a story: what they do, and what they remember having done."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from attrs import define, field

from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    InvoiceNumber,
    InvoiceStatus,
    LineAmountTypes,
)
from xerolink.testing.billing_world import GST, NZD, TODAY
from xerolink.testing.invoice_worlds.place import InvoicePlace
from xerolink.testing.invoice_worlds.scripts import Act
from xerolink.testing.simulator import RefusedError
from xerolink.testing.simulator.invoice import Invoice

PRICES = ("100.00", "33.35", "0.10", "1234.5678", "19.99", "7.15")
TOTALS = ("115.00", "38.35", "0.12", "1419.76", "22.99", "8.22")
"""What 15% on top of each price comes to, rounded as Xero rounds."""


@define
class Firm:
    """*sound*: invoices that could go to Xero at some time; *touched*: those edited there."""

    place: InvoicePlace
    clients: list[HostContactId]
    sound: set[HostInvoiceId] = field(factory=set)
    touched: set[str] = field(factory=set)
    payments: dict[str, list[str]] = field(factory=dict)
    made: int = 0

    def do(self, act: Act) -> None:
        """What people cannot do, they do not do."""
        verbs: dict[str, Callable[[Act], None]] = {
            "bill": lambda a: self._bill(a, InvoiceStatus.AWAITING_PAYMENT),
            "bill_off": lambda a: self._bill(a, InvoiceStatus.AWAITING_PAYMENT, off=True),
            "draft": lambda a: self._bill(a, InvoiceStatus.DRAFT),
            "approve_and_send": self._send_draft,
            "edit": self._edit,
            "mend": self._mend,
            "void": self._void,
            "pay": lambda a: self._pay(a, whole=True),
            "pay_part": lambda a: self._pay(a, whole=False),
            "unpay": self._unpay,
            "void_in_xero": self._void_in_xero,
            "edit_in_xero": self._edit_in_xero,
            "lock": lambda a: self.place.people.lock_period(TODAY - timedelta(days=a.luck % 3)),
            "unlock": lambda _: self.place.people.lock_period(None),
            "archive_account": lambda _: self.place.archive_account(),
            "choose_account": lambda _: self.place.choose_account(),
            "new_client": lambda _: self.clients.append(self.place.client(len(self.clients))),
            "stop_syncing": self._stop,
        }
        try:
            verbs[act.verb](act)
        except RefusedError:
            self.place.tally["people were refused"] += 1

    def _bill(self, act: Act, status: InvoiceStatus, *, off: bool = False) -> None:
        self.made += 1
        which = act.luck % len(PRICES)
        total = Decimal(TOTALS[which]) + (Decimal("0.01") if off else 0)
        host_id = HostInvoiceId(f"i{self.made}")
        invoice = HostInvoice(
            host_id,
            self.clients[act.more % len(self.clients)],
            InvoiceNumber(f"INV-{self.made:04}"),
            NZD,
            TODAY - timedelta(days=act.more % 2),
            TODAY + timedelta(days=20),
            LineAmountTypes.EXCLUSIVE,
            (InvoiceLine("Advice", 1, PRICES[which], GST),),
            total,
            status,
            url=f"https://host.example/{host_id}",
        )
        self.place.bills.add(invoice)
        self._note(host_id)

    def _note(self, host_id: HostInvoiceId) -> None:
        invoice = self.place.bills.invoices().get(host_id)
        if invoice is not None and is_sound(invoice):
            self.sound.add(host_id)

    def _send_draft(self, act: Act) -> None:
        found = self._some(act, InvoiceStatus.DRAFT, InvoiceStatus.APPROVED)
        if found:
            self.place.bills.send(found.host_id)
            self._note(found.host_id)

    def _edit(self, act: Act) -> None:
        found = self._some(act, *_ALIVE)
        if found:
            which = act.more % len(PRICES)
            lines = (InvoiceLine(f"Advice {act.more}", 1, PRICES[which], GST),)
            self.place.bills.edit(found.host_id, lines=lines, total=Decimal(TOTALS[which]))
            self._note(found.host_id)

    def _mend(self, act: Act) -> None:
        """Whoever billed a cent too much bills it right."""
        wrong = [i for i in self.place.bills.invoices().values() if i.total != billed_right(i)]
        if wrong:
            invoice = wrong[act.luck % len(wrong)]
            self.place.bills.edit(invoice.host_id, total=billed_right(invoice))
            self._note(invoice.host_id)

    def _void(self, act: Act) -> None:
        found = self._some(act, *_ALIVE)
        if found:
            self.place.bills.void(found.host_id)

    def _pay(self, act: Act, *, whole: bool) -> None:
        found = self._in_xero(act, "AUTHORISED")
        if found and found.amount_due:
            amount = None if whole else "0.05"
            paid = self.place.people.pay(found.invoice_id, amount)
            self.payments.setdefault(found.invoice_id, []).append(paid)

    def _unpay(self, act: Act) -> None:
        ids = sorted(i for i, paid in self.payments.items() if paid)
        if ids:
            self.place.people.unpay(self.payments[ids[act.luck % len(ids)]].pop())

    def _void_in_xero(self, act: Act) -> None:
        found = self._in_xero(act, "AUTHORISED")
        if found:
            self.place.people.void(found.invoice_id)
            self.touched.add(found.invoice_id)

    def _edit_in_xero(self, act: Act) -> None:
        found = self._in_xero(act, "AUTHORISED")
        if found:
            self.touched.add(found.invoice_id)
            lines = [
                {
                    "Description": "Other",
                    "Quantity": "1",
                    "UnitAmount": "5.00",
                    "AccountCode": "200",
                    "TaxType": "OUTPUT2",
                }
            ]
            self.place.people.edit_invoice(found.invoice_id, LineItems=lines)

    def _stop(self, act: Act) -> None:
        """Not the first client: somebody has to be billed."""
        if len(self.clients) > 1:
            self.place.stop_syncing(self.clients[1 + act.luck % (len(self.clients) - 1)])

    def _some(self, act: Act, *statuses: InvoiceStatus) -> HostInvoice | None:
        found = [i for i in self.place.bills.invoices().values() if i.status in statuses]
        return found[act.luck % len(found)] if found else None

    def _in_xero(self, act: Act, status: str) -> Invoice | None:
        found = [i for i in self.place.xero_invoices() if i.status == status]
        return found[act.luck % len(found)] if found else None


_ALIVE = (InvoiceStatus.AWAITING_PAYMENT, InvoiceStatus.PART_PAID)
_UNSENT = frozenset({InvoiceStatus.DRAFT, InvoiceStatus.APPROVED})


def billed_right(invoice: HostInvoice) -> Decimal:
    """What the client owes by Xero's arithmetic, from the table."""
    return Decimal(TOTALS[PRICES.index(f"{invoice.lines[0].unit_price}")])


def is_sound(invoice: HostInvoice) -> bool:
    """Whether it was sent, and billed right."""
    return invoice.status not in _UNSENT and invoice.total == billed_right(invoice)
