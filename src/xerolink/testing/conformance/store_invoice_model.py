"""The simplest thing that keeps the promises about rows of invoices: plain lists."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from attrs import define, field

from xerolink.domain.identity import IntentId
from xerolink.domain.invoices.book import InvoiceBook
from xerolink.domain.invoices.causes import Cause, InvoiceIssue
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.testing.conformance.store_model import distinct, laid


@define
class InvoiceModel:
    """What one connection should hold. A `put` says whether it was allowed."""

    records: list[InvoiceRecord] = field(factory=list)
    intents: list[InvoiceIntent] = field(factory=list)
    issues: list[InvoiceIssue] = field(factory=list)
    to_send: list[HostInvoiceId] = field(factory=list)
    book: InvoiceBook = field(factory=InvoiceBook)

    def put_records(self, records: Iterable[InvoiceRecord]) -> bool:
        after = laid(self.records, records, "host_id")
        if not distinct(record.xero_id for record in after if record.xero_id is not None):
            return False
        self.records = after
        return True

    def put_intents(self, intents: Iterable[InvoiceIntent]) -> bool:
        after = laid(self.intents, intents, "intent_id")
        if not distinct(intent.host_id for intent in after if intent.open):
            return False
        self.intents = after
        return True

    def forget(self, ids: Collection[IntentId]) -> None:
        self.intents = [x for x in self.intents if x.open or x.intent_id not in ids]

    def put_issues(self, issues: Iterable[InvoiceIssue]) -> bool:
        after = laid(self.issues, issues, "issue_id")
        if not distinct(issue.cause for issue in after if issue.closed is None):
            return False
        self.issues = after
        return True

    def put_book(self, book: InvoiceBook) -> None:
        self.book = book

    def send(self, ids: Iterable[HostInvoiceId]) -> None:
        self.to_send = list(dict.fromkeys([*self.to_send, *ids]))

    def sending(self, ids: Collection[HostInvoiceId]) -> None:
        self.to_send = [host_id for host_id in self.to_send if host_id not in ids]

    def erase(self) -> None:
        self.records, self.intents, self.issues, self.to_send = [], [], [], []
        self.book = InvoiceBook()

    def in_order(self) -> list[InvoiceRecord]:
        return sorted(self.records, key=lambda record: record.host_id)

    def to_decide(self) -> list[InvoiceRecord]:
        written = {intent.host_id for intent in self.intents if intent.open}
        rows = [record for record in self.in_order() if record.host_id not in written]
        return [x for x in rows if x.due or x.waits or any(cause.heals for cause in x.causes)]

    def held_by(self, cause: Cause) -> list[InvoiceRecord]:
        return [record for record in self.in_order() if cause in record.causes]

    def count_held(self, causes: Iterable[Cause]) -> Mapping[Cause, int]:
        return +Counter({cause: len(self.held_by(cause)) for cause in causes})
