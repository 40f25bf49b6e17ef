"""What a store promises when two processes write to one connection, and to the app, at once.

No promise rests on a single writer: the two share a lease here, as a worker and one that has just
lost it may for a moment.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import pytest

from xerolink.domain.identity import ConnectionId
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.store import Lease, Store, UnitOfWork
from xerolink.testing.conformance.processes import ProcessesFixtures, clock_at, raised
from xerolink.testing.conformance.store_app_wide import HOOK, NOW, connected
from xerolink.testing.conformance.store_base import FULL, StoreFixtures
from xerolink.testing.conformance.store_inbox import CONTACT, event, seconds
from xerolink.testing.conformance.store_invoice_values import (
    cause,
    in_xero,
    invoice_id,
    invoice_intent,
    invoice_issue,
    synced,
)
from xerolink.testing.conformance.store_shared import Opening
from xerolink.testing.conformance.store_values import (
    HERE,
    START,
    entry,
    host_id,
    intent,
    issue,
    link,
    staged,
    subject,
    xero_id,
)
from xerolink.testing.conformance.store_waiting import LONG_AGO, POLLED

MANY = 20
BOTH = (0, 1)
"""The two processes."""

Write = Callable[[UnitOfWork, int, int], None]


def own(n: int, which: int) -> int:
    """Number *n* of those that the other process does not have."""
    return which * MANY + n


def open_intent(unit: UnitOfWork, n: int, which: int) -> None:
    unit.intents.put([intent(own(n, which), entity=subject(n))])


def link_xero_contact(unit: UnitOfWork, n: int, which: int) -> None:
    unit.links.put([link(own(n, which), xero_id=xero_id(n))])


def link_host_contact(unit: UnitOfWork, n: int, which: int) -> None:
    unit.links.put([link(own(n, which), host_id=host_id(n))])


def open_issue(unit: UnitOfWork, n: int, which: int) -> None:
    unit.issues.put([issue(own(n, which), subject=subject(n))])


def write_invoice(unit: UnitOfWork, n: int, which: int) -> None:
    unit.invoice_intents.put([invoice_intent(own(n, which), host_id=invoice_id(n))])


def keep_xero_invoice(unit: UnitOfWork, n: int, which: int) -> None:
    unit.invoices.put([synced(own(n, which), in_xero=in_xero(n))])


def open_invoice_issue(unit: UnitOfWork, n: int, which: int) -> None:
    unit.invoice_issues.put([invoice_issue(own(n, which), cause=cause(n))])


def put_in_both_books(unit: UnitOfWork, n: int, which: int) -> None:
    unit.index.put([entry(own(n, which))])
    unit.staged.put([staged(own(n, which))])


def often(opening: Opening, lease: Lease, write: Write, which: int) -> int:
    """How many of many transactions of this process were not refused for what stands already."""
    store = opening(clock_at(START))

    def once(n: int) -> None:
        with store.transaction(lease) as unit:
            write(unit, n, which)

    return sum(not raised(partial(once, n), StaleVersionError) for n in range(MANY))


def claim_in_turn(opening: Opening, which: int) -> list[int]:
    """The fences of those of many claims that got the lease, each given back at once."""
    store, got = opening(clock_at(START)), []
    for _ in range(MANY):
        if (lease := store.claim(HERE, f"worker {which}", FULL)) is not None:
            got.append(lease.fence)
            store.release(lease)
    return got


def count_up(opening: Opening, which: int) -> None:
    """Add to one number, and to one inbox, as webhooks do."""
    store = opening(clock_at(START))
    for n in range(MANY):
        with store.app_wide() as app:
            app.set_highest(HOOK, (app.highest(HOOK) or 0) + 1)
            app.inbox(HERE).put([event(own(n, which))])


def take_turns(opening: Opening, which: int) -> list[ConnectionId]:
    """The connections to which this process goes, the one that waits for longest each time."""
    store, gone = opening(clock_at(START)), []
    for n in range(MANY):
        with store.app_wide() as app:
            (first,) = app.waiting(NOW, POLLED, 1)
            app.begin_turn(first, seconds(n))
        gone.append(first)
    return gone


class ContendedPromises(StoreFixtures, ProcessesFixtures):
    @pytest.mark.parametrize(
        "write",
        [
            open_intent,
            link_xero_contact,
            link_host_contact,
            open_issue,
            write_invoice,
            keep_xero_invoice,
            open_invoice_issue,
        ],
    )
    def test_of_what_there_is_one_of_one_process_makes_each(
        self,
        store: Store,
        opening: Opening,
        elsewhere: ProcessPoolExecutor,
        lease: Lease,
        write: Write,
    ) -> None:
        """An entity's open intent, a contact's link on either side, a subject's open issue.

        An invoice's open write, a Xero invoice's record, a cause's open issue.
        """
        made = elsewhere.map(often, [opening] * 2, [lease] * 2, [write] * 2, BOTH)
        assert sum(made) == MANY

    def test_what_each_writes_into_the_books_is_there(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor, lease: Lease
    ) -> None:
        writes = [put_in_both_books] * 2
        list(elsewhere.map(often, [opening] * 2, [lease] * 2, writes, BOTH))
        with store.reading(HERE) as unit:
            found = unit.index.get_many([host_id(n) for n in range(2 * MANY)])
            rows = unit.staged.get_many([xero_id(n) for n in range(2 * MANY)])
        assert (len(found), len(rows)) == (2 * MANY, 2 * MANY)

    def test_no_fence_is_given_to_two_processes(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        first, second = elsewhere.map(claim_in_turn, [opening] * 2, BOTH)
        assert len({*first, *second}) == len(first) + len(second)

    def test_the_fences_of_each_process_grow(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        for fences in elsewhere.map(claim_in_turn, [opening] * 2, BOTH):
            assert fences == sorted(fences)

    def test_two_processes_add_to_one_number_one_after_the_other(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        list(elsewhere.map(count_up, [opening] * 2, BOTH))
        with store.app_wide() as app:
            assert app.highest(HOOK) == 2 * MANY

    def test_two_processes_fill_one_inbox(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        list(elsewhere.map(count_up, [opening] * 2, BOTH))
        with store.reading(HERE) as unit:
            assert unit.inbox.count() == {CONTACT: 2 * MANY}

    def test_two_processes_go_to_connections_in_turn(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        """As many turns as there are connections: each of them had one."""
        for n in range(2 * MANY):
            connected(store, f"c{n:02}", scanned=LONG_AGO)
        first, second = elsewhere.map(take_turns, [opening] * 2, BOTH)
        assert len({*first, *second}) == 2 * MANY
