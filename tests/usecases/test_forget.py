"""Forget: nothing of a connection is left, another one is as it was, and cut short it goes on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path

import pytest
from attrs import define, evolve

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.store import MemoryStore
from xerolink.adapters.memory.tokens import MemoryTokens
from xerolink.adapters.sealed import HostKeys, Sealer
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.sqlite.tokens import SqliteTokens
from xerolink.app import Xerolink
from xerolink.domain.contacts.model import Address, FieldName, Phone
from xerolink.domain.errors import BusyError, UnknownConnectionError
from xerolink.domain.forget_errors import NotExportedError, OpenEffectsError, StillConnectedError
from xerolink.domain.identity import ConnectionId, IntentId, TokenSetId, XeroContactId
from xerolink.domain.invoices.book import InvoiceBook
from xerolink.domain.invoices.causes import CauseThing
from xerolink.domain.invoices.intent import CreateInvoice
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.xero import AccountCode
from xerolink.domain.journal import EntryKind, Head
from xerolink.domain.run import RunKind
from xerolink.domain.tokens import Scope, TokenSet
from xerolink.ports.keys import KeyId
from xerolink.ports.store import Store
from xerolink.ports.tokens import TokenStore
from xerolink.testing.conformance.store_invoice_values import (
    cause,
    draft,
    in_xero,
    invoice_intent,
    invoice_issue,
    over,
    synced,
)
from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.worlds import ANNA, START, World, fields
from xerolink.usecases.export_journal import ExportForm
from xerolink.usecases.forget import ABANDONED, Forgotten

PHONE, EMAIL, NAME = FieldName.PRIMARY_PHONE, FieldName.BILLING_EMAIL, FieldName.NAME
SET = TokenSetId("set-1")
SECRETS = TokenSet("access-zq7", "refresh-zq7", START, frozenset({Scope("accounting.contacts")}))
JANE = fields(
    "Jane Doe-Okafor", "jane.doe@forgotten.example", Phone("5550147"), Address(("9 Elm Row",))
)
BILLED = ("pohutukawa", "rewarewa", "item-zq7", "rate-zq7", "acct-zq7", "invoice-zq7")
"""What stands in a record, a write, a cause, an issue, the book, and what is to be sent."""
PERSONAL = (
    *("okafor", "jane.doe", "5550147", "5550148", "elm row", "moana", "jane is leaving"),
    *BILLED,
)
"""What tells who somebody is or what was billed, and what somebody typed, in lower case."""
MANY = 10_000


@define
class Firm:
    """A world with tokens; *seen_tokens* is what the library is given."""

    world: World
    tokens: TokenStore
    seen_tokens: TokenStore

    def app(self) -> Xerolink:
        return evolve(self.world.app(), tokens=self.seen_tokens)

    def exported(self) -> Head | None:
        return self.world.connection().export_journal(ExportForm.JSON, StringIO())

    def forget(self, exported: Head | None, abandoned: Sequence[IntentId] = ()) -> Forgotten:
        return self.app().forget(self.world.connection_id, ANNA, exported, abandoned)


def of(store: Store, tokens: TokenStore, clock: ManualClock) -> Firm:
    world = World(clock=clock)
    world.store = world.seen_store = store
    return Firm(world, tokens, tokens)


@contextmanager
def in_files(folder: Path, tokens_in: str = "store.db") -> Iterator[Firm]:
    clock, key = ManualClock(START), KeyId("k")
    sealer = Sealer(HostKeys({key: b"k" * 32}, key))
    with (
        closing(SqliteStore(folder / "store.db", clock)) as store,
        closing(SqliteTokens(folder / tokens_in, clock, sealer)) as tokens,
    ):
        yield of(store, tokens, clock)


@pytest.fixture(params=["memory", "sqlite", "two files"])
def firm(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Firm]:
    """Lived in, then disconnected."""
    if request.param == "memory":
        clock = ManualClock(START)
        yield lived(of(MemoryStore(clock), MemoryTokens(clock), clock))
        return
    with in_files(tmp_path, "store.db" if request.param == "sqlite" else "tokens.db") as firm:
        yield lived(firm)


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Firm]:
    """The same in one file."""
    with in_files(tmp_path) as firm:
        yield lived(firm)


def lived(firm: Firm) -> Firm:
    """Pairs in every state, open issues, an undone run, edits on both sides; then disconnected."""
    world = firm.world
    jane = world.xero.add(JANE)
    world.host.add(JANE)
    world.xero.add(fields("Moana Cafe", "moana@forgotten.example"))
    world.xero.add(fields("Jane Okafor", ""))
    world.host.add(fields("Jane Okafor", "jane.doe@forgotten.example"))
    connection = world.imported()
    firm.tokens.put(SET, SECRETS)
    firm.tokens.bind(world.connection_id, SET)
    for number in ("5550148", "5550147"):
        world.xero.edit(jane, {PHONE: Phone(number)})
        connection.sync_contacts()
        world.pass_time()
    run = connection.stop_syncing([jane], ANNA, "Jane is leaving")
    connection.undo(run.run.run_id, ANNA)
    world.xero.edit(jane, {NAME: "Jane Doe Okafor"})
    connection.plan_sync(ANNA)
    connection.pause(ANNA, "Jane is leaving")
    connection.resume(ANNA)
    billed(world)
    world.app().disconnect(world.connection_id, ANNA)
    world.pass_time()
    return firm


def billed(world: World) -> None:
    """Something of invoices in every part of the store; no write is open."""
    item, rate = (CauseThing(thing) for thing in ("item-zq7", "rate-zq7"))
    held, waits = cause(1), HostInvoiceId("invoice-zq7")
    lines = evolve(draft(2).lines[0], description="Pohutukawa"), *draft(2).lines[1:]
    known = evolve(in_xero(2), draft=evolve(draft(2), lines=lines))
    written = CreateInvoice(evolve(draft(3), reference="Rewarewa"), None)
    lease = world.store.claim(world.connection_id, "worker", 60)
    assert lease is not None
    with world.store.transaction(lease) as unit:
        unit.invoices.put([synced(2, in_xero=known, causes=(evolve(held, thing=item),))])
        unit.invoice_intents.put([over(3, body=written)])
        unit.invoice_issues.put([invoice_issue(1, cause=evolve(held, thing=rate))])
        unit.invoice_book.put(InvoiceBook(InvoiceSettings(revenue_account=AccountCode("acct-zq7"))))
        unit.requests.send([waits])
    world.store.release(lease)


def left(folder: Path) -> set[str]:
    """Which of the personal values stand anywhere in the files, logs included."""
    data = b"".join(file.read_bytes() for file in sorted(folder.iterdir())).lower()
    return {word for word in PERSONAL if word.encode() in data}


def test_personal_values_are_stored_before(filed: Firm, tmp_path: Path) -> None:
    assert left(tmp_path) == set(PERSONAL)


def test_nothing_personal_is_left_in_any_file(filed: Firm, tmp_path: Path) -> None:
    filed.forget(filed.exported())
    assert left(tmp_path) == set()


def test_no_token_and_no_key_of_one_is_left_in_any_file(tmp_path: Path) -> None:
    """Neither in clear, which they never were, nor sealed."""
    with in_files(tmp_path, "tokens.db") as firm:
        lived(firm)
        sealed = firm.tokens._rows("select data_key, access_token, refresh_token from token_set")  # type: ignore[attr-defined]
        firm.forget(firm.exported())
        data = b"".join(file.read_bytes() for file in sorted(tmp_path.iterdir()))
    data_key, access_token, refresh_token = (part.encode() for part in sealed[0])
    assert not [s for s in (data_key, access_token, refresh_token) if s in data]


def test_nothing_but_two_facts_is_left(firm: Firm) -> None:
    """The fence, and one entry: who, when, and up to where the journal was exported."""
    exported = firm.exported()
    firm.forget(exported)
    with firm.world.store.reading(firm.world.connection_id) as unit:
        (entry,) = unit.journal.page(0, MANY)
    told = (entry.fact.kind, entry.fact.actor, entry.fact.pruned, entry.values)
    assert told[:3] == (EntryKind.FORGOTTEN, ANNA, exported)


def test_it_is_no_connection_any_more(firm: Firm) -> None:
    connection = firm.world.connection()
    firm.forget(firm.exported())
    with pytest.raises(UnknownConnectionError):
        connection.sync_contacts()
    assert firm.world.app().connections() == ()


def test_its_tokens_are_forgotten(firm: Firm) -> None:
    firm.forget(firm.exported())
    assert firm.tokens.read(SET) is None


def test_tokens_that_another_connection_uses_stay(firm: Firm) -> None:
    other = ConnectionId("other")
    firm.tokens.bind(other, SET)
    firm.forget(firm.exported())
    stored = firm.tokens.read(SET)
    assert stored is not None
    assert (stored.tokens, firm.tokens.bound(other)) == (SECRETS, SET)


def test_what_is_left_vouches_for_the_export(firm: Firm) -> None:
    """Whoever shows an export later can be held to the head in the entry."""
    exported = firm.exported()
    forgotten = firm.forget(exported)
    assert exported is not None
    assert forgotten.head.sequence == exported.sequence + 1


def test_another_connection_is_as_it_was(firm: Firm) -> None:
    other = World(clock=firm.world.clock, connection_id=ConnectionId("firm-2"))
    other.store = other.seen_store = firm.world.store
    other.xero.add(fields("Rata Ltd", "rata@other.example"))
    other.imported()
    before = (other.pairs(), other.connection().journal(size=MANY))
    firm.forget(firm.exported())
    assert (other.pairs(), other.connection().journal(size=MANY)) == before


def test_a_connection_that_works_is_not_forgotten(firm: Firm) -> None:
    connection = firm.world.connect()
    exported = firm.exported()
    with pytest.raises(StillConnectedError, match=r"Xerolink\.disconnect"):
        firm.forget(exported)
    assert connection.client_list() != ()


def test_one_that_never_was_is_named(firm: Firm) -> None:
    with pytest.raises(UnknownConnectionError):
        firm.app().forget(ConnectionId("never"), ANNA, None)


def test_without_an_export_nothing_is_forgotten(firm: Firm) -> None:
    with pytest.raises(NotExportedError, match="export_journal"):
        firm.forget(None)
    assert firm.exported() is not None


def test_an_export_from_before_the_last_entry_does_not_do(firm: Firm) -> None:
    """What was written since would be lost."""
    earlier = firm.exported()
    firm.world.connect()
    firm.world.app().disconnect(firm.world.connection_id, ANNA)
    with pytest.raises(NotExportedError):
        firm.forget(earlier)


def test_an_empty_journal_needs_no_export() -> None:
    clock = ManualClock(START)
    firm = of(MemoryStore(clock), MemoryTokens(clock), clock)
    firm.world.connect()
    firm.world.app().disconnect(firm.world.connection_id, ANNA)
    assert firm.forget(firm.exported()).head.sequence == 1


def test_while_a_run_goes_on_nothing_is_forgotten(firm: Firm) -> None:
    exported = firm.exported()
    firm.world.store.claim(firm.world.connection_id, "somebody", 60)
    with pytest.raises(BusyError):
        firm.forget(exported)


def uncertain(firm: Firm) -> XeroContactId:
    """The worker died before it knew whether the host has a contact, and an edit beside it."""
    world = firm.world
    world.connect()
    xero_id = world.xero.add(fields("Open Effect", "open@forgotten.example"))
    trap = Trap(1, only=lambda point: point == "after host.create_many")
    world.seen_host = Trapped(world.host, "host", trap)
    with pytest.raises(Crash):
        world.connection().sync_contacts()
    world.seen_host = world.host
    world.pass_time()
    world.app().disconnect(world.connection_id, ANNA)
    return xero_id


def test_an_open_effect_is_not_forgotten_unasked(firm: Firm) -> None:
    uncertain(firm)
    exported = firm.exported()
    with pytest.raises(OpenEffectsError, match="2 effects are open"):
        firm.forget(exported)
    assert firm.exported() == exported


def test_every_open_effect_has_to_be_named(firm: Firm) -> None:
    uncertain(firm)
    with pytest.raises(OpenEffectsError) as caught:
        firm.forget(firm.exported())
    with pytest.raises(OpenEffectsError):
        firm.forget(firm.exported(), caught.value.open_effects[:1])


def test_an_open_effect_that_somebody_names_is_told_in_the_journal(firm: Firm) -> None:
    xero_id = uncertain(firm)
    exported = firm.exported()
    with pytest.raises(OpenEffectsError) as caught:
        firm.forget(exported)
    firm.forget(exported, caught.value.open_effects)
    with firm.world.store.reading(firm.world.connection_id) as unit:
        (entry,) = unit.journal.page(0, MANY, xero_id=xero_id)
    assert (entry.fact.what, entry.fact.reason) == ("ImportContact", ABANDONED)


def writing(firm: Firm) -> IntentId:
    """The worker died before it knew whether Xero has an invoice."""
    intent = invoice_intent(4)
    lease = firm.world.store.claim(firm.world.connection_id, "worker", 60)
    assert lease is not None
    with firm.world.store.transaction(lease) as unit:
        unit.invoice_intents.put([intent])
    firm.world.store.release(lease)
    return intent.intent_id


def test_an_open_write_of_an_invoice_is_not_forgotten_unasked(firm: Firm) -> None:
    intent_id = writing(firm)
    with pytest.raises(OpenEffectsError) as caught:
        firm.forget(firm.exported())
    assert caught.value.open_effects == (intent_id,)


def test_an_open_write_of_an_invoice_that_somebody_names_is_told(firm: Firm) -> None:
    firm.forget(firm.exported(), [writing(firm)])
    with firm.world.store.reading(firm.world.connection_id) as unit:
        entries = unit.journal.page(0, MANY)
    told = [(entry.fact.what, entry.fact.invoice_id) for entry in entries]
    assert told == [("Connection", None), ("CreateInvoice", invoice_intent(4).host_id)]


def test_reconnecting_and_syncing_finishes_an_open_effect_instead(firm: Firm) -> None:
    uncertain(firm)
    firm.world.connect()
    firm.world.connection().sync_contacts()
    firm.world.app().disconnect(firm.world.connection_id, ANNA)
    assert firm.forget(firm.exported()).connection_id == firm.world.connection_id


def test_the_same_organisation_can_be_connected_and_imported_anew(firm: Firm) -> None:
    """As on the first day: it matches by name and email, and makes nobody a second time."""
    contacts, before = len(firm.world.host.contacts()), firm.world.pairs()
    firm.forget(firm.exported())
    firm.world.imported()
    after = firm.world.pairs()
    assert len(firm.world.host.contacts()) == contacts
    assert after.items() <= before.items()


def test_the_journal_goes_on_from_the_entry_that_is_left(firm: Firm) -> None:
    head = firm.forget(firm.exported()).head
    connection = firm.world.imported()
    assert connection.verify_journal(head) == ()


def test_a_worker_of_before_brings_nothing_back(firm: Firm) -> None:
    """It was slow, its lease ran out, and its page comes late."""
    lease = firm.world.store.claim(firm.world.connection_id, "slow", 60)
    assert lease is not None
    firm.world.pass_time()
    firm.forget(firm.exported())
    with pytest.raises(Exception, match="lease"), firm.world.store.transaction(lease):
        pass
    assert firm.world.app().connections() == ()


def attempt(firm: Firm, exported: Head | None, trap: Trap) -> None:
    """Forget with a trap before and after every call of both stores."""
    firm.world.seen_store = Trapped(firm.world.store, "store", trap)
    firm.seen_tokens = Trapped(firm.tokens, "tokens", trap)
    try:
        firm.forget(exported)
    finally:
        firm.world.seen_store, firm.seen_tokens = firm.world.store, firm.tokens
        firm.world.pass_time()


def points(make: Callable[[], Firm]) -> int:
    trap, firm = Trap(), make()
    attempt(firm, firm.exported(), trap)
    return len(trap.points)


def in_memory() -> Firm:
    clock = ManualClock(START)
    return lived(of(MemoryStore(clock), MemoryTokens(clock), clock))


@pytest.mark.parametrize("at", range(1, 1 + points(in_memory)))
def test_cut_short_anywhere_the_same_call_does_the_rest(at: int, tmp_path: Path) -> None:
    with in_files(tmp_path) as firm:
        lived(firm)
        exported = firm.exported()
        with pytest.raises(Crash):
            attempt(firm, exported, Trap(at))
        firm.forget(exported)
        assert (left(tmp_path), firm.tokens.read(SET)) == (set(), None)


def test_forgetting_twice_is_forgetting_once(firm: Firm) -> None:
    exported = firm.exported()
    assert firm.forget(exported) == firm.forget(exported)


def test_a_forgotten_run_kind_is_not_startable() -> None:
    firm = in_memory()
    firm.world.connect()
    with pytest.raises(Exception, match="cannot be queued"):
        firm.world.connection().start(RunKind.FORGET, ANNA)
