"""Writes of invoices and what waits for people because of invoices, in memory."""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from xerolink.adapters.memory.store_shelf import Shelf, page_of, put_unique
from xerolink.domain.identity import IntentId, IssueId
from xerolink.domain.invoices.causes import Cause, InvoiceIssue
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.ports.invoice_rows import InvoiceIntents, InvoiceIssues


class MemoryInvoiceIntents(InvoiceIntents):
    def __init__(self, shelf: Shelf) -> None:
        self._rows = shelf.invoice_intents

    def put(self, intents: Iterable[InvoiceIntent]) -> None:
        fresh = {intent.intent_id: intent for intent in intents}
        claims = "an intent of an invoice"
        put_unique(self._rows, fresh, lambda i: (i.host_id,) if i.open else (), claims)

    def open(self, size: int) -> tuple[InvoiceIntent, ...]:
        return tuple(islice(self._open(), size))

    def open_for(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, InvoiceIntent]:
        wanted = frozenset(ids)
        return {intent.host_id: intent for intent in self._open() if intent.host_id in wanted}

    def forget(self, ids: Collection[IntentId]) -> None:
        for intent_id in ids:
            if intent_id in self._rows and not self._rows[intent_id].open:
                del self._rows[intent_id]

    def _open(self) -> Iterable[InvoiceIntent]:
        return (intent for intent in self._rows.values() if intent.open)


class MemoryInvoiceIssues(InvoiceIssues):
    def __init__(self, shelf: Shelf) -> None:
        self._rows = shelf.invoice_issues

    def get(self, issue_id: IssueId) -> InvoiceIssue | None:
        return self._rows.get(issue_id)

    def open_for(self, causes: Collection[Cause]) -> Mapping[Cause, InvoiceIssue]:
        wanted = frozenset(causes)
        return {issue.cause: issue for issue in self._open() if issue.cause in wanted}

    def put(self, issues: Iterable[InvoiceIssue]) -> None:
        fresh = {issue.issue_id: issue for issue in issues}
        put_unique(self._rows, fresh, _cause, "an issue of invoices")

    def page(self, after: IssueId | None, size: int) -> tuple[InvoiceIssue, ...]:
        return page_of(self._open(), lambda issue: issue.issue_id, after, size)

    def _open(self) -> Iterable[InvoiceIssue]:
        return (issue for issue in self._rows.values() if issue.closed is None)


def _cause(issue: InvoiceIssue) -> tuple[Cause, ...]:
    return (issue.cause,) if issue.closed is None else ()
