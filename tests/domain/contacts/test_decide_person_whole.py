"""The whole of what a person decides, and what each refusal names."""

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    APART,
    EMAIL,
    HOST,
    LINK,
    NAME,
    ON_BOTH,
    ON_LINK,
    ON_PAIR,
    ON_ROW,
    OTHER,
    OTHER_LINK,
    OTHER_XERO,
    PERSON,
    SETTINGS,
    STAMP,
    XERO,
    host,
    link,
    pair,
    row,
)
from xerolink.domain.contacts.decide import CreateInHost, Decision, LinkPair, MergePair, Verdict
from xerolink.domain.contacts.decide_linked import Pair
from xerolink.domain.contacts.decide_person import (
    CONFIRMED,
    Neighbours,
    Side,
    confirm,
    keep_apart,
    resolve,
)
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import (
    ContactKind,
    FieldName,
    Phone,
    SyncedFields,
    XeroStatus,
)
from xerolink.domain.errors import NotPossibleError
from xerolink.domain.identity import xero_entity
from xerolink.domain.settings import Direction
from xerolink.testing.worlds import fields

IN_HOST = fields("Acme", "old@acme.example", Phone("555 0101"))
BOTH_NAMES = pair(fields("Xero", "a@acme.example"), fields("Host", "a@acme.example"))
REPAIRED = (IssueKind.HOST_MERGE,)


def test_a_confirm_is_this_decision() -> None:
    made = confirm(row(), host(IN_HOST), None, None, STAMP)
    assert made == Decision(
        STAMP,
        XERO,
        Verdict.FULL_MATCH,
        LinkPair(HOST, {EMAIL: "a@acme.example"}),
        CONFIRMED,
        ON_BOTH,
        IN_HOST,
        IN_HOST.with_values({EMAIL: "a@acme.example"}),
        ACME,
        ACME,
        answers=REPAIRED,
    )


def test_a_confirm_says_which_former_partners_stay() -> None:
    of_host = link(APART, link_id=OTHER_LINK, xero_id=OTHER_XERO)
    made = confirm(row(), host(), link(APART, host_id=OTHER), of_host, STAMP)
    assert made.warnings == (
        "its former partner, host contact 'h-2', stays and may match again",
        "the host contact's former partner, Xero contact x-2, stays and is matched anew",
    )


def test_keeping_apart_is_this_decision() -> None:
    former = link(APART)
    made = keep_apart(row(), PERSON, SETTINGS, Neighbours(OTHER, former, True), STAMP)
    assert made == Decision(
        STAMP,
        XERO,
        Verdict.NO_MATCH,
        CreateInHost(ContactKind.PERSON, 900, "two words", "Client", OTHER),
        "kept separate by a person",
        ON_LINK,
        None,
        ACME,
        ACME,
        ACME,
        replaces=(LINK,),
        warnings=(
            "its former partner, host contact 'h-1', is still there: it stays",
            "host contact 'h-2' resembles it, and stays beside the new one",
        ),
        answers=REPAIRED,
    )


def test_keeping_apart_what_never_had_a_partner_rests_on_the_row_alone() -> None:
    assert keep_apart(row(), PERSON, SETTINGS, Neighbours(), STAMP).rests_on == ON_ROW


def test_a_choice_is_this_decision() -> None:
    made = resolve(BOTH_NAMES, {NAME: Side.HOST}, (), SETTINGS, STAMP)
    assert made == Decision(
        STAMP,
        XERO,
        Verdict.UPDATE,
        MergePair(HOST, None, {}, {NAME: "Host"}, (), ()),
        "chosen by a person: name: host",
        ON_PAIR,
        fields("Host", "a@acme.example"),
        fields("Host", "a@acme.example"),
        fields("Xero", "a@acme.example"),
        fields("Host", "a@acme.example"),
    )


def test_every_choice_is_told_in_the_order_of_the_fields() -> None:
    both = pair(fields("Xero", "x@acme.example"), fields("Host", "h@acme.example"))
    made = resolve(both, {EMAIL: Side.XERO, NAME: Side.HOST}, (), SETTINGS, STAMP)
    assert made.reason == "chosen by a person: name: host, billing_email: xero"


def test_a_choice_lets_what_flows_anyway_flow() -> None:
    both = pair(
        fields("Xero", "x@acme.example"), fields("Host", "a@acme.example", Phone("555 0101"))
    )
    action = resolve(both, {NAME: Side.XERO}, (), SETTINGS, STAMP).action
    into_host = {NAME: "Xero", EMAIL: "x@acme.example"}
    into_xero = {FieldName.PRIMARY_PHONE: Phone("555 0101")}
    assert action == MergePair(HOST, None, into_host, into_xero, (), ())


DRIFT = fields("Host", "a@acme.example")
ONE_WAY = Direction.FROM_XERO


def drifting(here: SyncedFields, there: SyncedFields, field: FieldName = NAME) -> object:
    one_way = pair(there, here, direction=ONE_WAY)
    return resolve(one_way, {field: Side.XERO}, (), SETTINGS, STAMP).action


def test_drift_of_a_one_way_pair_is_given_up_for_an_empty_field_of_xero() -> None:
    given_up = drifting(fields("Acme", "h@acme.example"), fields("Acme"), EMAIL)
    assert given_up == MergePair(HOST, None, {EMAIL: ""}, {}, (), ())


@pytest.mark.parametrize(
    ("here", "there", "field"),
    [
        pytest.param(DRIFT, ACME.with_values({NAME: None}), NAME, id="Xero does not say"),
        pytest.param(DRIFT, ACME.with_values({NAME: " "}), NAME, id="a name is never cleared"),
        pytest.param(DRIFT, ACME, EMAIL, id="that one is as it was"),
        pytest.param(fields("Acme "), fields("Acme"), NAME, id="another spelling"),
    ],
)
def test_what_does_not_drift_cannot_be_given_up(
    here: SyncedFields, there: SyncedFields, field: FieldName
) -> None:
    with pytest.raises(NotPossibleError, match=f"not held: {field.value};"):
        drifting(here, there, field)


def test_what_the_host_changed_to_what_xero_has_does_not_drift() -> None:
    renamed = fields("New", "a@acme.example")
    with pytest.raises(NotPossibleError, match="not held: name;"):
        drifting(renamed, renamed)


def test_what_only_xero_changed_does_not_drift() -> None:
    with pytest.raises(NotPossibleError, match="not held: name;"):
        drifting(ACME, fields("Xero", "a@acme.example"))


def refusal(about: Pair, choices: dict[FieldName, Side]) -> NotPossibleError:
    with pytest.raises(NotPossibleError) as refused:
        resolve(about, choices, (), SETTINGS, STAMP)
    return refused.value


ARCHIVED = evolve(pair(), row=row(status=XeroStatus.ARCHIVED))
NOT_ACTIVE = "the contact is not active in Xero"
RESTORE = ["restore it there, then again", "stop_syncing"]
ONE_WAY_WHY = "the pair is one-way, so the host's value cannot go to Xero"
TURN = ["make_two_way, then again", "choose Xero's value"]


@pytest.mark.parametrize(
    ("about", "choices", "why", "possible"),
    [
        (pair(state=LinkState.DORMANT), {}, "the pair is dormant", ["issues"]),
        (ARCHIVED, {}, NOT_ACTIVE, RESTORE),
        (pair(here=None), {}, "the host no longer has the contact", ["stop_syncing"]),
        (
            BOTH_NAMES,
            {NAME: Side.XERO, EMAIL: Side.XERO, FieldName.PRIMARY_PHONE: Side.XERO},
            "not held: billing_email, primary_phone",
            ["choose for name"],
        ),
        (pair(here=DRIFT, direction=ONE_WAY), {NAME: Side.HOST}, ONE_WAY_WHY, TURN),
    ],
    ids=["not in sync", "archived", "gone", "not held", "one-way"],
)
def test_a_refused_choice_names_the_contact_the_reason_and_what_is_possible(
    about: Pair, choices: dict[FieldName, Side], why: str, possible: list[str]
) -> None:
    said = str(NotPossibleError(xero_entity(XERO), why, possible))
    assert str(refusal(about, choices)) == said
