"""What Xero answers may be stranger than documented; nothing is lost or mixed up by it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from xerolink.adapters.xero import XeroApiContacts
from xerolink.domain.contacts.model import FieldName, FieldValue, XeroStatus
from xerolink.ports.errors import UnavailableError
from xerolink.testing.conformance.xero_world import (
    KAURI,
    RIMU,
    XeroPeople,
    add_many,
    draft,
    patch,
    stored,
)
from xerolink.testing.simulator import RewriteBody, XeroSimulator


def rewritten(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    """A fault's rewrite that lets *change* work on the answer's JSON."""

    def rewrite(body: bytes) -> bytes:
        found = json.loads(body)
        change(found)
        return json.dumps(found).encode()

    return rewrite


def with_first(key: str, value: object) -> Callable[[bytes], bytes]:
    return rewritten(lambda found: found["Contacts"][0].update({key: value}))


ODD = {
    "ContactStatus": "SLEEPING",
    "Name": 7,
    "EmailAddress": {"a": 1},
    "UpdatedDateUTC": "yesterday",
    "Phones": "none",
    "Addresses": [3],
    "IsCustomer": "yes",
    "MergedToContactID": "nobody",
}


@pytest.mark.parametrize("key", ODD)
def test_an_odd_contact_does_not_lose_its_page(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople, key: str
) -> None:
    ids = sorted([people.add(KAURI), people.add(RIMU)])
    simulator.faults.add(RewriteBody("GET Contacts", rewrite=with_first(key, ODD[key])))
    page = xero.page(1, None)
    odd, fine = [one.xero_id for one in page.odd], [one.xero_id for one in page.contacts]
    assert (odd, fine) == (ids[:1], ids[1:])


def test_an_odd_contact_without_an_id_is_still_told(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    people.add(KAURI)
    simulator.faults.add(RewriteBody("GET Contacts", rewrite=with_first("ContactID", "?")))
    assert [one.xero_id for one in xero.page(1, None).odd] == [None]


def test_get_many_leaves_out_an_odd_contact(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    kauri, rimu = people.add(KAURI), people.add(RIMU)
    simulator.faults.add(RewriteBody("GET Contacts", rewrite=with_first("Name", 7)))
    assert list(xero.get_many([kauri, rimu])) == [rimu]


def test_an_odd_contact_with_our_number_is_not_none(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    people.add(KAURI, number="K-1")
    simulator.faults.add(RewriteBody("GET Contact", rewrite=with_first("Name", 7)))
    with pytest.raises(UnavailableError):
        xero.by_number("K-1")


def test_a_tax_number_type_that_breaks_the_sdk_is_read(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    people.add(KAURI)
    strange = with_first("TaxNumberType", "TAXNUMBERTYPE/EIN")
    simulator.faults.add(RewriteBody("GET Contacts", rewrite=strange))
    assert [one.fields for one in xero.page(1, None).contacts] == [KAURI]


def test_a_page_without_its_own_time_takes_that_of_the_header(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    timeless = rewritten(lambda found: found.pop("DateTimeUTC"))
    simulator.faults.add(RewriteBody("GET Contacts", rewrite=timeless))
    assert xero.page(1, None).at == datetime(2026, 3, 1, 9, 30, 0, tzinfo=UTC)


@pytest.mark.parametrize(("count", "more"), [(99, False), (100, True)])
def test_without_a_pagination_block_a_full_page_says_more(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople, count: int, more: bool
) -> None:
    """A server without the block may not know our page size; its own is 100 (fact sheet 3.4)."""
    add_many(people, count)
    blind = rewritten(lambda found: found.pop("pagination"))
    simulator.faults.add(RewriteBody("GET Contacts", rewrite=blind))
    assert xero.page(1, None).more is more


@pytest.mark.parametrize("body", [b"[]", b'"Contacts"', b"{}", b'{"Contacts": null}', b"\xff"])
def test_a_body_of_another_shape_is_unavailable(
    simulator: XeroSimulator, xero: XeroApiContacts, body: bytes
) -> None:
    simulator.faults.add(RewriteBody("GET Contacts", rewrite=lambda _: body))
    with pytest.raises(UnavailableError):
        xero.page(1, None)


MISFITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "one too few": lambda found: found["Contacts"].pop(),
    "one too many": lambda found: found["Contacts"].append(found["Contacts"][0]),
    "another order": lambda found: found["Contacts"].reverse(),
    "one unreadable": lambda found: found["Contacts"][0].update(Name=7),
    "no list": lambda found: found.pop("Contacts"),
}
every_misfit = pytest.mark.parametrize("change", MISFITS.values(), ids=MISFITS.keys())


@every_misfit
@pytest.mark.parametrize("numbers", [("K-1", "R-1"), ("", "")])
def test_a_create_whose_answer_does_not_fit_is_uncertain(
    simulator: XeroSimulator,
    xero: XeroApiContacts,
    change: Callable[[dict[str, Any]], object],
    numbers: tuple[str, str],
) -> None:
    simulator.faults.add(RewriteBody("PUT Contacts", rewrite=rewritten(change)))
    with pytest.raises(UnavailableError):
        xero.create_many([draft(KAURI, numbers[0]), draft(RIMU, numbers[1])])


@every_misfit
def test_an_update_whose_answer_does_not_fit_is_uncertain(
    simulator: XeroSimulator,
    xero: XeroApiContacts,
    people: XeroPeople,
    change: Callable[[dict[str, Any]], object],
) -> None:
    ids = [people.add(KAURI), people.add(RIMU)]
    found = xero.get_many(ids)
    values: dict[FieldName, FieldValue] = {FieldName.BILLING_EMAIL: "new@firm.example"}
    simulator.faults.add(RewriteBody("POST Contacts", rewrite=rewritten(change)))
    with pytest.raises(UnavailableError):
        xero.update_many([patch(found[one], values) for one in ids])


@every_misfit
def test_an_archive_whose_answer_does_not_fit_is_uncertain(
    simulator: XeroSimulator,
    xero: XeroApiContacts,
    people: XeroPeople,
    change: Callable[[dict[str, Any]], object],
) -> None:
    ids = [people.add(KAURI), people.add(RIMU)]
    simulator.faults.add(RewriteBody("POST Contacts", rewrite=rewritten(change)))
    with pytest.raises(UnavailableError):
        xero.archive_many(ids)


def test_an_archive_that_xero_took_and_did_not_do_is_uncertain(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    still = with_first("ContactStatus", "ACTIVE")
    simulator.faults.add(RewriteBody("POST Contacts", rewrite=still))
    with pytest.raises(UnavailableError):
        xero.archive_many([people.add(KAURI)])


def test_what_xero_calls_archived_is_archived_where_a_read_lags(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    kauri = people.add(KAURI)
    people.archive(kauri)
    late = with_first("ContactStatus", "ACTIVE")
    simulator.faults.add(RewriteBody("GET Contacts", rewrite=late))
    (outcome,) = xero.archive_many([kauri])
    assert stored(outcome).status is XeroStatus.ARCHIVED


def test_an_archived_contact_that_cannot_be_read_is_refused_and_the_others_stand(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    kauri, rimu = people.add(KAURI), people.add(RIMU)
    people.archive(kauri)
    simulator.faults.add(RewriteBody("GET Contacts", rewrite=with_first("Name", 7)))
    outcomes = xero.archive_many([kauri, rimu])
    assert [type(outcome).__name__ for outcome in outcomes] == ["Refused", "XeroStored"]


def test_an_error_without_a_message_is_a_refusal(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    silent = with_first("StatusAttributeString", "ERROR")
    simulator.faults.add(RewriteBody("PUT Contacts", rewrite=silent))
    (outcome,) = xero.create_many([draft(KAURI)])
    assert "no reason" in str(outcome)
