"""A store's rows of invoices against a simple model, as a Hypothesis state machine."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.identity import IntentId
from xerolink.domain.invoices.causes import InvoiceIssue
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.ports.store import Store, UnitOfWork
from xerolink.testing.conformance.store_invoice_model import InvoiceModel
from xerolink.testing.conformance.store_invoice_values import (
    book,
    cause,
    in_xero,
    invoice,
    invoice_id,
    invoice_intent,
    invoice_issue,
    refused,
    xero_invoice_id,
)
from xerolink.testing.conformance.store_two_sides import FAILS, FEW, SIDE, N, TwoSides, lists, pages
from xerolink.testing.conformance.store_values import START, host_id

_CAUSES = [*(cause(n) for n in range(3)), refused(0), refused(1)]
_STATES = [InvoiceState.DRAFT, InvoiceState.SYNCED, InvoiceState.PAID]
_RECORDS = st.builds(
    lambda n, contact, xero, state, due, waits, causes: invoice(
        n,
        contact_id=host_id(contact),
        in_xero=None if xero is None else in_xero(xero),
        state=state,
        due=due,
        waits=waits,
        causes=tuple(causes),
    ),
    N,
    N,
    st.none() | N,
    st.sampled_from(_STATES),
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(_CAUSES), max_size=2),
)
_INTENTS = st.builds(
    lambda n, about, state: invoice_intent(n, host_id=invoice_id(about), state=state),
    N,
    N,
    st.sampled_from(IntentState),
)
_ISSUES = st.builds(
    lambda n, about, closed: invoice_issue(n, cause=about, closed=closed),
    N,
    st.sampled_from(_CAUSES),
    st.sampled_from([None, START]),
)


class InvoiceMachine(TwoSides[InvoiceModel]):
    """Everything about invoices."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, InvoiceModel)

    @rule(side=SIDE, records=lists(_RECORDS), fails=FAILS)
    def put_records(self, side: int, records: Sequence[InvoiceRecord], fails: bool) -> None:
        self.both(side, lambda u: u.invoices.put(records), lambda m: m.put_records(records), fails)

    @rule(side=SIDE, intents=lists(_INTENTS), fails=FAILS)
    def put_intents(self, side: int, intents: Sequence[InvoiceIntent], fails: bool) -> None:
        self.both(
            side, lambda u: u.invoice_intents.put(intents), lambda m: m.put_intents(intents), fails
        )

    @rule(side=SIDE, ids=lists(N.map(lambda n: invoice_intent(n).intent_id)), fails=FAILS)
    def forget(self, side: int, ids: Collection[IntentId], fails: bool) -> None:
        self.both(side, lambda u: u.invoice_intents.forget(ids), lambda m: m.forget(ids), fails)

    @rule(side=SIDE, issues=lists(_ISSUES), fails=FAILS)
    def put_issues(self, side: int, issues: Sequence[InvoiceIssue], fails: bool) -> None:
        self.both(
            side, lambda u: u.invoice_issues.put(issues), lambda m: m.put_issues(issues), fails
        )

    @rule(side=SIDE, cursor=st.sampled_from("123"), fails=FAILS)
    def put_book(self, side: int, cursor: str, fails: bool) -> None:
        made = book(cursor)
        self.both(side, lambda u: u.invoice_book.put(made), lambda m: m.put_book(made), fails)

    @rule(side=SIDE, ids=lists(N.map(invoice_id)), fails=FAILS)
    def send(self, side: int, ids: Sequence[HostInvoiceId], fails: bool) -> None:
        self.both(side, lambda u: u.requests.send(ids), lambda m: m.send(ids), fails)

    @rule(side=SIDE, ids=lists(N.map(invoice_id)))
    def send_app_wide(self, side: int, ids: Sequence[HostInvoiceId]) -> None:
        with self.store.app_wide() as app:
            app.requests(self.sides[side]).send(ids)
        self.models[side].send(ids)

    @rule(side=SIDE, ids=lists(N.map(invoice_id)), fails=FAILS)
    def sending(self, side: int, ids: Collection[HostInvoiceId], fails: bool) -> None:
        self.both(side, lambda u: u.requests.sending(ids), lambda m: m.sending(ids), fails)

    @rule(side=SIDE, fails=FAILS)
    def erase(self, side: int, fails: bool) -> None:
        self.both(side, lambda u: u.erase(), lambda m: m.erase(), fails)

    @invariant()
    def both_sides_are_as_modelled(self) -> None:
        for side, model in zip(self.sides, self.models, strict=True):
            with self.store.reading(side) as unit:
                _compare_records(unit, model)
                _compare_held(unit, model)
                _compare_work(unit, model)


def _compare_records(unit: UnitOfWork, model: InvoiceModel) -> None:
    rows, these = unit.invoices, model.in_order()
    assert rows.get_many([invoice_id(n) for n in FEW]) == {x.host_id: x for x in these}
    by_xero = {x.xero_id: x for x in these if x.xero_id is not None}
    assert rows.by_xero([xero_invoice_id(n) for n in FEW]) == by_xero
    assert pages(lambda after: rows.to_decide(after, 2), _host_id) == model.to_decide()
    states = [InvoiceState.SYNCED, InvoiceState.DRAFT]
    chosen = [x for x in these if x.state in states]
    assert pages(lambda after: rows.page(states, after, 2), _host_id) == chosen
    contacts = [host_id(0), host_id(3)]
    theirs = [x for x in model.to_decide() if x.contact_id in contacts]
    assert pages(lambda after: rows.to_decide_of(contacts, after, 2), _host_id) == theirs
    assert rows.count() == Counter(x.state for x in these)


def _compare_held(unit: UnitOfWork, model: InvoiceModel) -> None:
    for one in _CAUSES:
        page = partial(unit.invoices.held_by, one, size=2)
        assert pages(page, _host_id) == model.held_by(one)
    assert unit.invoices.count_held(_CAUSES) == model.count_held(_CAUSES)


def _compare_work(unit: UnitOfWork, model: InvoiceModel) -> None:
    open_intents = [x for x in model.intents if x.open]
    assert list(unit.invoice_intents.open(99)) == open_intents
    by_invoice = {x.host_id: x for x in open_intents}
    assert unit.invoice_intents.open_for([invoice_id(n) for n in FEW]) == by_invoice
    standing = sorted((x for x in model.issues if x.closed is None), key=lambda x: x.issue_id)
    found = pages(lambda after: unit.invoice_issues.page(after, 2), lambda x: x.issue_id)
    assert found == standing
    assert unit.invoice_issues.open_for(_CAUSES) == {x.cause: x for x in standing}
    kept = {x.issue_id: x for x in model.issues}
    for n in FEW:
        key = invoice_issue(n).issue_id
        assert unit.invoice_issues.get(key) == kept.get(key)
    assert unit.invoice_book.get() == model.book
    assert list(unit.requests.to_send(99)) == model.to_send


def _host_id(record: InvoiceRecord) -> HostInvoiceId:
    return record.host_id
