"""The demo's second act: a firm maps, bills, sends, mends what is held, and is paid."""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from xerolink.cli.demo_office import Firm
from xerolink.cli.demo_read_back import held_by_cause, read_back
from xerolink.cli.demo_report import InvoiceReport
from xerolink.cli.demo_screen import Screen
from xerolink.connection import Connection
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.identity import Actor, HostContactId, IssueId
from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.xero import AccountCode
from xerolink.testing.bills import (
    AUD,
    HOW_MANY,
    LATER,
    TERMS,
    USD,
    Days,
    Kind,
    billed,
    bills,
    kind_of,
)
from xerolink.usecases.invoices.lists import BlockedInvoices
from xerolink.usecases.review import MatchIssue

ALL = sum(HOW_MANY.values())
CLIENTS = 20
REDATED = 3
"""How many of those in the locked period are dated anew; the others stay held."""


@frozen
class Act:
    """One firm's second act. *today* is the day on which it is played."""

    firm: Firm
    connection: Connection
    by: Actor
    seed: int
    days: Days
    screen: Screen

    def play(self) -> InvoiceReport:
        """Go on from where it stands: of one that was played to its end a run finds no news."""
        report = InvoiceReport()
        if self._paid():
            self.connection.send_invoices(self.by)
        else:
            self._begin()
            report.held = held_by_cause(self.records())
            report.retried = self._mend()
            self._pay()
        read_back(self.firm, self.records(), report)
        report.held = report.held or report.still_held
        return report

    def records(self) -> tuple[InvoiceRecord, ...]:
        return self.connection.invoices(size=ALL)

    def blocked(self) -> list[BlockedInvoices]:
        """Every open issue, that of most invoices first."""
        found: list[BlockedInvoices] = []
        after: IssueId | None = None
        while page := self.connection.invoice_issues(after):
            found += page
            after = page[-1].issue.issue_id
        return sorted(found, key=lambda one: (-one.count, one.issue.cause.key))

    def of_kind(self, kind: Kind) -> list[HostInvoice]:
        every = self.firm.bills.invoices().values()
        return [one for one in every if kind_of(one.host_id) is kind]

    def _paid(self) -> bool:
        """Being paid is how the act ends."""
        every = self.firm.bills.invoices()
        return any(one.status is InvoiceStatus.PAID for one in every.values())

    def _begin(self) -> None:
        """Map, bill, and send; meanwhile the world moves on."""
        if not self.connection.invoice_settings().on:
            self._set_up()
        sent = self._bill()
        self._surprise()
        for invoice in sent:
            self.connection.invoice_sent(invoice.host_id)
        self.connection.send_invoices(self.by)
        self.screen.sent(self.firm.name, self.records())
        self.screen.held(self.firm.name, self.blocked())

    def _set_up(self) -> None:
        """As proposed; what nobody could propose, and the start date, a person chooses."""
        self.firm.bills.bill_with(TERMS)
        self.firm.organisation.people.add_currency(AUD, "0.92")
        proposed = self.connection.suggest_mapping()
        self.screen.proposed(self.firm.name, TERMS, proposed)
        taken = proposed.taken(self.connection.invoice_settings())
        settings = evolve(
            taken,
            expense_account=taken.expense_account or AccountCode("260"),
            sync_start_date=self.days.start,
            on=True,
        )
        self.connection.save_invoice_settings(settings, self.by)

    def _bill(self) -> list[HostInvoice]:
        """Those that are not billed yet are; the answer: all that were not sent."""
        there = self.firm.bills.invoices()
        for one in bills(self.seed, self.days, self._clients(), self._in_review()):
            if one.host_id not in there:
                self.firm.bills.add(one)
        every = self.firm.bills.invoices().values()
        return [one for one in every if one.status is InvoiceStatus.APPROVED]

    def _clients(self) -> list[HostContactId]:
        page = self.connection.client_list((LinkState.SYNCED,), None, CLIENTS)
        return [one.link.host_id for one in page]

    def _in_review(self) -> list[HostContactId]:
        """Two host contacts that nobody has said of whether they are Xero's."""
        found = [one.candidates[0].contact.host_id for one in self._open_questions()]
        return list(dict.fromkeys(found))[:2]

    def _open_questions(self) -> list[MatchIssue]:
        """Match issues about one contact of each side, where only the name is the same."""
        found = self.connection.match_issues(size=200)
        return [
            one
            for one in found
            if one.issue.kind is IssueKind.NAME_ONLY
            and len(one.candidates) == 1
            and one.candidates[0].link is None
        ]

    def _surprise(self) -> None:
        """The accountant locks a period, and the firm bills with a new tax rate."""
        self.firm.organisation.people.lock_period(self.days.locked)
        self.firm.bills.bill_with(LATER)

    def _mend(self) -> int:
        """Mend most of what is held, where it is to be mended, and retry; how many went through."""
        before = _outside(self.records())
        fixes = [*self._in_host(), *self._in_xero(), *self._in_settings(), *self._in_the_review()]
        self.connection.retry_invoices(self.by)
        retried = len(before - _outside(self.records()))
        self.screen.mended(self.firm.name, fixes, retried)
        return retried

    def _in_host(self) -> Iterator[str]:
        for one in (off := self.of_kind(Kind.CENT_OFF)):
            right = billed(one.line_amount_types, one.lines)
            self.firm.bills.edit(one.host_id, total=right)
        yield f"in the host: {len(off)} invoices are billed a cent less"
        for one in (late := self.of_kind(Kind.LOCKED)[:REDATED]):
            self.firm.bills.edit(one.host_id, issued=self.days.today, due=self.days.today)
        yield f"in the host: {len(late)} of the locked period are dated today"

    def _in_xero(self) -> Iterator[str]:
        self.firm.organisation.people.add_currency(USD, "0.60")
        yield f"in Xero: {USD} is switched on"

    def _in_settings(self) -> Iterator[str]:
        proposed = self.connection.suggest_mapping()
        settings = proposed.taken(self.connection.invoice_settings())
        self.connection.save_invoice_settings(settings, self.by)
        for rate_id, one in proposed.tax_rates.items():
            yield f"in the settings: {rate_id} is mapped to {one.tax_type}"

    def _in_the_review(self) -> Iterator[str]:
        """The first of the two contacts is confirmed; the other still waits for a word."""
        host_id = self.of_kind(Kind.IN_REVIEW)[0].contact_id
        for one in self._open_questions():
            if one.candidates[0].contact.host_id == host_id:
                self.connection.confirm_link(one.contact.xero_id, host_id, self.by)
                yield "in the review: the contact of some is confirmed to be Xero's"

    def _pay(self) -> None:
        """A client pays, and it is read back; the contacts come to rest too."""
        first = self.of_kind(Kind.MAPPED)[0]
        record = self.connection.invoice(first.host_id)
        if record is None or record.xero_id is None:
            return
        if self.firm.organisation.invoices[record.xero_id].amount_due:
            self.firm.organisation.people.pay(record.xero_id)
        self.connection.send_invoices(self.by)
        self.connection.sync_contacts(self.by)
        now = self.firm.bills.invoices()[first.host_id]
        self.screen.paid(self.firm.name, now)


def _outside(records: Sequence[InvoiceRecord]) -> set[str]:
    return {one.host_id for one in records if one.in_xero is None}
