"""`xerolink demo` as a person runs it: a process of its own, real files, real HTTP."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

MATCHED = ("full_match", "conflict", "no_match")


def demo(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from xerolink.cli import main; main()", "demo", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "kept"


@pytest.fixture(scope="module")
def first(directory: Path) -> dict[str, Any]:
    """The first run in *directory*."""
    found: dict[str, Any] = json.loads(demo("--json", "--data", str(directory)).stdout)
    return found


@pytest.fixture(scope="module")
def second(directory: Path, first: dict[str, Any]) -> dict[str, Any]:
    """A second run in the same directory."""
    found: dict[str, Any] = json.loads(demo("--json", "--data", str(directory)).stdout)
    return found


def test_every_outcome_occurs(first: dict[str, Any]) -> None:
    assert all(first["outcomes"][kind] > 0 for kind in (*MATCHED, "excluded"))


def test_every_kind_of_conflict_occurs(first: dict[str, Any]) -> None:
    assert set(first["match_issues"]) == {"name_only", "email_only", "split", "ambiguous"}


def test_edits_flow_to_both_sides(first: dict[str, Any]) -> None:
    assert first["edits"] > 100
    assert min(first["written"].values()) > 20


def test_both_sides_converge(first: dict[str, Any]) -> None:
    assert (first["converged"], first["broken"]) == (True, [])


def test_only_permitted_differences_remain(first: dict[str, Any]) -> None:
    assert set(first["excepted"]) <= {"agreed difference", "field conflict"}


def test_import_reads_xero_by_pages(first: dict[str, Any]) -> None:
    """Two organisations: one page each for the import, the rest for two syncs and one write."""
    assert first["calls"] == {"GET Organisation": 2, "GET Contacts": 8, "POST Contacts": 2}


def test_second_run_writes_nothing(second: dict[str, Any]) -> None:
    assert second["written"] == {"host": 0, "xero": 0}


def test_second_run_edits_nothing_and_still_converges(second: dict[str, Any]) -> None:
    assert (second["edits"], second["converged"]) == (0, True)


def test_second_run_finds_what_the_first_one_left(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    kept = ("linked", "compared", "excepted")
    assert [second[name] for name in kept] == [first[name] for name in kept]


def test_sixty_invoices_are_billed_and_most_get_into_xero(first: dict[str, Any]) -> None:
    assert (first["invoices"]["billed"], first["invoices"]["in_xero"]) == (60, 55)


def test_totals_read_back_are_what_was_billed(first: dict[str, Any]) -> None:
    assert (first["invoices"]["compared"], first["invoices"]["different"]) == (55, 0)


def test_invoices_are_held_for_four_reasons(first: dict[str, Any]) -> None:
    assert first["invoices"]["held"] == {
        "currency not enabled": 4,
        "tax rate unmapped": 4,
        "locked period": 4,
        "total differs": 4,
    }


def test_what_was_mended_goes_through_when_it_is_tried_again(first: dict[str, Any]) -> None:
    """Fifteen that were held, and two whose contact was in review."""
    assert first["invoices"]["retried"] == 17


def test_what_nobody_mended_stays_out_of_xero(first: dict[str, Any]) -> None:
    found = first["invoices"]
    assert found["still_held"] == {"locked period": 1}
    assert (found["waiting"], found["left_out"]) == (1, 3)


def test_a_payment_in_xero_is_read_back(first: dict[str, Any]) -> None:
    assert first["invoices"]["paid"] == 1


def test_second_run_finds_the_invoices_where_they_were(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    kept = ("billed", "in_xero", "still_held", "waiting", "left_out", "paid", "compared")
    assert [second["invoices"][name] for name in kept] == [first["invoices"][name] for name in kept]


def test_second_run_asks_xero_about_invoices_again(second: dict[str, Any]) -> None:
    """So that it writes nothing is no wonder of not having looked."""
    assert second["invoices"]["calls"]["GET Invoices"] == 1


def test_tables_show_outcomes_issues_and_the_result() -> None:
    shown = demo("--seed", "2").stdout
    for words in ("Full Match", "match issues", "where they went", "converged"):
        assert words in shown
    for words in ("might go in Xero", "what is held, and why", "shows it as paid", "to the cent"):
        assert words in " ".join(shown.split())


def test_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")
    done = demo("--data", str(tmp_path))
    assert done.returncode == 1
    assert "holds other files" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
