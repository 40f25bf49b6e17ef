"""What webhooks say, to whom, and what Xero thinks of the answer (fact sheet 6)."""

from pathlib import Path

import pytest
from werkzeug.wrappers import Response

from tests.testing.simulator.caller import Caller
from tests.testing.simulator.receiver import Receiver, genuine
from xerolink.testing.simulator import XeroSimulator
from xerolink.testing.simulator.webhook_events import payload, signature

VECTOR = (
    b'{"events":[],"firstEventSequence": 0,"lastEventSequence": 0, "entropy": "S0m3r4Nd0mt3xt"}'
)


@pytest.fixture
def receiver(caller: Caller) -> Receiver:
    """A receiver that the simulator of `caller` serves in process."""
    found = Receiver()
    found.key = caller.xero.webhooks.subscribe_wsgi(found)
    return found


def test_the_signature_is_the_recorded_one() -> None:
    made = signature("webhook-signing-key", VECTOR)
    assert made == "gnS6GarI0ar4lda0N5z21FV/JYKB7EXRyMvQJHvcXaQ="


def test_a_payload_is_spaced_as_xeros() -> None:
    assert payload((), "S0m3r4Nd0mt3xt", "https://api.xero.com") == VECTOR


def test_nothing_is_sent_before_a_delivery(caller: Caller, receiver: Receiver) -> None:
    caller.created(Name="A")
    assert receiver.heard == []


def test_an_event_says_what_and_where(caller: Caller, receiver: Receiver) -> None:
    contact_id = caller.created(Name="A")
    caller.xero.webhooks.deliver()
    assert receiver.events == [
        {
            "resourceUrl": f"{caller.xero.base_url}/api.xro/2.0/Contacts/{contact_id}",
            "resourceId": contact_id,
            "tenantId": caller.org.tenant_id,
            "tenantType": "ORGANISATION",
            "eventCategory": "CONTACT",
            "eventType": "CREATE",
            "eventDateUtc": "2026-09-14T09:29:53.493",
        }
    ]


def test_an_archiving_is_an_update(caller: Caller, receiver: Receiver) -> None:
    contact_id = caller.created(Name="A")
    caller.org.people.archive(contact_id)
    caller.xero.webhooks.deliver()
    assert [event["eventType"] for event in receiver.events] == ["CREATE", "UPDATE"]


def test_a_payload_is_signed_with_the_key(caller: Caller, receiver: Receiver) -> None:
    caller.created(Name="A")
    caller.xero.webhooks.deliver()
    (heard,) = receiver.heard
    assert genuine(receiver.key, heard.raw, heard.signature)


def test_a_key_can_be_given(caller: Caller) -> None:
    assert caller.xero.webhooks.subscribe_wsgi(Receiver(), key="mine") == "mine"


def test_keys_follow_from_the_seed() -> None:
    keys = [XeroSimulator(seed).webhooks.key for seed in (1, 1, 2)]
    assert (keys[0] == keys[1], keys[0] == keys[2]) == (True, False)


def test_several_events_share_a_payload(caller: Caller, receiver: Receiver) -> None:
    for name in "ABC":
        caller.created(Name=name)
    caller.xero.webhooks.deliver()
    assert [heard.numbers for heard in receiver.heard] == [(1, 3)]


def test_several_organisations_share_a_payload(caller: Caller, receiver: Receiver) -> None:
    other = caller.xero.add_organisation("Other")
    caller.created(Name="A")
    other.people.add(Name="A")
    caller.xero.webhooks.deliver()
    (heard,) = receiver.heard
    tenants = [event["tenantId"] for event in heard.json["events"]]
    assert tenants == [caller.org.tenant_id, other.tenant_id]


def test_numbers_go_on_from_payload_to_payload(caller: Caller, receiver: Receiver) -> None:
    for name in "AB":
        caller.created(Name=name)
        caller.xero.webhooks.deliver()
    assert [heard.numbers for heard in receiver.heard] == [(1, 1), (2, 2)]


def test_a_payload_holds_at_most_a_hundred_events(caller: Caller, receiver: Receiver) -> None:
    for number in range(101):
        caller.created(Name=f"C{number}")
    caller.xero.webhooks.deliver()
    assert [heard.numbers for heard in receiver.heard] == [(1, 100), (101, 101)]


def test_seeded_contacts_are_no_events(caller: Caller, receiver: Receiver) -> None:
    caller.xero.add_organisation("Other", [{"Name": "A"}])
    assert caller.xero.webhooks.deliver() == ()


def test_what_happened_before_is_not_sent(caller: Caller) -> None:
    caller.created(Name="A")
    caller.xero.webhooks.subscribe_wsgi(Receiver())
    assert caller.xero.webhooks.deliver() == ()


def test_a_disconnected_organisation_sends_nothing(caller: Caller, receiver: Receiver) -> None:
    caller.xero.access.disconnect(caller.org.tenant_id)
    caller.created(Name="A")
    assert caller.xero.webhooks.deliver() == ()


def test_writes_of_the_app_come_back(caller: Caller, receiver: Receiver) -> None:
    caller.put({"Name": "A"})
    caller.xero.webhooks.deliver()
    assert len(receiver.events) == 1


def test_writes_of_the_app_stay_away_if_the_switch_says_so(
    caller: Caller, receiver: Receiver
) -> None:
    caller.xero.webhooks.own_writes = False
    caller.put({"Name": "A"})
    contact_id = caller.created(Name="B")
    caller.xero.webhooks.deliver()
    assert [event["resourceId"] for event in receiver.events] == [contact_id]


def test_every_subscriber_hears_everything(caller: Caller, receiver: Receiver) -> None:
    other = Receiver()
    caller.xero.webhooks.subscribe_wsgi(other)
    caller.created(Name="A")
    caller.xero.webhooks.deliver()
    assert receiver.events == other.events


def test_a_loaded_simulator_sends_as_well(caller: Caller, tmp_path: Path) -> None:
    caller.xero.save(tmp_path / "xero.json")
    xero, receiver = XeroSimulator.load(tmp_path / "xero.json"), Receiver()
    receiver.key = xero.webhooks.subscribe_wsgi(receiver)
    xero.organisations[0].people.add(Name="A")
    assert [attempt.right for attempt in xero.webhooks.deliver()] == [True]


def test_after_a_reset_nobody_has_subscribed(caller: Caller, receiver: Receiver) -> None:
    caller.xero.reset()
    assert caller.xero.webhooks.receivers == {}


def test_an_attempt_shows_what_it_carried(caller: Caller, receiver: Receiver) -> None:
    contact_id = caller.created(Name="A")
    (attempt,) = caller.xero.webhooks.deliver()
    assert [event.resource_id for event in attempt.events] == [contact_id]


WRONG = {
    "answered 201, not 200": lambda: Response(status=201),
    "the body is not empty": lambda: Response(b"ok"),
    "a cookie was set": lambda: Response(headers={"Set-Cookie": "a=b"}),
}


@pytest.mark.parametrize("problem", WRONG)
def test_a_wrong_answer_is_held_against_the_receiver(
    caller: Caller, receiver: Receiver, problem: str
) -> None:
    receiver.answer = WRONG[problem]
    caller.created(Name="A")
    (attempt,) = caller.xero.webhooks.deliver()
    assert attempt.problems == (problem,)


def test_an_answer_after_five_seconds_is_too_late(caller: Caller, receiver: Receiver) -> None:
    """By the simulator's clock, so that a test need not wait."""

    def dawdle() -> Response:
        caller.clock.move(seconds=5.1)
        return Response()

    receiver.answer = dawdle
    caller.created(Name="A")
    (attempt,) = caller.xero.webhooks.deliver()
    assert attempt.problems == ("took over 5 s",)


def test_a_receiver_that_raises_has_not_answered(caller: Caller, receiver: Receiver) -> None:
    boom = ValueError("boom")

    def fail() -> Response:
        raise boom

    receiver.answer = fail
    caller.created(Name="A")
    (attempt,) = caller.xero.webhooks.deliver()
    assert (attempt.problems, attempt.error) == (("no answer",), boom)


def test_a_receiver_may_write_while_it_is_served(caller: Caller, receiver: Receiver) -> None:
    """What it writes is for the next delivery."""

    def write() -> Response:
        receiver.answer = None
        caller.created(Name="B")
        return Response()

    receiver.answer = write
    caller.created(Name="A")
    first, second = caller.xero.webhooks.deliver(), caller.xero.webhooks.deliver()
    assert [len(first), len(second)] == [1, 1]


def test_a_right_receiver_passes_the_intent(caller: Caller, receiver: Receiver) -> None:
    assert caller.xero.webhooks.intent_to_receive()


def test_the_intent_is_signed_rightly_and_wrongly(caller: Caller, receiver: Receiver) -> None:
    caller.xero.webhooks.intent_to_receive()
    right = [genuine(receiver.key, one.raw, one.signature) for one in receiver.heard]
    assert (set(right), receiver.events) == ({True, False}, [])


@pytest.mark.parametrize("status", [200, 401])
def test_one_answer_for_everything_fails_the_intent(
    caller: Caller, receiver: Receiver, status: int
) -> None:
    receiver.answer = lambda: Response(status=status)
    assert not caller.xero.webhooks.intent_to_receive()


def test_who_fails_the_intent_is_not_served(caller: Caller, receiver: Receiver) -> None:
    receiver.answer = Response
    caller.xero.webhooks.intent_to_receive()
    caller.created(Name="A")
    assert caller.xero.webhooks.deliver() == ()


def test_an_intent_without_a_subscriber_is_refused(caller: Caller) -> None:
    with pytest.raises(RuntimeError, match="nobody"):
        caller.xero.webhooks.intent_to_receive()


def test_an_address_without_a_scheme_is_refused(caller: Caller) -> None:
    with pytest.raises(ValueError, match="http"):
        caller.xero.webhooks.subscribe("localhost/webhooks")


def test_an_invoice_is_told_as_one(caller: Caller, receiver: Receiver) -> None:
    contact = {"ContactID": caller.created(Name="A")}
    line = {"Description": "Advice", "Quantity": "1", "UnitAmount": "100", "AccountCode": "200"}
    invoice_id = caller.org.people.add_invoice(Type="ACCREC", Contact=contact, LineItems=[line])
    caller.xero.webhooks.deliver()
    event = receiver.events[-1]
    found = event["eventCategory"], event["resourceUrl"].rpartition("/api.xro/2.0/")[2]
    assert found == ("INVOICE", f"Invoices/{invoice_id}")
