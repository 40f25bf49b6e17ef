"""One measure of likeness, whatever is installed."""

from hypothesis import given
from hypothesis import strategies as st

from xerolink.adapters.embedded.similarity import edits, similarity

WORDS = st.text("abé\u0301中 ", max_size=12) | st.text(max_size=90)


@given(WORDS, WORDS)
def test_what_is_installed_counts_as_python_does(asked: str, other: str) -> None:
    assert similarity(asked, other) == similarity(asked, other, edits)


@given(WORDS, WORDS)
def test_edits_are_those_of_the_table(asked: str, other: str) -> None:
    """The table of optimal string alignment, written out."""
    table = [[max(m, n) for n in range(len(other) + 1)] for m in range(len(asked) + 1)]
    for m, letter in enumerate(asked, start=1):
        for n, target in enumerate(other, start=1):
            swap = m > 1 and n > 1 and letter == other[n - 2] and asked[m - 2] == target
            table[m][n] = min(
                table[m - 1][n] + 1,
                table[m][n - 1] + 1,
                table[m - 1][n - 1] + (letter != target),
                table[m - 2][n - 2] + 1 if swap else m + n,
            )
    assert edits(asked, other) == table[-1][-1]


@given(WORDS, WORDS)
def test_likeness_is_the_same_both_ways(asked: str, other: str) -> None:
    assert similarity(asked, other) == similarity(other, asked)


@given(WORDS)
def test_equal_words_are_wholly_alike(word: str) -> None:
    assert similarity(word, word) == 1000


def test_two_neighbours_that_are_swapped_are_one_edit() -> None:
    assert edits("enerygy", "energyy") == 1
