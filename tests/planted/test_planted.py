"""Each planted bug still fits the sources, is told of, and some are hunted down here."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.planted.__main__ import main
from tests.planted.hunt import Bug, breaks_anyway, bugs, hunt, planted
from tests.planted.live import KINDS

ROOT = Path(__file__).parents[2]
BUGS = bugs()
QUICK = ("02_recovery_skipped", "archived_and_still_in_sync", "undo_over_later_edits")
"""Found within `FEW` schedules; the others by `python -m tests.planted`."""
FEW = 60


def named(name: str) -> Bug:
    return next(bug for bug in BUGS if bug.name.endswith(name))


@pytest.mark.parametrize("bug", BUGS, ids=[bug.name for bug in BUGS])
def test_the_patch_fits_the_sources(bug: Bug) -> None:
    command = ["git", "apply", "--check", "-p1", str(bug.patch)]
    assert subprocess.run(command, check=False, cwd=ROOT, capture_output=True).stderr == b""


def test_every_bug_says_in_one_line_what_it_breaks() -> None:
    assert [bug.name for bug in BUGS if not re.fullmatch(r"[A-Z].{20,95}\.", bug.said)] == []


def test_a_patch_is_planted_in_a_copy() -> None:
    """The sources themselves stay as they are."""
    bug = named("no_lease")
    changed = Path("xerolink/adapters/memory/store.py")
    before = (ROOT / "src" / changed).read_text(encoding="utf-8")
    with planted(bug) as sources:
        inside = (sources / changed).read_text(encoding="utf-8")
    assert ((ROOT / "src" / changed).read_text(encoding="utf-8") == before, inside == before) == (
        True,
        False,
    )


@pytest.mark.parametrize("name", QUICK)
def test_a_quick_one_is_found_by_each_kind_of_stories_that_hunts_it(name: str) -> None:
    with planted(named(name)) as sources:
        found = hunt(sources, dict.fromkeys(named(name).kinds, 0), FEW)
    assert [kind for kind, one in found.items() if not one.said] == []


def test_without_a_bug_the_same_seeds_break_nothing() -> None:
    """What the hunt finds is the bug's."""
    assert [(s, kind) for s in range(3) for kind in KINDS if breaks_anyway(s, kind)] == []


def test_the_command_tells_what_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--bug", "no_lease", "--numbers", "free", "--steps", "60", "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    found = row["found"]
    assert (status, list(found), found["free"]["said"] != "") == (0, ["free"], True)


def test_the_command_tells_what_was_not_found(capsys: pytest.CaptureFixture[str]) -> None:
    """On a Xero that refuses the second create, its key is not needed."""
    given = ["--bug", "no_idempotency_key", "--numbers", "unique", "--steps", "1"]
    assert (main(given), "NOT FOUND" in capsys.readouterr().out) == (1, True)


def test_the_page_tells_of_every_bug() -> None:
    page = (ROOT / "docs/proof.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\d\d_\w+)` \|", page, re.MULTILINE)
    assert rows == [bug.name for bug in BUGS]
