"""A host's invoices against a simple model, as a Hypothesis state machine."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import count
from typing import Generic

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from xerolink.domain.invoices.book import InvoiceCursor
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId, InvoiceStatus
from xerolink.domain.invoices.record import AwaitingPayment, Standing
from xerolink.ports.host_invoices import Mark, Marked, MarkRefused
from xerolink.testing.conformance.host_invoices_cases import (
    NOWHERE,
    InvoiceCases,
    Invoices,
    dearer,
    invoice,
    read,
    status_after,
)
from xerolink.testing.invoice_strategies import standings

_EXAMPLES = count(1)
_NUMBER = st.integers(0, 99)
_PRICES = st.integers(1, 9999).map(lambda cents: Decimal(f"{cents}E-2"))
_MARKS = st.lists(st.tuples(_NUMBER, standings()), max_size=4)


class InvoiceMachine(RuleBasedStateMachine, Generic[Invoices]):
    """People bill, the library marks, a reader follows the feed; *alive* is what must be there."""

    def __init__(self, suite: InvoiceCases[Invoices], books: Callable[[str], Invoices]) -> None:
        super().__init__()
        self.suite = suite
        self.book = books(f"example {next(_EXAMPLES)}")
        self.made = 0
        self.alive: dict[HostInvoiceId, HostInvoice] = {}
        self.standings: dict[HostInvoiceId, Standing | None] = {}
        self.gone: set[HostInvoiceId] = {NOWHERE}
        self.batch: list[Mark] = []
        self.cursor: InvoiceCursor | None = None
        self.followed: dict[HostInvoiceId, HostInvoice] = {}

    def pick(self, number: int) -> HostInvoice:
        return self.alive[sorted(self.alive)[number % len(self.alive)]]

    def changed(self, before: HostInvoice, wanted: HostInvoice) -> None:
        """What people made of *before* is there, in another version."""
        after = read(self.book, before.host_id)
        assert after == evolve(wanted, version=after.version)
        assert after.version != before.version
        self.alive[after.host_id] = after

    @rule()
    def add(self) -> None:
        self.made += 1
        host_id = self.suite.add_as_user(self.book, invoice(self.made))
        assert host_id not in self.alive
        self.alive[host_id] = read(self.book, host_id)
        self.standings[host_id] = None

    @precondition(lambda self: self.alive)
    @rule(number=_NUMBER, price=_PRICES)
    def edit(self, number: int, price: Decimal) -> None:
        before = self.pick(number)
        wanted = dearer(before, price)
        if wanted != before:
            self.suite.edit_as_user(self.book, before.host_id, wanted)
            self.changed(before, wanted)

    @precondition(lambda self: self.alive)
    @rule(number=_NUMBER, step=_NUMBER)
    def move(self, number: int, step: int) -> None:
        before = self.pick(number)
        ways = sorted(to.name for here, to in self.suite.moves if here is before.status)
        if ways:
            to = InvoiceStatus[ways[step % len(ways)]]
            self.suite.move_as_user(self.book, before.host_id, to)
            self.changed(before, evolve(before, status=to))

    @precondition(lambda self: self.suite.can_delete and self.alive)
    @rule(number=_NUMBER)
    def delete(self, number: int) -> None:
        host_id = self.pick(number).host_id
        self.suite.delete_as_user(self.book, host_id)
        del self.alive[host_id], self.standings[host_id]
        self.gone.add(host_id)

    @rule(rows=_MARKS)
    def mark(self, rows: Sequence[tuple[int, Standing]]) -> None:
        ids = sorted(self.alive.keys() | self.gone)
        self.batch = [Mark(ids[number % len(ids)], standing) for number, standing in rows]
        self.send_batch()

    @rule()
    def mark_again(self) -> None:
        """The answer was lost: the same batch comes once more, whatever happened since."""
        self.send_batch()

    def send_batch(self) -> None:
        outcomes = self.book.mark_many(self.batch)
        for mark, outcome in zip(self.batch, outcomes, strict=True):
            assert isinstance(outcome, Marked if mark.host_id in self.alive else MarkRefused)
        for host_id in {mark.host_id for mark in self.batch} & self.alive.keys():
            self.marked(host_id, [m.standing for m in self.batch if m.host_id == host_id])

    def marked(self, host_id: HostInvoiceId, told: Sequence[Standing]) -> None:
        """What *told*, one after the other, makes of an invoice is there."""
        before, sent = self.alive[host_id], False
        wanted = before
        for standing in told:
            status = status_after(wanted.status, standing)
            sent = sent or (isinstance(standing, AwaitingPayment) and status is not wanted.status)
            wanted = evolve(wanted, status=status)
        self.standings[host_id] = told[-1]
        if sent:
            self.changed(before, wanted)
        else:
            self.alive[host_id] = wanted

    @rule()
    def follow(self) -> None:
        self.read_page()

    def read_page(self) -> bool:
        """Read one page of the feed and answer whether there is more."""
        page = self.book.changes(self.cursor)
        self.cursor = page.cursor
        assert len(page.changed) == len(set(page.changed))
        for host_id in page.changed:
            self.followed.pop(host_id, None)
        self.followed.update(self.book.get_many(page.changed))
        return page.more

    @invariant()
    def the_host_has_what_it_must(self) -> None:
        assert self.book.get_many({*self.alive, *self.gone}) == self.alive

    @invariant()
    def the_host_shows_what_it_was_told(self) -> None:
        shown = {host_id: self.suite.shown(self.book, host_id) for host_id in self.alive}
        assert shown == self.standings

    def teardown(self) -> None:
        """Who follows the feed to its head knows every invoice in its version."""
        while self.read_page():
            pass
        versions = {host_id: one.version for host_id, one in self.followed.items()}
        assert versions == {host_id: one.version for host_id, one in self.alive.items()}
