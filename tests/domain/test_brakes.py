"""The brakes: what counts as a change of which kind, and how many are too many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.brakes import ChangeKind, brake, change_kinds, emptied, vanished
from xerolink.domain.contacts.decide import (
    Action,
    ArchiveInXero,
    AskPerson,
    CreateInHost,
    CreateInXero,
    Decision,
    FollowMerge,
    Leave,
    LinkPair,
    MergePair,
    MoveLink,
    RemoveFromHost,
    RestsOn,
    Stamp,
    Verdict,
)
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.model import ContactKind, FieldName, FieldValue, Phone, SyncedFields
from xerolink.domain.identity import SYNC, DecisionId, HostContactId, RunId, XeroContactId
from xerolink.domain.settings import Direction, MassChange
from xerolink.testing.worlds import fields

HOST, XERO = HostContactId("h-1"), XeroContactId("x-1")
BEFORE = fields("Acme", "a@x.example", Phone("555 0101"))
B, R, C, A = ChangeKind.BLANKED, ChangeKind.RENAMED, ChangeKind.CREATED, ChangeKind.ARCHIVED


def decided(
    action: Action,
    host_after: SyncedFields | None = BEFORE,
    xero_after: SyncedFields | None = BEFORE,
) -> Decision:
    stamp = Stamp(DecisionId("d-1"), RunId("r-1"), SYNC)
    sides = (BEFORE, host_after, BEFORE, xero_after)
    return Decision(stamp, XERO, Verdict.UPDATE, action, "", RestsOn(1), *sides)


def merged(name: FieldName, value: FieldValue, to_host: bool) -> Decision:
    values = {name: value}
    action = MergePair(HOST, None, values if to_host else {}, {} if to_host else values, (), ())
    after = BEFORE.with_values(values)
    return decided(action, after if to_host else BEFORE, BEFORE if to_host else after)


@pytest.mark.parametrize("to_host", [True, False])
@pytest.mark.parametrize(
    ("name", "value", "kinds"),
    [
        (FieldName.NAME, "Other", {R}),
        (FieldName.BILLING_EMAIL, "", {B}),
        (FieldName.PRIMARY_PHONE, Phone(), {B}),
        (FieldName.BILLING_EMAIL, "b@x.example", set()),
    ],
)
def test_edit_counts_on_either_side(
    to_host: bool, name: FieldName, value: FieldValue, kinds: set[ChangeKind]
) -> None:
    assert change_kinds(merged(name, value, to_host)) == kinds


def test_one_decision_counts_under_each_kind_that_it_is_of() -> None:
    values: dict[FieldName, FieldValue] = {FieldName.NAME: "Other", FieldName.BILLING_EMAIL: ""}
    action = MergePair(HOST, None, values, {}, (), ())
    assert change_kinds(decided(action, BEFORE.with_values(values))) == {R, B}


def test_pair_that_is_linked_under_another_spelling_is_renamed() -> None:
    values: dict[FieldName, FieldValue] = {FieldName.NAME: "ACME"}
    action = LinkPair(HOST, values)
    assert change_kinds(decided(action, BEFORE.with_values(values))) == {R}


@pytest.mark.parametrize(
    ("action", "kinds"),
    [
        (CreateInHost(ContactKind.PERSON, 900, "", ""), {C}),
        (CreateInXero(HOST, Direction.FROM_XERO), {C}),
        (MoveLink(HOST, LinkEvent.ARCHIVED_IN_XERO), {A}),
        (MoveLink(HOST, LinkEvent.DELETED_IN_HOST), {A}),
        (ArchiveInXero(HOST, LinkEvent.DELETED_IN_HOST), {A}),
        (RemoveFromHost(HOST, None), {A}),
        (MoveLink(HOST, LinkEvent.RESTORED_IN_XERO), set()),
        (AskPerson(IssueKind.SPLIT, (), 0), set()),
        (FollowMerge(HOST, XERO), set()),
        (Leave(), set()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_action_counts_as(action: Action, kinds: set[ChangeKind]) -> None:
    assert change_kinds(decided(action)) == kinds


def test_brake_says_what_is_too_much_and_what_is_allowed() -> None:
    why = brake({R: 31, C: 5}, 100, MassChange())
    assert why == "the mass-change brake: 31 contacts would be renamed, 20 are allowed"


def test_brake_names_every_kind_that_is_too_much() -> None:
    why = brake({R: 31, C: 40}, 100, MassChange())
    assert why == (
        "the mass-change brake: 31 contacts would be renamed and 40 contacts would be created, "
        "20 are allowed"
    )


@given(
    counts=st.dictionaries(st.sampled_from(ChangeKind), st.integers(0, 200)),
    links=st.integers(0, 3_000),
)
def test_brake_counts_each_kind_for_itself(counts: dict[ChangeKind, int], links: int) -> None:
    """More than ten per cent of the links, and more than twenty."""
    over = any(n > 20 and n * 10 > links for n in counts.values())
    assert (brake(counts, links, MassChange()) is not None) is over


@pytest.mark.parametrize(
    ("gone", "links", "looks"),
    [(100, 100, True), (90, 100, True), (89, 100, False), (20, 20, False), (21, 21, True)],
)
def test_side_looks_emptied(gone: int, links: int, looks: bool) -> None:
    assert emptied(gone, links, MassChange()) is looks


@pytest.mark.parametrize(
    ("gone", "alive", "looks"),
    [
        (21, 100, True),
        (20, 100, False),
        (30, 300, False),
        (31, 300, True),
        (20, 20, True),
        (19, 20, False),
        (2, 2, True),
        (1, 1, False),
        (0, 0, False),
    ],
)
def test_host_looks_as_if_it_lost_its_invoices(gone: int, alive: int, looks: bool) -> None:
    assert vanished(gone, alive, MassChange()) is looks
