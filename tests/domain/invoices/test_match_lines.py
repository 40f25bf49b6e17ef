"""Which line of an edited invoice is which line in Xero (semantics row 39)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.invoices.match_lines import match_lines
from xerolink.domain.invoices.xero import AccountCode, LineItemId, XeroLine


def lines(names: str) -> tuple[XeroLine, ...]:
    """A line for each letter; equal letters are equal lines."""
    return tuple(XeroLine(name, Decimal(1), Decimal(1), AccountCode("200")) for name in names)


def matched(was: str, now: str) -> list[str | None]:
    """For each line of *now* the place that it had in *was*; None: it is new."""
    ids = [LineItemId(str(place)) for place in range(len(was))]
    return list(match_lines(lines(was), ids, lines(now)))


def test_lines_that_did_not_change_keep_their_ids() -> None:
    assert matched("abc", "abc") == ["0", "1", "2"]


def test_lines_that_moved_keep_their_ids() -> None:
    assert matched("abc", "cab") == ["2", "0", "1"]


def test_an_edited_line_keeps_its_place_s_id() -> None:
    assert matched("abc", "axc") == ["0", "1", "2"]


def test_a_line_that_was_put_in_between_is_new() -> None:
    assert matched("ab", "axb") == ["0", None, "1"]


def test_a_line_that_was_taken_out_gives_its_id_to_nobody() -> None:
    assert matched("abc", "ac") == ["0", "2"]


def test_equal_lines_come_before_edited_ones() -> None:
    """The first is edited, but a line that is still there needs its id."""
    assert matched("ab", "xa") == ["1", "0"]


def test_of_equal_lines_each_has_its_own() -> None:
    assert matched("aa", "aaa") == ["0", "1", None]


WORDS = st.text("abc", max_size=6)


@given(was=WORDS, now=WORDS)
def test_no_id_is_given_twice(was: str, now: str) -> None:
    """Law."""
    given_ids = [line_id for line_id in matched(was, now) if line_id is not None]
    assert len(given_ids) == len(set(given_ids))


@given(was=WORDS, now=WORDS)
def test_a_line_is_new_only_when_every_id_is_taken(was: str, now: str) -> None:
    """Law."""
    found = matched(was, now)
    assert found.count(None) == max(0, len(now) - len(was))


@given(was=WORDS, now=WORDS)
def test_a_line_that_is_still_there_keeps_an_id_of_its_own(was: str, now: str) -> None:
    """Law: as many of each sort of line as there are on both sides."""
    found = zip(now, matched(was, now), strict=True)
    kept = [name for name, line_id in found if line_id is not None and was[int(line_id)] == name]
    assert all(kept.count(name) == min(was.count(name), now.count(name)) for name in "abc")
