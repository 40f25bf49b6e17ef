"""A decision stands exactly while all that it rests on is as it was."""

from typing import Any

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    HOST,
    ON_PAIR,
    OTHER_LINK,
    STAMP,
    XERO,
    link,
    row,
)
from xerolink.domain.contacts.decide import Action, Decision, Leave, MoveLink, RestsOn, Verdict
from xerolink.domain.contacts.ground import still_holds
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.model import HostVersion
from xerolink.domain.contacts.take import Standing

VERSION = HostVersion("v-7")
STANDING = Standing(row(), link())
UNLINKED = Standing(row(), None)
STOP = MoveLink(HOST, LinkEvent.STOPPED)
OTHER_MOVE = MoveLink(HOST, LinkEvent.ARCHIVED_IN_XERO)


def holds(
    standing: Standing | None,
    host: HostVersion | None = VERSION,
    rests: RestsOn = ON_PAIR,
    action: Action = OTHER_MOVE,
) -> bool:
    given = STAMP, XERO, Verdict.STATE, action, "", rests, ACME, ACME, ACME, ACME
    return still_holds(Decision(*given), standing, host)


def test_it_stands_on_what_it_rests_on() -> None:
    assert holds(STANDING)


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param({"row": evolve(row(), revision=5)}, id="the Xero contact"),
        pytest.param({"row": None}, id="the Xero contact is gone"),
        pytest.param({"link": evolve(link(), revision=4)}, id="the link"),
        pytest.param({"link": link(link_id=OTHER_LINK)}, id="another link"),
        pytest.param({"link": None}, id="no link"),
        pytest.param({"engaged": True}, id="an effect is open"),
    ],
)
def test_it_falls_with_what_moved(moved: dict[str, Any]) -> None:
    assert not holds(evolve(STANDING, **moved))


@pytest.mark.parametrize("version", [HostVersion("v-8"), None])
def test_it_falls_with_an_edit_in_the_host(version: HostVersion | None) -> None:
    assert not holds(STANDING, version)


def test_it_falls_where_nothing_is_known_of_its_contact() -> None:
    assert not holds(None)


def test_one_about_a_contact_without_a_link_falls_with_a_link() -> None:
    unlinked = evolve(ON_PAIR, link_id=None, link_revision=0)
    assert holds(UNLINKED, rests=unlinked)
    assert not holds(STANDING, rests=unlinked)


def test_one_without_a_xero_contact_rests_on_revision_0() -> None:
    assert holds(Standing(None, None), None, RestsOn(0), Leave())


def test_a_stop_stands_through_an_edit_in_xero() -> None:
    """Row 26: it concerns the pair."""
    assert holds(evolve(STANDING, row=evolve(row(), revision=5)), action=STOP)


def test_a_stop_falls_with_the_link() -> None:
    assert not holds(evolve(STANDING, link=link().after(STOP.event)), action=STOP)
