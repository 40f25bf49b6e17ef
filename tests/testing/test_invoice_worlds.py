"""The hostile world of invoices: none twice, none lost, none with another total."""

import json

import pytest

from xerolink.testing.invoice_worlds.__main__ import main
from xerolink.testing.invoice_worlds.schedules import told
from xerolink.testing.invoice_worlds.scripts import script


@pytest.mark.parametrize("first", range(0, 24, 4))
def test_no_story_breaks(first: int) -> None:
    assert [one.broken for one in map(told, map(script, range(first, first + 4)))] == [""] * 4


def test_one_seed_is_one_story() -> None:
    lived, again = told(script(7)), told(script(7))
    assert lived.trace == again.trace


def test_totals_are_compared() -> None:
    """A judge that compares nothing finds nothing."""
    assert told(script(3)).tally["totals compared"] > 0


def test_the_command_prints_what_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--steps", "4", "--seed", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"] >= 4
