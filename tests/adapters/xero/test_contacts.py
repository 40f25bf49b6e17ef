"""The real adapter keeps every promise of `ports.xero`, over HTTP, against the simulator."""

import json
from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.xero import XeroApiContacts, XeroClient
from xerolink.adapters.xero.contacts import LARGEST_ROW
from xerolink.adapters.xero.convert import draft_body
from xerolink.adapters.xero.request import LARGEST_BODY
from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone, SyncedFields
from xerolink.domain.identity import XeroContactId
from xerolink.ports.xero import GROUP, READ_GROUP, XeroContacts
from xerolink.testing.conformance.xero import XeroContactsContract
from xerolink.testing.conformance.xero_world import (
    KAURI,
    RIMU,
    XeroPeople,
    add_many,
    draft,
    patch,
    stored,
    update,
)
from xerolink.testing.simulator import Organisation, Switches, XeroSimulator

Reach = Callable[[Organisation], XeroClient]
Staff = Callable[[Organisation], XeroPeople]


class TestContacts(XeroContactsContract):
    @pytest.fixture
    def second(self, simulator: XeroSimulator, kauri_org: Organisation) -> Organisation:
        """Reached by the same token, as one consent for two organisations is."""
        return simulator.add_organisation("Rimu", access_token=kauri_org.access_token)

    @pytest.fixture
    def xero(self, client: XeroClient) -> XeroContacts:
        return XeroApiContacts(client)

    @pytest.fixture
    def people(self, kauri_org: Organisation, people_of: Staff) -> XeroPeople:
        return people_of(kauri_org)

    @pytest.fixture
    def other(self, second: Organisation, client_of: Reach) -> XeroContacts:
        return XeroApiContacts(client_of(second))

    @pytest.fixture
    def others(self, second: Organisation, people_of: Staff) -> XeroPeople:
        return people_of(second)


def test_a_repeated_create_creates_nothing_more_where_names_may_repeat(
    simulator: XeroSimulator, client_of: Reach
) -> None:
    loose = simulator.add_organisation("Loose", switches=Switches(enforce_unique_names=False))
    xero = XeroApiContacts(client_of(loose))
    xero.create_many([draft(KAURI)])
    xero.create_many([draft(KAURI)])
    assert len(loose.contacts) == 1


def test_a_repeated_create_after_six_minutes_is_a_new_one(
    simulator: XeroSimulator, clock: ManualClock, client_of: Reach
) -> None:
    """Only our own number protects then (fact sheet 7)."""
    loose = simulator.add_organisation("Loose", switches=Switches(enforce_unique_names=False))
    xero = XeroApiContacts(client_of(loose))
    xero.create_many([draft(KAURI)])
    clock.advance(360)
    xero.create_many([draft(KAURI)])
    assert len(loose.contacts) == 2


def test_the_idempotency_key_fits(simulator: XeroSimulator, xero: XeroApiContacts) -> None:
    xero.create_many([draft(SyncedFields(name=f"Client {n}")) for n in range(GROUP)])
    (request,) = simulator.requests.writes()
    assert request.idempotency_key is not None
    assert len(request.idempotency_key) <= 128


def test_another_draft_has_another_idempotency_key(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    xero.create_many([draft(KAURI)])
    xero.create_many([draft(RIMU)])
    assert len({request.idempotency_key for request in simulator.requests.writes()}) == 2


def test_an_update_names_its_contact(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    """A POST that finds its contact by name could overwrite another one (fact sheet 3.3)."""
    kauri = people.add(KAURI)
    xero.update_many([patch(xero.get_many([kauri])[kauri], {FieldName.NAME: RIMU.name})])
    assert len(xero.page(1, None).contacts) == 1


def test_a_second_that_since_may_not_include_is_read_all_the_same(
    simulator: XeroSimulator, client_of: Reach, people_of: Staff
) -> None:
    strict = simulator.add_organisation("Strict", switches=Switches(since_inclusive=False))
    people_of(strict).add(KAURI)
    xero = XeroApiContacts(client_of(strict))
    (kauri,) = xero.page(1, None).contacts
    assert xero.page(1, kauri.updated).contacts == (kauri,)


def test_since_goes_out_in_utc_without_a_fraction(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    xero.page(1, datetime.fromisoformat("2026-03-01T10:00:05.9+13:00"))
    (request,) = simulator.requests
    assert request.if_modified_since == "2026-02-28T21:00:03"


def test_a_read_of_a_group_has_a_short_address(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    xero.get_many(add_many(people, READ_GROUP))
    (request,) = simulator.requests
    assert len(request.path) + len(request.query) < 2_000


def test_a_page_is_read_in_the_order_of_ids(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    xero.page(1, None)
    (request,) = simulator.requests
    assert parse_qs(request.query)["order"] == ["ContactID"]


def test_a_billing_address_is_that_of_the_post_box(
    kauri_org: Organisation, xero: XeroApiContacts
) -> None:
    kauri_org.people.add(
        Name="Kauri",
        Addresses=[
            {"AddressType": "STREET", "City": "Nelson"},
            {"AddressType": "POBOX", "City": "Napier"},
        ],
    )
    (kauri,) = xero.page(1, None).contacts
    assert kauri.fields.billing_address == Address(city="Napier")


def test_an_update_leaves_street_and_mobile_alone(
    kauri_org: Organisation, xero: XeroApiContacts
) -> None:
    kauri = kauri_org.people.add(
        Name="Kauri",
        Addresses=[{"AddressType": "STREET", "City": "Nelson"}],
        Phones=[{"PhoneType": "MOBILE", "PhoneNumber": "021"}],
    )
    address = Address(city="Bluff")
    values: dict[FieldName, FieldValue] = {
        FieldName.PRIMARY_PHONE: Phone("1"),
        FieldName.BILLING_ADDRESS: address,
    }
    update(xero, XeroContactId(kauri), values)
    found = kauri_org.contacts[kauri]
    assert (found.address("STREET"), found.phone("MOBILE")) == (
        {"City": "Nelson"},
        {"PhoneNumber": "021"},
    )


def test_a_slot_is_right_where_unsent_parts_are_cleared(
    simulator: XeroSimulator, client_of: Reach, people_of: Staff
) -> None:
    clearing = simulator.add_organisation("C", switches=Switches(unsent_parts_cleared=True))
    people, xero = people_of(clearing), XeroApiContacts(client_of(clearing))
    kauri = people.add(KAURI, attention_to="Ana")
    update(xero, kauri, {FieldName.BILLING_ADDRESS: RIMU.billing_address})
    found = xero.get_many([kauri])[kauri]
    assert (found.attention_to, found.fields.billing_address) == ("Ana", RIMU.billing_address)


def test_a_fifth_address_line_is_joined_to_the_fourth(xero: XeroApiContacts) -> None:
    long = Address(lines=("a", "b", "c", "d", "e"))
    (outcome,) = xero.create_many([draft(SyncedFields(name="Long", billing_address=long))])
    assert stored(outcome).fields.billing_address == Address(lines=("a", "b", "c", "d, e"))


LONG = "岩" * 255
"""Percent-encoded it has more bytes than an address may have."""


def test_a_name_too_long_for_an_address_is_found_all_the_same(
    xero: XeroApiContacts, people: XeroPeople
) -> None:
    rock = people.add(SyncedFields(name=LONG))
    assert [one.xero_id for one in xero.by_name(LONG)] == [rock]


def test_a_longer_name_with_the_same_beginning_is_another(
    xero: XeroApiContacts, people: XeroPeople
) -> None:
    people.add(SyncedFields(name=LONG))
    assert xero.by_name(LONG[:-1] + "石") == ()


def test_a_long_name_is_found_whatever_its_case_and_accents(
    xero: XeroApiContacts, people: XeroPeople
) -> None:
    name = "Ж" * 250 + "é"
    people.add(SyncedFields(name=name))
    assert len(xero.by_name("ж" * 250 + "E")) == 1


NAMES = [LONG, "\U0001f30b" * 255, '"\\' * 127, "é" * 255, " " * 3 + "&" * 250, "x" * 255]


@pytest.mark.parametrize("name", NAMES, ids=["cjk", "astral", "quotes", "accents", "&", "ascii"])
def test_the_address_of_any_name_is_short(
    simulator: XeroSimulator, xero: XeroApiContacts, name: str
) -> None:
    xero.by_name(name)
    (request,) = simulator.requests
    assert (request.status, len(request.path) + len(request.query) < 1_900) == (200, True)


def test_a_number_too_long_for_xero_is_nobodys(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    assert (xero.by_number("x" * 51), len(simulator.requests)) == (None, 0)


def test_the_address_of_any_number_is_short(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    xero.by_number("\U0001f30b" * 50)
    (request,) = simulator.requests
    assert request.status == 404


HUGE = SyncedFields(name="Huge", billing_address=Address(lines=("x" * 70_000,)))


def test_a_contact_too_large_for_a_group_is_refused_and_the_others_stand(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    outcomes = xero.create_many([draft(KAURI), draft(HUGE), draft(RIMU)])
    kinds = [type(outcome).__name__ for outcome in outcomes]
    assert (kinds, simulator.requests.written()) == (["XeroStored", "Refused", "XeroStored"], 2)


def test_a_group_of_contacts_too_large_asks_nothing(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    xero.create_many([draft(HUGE)])
    assert len(simulator.requests) == 0


def test_a_full_group_of_the_largest_contacts_keeps_under_the_limit_of_a_body(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    """Each as large as it may be, to the byte; the body is, too."""
    body = len(json.dumps(draft_body(draft(one_of(0, 1)))))
    lines = LARGEST_ROW - body + 1
    xero.create_many([draft(one_of(number, lines)) for number in range(GROUP)])
    (request,) = simulator.requests
    assert LARGEST_BODY - 500 < request.request_bytes <= LARGEST_BODY


def one_of(number: int, length: int) -> SyncedFields:
    """A contact whose address line has *length* characters."""
    address = Address(lines=("x" * length,))
    return SyncedFields(name=f"Contact {number:02}", billing_address=address)


def test_a_name_too_long_for_xero_is_nobodys(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    assert (xero.by_name("x" * 256), len(simulator.requests)) == ((), 0)


def test_no_ids_ask_nothing(simulator: XeroSimulator, xero: XeroApiContacts) -> None:
    xero.get_many([])
    assert len(simulator.requests) == 0
