"""What a store promises of what belongs to the app as a whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from attrs import evolve

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.domain.inbox import Due, WebhookId
from xerolink.ports.store import Store
from xerolink.testing.conformance.store_base import FULL, StoreFixtures, claimed
from xerolink.testing.conformance.store_inbox import CONTACT, DUE, event, seconds
from xerolink.testing.conformance.store_values import HERE, START, THERE, record

HOOK, OTHER_HOOK = WebhookId("hook"), WebhookId("other")
T1, T2 = TenantId("t1"), TenantId("t2")
NOW, SHORTLY = seconds(1_000), seconds(900)


class _BlockFailedError(Exception):
    """Raised by the suite inside a block."""


def connected(
    store: Store,
    name: str,
    tenant: TenantId = T1,
    imported: datetime | None = START,
    scanned: datetime | None = SHORTLY,
) -> ConnectionId:
    """A connection of that name; imported, scanned and not due unless it is said otherwise."""
    connection_id = ConnectionId(name)
    made = record(connection_id)
    organisation = evolve(made.organisation, tenant_id=tenant)
    made = evolve(made, organisation=organisation, imported_at=imported, scanned_at=scanned)
    lease = claimed(store, connection_id)
    with store.transaction(lease) as unit:
        unit.record.put(made)
    store.release(lease)
    return connection_id


def put(store: Store, connection_id: ConnectionId, n: int) -> None:
    with store.app_wide() as unit:
        unit.inbox(connection_id).put([event(n)])


def mark(store: Store, connection_id: ConnectionId, at: datetime, marked: datetime = START) -> None:
    with store.app_wide() as unit:
        unit.mark_due({connection_id: at}, marked)


def due(store: Store, connection_id: ConnectionId) -> Due | None:
    with store.reading(connection_id) as unit:
        return unit.inbox.due()


def _fail_app_wide(store: Store) -> None:
    with store.app_wide() as app:
        app.inbox(HERE).put([event(1)])
        app.set_highest(HOOK, 7)
        raise _BlockFailedError


class AppWidePromises(StoreFixtures):
    def test_an_event_put_app_wide_is_pending_in_the_connection(self, store: Store) -> None:
        put(store, HERE, 1)
        with store.reading(HERE) as unit:
            assert unit.inbox.pending(CONTACT, 9) == (event(1),)

    def test_an_event_put_in_the_connection_is_there_app_wide(
        self, store: Store, lease: object
    ) -> None:
        with store.transaction(claimed(store, THERE)) as unit:
            unit.inbox.put([event(1)])
        with store.app_wide() as app:
            assert app.inbox(THERE).put([event(1)]) == 0

    def test_an_event_of_one_connection_is_not_another_ones(self, store: Store) -> None:
        put(store, HERE, 1)
        with store.app_wide() as app:
            assert app.inbox(THERE).put([event(1)]) == 1

    def test_an_app_wide_unit_needs_no_lease(self, store: Store, lease: object) -> None:
        """While a worker holds the connection, its inbox can be filled."""
        put(store, HERE, 1)
        with store.reading(HERE) as unit:
            assert unit.inbox.count() == {CONTACT: 1}

    def test_an_app_wide_unit_leaves_the_lease_as_it_is(
        self, store: Store, clock: ManualClock
    ) -> None:
        claimed(store, HERE)
        clock.advance(FULL / 2)
        put(store, HERE, 1)
        clock.advance(FULL / 2)
        assert store.claim(HERE, "you", FULL) is not None

    def test_an_app_wide_unit_leaves_the_other_rows_as_they_are(self, store: Store) -> None:
        connected(store, HERE)
        put(store, HERE, 1)
        with store.reading(HERE) as unit:
            assert unit.record.get() is not None

    def test_an_error_in_an_app_wide_block_leaves_nothing(self, store: Store) -> None:
        with pytest.raises(_BlockFailedError):
            _fail_app_wide(store)
        with store.app_wide() as app:
            assert (app.highest(HOOK), app.inbox(HERE).count()) == (None, {})

    def test_a_thread_is_busy_inside_an_app_wide_unit(self, store: Store) -> None:
        with store.app_wide():
            assert store.busy()

    def test_threads_add_to_one_number_one_after_the_other(self, store: Store) -> None:
        def count_up(_: int) -> None:
            with store.app_wide() as app:
                app.set_highest(HOOK, (app.highest(HOOK) or 0) + 1)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(count_up, range(20)))
        with store.app_wide() as app:
            assert app.highest(HOOK) == 20

    def test_a_transaction_and_an_app_wide_unit_lose_nothing_to_each_other(
        self, store: Store
    ) -> None:
        lease = claimed(store, HERE)

        def in_transaction(n: int) -> None:
            with store.transaction(lease) as unit:
                unit.inbox.put([event(n)])

        with ThreadPoolExecutor(4) as pool:
            for n in range(10):
                pool.submit(put, store, HERE, n)
                pool.submit(in_transaction, 10 + n)
        with store.reading(HERE) as unit:
            assert unit.inbox.count() == {CONTACT: 20}

    def test_a_webhook_has_no_number_at_first(self, store: Store) -> None:
        with store.app_wide() as app:
            assert app.highest(HOOK) is None

    def test_webhooks_are_numbered_apart(self, store: Store) -> None:
        with store.app_wide() as app:
            app.set_highest(HOOK, 7)
            app.set_highest(OTHER_HOOK, 3)
            app.set_highest(HOOK, 8)
        with store.app_wide() as app:
            assert (app.highest(HOOK), app.highest(OTHER_HOOK)) == (8, 3)

    def test_tenants_are_found_by_their_connections(self, store: Store) -> None:
        """Several connections of one tenant, ordered by id; a tenant without any is absent."""
        b, a = connected(store, "b"), connected(store, "a")
        c = connected(store, "c", T2)
        with store.app_wide() as app:
            assert app.bound([T1, T2, TenantId("t3")]) == {T1: (a, b), T2: (c,)}

    def test_a_tenant_is_found_whatever_its_case(self, store: Store) -> None:
        made = connected(store, "a", TenantId("Tenant-A"))
        with store.app_wide() as app:
            found = app.bound([TenantId("tENANT-a")])
        assert found == {TenantId("tENANT-a"): (made,)}

    def test_imported_connections_are_listed_by_id(self, store: Store) -> None:
        b, a = connected(store, "b"), connected(store, "a")
        connected(store, "c", imported=None)
        with store.app_wide() as app:
            assert app.imported() == (a, b)

    def test_a_marked_connection_is_due_then(self, store: Store) -> None:
        mark(store, HERE, seconds(60), seconds(1))
        assert due(store, HERE) == DUE

    def test_the_sooner_time_counts(self, store: Store) -> None:
        """Gap after gap does not put a connection off."""
        mark(store, HERE, seconds(60), seconds(1))
        mark(store, HERE, seconds(90), seconds(2))
        assert due(store, HERE) == Due(seconds(60), seconds(2))

    def test_a_sooner_time_replaces_a_later_one(self, store: Store) -> None:
        mark(store, HERE, seconds(60), seconds(1))
        mark(store, HERE, seconds(30), seconds(2))
        assert due(store, HERE) == Due(seconds(30), seconds(2))

    def test_a_mark_of_one_connection_is_not_another_ones(self, store: Store) -> None:
        mark(store, HERE, seconds(60))
        assert due(store, THERE) is None

    def test_a_rest_leaves_the_mark_as_it_is(self, store: Store) -> None:
        mark(store, HERE, seconds(60), seconds(1))
        with store.app_wide() as app:
            app.rest(HERE, NOW)
        assert due(store, HERE) == DUE

    def test_old_events_are_forgotten_everywhere(self, store: Store) -> None:
        for connection_id in (HERE, THERE):
            for n in (1, 2, 3):
                put(store, connection_id, n)
        with store.app_wide() as app:
            app.inbox(HERE).settle([event(1)])
            app.forget(event(2).at)
            left = [app.inbox(c).put([event(1), event(2), event(3)]) for c in (HERE, THERE)]
        assert left == [1, 1]
