"""What `Journal` promises."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest
from attrs import evolve

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.identity import SYNC, RunId, host_entity
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.journal import (
    Digest,
    Entry,
    EntryKind,
    Head,
    JournalKeyId,
    Note,
    Salt,
    Values,
    in_line,
)
from xerolink.domain.journal_chain import JournalKey, Secret, chained
from xerolink.domain.journal_verify import verify
from xerolink.domain.run import RunKind
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.store import Lease, Store, UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures, claimed
from xerolink.testing.conformance.store_shared import Opening, SharedPromises
from xerolink.testing.conformance.store_values import (
    HERE,
    RUN,
    START,
    THERE,
    fields,
    host_id,
    link,
    xero_id,
)

KEY = JournalKey(JournalKeyId("k1"), Secret(b"k" * 32))
ALL = 99


def note(n: int, **changes: Any) -> Note:
    """Note *n* about host contact *n* and Xero contact *n*."""
    made = Note(
        EntryKind.WRITTEN,
        START,
        SYNC,
        RunKind.SYNC,
        RUN,
        "MergePair",
        "edited in Xero",
        "done",
        host_id(n),
        xero_id(n),
        values=Values(host_before=fields(n), host_after=fields(n + 1), links_after=(link(n),)),
    )
    return evolve(made, **changes)


def entries(notes: Iterable[Note], head: Head | None = None) -> list[Entry]:
    """*notes* as the entries that follow *head*."""
    made = list[Entry]()
    for n, each in enumerate(notes):
        made.append(chained(head, each, Salt(f"salt-{n}"), KEY))
        head = made[-1].place
    return made


FIVE = entries(note(n) for n in (1, 2, 3, 2, 1))


def blank(entry: Entry) -> Entry:
    return evolve(entry, values=None, salt=None)


def append_often(opening: Opening, lease: Lease) -> None:
    """Append ten entries, each in a transaction of its own."""
    store = opening(ManualClock(START))
    for n in range(10):
        with store.transaction(lease) as unit:
            unit.journal.append(entries([note(n)], unit.journal.head()))


def _append_and_fail(store: Store, lease: Lease) -> None:
    """Two entries in a transaction whose next step is refused."""
    with store.transaction(lease) as unit:
        unit.journal.append(FIVE[:2])
        unit.journal.append(FIVE[:1])


class JournalPromises(StoreFixtures):
    def test_there_is_no_head_at_first(self, unit: UnitOfWork) -> None:
        assert unit.journal.head() is None

    def test_the_head_is_the_place_of_the_last_entry(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE)
        assert unit.journal.head() == FIVE[-1].place

    def test_entries_come_back_as_they_were_appended(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE[:2])
        unit.journal.append(FIVE[2:])
        assert unit.journal.page(0, ALL) == tuple(FIVE)

    def test_what_came_back_verifies(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE)
        found = unit.journal.page(0, ALL)
        assert verify(found, unit.journal.head(), {KEY.key_id: KEY.secret}.get) == ()

    def test_appending_nothing_changes_nothing(self, unit: UnitOfWork) -> None:
        unit.journal.append([])
        assert unit.journal.head() is None

    @pytest.mark.parametrize(
        "wrong",
        [
            FIVE[3:],
            FIVE[:1],
            [FIVE[2], FIVE[4]],
            [FIVE[3], FIVE[2]],
            [evolve(FIVE[2], previous=Digest("0" * 64))],
        ],
        ids=["a gap", "a sequence twice", "a gap between them", "disorder", "another previous"],
    )
    def test_what_does_not_follow_the_head_is_refused(
        self, unit: UnitOfWork, wrong: list[Entry]
    ) -> None:
        unit.journal.append(FIVE[:2])
        with pytest.raises(StaleVersionError):
            unit.journal.append(wrong)

    def test_a_refused_append_writes_none(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE[:2])
        with pytest.raises(StaleVersionError):
            unit.journal.append([FIVE[2], FIVE[4]])
        assert unit.journal.page(0, ALL) == tuple(FIVE[:2])

    def test_the_first_entry_is_number_one(self, unit: UnitOfWork) -> None:
        with pytest.raises(StaleVersionError):
            unit.journal.append(FIVE[1:])

    def test_a_page_holds_at_most_its_size_of_those_after(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE)
        assert unit.journal.page(1, 2) == tuple(FIVE[1:3])

    def test_a_page_of_a_run(self, unit: UnitOfWork) -> None:
        other = RunId("another run")
        made = entries([note(1), note(2, run_id=other), note(3), note(4, run_id=other)])
        unit.journal.append(made)
        assert unit.journal.page(0, ALL, run_id=other) == (made[1], made[3])

    def test_a_page_about_a_host_contact(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE)
        assert unit.journal.page(0, ALL, host_id=host_id(2)) == (FIVE[1], FIVE[3])

    def test_a_page_about_a_xero_contact_after_an_entry(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE)
        assert unit.journal.page(1, ALL, xero_id=xero_id(1)) == (FIVE[4],)

    def test_a_page_about_both_has_entries_about_both(self, unit: UnitOfWork) -> None:
        made = entries([note(1), note(1, xero_id=xero_id(2), values=Values())])
        unit.journal.append(made)
        found = unit.journal.page(0, ALL, RUN, host_id(1), xero_id(2))
        assert found == (made[1],)

    def test_a_page_about_an_invoice(self, unit: UnitOfWork) -> None:
        """Of one contact's invoices, those of this one."""
        own, other = HostInvoiceId("1"), HostInvoiceId("2")
        made = entries([note(1, invoice_id=own), note(1, invoice_id=other), note(1)])
        unit.journal.append(made)
        assert unit.journal.page(0, ALL, host_id=host_id(1), invoice_id=own) == (made[0],)

    def test_an_entry_is_about_the_contacts_of_its_links(self, unit: UnitOfWork) -> None:
        made = entries([note(1, values=Values(links_before=(link(7),)))])
        unit.journal.append(made)
        assert unit.journal.page(0, ALL, host_id=host_id(7)) == tuple(made)

    @pytest.mark.parametrize("side", ["host", "xero"])
    def test_scrubbing_a_contact_takes_out_its_values(self, unit: UnitOfWork, side: str) -> None:
        unit.journal.append(FIVE)
        unit.journal.scrub([host_id(1)] * (side == "host"), [xero_id(1)] * (side == "xero"))
        left = (blank(FIVE[0]), *FIVE[1:4], blank(FIVE[4]))
        assert unit.journal.page(0, ALL) == left

    def test_scrubbing_reaches_the_values_of_a_link_beside(self, unit: UnitOfWork) -> None:
        """The former partner's name stands in it."""
        made = entries([note(1, values=Values(links_before=(link(7),)))])
        unit.journal.append(made)
        unit.journal.scrub([], [xero_id(7)])
        assert unit.journal.page(0, ALL) == (blank(made[0]),)

    def test_scrubbing_answers_how_many_entries_had_values(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE)
        unit.journal.scrub([host_id(1)], [])
        assert unit.journal.scrub([host_id(1), host_id(2)], [xero_id(1)]) == 2

    def test_scrubbing_nobody_changes_nothing(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE)
        assert (unit.journal.scrub([], []), unit.journal.page(0, ALL)) == (0, tuple(FIVE))

    def test_a_scrubbed_entry_is_still_about_its_contacts(self, unit: UnitOfWork) -> None:
        made = entries([note(1, values=Values(links_before=(link(7),)))])
        unit.journal.append(made)
        unit.journal.scrub([host_id(1)], [])
        assert unit.journal.page(0, ALL, host_id=host_id(7)) == (blank(made[0]),)

    def test_pruning_forgets_the_entries_up_to_a_sequence(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE)
        unit.journal.prune(2)
        assert unit.journal.page(0, ALL) == tuple(FIVE[2:])

    def test_pruning_leaves_the_last_entry(self, unit: UnitOfWork) -> None:
        """The next one follows it."""
        unit.journal.append(FIVE)
        unit.journal.prune(99)
        assert unit.journal.page(0, ALL) == (FIVE[4],)

    def test_pruning_an_empty_journal_changes_nothing(self, unit: UnitOfWork) -> None:
        unit.journal.prune(99)
        assert unit.journal.head() is None

    def test_after_pruning_the_next_entry_follows_the_head(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE[:4])
        unit.journal.prune(99)
        unit.journal.append(FIVE[4:])
        assert unit.journal.page(0, ALL) == tuple(FIVE[3:])

    def test_a_pruned_entry_is_in_no_contacts_history(self, unit: UnitOfWork) -> None:
        unit.journal.append(FIVE)
        unit.journal.prune(2)
        assert unit.journal.page(0, ALL, host_id=host_id(2)) == (FIVE[3],)

    def test_a_transaction_that_fails_leaves_no_gap(self, store: Store, lease: Lease) -> None:
        with pytest.raises(StaleVersionError):
            _append_and_fail(store, lease)
        with store.transaction(lease) as unit:
            unit.journal.append(FIVE[:1])
            assert unit.journal.head() == FIVE[0].place

    def test_each_connection_counts_for_itself(self, store: Store, lease: Lease) -> None:
        with store.transaction(lease) as unit:
            unit.journal.append(FIVE)
        with store.transaction(claimed(store, THERE)) as unit:
            unit.journal.append(FIVE[:1])
            assert unit.journal.head() == FIVE[0].place

    def test_an_odd_id_and_text_come_back(self, unit: UnitOfWork) -> None:
        made = entries([note(1, reason="half \ud83d\x00", also=(host_entity(host_id(3)),))])
        unit.journal.append(made)
        assert unit.journal.page(0, ALL) == tuple(made)


class SharedJournalPromises(SharedPromises):
    def test_two_processes_count_without_gaps(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor, lease: Lease
    ) -> None:
        list(elsewhere.map(append_often, [opening] * 2, [lease] * 2))
        with store.reading(HERE) as unit:
            found = unit.journal.page(0, ALL)
        assert (len(found), in_line(found, None)) == (20, True)
