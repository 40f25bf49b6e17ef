"""How a name is taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.adapters.embedded.tokens import LONGEST, MOST, fold, tokens


def texts(name: str) -> list[str]:
    return [token.text for token in tokens(name)]


def roles(name: str) -> str:
    return "".join(token.role for token in tokens(name))


def test_words_lose_their_case_and_their_accents() -> None:
    assert texts("NGUYỄN Văn Đức Łukasz") == ["nguyen", "van", "duc", "lukasz"]


def test_hangul_stays_in_syllables() -> None:
    assert fold("김민준") == "김민준"


def test_a_legal_form_with_dots_at_the_end_is_one_word() -> None:
    assert roles("Philips B.V.") == "?l"


def test_the_same_letters_before_a_family_name_are_initials() -> None:
    assert roles("B.V. Rao") == "II?"


def test_initials_with_dots_and_spaces_are_single() -> None:
    assert texts("Smith, J. R.") == ["smith", ",", "j", "r"]


def test_slashes_hold_short_forms_together() -> None:
    assert texts("Smith P/L t/a Acme") == ["smith", "p/l", "t/a", "acme"]


def test_an_apostrophe_inside_a_name_stays() -> None:
    assert texts("O\N{RIGHT SINGLE QUOTATION MARK}Brien") == ["o'brien"]


@pytest.mark.parametrize(
    "name", ["Jamie's Kitchen", "Jamie\N{RIGHT SINGLE QUOTATION MARK}s Kitchen"]
)
def test_a_possessive_is_told_and_taken_off(name: str) -> None:
    first, *_ = tokens(name)
    assert (first.text, first.possessive) == ("jamie", True)


def test_short_capitals_in_a_name_that_is_not_in_capitals_are_an_abbreviation() -> None:
    assert roles("ACC Group") == "K?"


def test_in_a_name_in_capitals_they_are_a_word() -> None:
    assert roles("LEE ANN") == "??"


def test_an_address_on_the_web_is_told() -> None:
    assert "W" in roles("amazon.com")


@given(st.text(max_size=400))
def test_any_name_has_a_bounded_number_of_tokens(name: str) -> None:
    assert len(tokens(name)) <= MOST


HOSTILE = {
    "ten thousand characters": "x" * 10_000,
    "ten thousand words": "Smith " * 10_000,
    "combining marks": "e" + "\u0301" * 10_000,
    "right to left": "\u202e\u05e9\u05dc\u05d5\u05dd " * 1_000,
    "emoji": "\N{GRINNING FACE}\u200d" * 5_000,
    "punctuation": ".,&/'-()" * 1_000,
    "apostrophes": "a'" * 5_000,
    "dots": "a." * 5_000,
    "ligatures that unfold": "\ufdfa" * 5_000,
    "surrogates": "\ud800" * 5_000,
    "nothing": "",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_of_a_hostile_name_no_more_than_a_bounded_part_is_read(name: str) -> None:
    """A character unfolds to 18 at most."""
    assert len("".join(texts(name))) <= 18 * (LONGEST + 1)


def test_of_a_long_name_the_end_is_read_too() -> None:
    assert texts(f"{'Word ' * 200}Ltd")[-1] == "ltd"


def test_the_repr_of_a_token_holds_nothing_of_the_name() -> None:
    assert "smith" not in repr(tokens("Smith")).lower()
