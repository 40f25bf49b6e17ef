"""The merge of one field, for every combination of a few values on both sides and in both bases.

Each value carries a label for its meaning: the claims below speak of labels only, so that they do
not lean on the canonical form that the rule itself uses.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest
from attrs import evolve, frozen

from xerolink.domain.contacts.merge import FieldOutcome, Sides, merge_field
from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone
from xerolink.domain.contacts.normalise import EMPTY as EMPTY_OF
from xerolink.domain.settings import BothChanged, Direction

UNKNOWN, EMPTY, ONE, TWO, THREE = "unknown", "empty", "one", "two", "three"
VALUES: dict[FieldName, tuple[tuple[str, FieldValue], ...]] = {
    FieldName.NAME: (
        (UNKNOWN, None),
        (EMPTY, ""),
        (EMPTY, " \t"),
        (ONE, "Acme Ltd"),
        (ONE, " Acme   Ltd "),
        (TWO, "ACME Ltd"),
        (THREE, "Bolt"),
    ),
    FieldName.BILLING_EMAIL: (
        (UNKNOWN, None),
        (EMPTY, ""),
        (EMPTY, "  "),
        (ONE, "a@one.test"),
        (ONE, " A@One.test"),
        (TWO, "b@two.test"),
        (THREE, "n/a"),
    ),
    FieldName.PRIMARY_PHONE: (
        (UNKNOWN, None),
        (EMPTY, Phone()),
        (EMPTY, Phone(" ")),
        (ONE, Phone("091111111")),
        (ONE, Phone("111-1111", "(09)")),
        (TWO, Phone("222 2222", "09")),
        (THREE, Phone("at the desk")),
    ),
    FieldName.BILLING_ADDRESS: (
        (UNKNOWN, None),
        (EMPTY, Address()),
        (EMPTY, Address((" ", ""), " ")),
        (ONE, Address(("1 High St",), "Leeds")),
        (ONE, Address(("1 HIGH  ST", ""), "leeds")),
        (TWO, Address(("2 High St",), "Leeds")),
        (THREE, Address((), "Leeds")),
    ),
}
SWAPPED_OUTCOME = {
    FieldOutcome.TO_HOST: FieldOutcome.TO_XERO,
    FieldOutcome.TO_XERO: FieldOutcome.TO_HOST,
}
SWAPPED_POLICY = {
    BothChanged.XERO: BothChanged.HOST,
    BothChanged.HOST: BothChanged.XERO,
}


@frozen
class Meaning:
    """The labels of the four values."""

    host: str
    xero: str
    base_host: str
    base_xero: str


@frozen
class Case:
    """One combination and what became of it."""

    field: FieldName
    means: Meaning
    sides: Sides
    policy: BothChanged
    direction: Direction
    outcome: FieldOutcome

    @property
    def host_changed(self) -> bool:
        return self._changed(self.means.host, self.means.base_host)

    @property
    def xero_changed(self) -> bool:
        return self._changed(self.means.xero, self.means.base_xero)

    @property
    def both_changed_differently(self) -> bool:
        return self.host_changed and self.xero_changed and self.means.host != self.means.xero

    @property
    def two_way(self) -> bool:
        return self.direction is Direction.TWO_WAY

    def _changed(self, now: str, base: str) -> bool:
        nothing = {UNKNOWN, EMPTY} if self.field is FieldName.NAME else {UNKNOWN}
        return now not in nothing and now != (EMPTY if base == UNKNOWN else base)


@cache
def cases(field: FieldName) -> tuple[Case, ...]:
    return tuple(_cases(field))


def _cases(field: FieldName) -> Iterator[Case]:
    for four in product(VALUES[field], repeat=4):
        means, sides = Meaning(*(v[0] for v in four)), Sides(*(v[1] for v in four))
        for policy, direction in product(BothChanged, Direction):
            outcome = merge_field(field, sides, policy, direction)
            yield Case(field, means, sides, policy, direction, outcome)


every_field = pytest.mark.parametrize("field", FieldName, ids=lambda field: field.value)


def broken(found: Iterator[Case]) -> list[Case]:
    """The first few cases that break a claim: short enough to read."""
    return [case for case, _ in zip(found, range(3), strict=False)]


@every_field
def test_what_nobody_changed_is_kept(field: FieldName) -> None:
    untouched = (c for c in cases(field) if not c.host_changed and not c.xero_changed)
    assert not broken(c for c in untouched if c.outcome is not FieldOutcome.KEEP)


@every_field
def test_an_edit_that_makes_both_sides_mean_the_same_is_agreed(field: FieldName) -> None:
    alike = (
        c
        for c in cases(field)
        if (c.host_changed or c.xero_changed) and c.means.host == c.means.xero
    )
    assert not broken(c for c in alike if c.outcome is not FieldOutcome.AGREE)


@every_field
def test_an_edit_in_the_host_alone_reaches_xero(field: FieldName) -> None:
    alone = (c for c in cases(field) if c.two_way and c.host_changed and not c.xero_changed)
    differs = (c for c in alone if c.means.host != c.means.xero)
    assert not broken(c for c in differs if c.outcome is not FieldOutcome.TO_XERO)


@every_field
def test_an_edit_in_xero_alone_reaches_the_host(field: FieldName) -> None:
    """On a link of either direction."""
    alone = (c for c in cases(field) if c.xero_changed and not c.host_changed)
    differs = (c for c in alone if c.means.host != c.means.xero)
    assert not broken(c for c in differs if c.outcome is not FieldOutcome.TO_HOST)


@every_field
def test_no_side_is_overwritten_that_alone_was_edited(field: FieldName) -> None:
    """On a two-way link, whatever the policy: a one-sided edit is never lost."""
    written = {FieldOutcome.TO_HOST: (True, False), FieldOutcome.TO_XERO: (False, True)}
    assert not broken(
        c
        for c in cases(field)
        if c.two_way and written.get(c.outcome) == (c.host_changed, c.xero_changed)
    )


@every_field
def test_a_field_is_held_exactly_if_both_sides_changed_it_differently(field: FieldName) -> None:
    holding = (c for c in cases(field) if c.policy is BothChanged.HOLD and c.two_way)
    held = ((c, c.outcome is FieldOutcome.HOLD) for c in holding)
    assert not broken(c for c, is_held in held if is_held != c.both_changed_differently)


@every_field
@pytest.mark.parametrize(
    ("policy", "wins"),
    [(BothChanged.XERO, FieldOutcome.TO_HOST), (BothChanged.HOST, FieldOutcome.TO_XERO)],
)
def test_the_policy_names_the_winner_of_two_edits(
    field: FieldName, policy: BothChanged, wins: FieldOutcome
) -> None:
    contested = (c for c in cases(field) if c.policy is policy and c.two_way)
    differently = (c for c in contested if c.both_changed_differently)
    assert not broken(c for c in differently if c.outcome is not wins)


@every_field
def test_the_policy_decides_nothing_but_two_edits(field: FieldName) -> None:
    by_policy = {(c.sides, c.direction, c.policy): c.outcome for c in cases(field)}
    assert not broken(
        c
        for c in cases(field)
        if not (c.both_changed_differently and c.two_way)
        and by_policy[c.sides, c.direction, BothChanged.HOLD] is not c.outcome
    )


@every_field
def test_unknown_in_the_host_is_never_a_change(field: FieldName) -> None:
    reads_host = {FieldOutcome.TO_XERO, FieldOutcome.AGREE, FieldOutcome.HOLD}
    silent = (c for c in cases(field) if c.means.host == UNKNOWN)
    assert not broken(c for c in silent if c.outcome in reads_host)


@every_field
def test_unknown_in_xero_is_never_a_change(field: FieldName) -> None:
    reads_xero = {FieldOutcome.TO_HOST, FieldOutcome.AGREE, FieldOutcome.HOLD}
    silent = (c for c in cases(field) if c.means.xero == UNKNOWN)
    assert not broken(c for c in silent if c.outcome in reads_xero)


def test_a_name_is_never_cleared() -> None:
    written = {FieldOutcome.TO_HOST: "xero", FieldOutcome.TO_XERO: "host"}
    flows = (c for c in cases(FieldName.NAME) if c.outcome in written)
    assert not broken(c for c in flows if getattr(c.means, written[c.outcome]) == EMPTY)


@pytest.mark.parametrize("field", [name for name in FieldName if name is not FieldName.NAME])
def test_clearing_any_other_field_flows_like_every_edit(field: FieldName) -> None:
    cleared = (
        c
        for c in cases(field)
        if c.two_way and c.means == Meaning(EMPTY, ONE, ONE, ONE) and c.xero_changed is False
    )
    assert {c.outcome for c in cleared} == {FieldOutcome.TO_XERO}


@every_field
def test_a_from_xero_link_never_writes_to_xero(field: FieldName) -> None:
    one_way = (c for c in cases(field) if not c.two_way)
    assert not broken(c for c in one_way if c.outcome is FieldOutcome.TO_XERO)


@every_field
def test_a_from_xero_link_never_holds_a_field(field: FieldName) -> None:
    """Semantics row 1: on the same field Xero wins."""
    one_way = (c for c in cases(field) if not c.two_way)
    assert not broken(c for c in one_way if c.outcome is FieldOutcome.HOLD)


@every_field
def test_a_from_xero_link_overwrites_only_what_xero_changed(field: FieldName) -> None:
    one_way = (c for c in cases(field) if not c.two_way and c.means.host != c.means.xero)
    wrong = (c for c in one_way if (c.outcome is FieldOutcome.TO_HOST) != c.xero_changed)
    assert not broken(wrong)


@every_field
def test_swapping_the_two_sides_swaps_the_outcome(field: FieldName) -> None:
    two_way = {(c.sides, c.policy): c.outcome for c in cases(field) if c.two_way}

    def mirrored(c: Case) -> FieldOutcome:
        s = c.sides
        other = Sides(s.xero, s.host, s.base_xero, s.base_host)
        outcome = two_way[other, SWAPPED_POLICY.get(c.policy, c.policy)]
        return SWAPPED_OUTCOME.get(outcome, outcome)

    assert not broken(c for c in cases(field) if c.two_way and mirrored(c) is not c.outcome)


@every_field
def test_another_spelling_of_the_same_meaning_changes_nothing(field: FieldName) -> None:
    by_meaning: dict[object, set[FieldOutcome]] = {}
    for c in cases(field):
        by_meaning.setdefault((c.means, c.policy, c.direction), set()).add(c.outcome)
    assert not [key for key, outcomes in by_meaning.items() if len(outcomes) > 1]


@every_field
def test_an_outcome_that_was_carried_out_leaves_nothing_to_do(field: FieldName) -> None:
    """The next look at the pair keeps everything: no echo, no second write."""
    written = (c for c in cases(field) if c.outcome is not FieldOutcome.HOLD)
    again = ((c, merge_field(field, _carried_out(c), c.policy, c.direction)) for c in written)
    assert not broken(c for c, outcome in again if outcome is not FieldOutcome.KEEP)


def _carried_out(case: Case) -> Sides:
    sides = case.sides
    match case.outcome:
        case FieldOutcome.TO_HOST:
            sides = evolve(sides, host=sides.xero)
        case FieldOutcome.TO_XERO:
            sides = evolve(sides, xero=sides.host)
        case FieldOutcome.KEEP | FieldOutcome.HOLD:
            return sides
        case FieldOutcome.AGREE:
            pass
    return evolve(sides, base_host=sides.host, base_xero=sides.xero)


@pytest.mark.parametrize("field", FieldName)
def test_two_spellings_of_one_edit_agree(field: FieldName) -> None:
    """Semantics row 13: both changed to the same value."""
    one, other = (value for label, value in VALUES[field] if label == ONE)
    sides = Sides(one, other, EMPTY_OF[field], EMPTY_OF[field])
    assert merge_field(field, sides, BothChanged.HOLD, Direction.TWO_WAY) is FieldOutcome.AGREE
