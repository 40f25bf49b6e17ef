"""What is written into the journal, read from it, pruned from it and scrubbed."""

from collections.abc import Mapping

import pytest
from attrs import evolve, frozen

from xerolink.domain.contacts.model import FieldName, SyncedFields
from xerolink.domain.identity import ConnectionId, HostContactId, RunId, XeroContactId
from xerolink.domain.journal import Entry, EntryKind, Head, Note, Values
from xerolink.domain.journal_verify import Broken, Why
from xerolink.domain.run import RunKind
from xerolink.domain.settings import ContactSettings
from xerolink.ports.errors import StoreError
from xerolink.ports.keys import KeyId, KeyProvider
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.connect import connect
from xerolink.usecases.journal import (
    PAGE,
    journal,
    journal_head,
    record,
    scrub_journal,
    verify_journal,
)
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running

DAY = 24 * 60 * 60


@frozen
class Keys(KeyProvider):
    """The host's keys, as it hands them over."""

    keys: Mapping[KeyId, bytes]
    now: KeyId

    def current(self) -> KeyId:
        return self.now

    def key(self, key_id: KeyId) -> bytes | None:
        return self.keys.get(key_id)


K1, K2 = KeyId("k1"), KeyId("k2")
BOTH = {K1: b"1" * 32, K2: b"2" * 32}


class Firm:
    """One connection whose journal is written by hand."""

    def __init__(self, settings: ContactSettings | None = None, keys: Keys | None = None) -> None:
        self.world = World(settings=settings or ContactSettings())
        self.id: ConnectionId = self.world.connection_id
        world, sides = self.world, self.world.sides()
        app = world.app()
        self.ports = Ports(
            world.store,
            sides.xero,
            sides.organisation,
            sides.host,
            world.clock,
            world.ids,
            app.classifier,
            app.observer,
            keys,
        )
        connect(self.ports, self.id, world.settings, ANNA)

    def write(self, *numbers: int) -> RunId:
        """A run that notes something of each contact of *numbers*; its id."""
        with running(self.ports, self.id, RunKind.REVIEW, ANNA) as run:
            with run.transaction() as unit:
                record(unit, run, [note(run, n) for n in numbers])
            return run.run.run_id

    def scrub(self, *numbers: int) -> int:
        with running(self.ports, self.id, RunKind.SYNC, ANNA) as run, run.transaction() as unit:
            return scrub_journal(unit, run, [], [xero(n) for n in numbers], "GDPRREQUEST")

    def run(self) -> None:
        """A run that does nothing."""
        with running(self.ports, self.id, RunKind.SYNC, ANNA):
            pass

    def entries(self) -> tuple[Entry, ...]:
        return journal(self.ports, self.id, size=9999)

    def verify(self, head: Head | None = None) -> tuple[Broken, ...]:
        return verify_journal(self.ports, self.id, head)


def host(n: int) -> HostContactId:
    return HostContactId(f"h{n}")


def xero(n: int) -> XeroContactId:
    return XeroContactId(f"x{n}")


def note(run: Run, n: int) -> Note:
    before = fields(f"Name {n}", f"n{n}@one.example")
    return Note(
        EntryKind.WRITTEN,
        run.ports.clock.now(),
        run.run.actor,
        run.run.kind,
        run.run.run_id,
        "MergePair",
        "edited in Xero",
        "done",
        host(n),
        xero(n),
        values=Values(before, before.with_values({FieldName.NAME: "After"})),
    )


def test_notes_are_entries_in_their_order() -> None:
    firm = Firm()
    firm.write(2, 1)
    firm.write(3)
    assert [(e.sequence, e.fact.host_id) for e in firm.entries()] == [
        (1, "h2"),
        (2, "h1"),
        (3, "h3"),
    ]


def test_an_entry_says_who_when_and_why() -> None:
    firm = Firm()
    run_id = firm.write(1)
    fact = firm.entries()[0].fact
    told = (fact.actor, fact.at, fact.run_id, fact.trigger, fact.reason)
    assert told == (ANNA, firm.world.clock.now(), run_id, RunKind.REVIEW, "edited in Xero")


def test_without_notes_nothing_is_written() -> None:
    firm = Firm()
    firm.write()
    assert journal_head(firm.ports, firm.id) is None


def test_no_two_entries_have_one_salt() -> None:
    firm = Firm()
    for _ in range(3):
        firm.write(1, 2, 3)
    assert len({entry.salt for entry in firm.entries()}) == 9


def test_a_page_goes_on_after_an_entry() -> None:
    firm = Firm()
    firm.write(1, 2, 3)
    page = journal(firm.ports, firm.id, after=1, size=1)
    assert [entry.sequence for entry in page] == [2]


def test_the_history_of_a_contact() -> None:
    firm = Firm()
    firm.write(1, 2, 1)
    page = journal(firm.ports, firm.id, xero_id=xero(1))
    assert [entry.sequence for entry in page] == [1, 3]


def test_the_entries_of_a_run() -> None:
    firm = Firm()
    firm.write(1)
    run_id = firm.write(2, 3)
    page = journal(firm.ports, firm.id, run_id=run_id)
    assert [entry.sequence for entry in page] == [2, 3]


def test_an_untouched_journal_is_sound() -> None:
    firm = Firm(keys=Keys(BOTH, K1))
    firm.write(1, 2)
    assert firm.verify(journal_head(firm.ports, firm.id)) == ()


def test_a_journal_of_many_pages_is_sound() -> None:
    firm = Firm()
    firm.write(*range(2 * PAGE + 1))
    assert firm.verify() == ()


def test_a_journal_of_two_keys_is_sound() -> None:
    firm = Firm(keys=Keys(BOTH, K1))
    firm.write(1)
    firm.ports = evolve(firm.ports, journal_keys=Keys(BOTH, K2))
    firm.write(2)
    assert ([e.key_id for e in firm.entries()], firm.verify()) == (["k1", "k2"], ())


def test_a_journal_whose_key_is_lost_says_so() -> None:
    firm = Firm(keys=Keys(BOTH, K1))
    firm.write(1)
    firm.ports = evolve(firm.ports, journal_keys=Keys({K2: BOTH[K2]}, K2))
    firm.write(2)
    assert firm.verify() == (Broken(1, Why.UNKNOWN_KEY),)


def test_a_head_of_another_journal_is_found() -> None:
    firm, other = Firm(), Firm()
    firm.write(1)
    other.write(2)
    head = journal_head(other.ports, other.id)
    assert firm.verify(head) == (Broken(1, Why.RECOMPUTED),)


UNUSABLE = (
    (Keys({}, K1), "'k1': the key provider does not have it; give it that key"),
    (Keys({K1: b"short"}, K1), "'k1': it has 5 bytes; give the 32 that it had"),
    (Keys({KeyId(""): b"1" * 32}, KeyId("")), "without a key; give the current key a name"),
)


@pytest.mark.parametrize(("keys", "said"), UNUSABLE)
def test_a_key_that_is_none_is_refused_with_what_helps(keys: Keys, said: str) -> None:
    firm = Firm(keys=keys)
    with pytest.raises(StoreError, match="the journal's key") as caught:
        firm.write(1)
    assert said in str(caught.value)


def test_scrubbing_takes_the_values_out() -> None:
    firm = Firm()
    firm.write(1, 2, 1)
    firm.scrub(1)
    assert [e.values is None for e in firm.entries()] == [True, False, True, False]


def test_scrubbing_leaves_the_public_part() -> None:
    firm = Firm()
    firm.write(1, 2)
    before = [entry.fact for entry in firm.entries()]
    firm.scrub(1)
    assert [entry.fact for entry in firm.entries()[:2]] == before


def test_scrubbing_says_so_in_the_journal() -> None:
    firm = Firm()
    firm.write(1)
    firm.scrub(1)
    last = firm.entries()[-1].fact
    assert (last.kind, last.xero_id, last.reason) == (EntryKind.SCRUBBED, "x1", "GDPRREQUEST")


def test_a_scrubbed_journal_is_sound() -> None:
    firm = Firm(keys=Keys(BOTH, K1))
    firm.write(1, 2, 3)
    head = journal_head(firm.ports, firm.id)
    firm.scrub(1, 2)
    assert firm.verify(head) == ()


def test_scrubbing_what_is_scrubbed_writes_nothing() -> None:
    firm = Firm()
    firm.write(1)
    firm.scrub(2)
    assert len(firm.entries()) == 1


def test_values_taken_out_behind_the_journals_back_are_missed() -> None:
    firm = Firm()
    firm.write(1)
    with running(firm.ports, firm.id, RunKind.SYNC, ANNA) as run, run.transaction() as unit:
        unit.journal.scrub([], [xero(1)])
    assert firm.verify() == (Broken(1, Why.VALUES_REMOVED),)


KEPT = ContactSettings(keep_journal_days=30)


def test_a_journal_is_kept_for_good_unless_told_otherwise() -> None:
    firm = Firm()
    firm.write(1)
    firm.world.clock.advance(10_000 * DAY)
    firm.run()
    assert len(firm.entries()) == 1


def test_a_run_prunes_what_is_older_than_is_kept() -> None:
    firm = Firm(KEPT)
    firm.write(1, 2)
    firm.world.clock.advance(20 * DAY)
    firm.write(3)
    firm.world.clock.advance(12 * DAY)
    firm.run()
    assert [entry.sequence for entry in firm.entries()] == [3, 4]


def test_pruning_says_what_fell_away() -> None:
    firm = Firm(KEPT)
    firm.write(1, 2)
    last = journal_head(firm.ports, firm.id)
    firm.world.clock.advance(31 * DAY)
    firm.run()
    fact = firm.entries()[-1].fact
    assert (fact.kind, fact.pruned, fact.reason) == (EntryKind.PRUNED, last, "kept for 30 days")


def test_a_pruned_journal_is_sound() -> None:
    firm = Firm(KEPT, Keys(BOTH, K1))
    for n in range(5):
        firm.write(n)
        firm.world.clock.advance(20 * DAY)
    assert (firm.entries()[0].sequence > 1, firm.verify(journal_head(firm.ports, firm.id))) == (
        True,
        (),
    )


def test_a_journal_longer_than_a_page_is_pruned_at_once() -> None:
    firm = Firm(KEPT)
    firm.write(*range(PAGE + 5))
    firm.world.clock.advance(31 * DAY)
    firm.run()
    assert [entry.fact.kind for entry in firm.entries()] == [EntryKind.PRUNED]


def test_it_is_pruned_once_a_day_at_most() -> None:
    """Or each run would tell of a few entries that fell away."""
    firm = Firm(KEPT)
    for _ in range(24):
        firm.write(1)
        firm.world.clock.advance(60 * 60)
    firm.world.clock.advance(30 * DAY)
    firm.run()
    firm.world.clock.advance(60 * 60)
    firm.run()
    assert [e.fact.kind for e in firm.entries()].count(EntryKind.PRUNED) == 1


def test_what_a_run_did_is_in_the_journal() -> None:
    """From the front door: an import is told, and what it told verifies."""
    world = World()
    world.xero.add(fields("Acme", "acme@one.example"))
    world.imported()
    with world.store.reading(world.connection_id) as unit:
        entries = unit.journal.page(0, 99)
    created = [e for e in entries if e.values and e.values.host_after not in {None, SyncedFields()}]
    assert created
