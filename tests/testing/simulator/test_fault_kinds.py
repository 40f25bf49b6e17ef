"""Faults of time and of rights: limits, slowness, expiry, stale replicas, a wrong clock."""

import pytest
import urllib3

from tests.testing.simulator import billing
from tests.testing.simulator.caller import START, Caller, Ticking, names
from tests.testing.simulator.consenting import reads, refresh
from xerolink.testing.simulator import (
    ExpiredToken,
    RateLimited,
    Slow,
    StaleReplica,
    XeroSimulator,
)


@pytest.mark.parametrize("problem", ["minute", "day"])
def test_a_rate_limit_is_told_as_recorded(caller: Caller, problem: str) -> None:
    caller.xero.faults.add(RateLimited("GET Contacts", problem, 700))
    answer = caller.ask("GET", "/Contacts")
    told = answer.headers["X-Rate-Limit-Problem"], answer.headers["Retry-After"]
    assert (answer.status, answer.data, told) == (429, b"", (problem, "700"))


def test_a_limited_write_has_not_written(caller: Caller) -> None:
    caller.xero.faults.add(RateLimited("PUT Contacts"))
    caller.put({"Name": "A"})
    assert caller.org.contacts == {}


def test_a_slow_answer_waits_by_the_simulators_sleep() -> None:
    slept: list[float] = []
    xero = XeroSimulator(sleep=slept.append)
    xero.faults.add(Slow("POST token", 40))
    xero.transport().request("POST", "http://xero.test/connect/token")
    assert slept == [40]


def test_a_slow_answer_is_a_whole_answer(caller: Caller) -> None:
    caller.xero.faults.add(Slow("GET Contacts", 0.001))
    assert caller.contacts() == []


def test_a_token_expires_in_mid_run(caller: Caller) -> None:
    caller.xero.faults.add(ExpiredToken("GET Contacts", skip=1))
    assert [caller.ask("GET", "/Contacts").status for _ in range(3)] == [200, 401, 401]


def test_another_token_goes_on(caller: Caller) -> None:
    tokens = caller.xero.consent()
    caller.xero.faults.add(ExpiredToken("GET Contacts"))
    caller.ask("GET", "/Contacts")
    assert reads(caller, tokens["access_token"]) == 200


def test_an_expired_token_can_be_refreshed(caller: Caller) -> None:
    tokens = caller.xero.consent()
    caller.xero.faults.add(ExpiredToken("GET Contacts"))
    reads(caller, tokens["access_token"])
    again = refresh(caller, tokens["refresh_token"]).json()
    assert reads(caller, again["access_token"]) == 200


def test_a_stale_replica_does_not_know_the_last_writes(caller: Caller) -> None:
    for name in "ABC":
        caller.created(Name=name)
    caller.xero.faults.add(StaleReplica("GET Contacts", writes=2))
    assert [names(caller.contacts()) for _ in range(2)] == [["A"], ["A", "B", "C"]]


def test_a_stale_replica_shows_the_old_values(caller: Caller) -> None:
    contact_id = caller.created(Name="Old")
    caller.org.people.edit(contact_id, Name="New")
    caller.xero.faults.add(StaleReplica("GET Contact*", writes=1, times=2))
    answer = caller.ask("GET", f"/Contacts/{contact_id}")
    assert (names(answer.json()["Contacts"]), names(caller.contacts())) == (["Old"], ["Old"])


def test_a_stale_replica_can_be_some_seconds_late(caller: Caller) -> None:
    caller.created(Name="A")
    caller.clock.move(seconds=10)
    caller.created(Name="B")
    caller.xero.faults.add(StaleReplica("GET Contacts", seconds=5))
    assert names(caller.contacts()) == ["A"]


def test_names_are_as_they_were_after_a_stale_read(caller: Caller) -> None:
    caller.created(Name="A")
    caller.xero.faults.add(StaleReplica("GET Contacts", writes=1))
    caller.contacts()
    assert caller.put({"Name": "A"}).status == 400


def test_seeded_contacts_are_in_every_replica() -> None:
    xero = XeroSimulator(clock=Ticking())
    org = xero.add_organisation("K", [{"Name": "A"}])
    xero.faults.add(StaleReplica("GET Contacts", writes=5))
    headers = {"Authorization": f"Bearer {org.access_token}", "xero-tenant-id": org.tenant_id}
    url = "http://xero.test/api.xro/2.0/Contacts"
    assert names(xero.transport().request("GET", url, headers=headers).json()["Contacts"]) == ["A"]


def test_a_refused_batch_leaves_no_past(caller: Caller) -> None:
    caller.created(Name="A")
    caller.put({"Name": "B"}, {"Name": "A"})
    caller.xero.faults.add(StaleReplica("GET Contacts", writes=1))
    assert caller.contacts() == []


def date_of(answer: urllib3.BaseHTTPResponse) -> str:
    return answer.headers["Date"]


def test_a_skewed_clock_shows_in_the_date(caller: Caller) -> None:
    caller.xero.skew(-3600)
    assert date_of(caller.ask("GET", "/Contacts")) == "Mon, 14 Sep 2026 08:29:53 GMT"


def test_a_skewed_clock_shows_in_the_envelope(caller: Caller) -> None:
    caller.xero.skew(-3600)
    ms = int(START.timestamp() * 1000) - 3_600_000
    assert caller.ask("GET", "/Contacts").json()["DateTimeUTC"] == f"/Date({ms})/"


def test_a_skewed_clock_stamps_what_is_written(caller: Caller) -> None:
    caller.xero.skew(3600)
    contact_id = caller.created(Name="A")
    stamp = caller.org.contacts[contact_id].updated
    assert (stamp - START).total_seconds() == 3600


def test_a_skewed_clock_does_not_end_tokens(caller: Caller) -> None:
    tokens = caller.xero.consent()
    caller.xero.skew(86_400)
    assert reads(caller, tokens["access_token"]) == 200


def statuses(caller: Caller) -> list[str]:
    return [one["Status"] for one in caller.ask("GET", "/Invoices").json()["Invoices"]]


def test_a_stale_replica_shows_invoices_as_they_were_some_seconds_ago(caller: Caller) -> None:
    first = billing.stored(caller, **billing.APPROVED)
    caller.clock.move(seconds=10)
    caller.org.people.void(first["InvoiceID"])
    billing.stored(caller)
    caller.xero.faults.add(StaleReplica("GET Invoices", seconds=5))
    assert [statuses(caller) for _ in range(2)] == [["AUTHORISED"], ["VOIDED", "DRAFT"]]


def test_a_stale_replica_shows_an_invoice_on_the_contact_that_was_merged_since(
    caller: Caller,
) -> None:
    made = billing.stored(caller)
    caller.clock.move(seconds=10)
    survivor = caller.created(Name="Survivor")
    caller.org.people.merge(made["Contact"]["ContactID"], survivor)
    caller.xero.faults.add(StaleReplica("GET Invoices", seconds=5))
    (shown,) = caller.ask("GET", "/Invoices").json()["Invoices"]
    assert shown["Contact"]["ContactID"] == made["Contact"]["ContactID"]
