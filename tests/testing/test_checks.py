"""The checks of a story notice what they are there for."""

from datetime import UTC, datetime, timedelta

import pytest

from xerolink.testing.worlds.checks import LATEST, keeps_up
from xerolink.testing.worlds.steps import BrokenError

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "cursor",
    [None, NOW - LATEST - timedelta(seconds=1)],
    ids=["never moved", "moved long ago"],
)
def test_a_cursor_that_stays_behind_breaks_a_story(cursor: datetime | None) -> None:
    """Every run would read the whole organisation, and nothing else would show it."""
    with pytest.raises(BrokenError, match="stays behind"):
        keeps_up(cursor, NOW)


def test_a_cursor_within_the_overlap_and_the_wait_keeps_up() -> None:
    keeps_up(NOW - LATEST, NOW)
