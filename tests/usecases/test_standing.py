"""What the store holds about a page of decisions, and which of them cannot be taken now."""

from collections.abc import Sequence
from typing import Any

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    APART,
    HOST,
    LINK,
    NOW,
    ON_BOTH,
    OTHER,
    OTHER_LINK,
    OTHER_XERO,
    STAMP,
    XERO,
    link,
    row,
)
from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.store import MemoryStore
from xerolink.domain.contacts.decide import (
    Action,
    CreateInXero,
    Decision,
    FollowMerge,
    Leave,
    LinkPair,
    MoveLink,
    TakeOver,
    Verdict,
)
from xerolink.domain.contacts.effects import XeroDraft
from xerolink.domain.contacts.intent import CreateContact, Intent
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.take import Standing
from xerolink.domain.identity import (
    ConnectionId,
    DecisionId,
    EntityKey,
    HostContactId,
    IntentId,
    IssueId,
    LinkId,
    RunId,
    XeroContactId,
    host_entity,
    xero_entity,
)
from xerolink.domain.settings import Direction
from xerolink.usecases.standing import standing_of

FIRM = ConnectionId("firm-1")
THIRD, THIRD_HOST = XeroContactId("x-3"), HostContactId("h-3")
GONE = LinkId("l-gone")
MOVE = MoveLink(HOST, LinkEvent.STOPPED)


def held(
    links: Sequence[Link] = (), issues: Sequence[Issue] = (), intents: Sequence[Intent] = ()
) -> MemoryStore:
    """A store that holds one staged contact, and what is given."""
    store = MemoryStore(ManualClock(NOW))
    lease = store.claim(FIRM, RunId("r-1"), 120)
    assert lease is not None
    with store.transaction(lease) as unit:
        unit.staged.put([row()])
        unit.links.put(links)
        unit.issues.put(issues)
        unit.intents.put(intents)
    return store


def decision(
    action: Action, number: int = 1, xero_id: XeroContactId | None = XERO, **others: Any
) -> Decision:
    stamp = evolve(STAMP, decision_id=DecisionId(f"d-{number}"))
    given = stamp, xero_id, Verdict.STATE, action, "because", ON_BOTH, ACME, ACME, ACME, ACME
    return evolve(Decision(*given), **others)


def seen(store: MemoryStore, *page: Decision) -> list[Standing]:
    with store.reading(FIRM) as unit:
        found = standing_of(unit, page)
    return [found[d.decision_id] for d in page]


def engaged(store: MemoryStore, *page: Decision) -> list[bool]:
    return [standing.engaged for standing in seen(store, *page)]


def open_intent(entity: EntityKey) -> Intent:
    """A push of some contact whose answer is outstanding."""
    body = CreateContact(THIRD_HOST, XeroDraft(IntentId("i-9"), ACME, ""), Direction.TWO_WAY)
    return Intent(IntentId("i-9"), entity, GONE, body, RunId("r-0"), STAMP.actor, NOW)


def issue(number: int, subject: EntityKey) -> Issue:
    return Issue(IssueId(f"q-{number}"), IssueKind.NAME_TAKEN, subject, NOW, "why")


OF_XERO, OF_HOST = issue(1, xero_entity(XERO)), issue(2, host_entity(HOST))
OF_OTHER = issue(3, xero_entity(OTHER_XERO))
ISSUES = (OF_XERO, OF_HOST, OF_OTHER)
BESIDE = link(APART, link_id=OTHER_LINK, xero_id=OTHER_XERO, host_id=OTHER)


def test_a_decision_stands_beside_its_row_its_link_and_its_issues() -> None:
    store = held([link(), BESIDE], ISSUES)
    assert seen(store, decision(MOVE)) == [Standing(row(), link(), (OF_XERO,))]


def test_of_a_contact_that_is_not_known_nothing_stands() -> None:
    assert seen(held(), decision(MOVE, xero_id=THIRD)) == [Standing(None, None)]


def test_what_a_decision_replaces_stands_beside_it_while_it_is_there() -> None:
    store = held([link(APART)])
    (standing,) = seen(store, decision(LinkPair(HOST, {}), replaces=(GONE, LINK)))
    assert standing.replaced == (link(APART),)


def test_a_new_pair_answers_what_is_open_about_the_host_contact() -> None:
    (standing,) = seen(held(issues=ISSUES), decision(LinkPair(HOST, {})))
    assert (standing.issues, standing.partner_issues) == ((OF_XERO,), (OF_HOST,))


def test_a_pair_that_takes_over_answers_what_is_open_about_the_one_that_gives_way() -> None:
    store = held([link(), BESIDE], ISSUES)
    (standing,) = seen(store, decision(TakeOver(HOST, OTHER_XERO), replaces=(OTHER_LINK,)))
    assert standing.partner_issues == (OF_OTHER,)


def test_of_a_push_only_the_issues_of_the_host_contact_stand() -> None:
    push = decision(CreateInXero(HOST, Direction.TWO_WAY), xero_id=None)
    assert seen(held(issues=ISSUES), push) == [Standing(None, None, (OF_HOST,))]


PUSH = CreateInXero(HOST, Direction.TWO_WAY)
PAIR = LinkPair(HOST, {})


def test_what_nobody_else_wants_can_be_taken() -> None:
    page = decision(PAIR), decision(LinkPair(OTHER, {}), 2, OTHER_XERO)
    assert engaged(held(), *page) == [False, False]


@pytest.mark.parametrize("second", [PAIR, TakeOver(HOST, OTHER_XERO)])
def test_of_two_that_want_one_host_contact_the_first_gets_it(second: Action) -> None:
    assert engaged(held(), decision(PAIR), decision(second, 2, OTHER_XERO)) == [False, True]


def test_of_two_that_want_one_survivor_the_first_gets_it() -> None:
    page = [decision(FollowMerge(HOST, THIRD)), decision(TakeOver(OTHER, THIRD), 2, OTHER_XERO)]
    assert engaged(held(), *page) == [False, True]


@pytest.mark.parametrize("other", [Leave(), LinkPair(OTHER, {})])
def test_a_survivor_goes_to_its_new_pair_before_anything_else(other: Action) -> None:
    page = decision(FollowMerge(HOST, OTHER_XERO)), decision(other, 2, OTHER_XERO)
    assert engaged(held(), *page) == [False, True]


def test_a_host_contact_that_is_pushed_first_is_not_linked_too() -> None:
    push = decision(PUSH, xero_id=None)
    assert engaged(held(), push, decision(PAIR, 2)) == [False, True]


@pytest.mark.parametrize(
    "action",
    [PAIR, PUSH, TakeOver(HOST, XERO)],
    ids=["pair", "push", "take over"],
)
def test_a_host_contact_that_has_a_link_is_not_given_another(action: Action) -> None:
    store = held([link(xero_id=OTHER_XERO)])
    assert engaged(store, decision(action)) == [True]


def test_a_host_contact_whose_link_gives_way_is_free() -> None:
    store = held([link(APART, xero_id=OTHER_XERO)])
    assert engaged(store, decision(PAIR, replaces=(LINK,))) == [False]


@pytest.mark.parametrize("action", [FollowMerge(HOST, OTHER_XERO), TakeOver(HOST, OTHER_XERO)])
def test_a_survivor_that_has_a_link_is_not_given_another(action: Action) -> None:
    assert engaged(held([link(), BESIDE]), decision(action)) == [True]


def test_a_survivor_whose_link_gives_way_is_free() -> None:
    store = held([link(), BESIDE])
    over = decision(TakeOver(HOST, OTHER_XERO), replaces=(OTHER_LINK,))
    assert engaged(store, over) == [False]


def test_a_host_contact_that_moves_on_with_its_own_pair_is_no_new_partner() -> None:
    """It goes to a survivor; that the host contact has this link is no obstacle."""
    assert engaged(held([link()]), decision(TakeOver(HOST, OTHER_XERO))) == [False]


@pytest.mark.parametrize("action", [MOVE, PAIR, Leave()])
def test_a_contact_with_an_open_effect_waits(action: Action) -> None:
    store = held(intents=[open_intent(xero_entity(XERO))])
    assert engaged(store, decision(action)) == [True]


def test_a_partner_with_an_open_effect_is_waited_for() -> None:
    store = held(intents=[open_intent(host_entity(HOST))])
    assert engaged(store, decision(PAIR)) == [True]


def test_an_open_effect_of_another_contact_is_no_obstacle() -> None:
    store = held(intents=[open_intent(xero_entity(THIRD))])
    assert engaged(store, decision(PAIR)) == [False]


TOMBSTONE = link(APART, link_id=GONE)


def test_a_tombstone_of_two_free_contacts_can_stand_again() -> None:
    assert engaged(held(), decision(Leave(), restores=(TOMBSTONE,))) == [False]


@pytest.mark.parametrize("beside", [{"xero_id": OTHER_XERO}, {"host_id": OTHER}])
def test_a_tombstone_of_which_one_has_another_link_cannot_stand_again(
    beside: dict[str, Any],
) -> None:
    store = held([link(**beside)])
    assert engaged(store, decision(Leave(), restores=(TOMBSTONE,))) == [True]


def test_of_two_tombstones_each_must_be_able_to_stand_again() -> None:
    other = link(APART, link_id=OTHER_LINK, xero_id=OTHER_XERO, host_id=OTHER)
    store = held([link(link_id=LINK, xero_id=OTHER_XERO, host_id=THIRD_HOST)])
    assert engaged(store, decision(Leave(), restores=(TOMBSTONE, other))) == [True]


@pytest.mark.parametrize(
    "others",
    [{"replaces": (LINK,)}, {"rests_on": evolve(ON_BOTH, link_id=LINK)}],
    ids=["it ends", "it is the decision's own"],
)
def test_a_tombstone_may_stand_where_the_decisions_own_link_is(others: dict[str, Any]) -> None:
    assert engaged(held([link()]), decision(Leave(), restores=(TOMBSTONE,), **others)) == [False]
