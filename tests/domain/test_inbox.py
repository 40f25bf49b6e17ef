"""Reading payloads, counting on, and spreading what is due."""

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.domain.inbox import (
    EventCategory,
    EventType,
    Numbers,
    Payload,
    ResourceId,
    WebhookEvent,
    by_tenant,
    highest,
    is_gap,
    latest,
    read_payload,
    spread,
)

TENANT, RESOURCE = "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f", "717f2bfc-c6d4-41fd-b238-3f2f0c0cf777"
AT = datetime(2024, 6, 21, 1, 15, 39, 902000, tzinfo=UTC)
NOW = datetime(2026, 7, 1, tzinfo=UTC)
READ = WebhookEvent(
    TenantId(TENANT), EventCategory.CONTACT, ResourceId(RESOURCE), EventType.UPDATE, AT
)


def raw(**changes: object) -> dict[str, Any]:
    """An event as Xero's own description shows it."""
    return {
        "resourceUrl": f"https://api.xero.com/api.xro/2.0/Contacts/{RESOURCE}",
        "resourceId": RESOURCE,
        "eventDateUtc": "2024-06-21T01:15:39.902",
        "eventType": "UPDATE",
        "eventCategory": "CONTACT",
        "tenantId": TENANT,
        "tenantType": "ORGANISATION",
        **changes,
    }


def document(*events: object, first: object = 1, last: object = 1) -> dict[str, Any]:
    return {
        "events": list(events),
        "firstEventSequence": first,
        "lastEventSequence": last,
        "entropy": "S0m3r4Nd0mt3xt",
    }


def event(n: int, seconds: int = 0) -> WebhookEvent:
    at = AT + timedelta(seconds=seconds)
    resource = ResourceId(f"r{n}")
    return WebhookEvent(TenantId(TENANT), EventCategory.CONTACT, resource, EventType.UPDATE, at)


def test_payload_is_read() -> None:
    assert read_payload(document(raw())) == Payload((READ,), Numbers(1, 1))


def test_archive_comes_as_an_update_and_a_new_contact_as_a_create() -> None:
    (read,) = read_payload(document(raw(eventType="CREATE"))).events
    assert read.type is EventType.CREATE


def test_type_that_is_new_to_us_wakes_as_well() -> None:
    (read,) = read_payload(document(raw(eventType="MERGE"))).events
    assert read.type is EventType.OTHER


def test_ids_are_lower_case() -> None:
    upper = raw(resourceId=RESOURCE.upper(), tenantId=TENANT.upper())
    assert read_payload(document(upper)).events == (READ,)


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-21T01:15:39.902",
        "2024-06-21T01:15:39.9020000",
        "2024-06-21T01:15:39.902Z",
        "2024-06-21T13:15:39.902+12:00",
    ],
)
def test_time_without_a_zone_is_utc(text: str) -> None:
    (read,) = read_payload(document(raw(eventDateUtc=text))).events
    assert (read.at, read.at.tzinfo) == (AT, UTC)


def test_address_of_the_resource_is_not_looked_at() -> None:
    odd = raw(resourceUrl="https://evil.example/steal")
    assert read_payload(document(odd)) == read_payload(document(raw()))


def test_event_may_bring_more() -> None:
    """As credit notes do since 2025."""
    assert read_payload(document(raw(data={"Type": "x"}))).events == (READ,)


def test_empty_payload_has_neither_events_nor_numbers() -> None:
    """The intent to receive."""
    assert read_payload(document(first=0, last=0)) == Payload()


def test_invoice_is_kept() -> None:
    (read,) = read_payload(document(raw(eventCategory="INVOICE"))).events
    assert read.category is EventCategory.INVOICE


def test_other_categories_are_counted() -> None:
    named = ["CREDITNOTE", "SUBSCRIPTION", "CREDITNOTE", "PAYROLL"]
    payload = read_payload(document(*(raw(eventCategory=name) for name in named)))
    assert (payload.events, payload.ignored, payload.odd) == ((), 4, 0)


ODD: list[object] = [
    None,
    7,
    "event",
    [],
    {},
    raw(eventCategory=None),
    raw(eventCategory=["CONTACT"]),
    raw(resourceId=None),
    raw(resourceId="not-an-id"),
    raw(resourceId=f"{RESOURCE},{RESOURCE}"),
    raw(resourceId=f"{RESOURCE}\n"),
    raw(tenantId=7),
    raw(tenantId="\ud800"),
    raw(eventDateUtc=None),
    raw(eventDateUtc="yesterday"),
    raw(eventDateUtc=1718932539),
    raw(eventDateUtc="0001-01-01T00:00:00+14:00"),
]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_event_is_counted_and_the_others_stand(odd: object) -> None:
    payload = read_payload(document(odd, raw()))
    assert (payload.events, payload.odd) == ((READ,), 1)


@pytest.mark.parametrize("malformed", [None, 7, "text", [], {}, {"events": None}, {"events": {}}])
def test_what_is_no_payload_is_malformed(malformed: object) -> None:
    assert read_payload(malformed) == Payload(malformed=True)


@pytest.mark.parametrize(
    ("first", "last"),
    [(None, 1), (1, None), ("1", "1"), (True, True), (1.0, 1.0), (0, 1), (3, 2), (1, 1 << 31)],
)
def test_odd_numbers_are_none(first: object, last: object) -> None:
    payload = read_payload(document(raw(), first=first, last=last))
    assert (payload.events, payload.numbers) == ((READ,), None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(JSON, JSON, st.dictionaries(st.sampled_from(sorted(raw())), JSON))
def test_no_document_is_an_error(anything: Any, number: Any, changes: dict[str, Any]) -> None:
    whole = document(anything, raw(**changes), first=number, last=number)
    for one in (anything, whole, json.loads(json.dumps(whole))):
        read_payload(one)


@pytest.mark.parametrize(
    ("seen", "first", "gap"),
    [
        (None, 1, False),
        (None, 70, False),
        (7, 8, False),
        (7, 9, True),
        (7, 3, False),
        (7, 1, False),
    ],
)
def test_numbers_that_are_missing_are_a_gap(seen: int | None, first: int, gap: bool) -> None:
    assert is_gap(seen, Numbers(first, first + 1)) is gap


@pytest.mark.parametrize(
    ("seen", "numbers", "after"),
    [
        (None, Numbers(70, 71), 71),
        (7, Numbers(8, 9), 9),
        (7, Numbers(3, 4), 7),
        (7, Numbers(3, 9), 9),
        (7, Numbers(1, 2), 2),
    ],
)
def test_count_goes_on_and_a_late_payload_does_not_lower_it(
    seen: int | None, numbers: Numbers, after: int
) -> None:
    """One that starts at 1 does: the webhook was made anew, and counts anew."""
    assert highest(seen, numbers) == after


def test_events_of_one_contact_collapse_to_the_latest() -> None:
    for order in permutations([event(1, 0), event(1, 9), event(2, 5)]):
        assert latest(order) == {"r1": event(1, 9), "r2": event(2, 5)}


def test_events_are_parted_by_tenant() -> None:
    other = WebhookEvent(
        TenantId("t2"), EventCategory.CONTACT, ResourceId("r"), EventType.UPDATE, AT
    )
    parted = by_tenant([event(1), other, event(2)])
    assert parted == {TENANT: [event(1), event(2)], "t2": [other]}


def ids(number: int) -> list[ConnectionId]:
    return [ConnectionId(f"firm-{n}") for n in range(number)]


def test_due_times_begin_after_now_and_end_after_five_minutes() -> None:
    due = spread(ids(1_000), NOW)
    assert NOW < min(due.values()) <= max(due.values()) <= NOW + timedelta(minutes=5)


def test_place_of_a_connection_follows_from_its_id() -> None:
    assert spread(ids(3), NOW) == {c: spread([c], NOW)[c] for c in ids(3)}


def test_no_minute_has_more_than_its_share() -> None:
    """Far below the 10,000 calls a minute that Xero gives an app."""
    due = spread(ids(20_000), NOW)
    minutes = [int((at - NOW).total_seconds() - 1) // 60 for at in due.values()]
    assert max(minutes.count(minute) for minute in set(minutes)) < 1_200


def test_id_with_half_a_character_has_a_place_too() -> None:
    assert len(spread([ConnectionId("\ud800")], NOW)) == 1


def test_an_event_type_that_is_no_text_is_another() -> None:
    """Deeper than Python can show: whoever turned it into text would fail."""
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    (found,) = read_payload(document(raw(eventType=deep))).events
    assert found.type is EventType.OTHER
