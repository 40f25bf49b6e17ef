"""What keeps a contact out, and what is only worth a look."""

import pytest
from hypothesis import given

from xerolink.domain.contacts.check import NAME_LIMIT, TEXT_LIMIT, Problem, blocked, check_fields
from xerolink.domain.contacts.model import Address, FieldName, Phone, SyncedFields
from xerolink.testing.strategies import odd_text, synced_fields

GOOD = SyncedFields("Ann Lee", "ann@one.test", Phone("09 111"), Address(("1 High St",), "Leeds"))
BLOCKING: tuple[tuple[str, SyncedFields, FieldName], ...] = (
    ("unknown name", SyncedFields(None, "ann@one.test"), FieldName.NAME),
    ("empty name", SyncedFields(""), FieldName.NAME),
    ("white name", SyncedFields(" \t"), FieldName.NAME),
    ("long name", SyncedFields("x" * (NAME_LIMIT + 1)), FieldName.NAME),
    ("control character in the name", SyncedFields("Ann\x00"), FieldName.NAME),
    ("lone surrogate in the name", SyncedFields("Ann\ud800"), FieldName.NAME),
    ("control character in the email", SyncedFields("A", "a\x07@b"), FieldName.BILLING_EMAIL),
    (
        "control character in a phone",
        SyncedFields("A", "", Phone("1\x08")),
        FieldName.PRIMARY_PHONE,
    ),
    (
        "control character in an address",
        SyncedFields("A", billing_address=Address((), "\x1b")),
        FieldName.BILLING_ADDRESS,
    ),
    (
        "endless address",
        SyncedFields("A", billing_address=Address(("x" * (TEXT_LIMIT + 1),))),
        FieldName.BILLING_ADDRESS,
    ),
)


def test_an_ordinary_contact_has_no_problem() -> None:
    assert check_fields(GOOD) == ()


@pytest.mark.parametrize(
    ("fields", "field"), [row[1:] for row in BLOCKING], ids=[row[0] for row in BLOCKING]
)
def test_what_keeps_a_contact_out(fields: SyncedFields, field: FieldName) -> None:
    assert [p.field for p in check_fields(fields) if p.blocks] == [field]


@pytest.mark.parametrize("length", [1, NAME_LIMIT])
def test_a_name_of_a_possible_length_is_no_problem(length: int) -> None:
    assert check_fields(SyncedFields("x" * length)) == ()


@pytest.mark.parametrize("line", ["one\ntwo", "one\r\ntwo", "one\ttwo"])
def test_line_breaks_and_tabs_are_no_problem(line: str) -> None:
    assert check_fields(SyncedFields("A", billing_address=Address((line,)))) == ()


@pytest.mark.parametrize("email", ["n/a", "ann at one.test", "a@b; c@d"])
def test_an_odd_email_is_flagged_and_keeps_nobody_out(email: str) -> None:
    """An address that the grammar refuses is kept, flagged."""
    found = check_fields(SyncedFields("Ann", email))
    assert [(p.field, p.blocks) for p in found] == [(FieldName.BILLING_EMAIL, False)]


@pytest.mark.parametrize("email", [None, "", "  "])
def test_a_missing_email_is_no_problem(email: str | None) -> None:
    assert check_fields(SyncedFields("Ann", email)) == ()


def test_what_blocks_comes_first() -> None:
    found = check_fields(SyncedFields("", "n/a", Phone("\x00")))
    assert [p.blocks for p in found] == [True, True, False]


@given(synced_fields())
def test_a_contact_is_blocked_exactly_if_one_problem_blocks(fields: SyncedFields) -> None:
    found = check_fields(fields)
    assert blocked(found) is (len([p for p in found if p.blocks]) > 0)


@given(odd_text(300).filter(lambda text: len(text) > 3))
def test_a_problem_never_repeats_the_value(text: str) -> None:
    hidden = f"\u2603{text}\u2603"
    address = Address((hidden * 900,))
    found = check_fields(SyncedFields(hidden, hidden, Phone(hidden), address))
    assert not [problem for problem in found if "\u2603" in problem.why]


def test_nothing_blocks_where_there_is_no_problem() -> None:
    assert not blocked((Problem("worth a look"),))
