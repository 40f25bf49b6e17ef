"""What Xero is answered, over WSGI."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from attrs import evolve

from tests.adapters.webhook.conftest import KEY, Answer, Broken, Desk, Dribbling
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.webhook import WebhookReceiver
from xerolink.adapters.webhook.body import LIMIT
from xerolink.adapters.webhook.signature import signature
from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.domain.inbox import ONLY_WEBHOOK, EventCategory, Received, WebhookId
from xerolink.ports.errors import StoreError
from xerolink.ports.observer import WebhookRefused
from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.worlds import START, World

R1, R2 = "717f2bfc-c6d4-41fd-b238-3f2f0c0cf771", "717f2bfc-c6d4-41fd-b238-3f2f0c0cf772"
STRANGER = "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f"
VECTOR = (
    b'{"events":[],"firstEventSequence": 0,"lastEventSequence": 0, "entropy": "S0m3r4Nd0mt3xt"}'
)
VECTOR_SIGNATURE = "gnS6GarI0ar4lda0N5z21FV/JYKB7EXRyMvQJHvcXaQ="


def test_xeros_own_example_is_received(desk: Desk) -> None:
    assert desk.post(VECTOR, VECTOR_SIGNATURE).status == 200


def test_answer_is_empty_and_sets_no_cookie(desk: Desk) -> None:
    headers = {"Content-Type": "text/plain", "Content-Length": "0"}
    assert desk.post(desk.payload(desk.event(R1, START))) == Answer(200, headers, b"")


def test_events_go_to_the_inbox(desk: Desk) -> None:
    desk.post(desk.payload(desk.event(R1, START), desk.event(R2, START)))
    assert (desk.pending(), desk.heard()) == (2, [Received(new=2)])


def test_receiving_calls_nobody_and_takes_no_lease(desk: Desk) -> None:
    """The work is a worker's: a run that goes on meanwhile is not in the way."""
    desk.world.store.claim(desk.world.connection_id, "worker", 120)
    trap = Trap()
    desk.world.seen_xero = Trapped(desk.world.xero, "xero", trap)
    desk.world.seen_host = Trapped(desk.world.host, "host", trap)
    answer = desk.post(desk.payload(desk.event(R1, START)))
    assert (answer.status, desk.pending(), trap.points) == (200, 1, [])


def test_one_payload_is_one_transaction(desk: Desk) -> None:
    trap = Trap()
    desk.world.seen_store = Trapped(desk.world.store, "store", trap)
    desk.post(desk.payload(desk.event(R1, START), desk.event(R2, START)))
    assert trap.points == [f"{when} store.app_wide" for when in ("before", "in", "after")]


def test_intent_to_receive_touches_no_store(desk: Desk) -> None:
    trap = Trap()
    desk.world.seen_store = Trapped(desk.world.store, "store", trap)
    assert (desk.post(VECTOR).status, trap.points) == (200, [])


def test_intent_to_receive_with_a_wrong_signature_is_401(desk: Desk) -> None:
    assert desk.post(VECTOR, "AAAA").status == 401


@pytest.mark.parametrize("given", ["", "AAAA", "é"])
def test_wrong_signature_is_an_empty_401_and_nothing_is_kept(desk: Desk, given: str) -> None:
    answer = desk.post(desk.payload(desk.event(R1, START)), given)
    assert (answer.status, answer.body, desk.pending()) == (401, b"", 0)


def test_wrong_signature_is_told(desk: Desk) -> None:
    desk.post(VECTOR, "AAAA")
    assert desk.heard() == [WebhookRefused(ONLY_WEBHOOK)]


def test_missing_signature_is_401(desk: Desk) -> None:
    assert desk.post(VECTOR, HTTP_X_XERO_SIGNATURE=None).status == 401


@pytest.mark.parametrize(
    "keys",
    [(b"old", KEY), (KEY, b"new"), lambda: (KEY,)],
    ids=["one gone", "one new", "told when needed"],
)
def test_keys_may_change(desk: Desk, keys: object) -> None:
    desk.keys = keys
    assert desk.post(VECTOR).status == 200


def test_key_that_was_given_up_is_401(desk: Desk) -> None:
    desk.keys = (b"new",)
    assert desk.post(VECTOR).status == 401


def test_receiver_without_a_key_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match="needs a key"):
        WebhookReceiver(desk.world.app(), b"")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_anything_but_post_is_405(desk: Desk, method: str) -> None:
    answer = desk.post(VECTOR, REQUEST_METHOD=method)
    assert (answer.status, answer.headers["Allow"], answer.body) == (405, "POST", b"")


def test_body_that_says_it_is_too_long_is_not_read(desk: Desk) -> None:
    length = str(LIMIT + 1)
    answer = desk.post(b"", CONTENT_LENGTH=length, stream=Broken())
    assert answer.status == 413


LENGTHS = [
    ("x", 400),
    ("-1", 400),
    ("+1", 400),
    ("1.5", 400),
    ("\u0663", 400),
    ("9" * 5_000, 413),
    ("0" * 5_000 + str(LIMIT + 1), 413),
    ("0" * 5_000, 401),
]


@pytest.mark.parametrize(("length", "status"), LENGTHS, ids=lambda value: str(value)[:6])
def test_odd_length_is_refused(desk: Desk, length: str, status: int) -> None:
    """Past wsgiref's validator, which refuses such a request itself."""
    started: list[str] = []
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": length, "wsgi.input": BytesIO(VECTOR)}
    desk.receiver()(environ, lambda line, _: started.append(line))  # type: ignore[arg-type]  # PEP 3333's write() is not used
    assert [line[:3] for line in started] == [str(status)]


def test_body_of_the_longest_length_is_read(desk: Desk) -> None:
    assert desk.post(b"x" * LIMIT).status == 200


@pytest.mark.parametrize("length", [None, ""])
def test_body_without_a_length_and_an_end_is_411(desk: Desk, length: str | None) -> None:
    answer = desk.post(VECTOR, CONTENT_LENGTH=length, stream=Broken())
    assert answer.status == 411


def test_body_in_chunks_is_read_to_its_end(desk: Desk) -> None:
    answer = desk.post(VECTOR, CONTENT_LENGTH=None, terminated=True)
    assert answer.status == 200


def test_body_in_chunks_without_an_end_is_413(desk: Desk) -> None:
    body = b"x" * (LIMIT + 1)
    answer = desk.post(body, CONTENT_LENGTH=None, terminated=True)
    assert answer.status == 413


def test_body_that_is_longer_than_it_says_is_not_read_on(desk: Desk) -> None:
    """What follows belongs to somebody else's request."""
    answer = desk.post(VECTOR, stream=BytesIO(VECTOR + b"more"))
    assert answer.status == 200


def test_body_that_is_shorter_than_it_says_is_not_signed(desk: Desk) -> None:
    answer = desk.post(VECTOR, stream=BytesIO(VECTOR[:-1]))
    assert answer.status == 401


def test_body_that_comes_in_pieces_is_put_together(desk: Desk) -> None:
    assert desk.post(VECTOR, stream=Dribbling(VECTOR)).status == 200


def test_client_that_goes_away_is_400(desk: Desk) -> None:
    assert desk.post(VECTOR, stream=Broken()).status == 400


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"null", b"[]", b"[" * 100_000, b'{"events":7}', b"9" * 10_000],
    ids=lambda body: repr(body[:12]),
)
def test_malformed_body_with_a_good_signature_is_200_and_counted(desk: Desk, body: bytes) -> None:
    answer = desk.post(body)
    assert (answer.status, desk.heard()) == (200, [Received(malformed=True)])


def test_odd_event_leaves_the_others(desk: Desk) -> None:
    body = desk.payload({"eventCategory": "CONTACT"}, desk.event(R1, START))
    assert (desk.post(body).status, desk.heard()) == (200, [Received(new=1, odd=1)])


def test_category_that_nothing_follows_from_is_counted(desk: Desk) -> None:
    note = {**desk.event(R1, START), "eventCategory": "CREDITNOTE"}
    desk.post(desk.payload(note))
    assert (desk.pending(), desk.heard()) == (0, [Received(ignored=1)])


def test_unknown_tenant_is_200_and_counted(desk: Desk) -> None:
    """Others of the same payload are kept."""
    body = desk.payload(desk.event(R1, START, STRANGER), desk.event(R2, START))
    answer = desk.post(body)
    assert (answer.status, desk.heard()) == (200, [Received(new=1, unknown_tenant=1)])


def test_several_tenants_in_one_payload_each_get_their_own(desk: Desk) -> None:
    other = second_tenant(desk.world, "firm-2", STRANGER)
    desk.post(desk.payload(desk.event(R1, START), desk.event(R2, START, STRANGER)))
    assert [in_inbox(desk.world, c) for c in (desk.world.connection_id, other)] == [[R1], [R2]]


def test_two_firms_with_one_tenant_both_get_the_event(desk: Desk) -> None:
    other = second_tenant(desk.world, "firm-2", desk.world.xero.organisation().tenant_id)
    desk.post(desk.payload(desk.event(R1, START)))
    assert [in_inbox(desk.world, c) for c in (desk.world.connection_id, other)] == [[R1], [R1]]


def test_payload_that_comes_twice_adds_nothing(desk: Desk) -> None:
    body = desk.payload(desk.event(R1, START))
    answers = [desk.post(body).status, desk.post(body).status]
    assert (answers, desk.pending(), desk.heard()[-1]) == ([200, 200], 1, Received(known=1))


def test_event_twice_in_a_payload_is_one(desk: Desk) -> None:
    desk.post(desk.payload(desk.event(R1, START), desk.event(R1, START)))
    assert (desk.pending(), desk.heard()) == (1, [Received(new=1, known=1)])


def test_late_payload_is_no_gap_and_makes_none(desk: Desk) -> None:
    bodies = [desk.payload(desk.event(R1, START), first=number) for number in (5, 6, 7)]
    for place in (0, 1, 0, 2):
        desk.post(bodies[place])
    assert [r.gap for r in desk.heard() if isinstance(r, Received)] == [False] * 4


def test_gap_is_told(desk: Desk) -> None:
    desk.post(desk.payload(desk.event(R1, START)))
    desk.post(desk.payload(desk.event(R2, START), first=3))
    assert desk.heard()[-1] == Received(new=1, gap=True)


def test_gap_makes_every_imported_connection_due_within_minutes() -> None:
    desk = Desk(World())
    desk.world.imported()
    desk.post(desk.payload(desk.event(R1, START)))
    desk.post(desk.payload(desk.event(R1, START), first=3))
    now = desk.world.clock.now()
    with desk.world.store.reading(desk.world.connection_id) as unit:
        due = unit.inbox.due()
    assert due is not None
    assert (due.marked, now < due.at <= now + timedelta(minutes=5)) == (now, True)


def test_webhooks_are_counted_apart(desk: Desk) -> None:
    desk.post(desk.payload(desk.event(R1, START), first=5))
    other = WebhookReceiver(desk.world.app(), KEY, WebhookId("other"))
    body = desk.payload(desk.event(R2, START), first=70)
    assert other.receive(body, signed(body)) == 200
    assert desk.heard()[-1] == Received(new=1)


def test_observer_that_raises_loses_no_payload(desk: Desk) -> None:
    desk.world.events.events = None  # type: ignore[assignment]  # notice() raises now
    assert (desk.post(desk.payload(desk.event(R1, START))).status, desk.pending()) == (200, 1)


def test_store_that_fails_is_503_so_that_xero_sends_it_again(desk: Desk) -> None:
    body = desk.payload(desk.event(R1, START))
    trap = Trap(1, lambda point: StoreError("the store", point, "try again"))
    desk.world.seen_store = Trapped(desk.world.store, "store", trap)
    failed = desk.post(body)
    desk.world.seen_store = desk.world.store
    assert (failed.status, failed.body, desk.post(body).status, desk.pending()) == (
        503,
        b"",
        200,
        1,
    )


@pytest.mark.parametrize("at", [1, 2, 3])
def test_crash_at_any_point_and_a_second_delivery_leave_one_event(desk: Desk, at: int) -> None:
    body = desk.payload(desk.event(R1, START))
    desk.world.seen_store = Trapped(desk.world.store, "store", Trap(at))
    with pytest.raises(Crash):
        desk.post(body)
    desk.world.seen_store = desk.world.store
    assert (desk.post(body).status, desk.pending()) == (200, 1)


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[tuple[Desk, Path]]:
    path = tmp_path / "store.sqlite"
    world = World()
    with closing(SqliteStore(path, world.clock)) as store:
        world.store = world.seen_store = store
        world.connect()
        yield Desk(world), path


def test_payload_is_kept_on_disk(on_disk: tuple[Desk, Path]) -> None:
    desk, path = on_disk
    desk.post(desk.payload(desk.event(R1, START), desk.event(R2, START)))
    with closing(sqlite3.connect(path)) as raw:
        kept = raw.execute("select resource_id from inbox order by resource_id").fetchall()
    assert kept == [(R1,), (R2,)]


def second_tenant(world: World, name: str, tenant: str) -> ConnectionId:
    """A second connection, to *tenant*."""
    connection_id = ConnectionId(name)
    with world.store.reading(world.connection_id) as unit:
        record = unit.record.get()
    assert record is not None
    organisation = evolve(record.organisation, tenant_id=TenantId(tenant))
    lease = world.store.claim(connection_id, "test", 60)
    assert lease is not None
    with world.store.transaction(lease) as unit:
        unit.record.put(evolve(record, connection_id=connection_id, organisation=organisation))
    return connection_id


def in_inbox(world: World, connection_id: ConnectionId) -> list[str]:
    with world.store.reading(connection_id) as unit:
        return [event.resource_id for event in unit.inbox.pending(EventCategory.CONTACT, 9)]


def signed(body: bytes) -> str:
    return signature(KEY, body)
