"""What `Inbox` promises."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import evolve

from xerolink.domain.identity import TenantId
from xerolink.domain.inbox import Due, EventCategory, EventType, ResourceId, WebhookEvent
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_values import START, xero_id

CONTACT, INVOICE = EventCategory.CONTACT, EventCategory.INVOICE


def seconds(number: float) -> datetime:
    """A moment, *number* seconds after the suite's start."""
    return START + timedelta(seconds=number)


def event(n: int, **changes: Any) -> WebhookEvent:
    """Event *n*, about Xero contact *n* and *n* seconds after the suite's start."""
    made = WebhookEvent(
        TenantId("t1"), CONTACT, ResourceId(xero_id(n)), EventType.UPDATE, seconds(n)
    )
    return evolve(made, **changes)


DUE = Due(seconds(60), seconds(1))


class InboxPromises(StoreFixtures):
    def test_put_answers_how_many_events_are_new(self, unit: UnitOfWork) -> None:
        assert unit.inbox.put([event(1), event(2)]) == 2

    def test_put_of_no_events_adds_none(self, unit: UnitOfWork) -> None:
        assert unit.inbox.put([]) == 0

    def test_an_event_that_is_pending_is_not_new(self, unit: UnitOfWork) -> None:
        unit.inbox.put([event(1)])
        assert (unit.inbox.put([event(1), event(2)]), unit.inbox.count()) == (1, {CONTACT: 2})

    def test_an_event_twice_in_one_put_is_one(self, unit: UnitOfWork) -> None:
        assert (unit.inbox.put([event(1), event(1)]), unit.inbox.count()) == (1, {CONTACT: 1})

    def test_an_event_that_was_settled_is_not_new(self, unit: UnitOfWork) -> None:
        """It came late, or twice: the work that it asks for was done."""
        unit.inbox.put([event(1)])
        unit.inbox.settle([event(1)])
        assert (unit.inbox.put([event(1)]), unit.inbox.pending(CONTACT, 9)) == (0, ())

    def test_what_makes_an_event_one_is_tenant_resource_and_time(self, unit: UnitOfWork) -> None:
        """Whether it is told as a CREATE or an UPDATE; the first telling stays."""
        unit.inbox.put([event(1)])
        assert unit.inbox.put([event(1, type=EventType.CREATE)]) == 0
        assert unit.inbox.pending(CONTACT, 9) == (event(1),)

    @pytest.mark.parametrize(
        "changes",
        [{"tenant_id": TenantId("t2")}, {"resource_id": ResourceId("r")}, {"at": seconds(0.001)}],
        ids=lambda changes: next(iter(changes)),
    )
    def test_another_tenant_resource_or_time_is_another_event(
        self, unit: UnitOfWork, changes: dict[str, Any]
    ) -> None:
        unit.inbox.put([event(1)])
        assert unit.inbox.put([event(1, **changes)]) == 1

    def test_a_moment_is_the_same_in_every_zone(self, unit: UnitOfWork) -> None:
        unit.inbox.put([event(1)])
        elsewhere = event(1).at.astimezone(timezone(timedelta(hours=13)))
        assert unit.inbox.put([event(1, at=elsewhere)]) == 0

    def test_pending_events_are_ordered_by_time(self, unit: UnitOfWork) -> None:
        unit.inbox.put([event(3), event(1), event(2)])
        assert unit.inbox.pending(CONTACT, 9) == (event(1), event(2), event(3))

    def test_a_whole_second_is_before_its_fractions(self, unit: UnitOfWork) -> None:
        whole = datetime(2026, 3, 1, tzinfo=UTC)
        later = event(1, at=whole + timedelta(microseconds=1))
        unit.inbox.put([later, event(1, at=whole)])
        assert unit.inbox.pending(CONTACT, 9) == (event(1, at=whole), later)

    def test_events_of_one_time_are_ordered_by_resource(self, unit: UnitOfWork) -> None:
        events = [event(n, at=START) for n in (2, 3, 1)]
        unit.inbox.put(events)
        assert unit.inbox.pending(CONTACT, 9) == (events[2], events[0], events[1])

    def test_a_page_holds_at_most_its_size(self, unit: UnitOfWork) -> None:
        unit.inbox.put([event(n) for n in (3, 1, 2)])
        assert unit.inbox.pending(CONTACT, 2) == (event(1), event(2))

    def test_pending_events_are_of_the_category(self, unit: UnitOfWork) -> None:
        unit.inbox.put([event(1), event(2, category=INVOICE)])
        assert unit.inbox.pending(INVOICE, 9) == (event(2, category=INVOICE),)

    def test_a_settled_event_is_not_pending(self, unit: UnitOfWork) -> None:
        unit.inbox.put([event(1), event(2)])
        unit.inbox.settle([event(1)])
        assert unit.inbox.pending(CONTACT, 9) == (event(2),)

    def test_an_event_of_another_time_stays_pending(self, unit: UnitOfWork) -> None:
        """It came while the contact was read: it asks for another reading."""
        later = event(1, at=seconds(2))
        unit.inbox.put([event(1), later])
        unit.inbox.settle([event(1)])
        assert unit.inbox.pending(CONTACT, 9) == (later,)

    def test_settling_an_unknown_event_changes_nothing(self, unit: UnitOfWork) -> None:
        unit.inbox.settle([event(1)])
        assert unit.inbox.put([event(1)]) == 1

    def test_count_has_the_pending_categories(self, unit: UnitOfWork) -> None:
        unit.inbox.put([event(1), event(2), event(3, category=INVOICE), event(4)])
        unit.inbox.settle([event(4)])
        assert dict(unit.inbox.count()) == {CONTACT: 2, INVOICE: 1}

    def test_nobody_marked_the_connection_at_first(self, unit: UnitOfWork) -> None:
        assert unit.inbox.due() is None

    def test_the_mark_is_read_back(self, unit: UnitOfWork) -> None:
        unit.inbox.set_due(DUE)
        assert unit.inbox.due() == DUE

    def test_a_mark_replaces_the_one_before(self, unit: UnitOfWork) -> None:
        unit.inbox.set_due(DUE)
        unit.inbox.set_due(Due(START, START))
        assert unit.inbox.due() == Due(START, START)

    def test_a_mark_is_taken_away(self, unit: UnitOfWork) -> None:
        unit.inbox.set_due(DUE)
        unit.inbox.set_due(None)
        assert unit.inbox.due() is None
