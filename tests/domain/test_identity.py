"""Ids, and who caused a change."""

from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.identity import (
    SYNC,
    Actor,
    ActorKind,
    HostContactId,
    XeroContactId,
    host_entity,
    xero_entity,
    xero_id_of,
)


@given(st.text(), st.text())
def test_the_entities_of_the_two_sides_are_never_equal(host: str, xero: str) -> None:
    assert host_entity(HostContactId(host)) != xero_entity(XeroContactId(xero))


@given(st.text(), st.text())
def test_two_contacts_of_one_side_are_one_entity_only_if_they_are_one_contact(
    left: str, right: str
) -> None:
    entities = xero_entity(XeroContactId(left)), xero_entity(XeroContactId(right))
    assert (entities[0] == entities[1]) is (left == right)


def test_a_person_is_never_the_unattended_sync() -> None:
    assert Actor.person(SYNC.name) != SYNC


def test_the_unattended_sync_is_no_person() -> None:
    assert SYNC.kind is ActorKind.SYSTEM


@given(st.text())
def test_the_contact_of_an_entity_is_found_again(text: str) -> None:
    xero_id = XeroContactId(text)
    assert xero_id_of(xero_entity(xero_id)) == xero_id


@given(st.text())
def test_the_entity_of_a_host_contact_is_about_no_xero_contact(text: str) -> None:
    assert xero_id_of(host_entity(HostContactId(text))) is None
