"""What a person decides, as values: what is written, what it rests on, what it warns of."""

from datetime import UTC, datetime

import pytest

from xerolink.domain.contacts.classify import Classification
from xerolink.domain.contacts.decide import CreateInHost, LinkPair, MergePair, RestsOn, Stamp
from xerolink.domain.contacts.decide_linked import Pair
from xerolink.domain.contacts.decide_person import Neighbours, Side, confirm, keep_apart, resolve
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import (
    ContactKind,
    FieldName,
    HostContact,
    HostVersion,
    Phone,
    SyncedFields,
    XeroContact,
)
from xerolink.domain.contacts.normalise import match_keys
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import NotPossibleError
from xerolink.domain.identity import (
    Actor,
    DecisionId,
    HostContactId,
    LinkId,
    RunId,
    XeroContactId,
)
from xerolink.domain.settings import ContactSettings, Direction
from xerolink.testing.worlds import fields

NOW = datetime(2026, 7, 1, tzinfo=UTC)
STAMP = Stamp(DecisionId("d-1"), RunId("r-1"), Actor.person("anna"))
SETTINGS = ContactSettings(default_contact_type="Client")
PERSON = Classification(ContactKind.PERSON, 900, "two words")
XERO, HOST, OTHER = XeroContactId("x-1"), HostContactId("h-1"), HostContactId("h-2")
BASE = fields("Acme", "a@acme.example")
NAME, EMAIL = FieldName.NAME, FieldName.BILLING_EMAIL


def row(held: SyncedFields) -> StagedContact:
    return StagedContact(XeroContact(XERO, NOW, held), match_keys(held), True, revision=4)


def host(held: SyncedFields) -> HostContact:
    return HostContact(HOST, HostVersion("v-7"), held)


def link(
    link_id: str = "l-1",
    xero_id: XeroContactId = XERO,
    host_id: HostContactId = HOST,
    state: LinkState = LinkState.PREVIOUSLY_SYNCED,
    direction: Direction = Direction.TWO_WAY,
) -> Link:
    given = LinkId(link_id), host_id, xero_id, BASE, BASE
    return Link(*given, NOW, NOW, state=state, direction=direction, revision=3)


def pair(
    xero: SyncedFields, here: SyncedFields | None, direction: Direction = Direction.TWO_WAY
) -> Pair:
    synced = link(state=LinkState.SYNCED, direction=direction)
    return Pair(row(xero), synced, host(here) if here else None)


def test_a_confirm_overwrites_with_what_xero_has_and_says_otherwise() -> None:
    made = confirm(
        row(fields("Acme", "new@acme.example")),
        host(fields("acme", "old@acme.example", Phone("555 0101"))),
        None,
        None,
        STAMP,
    )
    assert made.action == LinkPair(HOST, {NAME: "Acme", EMAIL: "new@acme.example"})


def test_a_confirm_rests_on_the_row_the_host_contact_and_the_tombstone() -> None:
    made = confirm(row(BASE), host(BASE), link(host_id=OTHER), None, STAMP)
    assert made.rests_on == RestsOn(4, HOST, HostVersion("v-7"), LinkId("l-1"), 3)


def test_a_confirm_replaces_the_tombstones_of_both() -> None:
    of_xero, of_host = link(host_id=OTHER), link("l-2", XeroContactId("x-2"))
    made = confirm(row(BASE), host(BASE), of_xero, of_host, STAMP)
    assert made.replaces == (LinkId("l-1"), LinkId("l-2"))


def test_a_confirm_of_former_partners_replaces_their_one_tombstone() -> None:
    made = confirm(row(BASE), host(BASE), link(), link(), STAMP)
    assert made.replaces == (LinkId("l-1"),)


def test_a_confirm_of_former_partners_says_what_relink_would_do() -> None:
    made = confirm(row(BASE), host(BASE), link(), link(), STAMP)
    assert made.warnings == (
        "these two were synced before; relink would merge what changed on either side since",
    )


def test_a_confirm_answers_a_merge_in_the_host() -> None:
    made = confirm(row(BASE), host(BASE), None, None, STAMP)
    assert made.answers == (IssueKind.HOST_MERGE,)


def test_keeping_apart_creates_of_xeros_data() -> None:
    made = keep_apart(row(BASE), PERSON, SETTINGS, Neighbours(near=OTHER), STAMP)
    assert made.action == CreateInHost(ContactKind.PERSON, 900, "two words", "Client", OTHER)
    assert (made.host_before, made.host_after) == (None, BASE)


def test_keeping_apart_ends_the_tombstone() -> None:
    made = keep_apart(row(BASE), PERSON, SETTINGS, Neighbours(None, link()), STAMP)
    assert (made.replaces, made.rests_on.link_revision) == ((LinkId("l-1"),), 3)


@pytest.mark.parametrize(
    ("beside", "warnings"),
    [
        (Neighbours(), 0),
        (Neighbours(OTHER), 1),
        (Neighbours(None, link(), former_alive=False), 0),
        (Neighbours(None, link(), former_alive=True), 1),
        (Neighbours(HOST, link(), former_alive=True), 1),
        (Neighbours(OTHER, link(), former_alive=True), 2),
    ],
)
def test_keeping_apart_warns_of_each_that_it_doubles_once(
    beside: Neighbours, warnings: int
) -> None:
    made = keep_apart(row(BASE), PERSON, SETTINGS, beside, STAMP)
    assert len(made.warnings) == warnings


def test_a_choice_sends_the_hosts_value_to_xero() -> None:
    both = pair(fields("Xero", "a@acme.example"), fields("Host", "a@acme.example"))
    made = resolve(both, {NAME: Side.HOST}, (), SETTINGS, STAMP)
    assert made.action == MergePair(HOST, None, {}, {NAME: "Host"}, (), ())


def test_a_choice_sends_xeros_value_to_the_host() -> None:
    both = pair(fields("Xero", "a@acme.example"), fields("Host", "a@acme.example"))
    made = resolve(both, {NAME: Side.XERO}, (), SETTINGS, STAMP)
    assert made.action == MergePair(HOST, None, {NAME: "Xero"}, {}, (), ())


def test_a_choice_leaves_the_other_held_fields_held() -> None:
    both = pair(fields("Xero", "x@acme.example"), fields("Host", "h@acme.example"))
    made = resolve(both, {NAME: Side.XERO}, (), SETTINGS, STAMP)
    assert made.action == MergePair(HOST, None, {NAME: "Xero"}, {}, (), (EMAIL,))


def test_the_reason_of_a_choice_repeats_no_value() -> None:
    both = pair(fields("Xero", "a@acme.example"), fields("Host", "a@acme.example"))
    made = resolve(both, {NAME: Side.XERO}, (), SETTINGS, STAMP)
    assert made.reason == "chosen by a person: name: xero"


def test_a_refused_field_that_waits_may_be_given_up() -> None:
    both = pair(BASE, fields("Taken", "a@acme.example"))
    made = resolve(both, {NAME: Side.XERO}, (NAME,), SETTINGS, STAMP)
    assert made.action == MergePair(HOST, None, {NAME: "Acme"}, {}, (), ())


def test_a_refused_field_that_waits_no_more_is_not_held() -> None:
    with pytest.raises(NotPossibleError, match="not held: name; possible: nothing"):
        resolve(pair(BASE, BASE), {NAME: Side.XERO}, (NAME,), SETTINGS, STAMP)


def test_an_edit_that_just_flows_is_not_held() -> None:
    both = pair(BASE, fields("Host", "a@acme.example"))
    with pytest.raises(NotPossibleError, match="not held: name"):
        resolve(both, {NAME: Side.XERO}, (), SETTINGS, STAMP)


def test_a_one_way_pair_takes_xeros_value_only() -> None:
    both = pair(BASE, fields("Host", "a@acme.example"), Direction.FROM_XERO)
    made = resolve(both, {NAME: Side.XERO}, (), SETTINGS, STAMP)
    assert made.action == MergePair(HOST, None, {NAME: "Acme"}, {}, (), ())
    with pytest.raises(NotPossibleError, match="one-way"):
        resolve(both, {NAME: Side.HOST}, (), SETTINGS, STAMP)


def test_nothing_is_chosen_about_a_contact_that_the_host_lost() -> None:
    with pytest.raises(NotPossibleError, match="no longer has the contact"):
        resolve(pair(BASE, None), {NAME: Side.XERO}, (), SETTINGS, STAMP)
