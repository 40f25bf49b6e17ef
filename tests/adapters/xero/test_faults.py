"""A call whose answer is lost, or is a refusal, raises the port's error and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from xerolink.adapters.xero import XeroApiContacts
from xerolink.domain.contacts.model import FieldName, XeroContact, XeroStatus
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.testing.conformance.xero_world import (
    KAURI,
    RIMU,
    UNKNOWN_ID,
    XeroPeople,
    draft,
    patch,
    stored,
    update,
)
from xerolink.testing.simulator import (
    CutBody,
    LostReply,
    LostRequest,
    Offline,
    Organisation,
    ServerError,
    XeroSimulator,
)

NOBODY = XeroContact(UNKNOWN_ID, datetime(2026, 1, 1, tzinfo=UTC), KAURI)
CALLS: dict[str, Callable[[XeroApiContacts], object]] = {
    "page": lambda xero: xero.page(1, None),
    "get_many": lambda xero: xero.get_many([UNKNOWN_ID]),
    "by_number": lambda xero: xero.by_number("K-1"),
    "by_name": lambda xero: xero.by_name("Kauri"),
    "create_many": lambda xero: xero.create_many([draft(RIMU)]),
    "archive_many": lambda xero: xero.archive_many([UNKNOWN_ID]),
    "update_many": lambda xero: xero.update_many([patch(NOBODY, {FieldName.NAME: "Nobody"})]),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())


@every_call
def test_one_call_is_one_request(
    simulator: XeroSimulator, xero: XeroApiContacts, call: Callable[[XeroApiContacts], object]
) -> None:
    call(xero)
    assert len(simulator.requests) == 1


@every_call
@pytest.mark.parametrize("fault", [LostRequest, LostReply, Offline, CutBody, ServerError])
def test_a_call_without_a_whole_answer_is_unavailable(
    simulator: XeroSimulator,
    xero: XeroApiContacts,
    people: XeroPeople,
    call: Callable[[XeroApiContacts], object],
    fault: type[LostReply],
) -> None:
    people.add(KAURI, number="K-1")
    simulator.faults.add(fault("*"))
    with pytest.raises(UnavailableError):
        call(xero)


@every_call
@pytest.mark.parametrize("fault", [LostRequest, LostReply, Offline])
def test_a_call_is_never_sent_twice(
    simulator: XeroSimulator,
    xero: XeroApiContacts,
    call: Callable[[XeroApiContacts], object],
    fault: type[LostReply],
) -> None:
    """The SDK's pool alone would send a create four times (fact sheet 8.3)."""
    simulator.faults.add(fault("*"))
    with pytest.raises(UnavailableError):
        call(xero)
    assert len(simulator.requests) == 1


@every_call
def test_an_expired_token_is_unauthorised(
    simulator: XeroSimulator,
    xero: XeroApiContacts,
    kauri_org: Organisation,
    call: Callable[[XeroApiContacts], object],
) -> None:
    simulator.access.expire(kauri_org.access_token)
    with pytest.raises(UnauthorisedError, match="expired"):
        call(xero)


@every_call
def test_a_disconnected_organisation_is_unauthorised(
    simulator: XeroSimulator,
    xero: XeroApiContacts,
    kauri_org: Organisation,
    call: Callable[[XeroApiContacts], object],
) -> None:
    simulator.access.disconnect(kauri_org.tenant_id)
    with pytest.raises(UnauthorisedError, match="not connected"):
        call(xero)


def test_a_lost_reply_to_an_update_was_written_once(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    kauri = people.add(KAURI)
    simulator.faults.add(LostReply("POST Contacts"))
    with pytest.raises(UnavailableError):
        update(xero, kauri, {FieldName.NAME: "Kauri Trading"})
    assert simulator.requests.written() == 1


def test_an_archive_whose_answer_was_lost_answers_when_repeated(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    kauri = people.add(KAURI)
    simulator.faults.add(LostReply("POST Contacts"))
    with pytest.raises(UnavailableError):
        xero.archive_many([kauri])
    (outcome,) = xero.archive_many([kauri])
    assert stored(outcome).status is XeroStatus.ARCHIVED


@pytest.mark.parametrize("fault", [LostRequest, LostReply, Offline, CutBody, ServerError])
def test_an_archive_whose_second_look_fails_is_unavailable(
    simulator: XeroSimulator,
    xero: XeroApiContacts,
    people: XeroPeople,
    fault: type[LostReply],
) -> None:
    kauri = people.add(KAURI)
    people.archive(kauri)
    simulator.faults.add(fault("GET Contacts"))
    with pytest.raises(UnavailableError):
        xero.archive_many([kauri])


def test_a_create_whose_answer_was_lost_answers_when_repeated(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    simulator.faults.add(LostReply("PUT Contacts"))
    with pytest.raises(UnavailableError):
        xero.create_many([draft(KAURI)])
    (outcome,) = xero.create_many([draft(KAURI)])
    assert stored(outcome).fields == KAURI
