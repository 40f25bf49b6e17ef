"""The file of weights: written, read, and what it answers."""

import pytest

from xerolink.adapters.embedded.lexicon import grams, packed, told
from xerolink.adapters.embedded.model import FILE, embedded_model, read_model, written
from xerolink.adapters.embedded.shape import features, read
from xerolink.adapters.embedded.tokens import tokens

WORDS = {"smith": (40, -30), "plumbing": (-80, 0)}
PIECES = {"": (-3, 1), "^sm": (12, -7), "th$": (-46, 46)}
WEIGHTS = {"": -250, "p^GS$": 1_500, "wthe": -2}
STEPS = tuple(range(-990, 1_000, 2))
TEXT = written(WORDS, PIECES, WEIGHTS, STEPS)


def test_a_listed_word_is_read_as_written() -> None:
    assert read_model(TEXT).lexicon.told("smith") == told(40, -30, known=True)


def test_another_word_is_told_by_its_pieces() -> None:
    assert read_model(TEXT).lexicon.told("smxxxth") == told(-3 + 12 - 46, 1 - 7 + 46, known=False)


def test_the_weights_of_features_are_read_as_written() -> None:
    assert read_model(TEXT).weights == WEIGHTS


def test_a_likelihood_is_how_many_steps_a_score_has_passed() -> None:
    assert read_model(TEXT).likelihood(-990 + 2 * 99) == 100


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="starts with"):
        read_model(TEXT.replace("xerolink", "other", 1))


def test_two_packed_numbers_are_added_apart() -> None:
    assert packed(-80, 30) + packed(5, -90) == packed(-75, -60)


def test_a_word_has_no_more_pieces_than_its_beginning() -> None:
    assert len(grams("x" * 10_000)) == len(grams("x" * 100))


def test_the_likelihoods_that_ship_never_fall() -> None:
    steps = embedded_model().steps
    assert list(steps) == sorted(steps)


def test_what_ships_is_small() -> None:
    assert FILE.stat().st_size <= 1_300_000


def test_the_features_of_a_name_are_bounded() -> None:
    found = tokens("Smith & Jones, " * 1_000)
    assert len(features(read(found, embedded_model().lexicon))) <= 80
