"""The accountants in a story: what they do in Xero's own pages, past the library."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from attrs import define, field

from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.testing.billing_world import TODAY
from xerolink.testing.invoice_worlds.log import EditedThere, Log
from xerolink.testing.invoice_worlds.place import InvoicePlace
from xerolink.testing.invoice_worlds.scripts import Act
from xerolink.testing.simulator.invoice import Invoice
from xerolink.testing.worlds.world import fields

Verb = Callable[[Act], None]


@define
class Accountants:
    """*clients* are the firm's; *next_number* is what its next invoice will have; *last* is the
    page of the one that it edited last.
    """

    place: InvoicePlace
    log: Log
    clients: list[HostContactId]
    next_number: Callable[[], str]
    last: Callable[[], str]
    payments: dict[str, list[str]] = field(factory=dict)
    made: int = 0

    def verbs(self) -> Mapping[str, Verb]:
        people = self.place.people
        return {
            "pay": lambda a: self._pay(a, whole=True),
            "pay_part": lambda a: self._pay(a, whole=False),
            "unpay": self._unpay,
            "void_in_xero": self._void,
            "edit_in_xero": self._edit,
            "approve_in_xero": self._approve,
            "take_number": self._take_number,
            "lock": lambda a: people.lock_period(TODAY - timedelta(days=a.luck % 3)),
            "unlock": lambda _: people.lock_period(None),
            "archive_account": lambda _: self._archive_account(),
            "archive_rate": lambda _: self._archive_rate(),
            "add_currency": lambda _: people.add_currency("AUD", "0.92"),
            "archive_contact": lambda a: self._contact(a, people.archive),
            "restore_contact": lambda a: self._contact(a, people.restore),
            "merge_contact": self._merge,
        }

    def _pay(self, act: Act, *, whole: bool) -> None:
        found = self._some(act, "AUTHORISED")
        if found and found.amount_due:
            paid = self.place.people.pay(found.invoice_id, None if whole else "0.05")
            self.payments.setdefault(found.invoice_id, []).append(paid)

    def _unpay(self, act: Act) -> None:
        ids = sorted(xero_id for xero_id, paid in self.payments.items() if paid)
        if ids:
            xero_id = ids[act.luck % len(ids)]
            self.place.people.unpay(self.payments[xero_id][-1])
            self.payments[xero_id].pop()

    def _void(self, act: Act) -> None:
        if found := self._some(act, "AUTHORISED", "DRAFT"):
            if found.status == "DRAFT":
                self.place.people.edit_invoice(found.invoice_id, Status="DELETED")
            else:
                self.place.people.void(found.invoice_id)
            self.log.voided.add(found.invoice_id)

    def _edit(self, act: Act) -> None:
        """What it comes to, or only in words."""
        if found := self._some(act, "AUTHORISED", "DRAFT"):
            self.made += 1
            words = f"Typed {self.made}"
            one = {"Quantity": "1", "UnitAmount": "5.00", "TaxType": "OUTPUT2"}
            line = {"Description": words, "AccountCode": "260", **one}
            if act.more % 2:
                line["UnitAmount"] = f"{found.lines[0].line_amount / 10**8:.2f}"
            self.place.people.edit_invoice(found.invoice_id, LineItems=[line])
            self.log.edited_there[found.invoice_id] = EditedThere(words)

    def _approve(self, act: Act) -> None:
        if found := self._some(act, "DRAFT"):
            self.place.people.edit_invoice(found.invoice_id, Status="AUTHORISED")

    def _take_number(self, act: Act) -> None:
        """An invoice typed into Xero has the number that the host gives next."""
        link = self.place.link_of(self.clients[act.luck % len(self.clients)])
        if link is not None:
            self.place.people.add_invoice(
                Type="ACCREC",
                Contact={"ContactID": link.xero_id},
                Date=f"{TODAY}",
                DueDate=f"{TODAY}",
                InvoiceNumber=self.next_number(),
                Status="AUTHORISED",
                LineItems=[
                    {
                        "Description": "Typed in",
                        "Quantity": "1",
                        "UnitAmount": "3.00",
                        "AccountCode": "260",
                        "TaxType": "OUTPUT2",
                    }
                ],
            )

    def _archive_account(self) -> None:
        chosen = self.place.settings.revenue_account
        if chosen is not None:
            self.place.people.archive_account(chosen)

    def _archive_rate(self) -> None:
        """That of the usual GST."""
        self.place.people.end_tax_rate(
            next(iter(self.place.settings.tax_rates.values())), "ARCHIVED"
        )

    def _contact(self, act: Act, verb: Callable[[str], None]) -> None:
        xero_id = self._client(act)
        if xero_id is not None:
            verb(xero_id)

    def _merge(self, act: Act) -> None:
        """Into a contact that is new in Xero: the pair follows, and so do its invoices."""
        xero_id = self._client(act)
        if xero_id is not None:
            self.made += 1
            survivor = self.place.xero.add(fields(f"Merged {self.made}"))
            self.place.people.merge(xero_id, survivor)

    def _client(self, act: Act) -> XeroContactId | None:
        """Not the first client's: somebody has to be billed."""
        if len(self.clients) < 2:
            return None
        link = self.place.link_of(self.clients[1 + act.luck % (len(self.clients) - 1)])
        return link.xero_id if link else None

    def _some(self, act: Act, *statuses: str) -> Invoice | None:
        """Any, or the one that the firm works on, too."""
        found: Sequence[Invoice] = [
            one for one in self.place.xero_invoices() if one.status in statuses and one.by_app
        ]
        latest = [one for one in found if one.url == self.last()]
        some = latest if latest and act.luck % 2 else found
        return some[act.luck // 2 % len(some)] if some else None
