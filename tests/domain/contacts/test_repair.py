"""A repair makes a drifting pair equal, whichever side a person prefers."""

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    EMAIL,
    HOST,
    NAME,
    ON_PAIR,
    PHONE,
    SETTINGS,
    STAMP,
    XERO,
    host,
    link,
    pair,
)
from xerolink.domain.contacts.decide import Decision, MergePair, Verdict
from xerolink.domain.contacts.decide_linked import Pair
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.model import FieldName, Phone, SyncedFields
from xerolink.domain.contacts.repair import repair
from xerolink.domain.errors import NotPossibleError
from xerolink.domain.identity import xero_entity
from xerolink.domain.settings import Direction
from xerolink.testing.worlds import fields

IN_HOST = fields("Host", "h@acme.example")
IN_XERO = fields("Xero", "x@acme.example")
DRIFTING = evolve(pair(IN_XERO, IN_HOST), link=link(base=ACME))


def repaired(about: Pair, prefer: Side, *names: FieldName) -> Decision | None:
    return repair(about, names or (EMAIL, NAME), prefer, SETTINGS, STAMP)


def test_xeros_values_go_to_the_host_where_xero_is_preferred() -> None:
    assert repaired(DRIFTING, Side.XERO) == Decision(
        STAMP,
        XERO,
        Verdict.UPDATE,
        MergePair(HOST, None, {NAME: "Xero", EMAIL: "x@acme.example"}, {}, (), ()),
        "repair: name, billing_email as in Xero",
        ON_PAIR,
        IN_HOST,
        IN_XERO,
        IN_XERO,
        IN_XERO,
    )


def test_the_hosts_values_go_to_xero_where_the_host_is_preferred() -> None:
    assert repaired(DRIFTING, Side.HOST) == Decision(
        STAMP,
        XERO,
        Verdict.UPDATE,
        MergePair(HOST, None, {}, {NAME: "Host", EMAIL: "h@acme.example"}, (), ()),
        "repair: name, billing_email as in the host",
        ON_PAIR,
        IN_HOST,
        IN_HOST,
        IN_XERO,
        IN_HOST,
    )


def test_what_is_held_in_other_fields_stays_held() -> None:
    made = repaired(DRIFTING, Side.XERO, NAME)
    assert made is not None
    assert made.action == MergePair(HOST, None, {NAME: "Xero"}, {}, (), (EMAIL,))


def test_what_would_flow_anyway_in_other_fields_waits() -> None:
    flowing = pair(fields("Acme", "x@acme.example"), fields("Host", "a@acme.example"))
    made = repaired(flowing, Side.XERO, PHONE)
    assert made is not None
    assert made.action == MergePair(HOST, None, {PHONE: Phone()}, {}, (), ())


def test_a_contact_that_the_host_lost_is_not_repaired() -> None:
    assert repaired(pair(here=None), Side.HOST) is None


def test_nor_is_it_filled_from_xero() -> None:
    assert repaired(pair(here=None), Side.XERO) is None


@pytest.mark.parametrize("name", [None, "", " "])
def test_a_name_is_never_cleared(name: str | None) -> None:
    assert repaired(pair(SyncedFields(name)), Side.XERO, NAME) is None


def test_another_field_is_cleared() -> None:
    made = repaired(pair(fields("Acme")), Side.XERO, EMAIL)
    assert made is not None
    assert made.action == MergePair(HOST, None, {EMAIL: ""}, {}, (), ())


def test_what_the_host_holds_and_cannot_be_used_does_not_flow() -> None:
    odd = evolve(DRIFTING, host=host(fields("Host", "h\x00@acme.example")))
    made = repaired(odd, Side.HOST)
    assert made is not None
    assert made.reason == "repair: name as in the host"


def test_a_one_way_pair_takes_xeros_values() -> None:
    one_way = evolve(DRIFTING, link=link(direction=Direction.FROM_XERO))
    made = repaired(one_way, Side.XERO, NAME)
    assert made is not None
    assert made.writes


def test_a_one_way_pair_gives_xero_nothing() -> None:
    one_way = evolve(DRIFTING, link=link(direction=Direction.FROM_XERO))
    with pytest.raises(NotPossibleError) as refused:
        repaired(one_way, Side.HOST)
    why = "the pair is one-way, so the host's values cannot go to Xero"
    possible = ["make_two_way, then again", "prefer Xero"]
    assert str(refused.value) == str(NotPossibleError(xero_entity(XERO), why, possible))
