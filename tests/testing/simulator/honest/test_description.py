"""What can be said without the official description."""

from pathlib import Path

import pytest

from tests.testing.simulator.honest.description import ACCOUNTING, HERE, IDENTITY, WEBHOOKS
from tests.testing.simulator.honest.tolerated import as_table

PAGE = Path(__file__).parents[4] / "docs" / "simulator.md"


@pytest.mark.parametrize("where", ["here" if HERE else "not here: nothing is held against it"])
def test_the_official_description_is(where: str) -> None:
    """Said in the test's name, for a check that does not run should not look like one that does."""
    found = [one.is_file() for one in (ACCOUNTING, IDENTITY, WEBHOOKS)]
    assert all(found) == (where == "here")


def test_the_page_lists_what_is_tolerated() -> None:
    assert as_table() in PAGE.read_text(encoding="utf-8")
