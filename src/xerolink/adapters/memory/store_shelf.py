"""The rows of one connection, and how they are put, paged and looked up."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from attrs import define, field, fields

from xerolink.domain.contacts.decide import Decision, DecisionState
from xerolink.domain.contacts.intent import Intent
from xerolink.domain.contacts.issues import Issue
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.normalise import MatchKey, MatchKeys
from xerolink.domain.contacts.staged import IndexEntry, StagedContact
from xerolink.domain.contacts.terms import Term
from xerolink.domain.identity import (
    DecisionId,
    HostContactId,
    IntentId,
    IssueId,
    LinkId,
    RunId,
    XeroContactId,
)
from xerolink.domain.inbox import Due, EventKey, WebhookEvent
from xerolink.domain.invoices.book import InvoiceBook
from xerolink.domain.invoices.causes import InvoiceIssue
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.journal import Entry
from xerolink.domain.run import ConnectionRecord, RunRecord
from xerolink.ports.books import SHOWN_HITS
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.requests import Asked, Paused

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@define
class Shelf:
    """The rows of one connection, in the order in which they were first put."""

    links: dict[LinkId, Link] = field(factory=dict)
    issues: dict[IssueId, Issue] = field(factory=dict)
    staged: dict[XeroContactId, StagedContact] = field(factory=dict)
    index: dict[HostContactId, IndexEntry] = field(factory=dict)
    terms: dict[HostContactId, frozenset[Term]] = field(factory=dict)
    decisions: dict[DecisionId, tuple[Decision, DecisionState]] = field(factory=dict)
    intents: dict[IntentId, Intent] = field(factory=dict)
    runs: dict[RunId, RunRecord] = field(factory=dict)
    inbox: dict[EventKey, tuple[WebhookEvent, bool]] = field(factory=dict)
    journal: dict[int, Entry] = field(factory=dict)
    cancels: dict[RunId, Asked] = field(factory=dict)
    invoices: dict[HostInvoiceId, InvoiceRecord] = field(factory=dict)
    invoice_intents: dict[IntentId, InvoiceIntent] = field(factory=dict)
    invoice_issues: dict[IssueId, InvoiceIssue] = field(factory=dict)
    to_send: dict[HostInvoiceId, None] = field(factory=dict)
    invoice_book: InvoiceBook | None = None
    paused: Paused | None = None
    record: ConnectionRecord | None = None
    due: Due | None = None
    turn: datetime | None = None
    resting: datetime | None = None
    rests: int = 0

    def clear(self) -> None:
        """Empty every row but the journal's."""
        for each in fields(Shelf):
            rows = getattr(self, each.name)
            if not isinstance(rows, dict):
                setattr(self, each.name, each.default)
            elif rows is not self.journal:
                rows.clear()

    def copy(self) -> "Shelf":
        """The same values, in rows of its own."""
        return Shelf(
            links=dict(self.links),
            issues=dict(self.issues),
            staged=dict(self.staged),
            index=dict(self.index),
            terms=dict(self.terms),
            decisions=dict(self.decisions),
            intents=dict(self.intents),
            runs=dict(self.runs),
            inbox=dict(self.inbox),
            journal=dict(self.journal),
            cancels=dict(self.cancels),
            invoices=dict(self.invoices),
            invoice_intents=dict(self.invoice_intents),
            invoice_issues=dict(self.invoice_issues),
            to_send=dict(self.to_send),
            invoice_book=self.invoice_book,
            paused=self.paused,
            record=self.record,
            due=self.due,
            turn=self.turn,
            resting=self.resting,
            rests=self.rests,
        )


@define
class Everybody:
    """What holds for every connection."""

    paused: Paused | None = None


def put_unique(
    rows: dict[K, V],
    fresh: Mapping[K, V],
    claims: Callable[[V], Iterable[Hashable]],
    what: str,
) -> None:
    """Write *fresh*; raises `StaleVersionError`, and writes nothing, if two rows claim the same."""
    wanted = Counter(claim for row in fresh.values() for claim in claims(row))
    others = (claim for key, row in rows.items() if key not in fresh for claim in claims(row))
    if any(number > 1 for number in wanted.values()) or any(claim in wanted for claim in others):
        raise StaleVersionError(what)
    rows.update(fresh)


def page_of(
    rows: Iterable[V], order: Callable[[V], str], after: str | None, size: int
) -> tuple[V, ...]:
    """At most *size* of *rows* in their *order*, those after *after*."""
    rest = (row for row in rows if after is None or order(row) > after)
    return tuple(sorted(rest, key=order)[:size])


def hits_of(
    rows: Iterable[tuple[str, MatchKeys]], keys: Collection[MatchKey]
) -> Mapping[MatchKey, Hits]:
    """The ids of *rows* under each of *keys*: all counted, the first `SHOWN_HITS` listed."""
    wanted, found = frozenset(keys), defaultdict[MatchKey, list[str]](list)
    for row_id, carried in rows:
        for key in wanted.intersection(carried.present):
            found[key].append(row_id)
    return {key: Hits(len(ids), tuple(sorted(ids)[:SHOWN_HITS])) for key, ids in found.items()}
