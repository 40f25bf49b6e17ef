"""Signatures, with Xero's own example."""

import pytest

from xerolink.adapters.webhook.signature import is_signed, keys_of, signature

KEY = b"webhook-signing-key"
BODY = b'{"events":[],"firstEventSequence": 0,"lastEventSequence": 0, "entropy": "S0m3r4Nd0mt3xt"}'
SIGNATURE = "gnS6GarI0ar4lda0N5z21FV/JYKB7EXRyMvQJHvcXaQ="


def test_example_is_signed() -> None:
    assert is_signed([KEY], BODY, SIGNATURE)


def test_signature_of_the_example() -> None:
    assert signature(KEY, BODY) == SIGNATURE


def test_blanks_around_a_signature_do_not_count() -> None:
    assert is_signed([KEY], BODY, f" {SIGNATURE} ")


@pytest.mark.parametrize(
    "given",
    ["", "x", SIGNATURE[:-1], SIGNATURE.lower(), f"{SIGNATURE}=", "é", "\ud800", "a" * 9999],
)
def test_anything_else_is_none(given: str) -> None:
    assert not is_signed([KEY], BODY, given)


def test_other_bytes_of_equal_meaning_are_not_signed() -> None:
    assert not is_signed([KEY], BODY.replace(b" ", b""), SIGNATURE)


@pytest.mark.parametrize("keys", [[b"new", KEY], [KEY, b"new"]])
def test_either_key_will_do_while_they_change(keys: list[bytes]) -> None:
    assert is_signed(keys, BODY, SIGNATURE)


def test_no_key_signs_nothing() -> None:
    assert not is_signed([], BODY, SIGNATURE)


def test_one_key_is_a_key() -> None:
    assert keys_of(KEY) == (KEY,)


def test_keys_may_be_told_when_they_are_needed() -> None:
    assert keys_of(lambda: [KEY, b"new"]) == (KEY, b"new")


@pytest.mark.parametrize(
    "keys", [b"", (), (KEY, b""), lambda: ()], ids=["empty", "none", "one empty", "told none"]
)
def test_no_key_and_an_empty_key_are_refused(keys: object) -> None:
    with pytest.raises(ValueError, match="needs a key"):
        keys_of(keys)  # type: ignore[arg-type]  # what a host may give by mistake
