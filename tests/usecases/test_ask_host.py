"""The host's part of a page of intents: what it is asked, and what is answered."""

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from tests.domain.contacts.desk import ACME, EMAIL, NAME, NOW, PHONE
from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import (
    HostDraft,
    HostOutcome,
    HostPatch,
    HostRemoval,
    HostRemoved,
    HostStored,
    Refused,
)
from xerolink.domain.contacts.intent import (
    ImportContact,
    Intent,
    IntentBody,
    MergeContact,
    RemoveContact,
    XeroEdit,
)
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import ContactKind, HostContact, Phone
from xerolink.domain.contacts.settle import Answer
from xerolink.domain.identity import EntityKey, IntentId, LinkId, RunId, XeroContactId
from xerolink.domain.run import RunKind
from xerolink.ports.errors import RejectedError
from xerolink.testing.worlds import ANNA, World
from xerolink.usecases.ask_host import ask_host
from xerolink.usecases.running import running

LOCKED = Problem("the billing email is locked", EMAIL)
CLOSED = Problem("the books are closed")
XERO = XeroContactId("x-1")


class Picky(MemoryHostBook):
    """A host that takes no new billing email; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Sequence[HostPatch]] = []

    def update_many(self, patches: Sequence[HostPatch]) -> Sequence[HostOutcome]:
        self.asked.append(patches)
        return [self._take(patch) for patch in patches]

    def _take(self, patch: HostPatch) -> HostOutcome:
        if EMAIL in patch.values:
            return Refused((LOCKED,))
        return super().update_many([patch])[0]


class Closed(Picky):
    """A host that refuses whole calls."""

    def update_many(self, patches: Sequence[HostPatch]) -> Sequence[HostOutcome]:
        raise RejectedError("the host", [CLOSED])


def intent(body: IntentBody, number: int) -> Intent:
    key = IntentId(f"i-{number}")
    return Intent(key, EntityKey(f"e-{number}"), LinkId("l"), body, RunId("r"), ANNA, NOW)


def patched(host: HostContact, values: Any, number: int = 1) -> Intent:
    link = Link(LinkId("l"), host.host_id, XERO, ACME, ACME, NOW, NOW)
    patch = HostPatch(IntentId(f"i-{number}"), host.host_id, host.version, values)
    return intent(MergeContact(link, patch, None), number)


def answers(host: MemoryHostBook, *intents: Intent) -> list[Answer]:
    world = World(host=host)
    world.connect()
    found = {i.intent_id: Answer() for i in intents}
    ports = world.connection()._ports
    with running(ports, world.connection_id, RunKind.SYNC, ANNA) as run:
        ask_host(run, intents, found)
    return [found[i.intent_id] for i in intents]


def test_each_intent_is_answered_with_what_became_of_it() -> None:
    book = MemoryHostBook()
    kept, gone = book.add(ACME), book.add(ACME)
    link = Link(LinkId("l"), gone.host_id, XERO, ACME, ACME, NOW, NOW)
    draft = HostDraft(IntentId("i-3"), ACME, ContactKind.PERSON, "")
    told = answers(
        book,
        intent(RemoveContact(link, HostRemoval(IntentId("i-1"), gone.host_id, gone.version)), 1),
        patched(kept, {NAME: "New"}, 2),
        intent(ImportContact(XERO, draft, ACME, NOW), 3),
    )
    (made,) = (c for i, c in book.contacts().items() if i != kept.host_id)
    stored = HostStored(book.contacts()[kept.host_id])
    assert told == [Answer(HostRemoved()), Answer(stored), Answer(HostStored(made))]


def test_a_refused_field_holds_only_itself() -> None:
    book = Picky()
    host = book.add(ACME)
    (told,) = answers(book, patched(host, {EMAIL: "new@x.example", PHONE: Phone("1")}))
    stored = HostStored(book.contacts()[host.host_id])
    assert told == Answer(stored, host_refused={EMAIL: LOCKED})


def test_only_the_other_fields_of_a_refused_row_are_sent_again() -> None:
    book = Picky()
    first, second = book.add(ACME), book.add(ACME)
    both = patched(first, {EMAIL: "new@x.example", PHONE: Phone("1")})
    answers(book, both, patched(second, {NAME: "New"}, 2))
    assert isinstance(both.body, MergeContact)
    assert both.body.host is not None
    assert book.asked[1:] == [[evolve(both.body.host, values={PHONE: Phone("1")})]]


def test_a_row_that_the_host_took_is_answered_beside_a_refused_one() -> None:
    book = Picky()
    first, second = book.add(ACME), book.add(ACME)
    both = patched(first, {EMAIL: "new@x.example", PHONE: Phone("1")})
    told = answers(book, both, patched(second, {NAME: "New"}, 2))
    assert told[1] == Answer(HostStored(book.contacts()[second.host_id]))


def test_a_row_of_which_nothing_is_left_is_refused() -> None:
    book = Picky()
    (told,) = answers(book, patched(book.add(ACME), {EMAIL: "new@x.example"}))
    assert told == Answer(Refused((LOCKED,)))


def test_a_call_that_is_refused_whole_refuses_each_row() -> None:
    book = Closed()
    told = answers(book, *(patched(book.add(ACME), {NAME: "New"}, n) for n in (1, 2)))
    assert told == [Answer(Refused((CLOSED,)))] * 2


def test_what_is_for_xero_alone_asks_the_host_nothing() -> None:
    book = Picky()
    link = Link(LinkId("l"), book.add(ACME).host_id, XERO, ACME, ACME, NOW, NOW)
    edit = MergeContact(link, None, XeroEdit({NAME: "New"}, ACME))
    assert answers(book, intent(edit, 1)) == [Answer()]
    assert book.asked == []
