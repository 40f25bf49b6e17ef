"""A folder of names that has none is told, and no figure is made of it."""

from pathlib import Path

import pytest

from benchmarks.classify import measure_classify
from benchmarks.suggest import measure_suggest


def test_no_accuracy_is_told_of_no_names(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no class_names\*\.csv in .*: give a folder by --data"):
        measure_classify(tmp_path)


def test_no_rank_is_told_of_no_pairs(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no orgs_pairs\*\.csv .*: give a folder by --data"):
        measure_suggest(tmp_path, seed=1)


def test_without_a_hard_set_there_is_no_figure_of_it(tmp_path: Path) -> None:
    """Rather than 0, which would say that every answer is wrong."""
    rows = "name,label,source\nJane Smith,person,x\n"
    (tmp_path / "class_names_own.csv").write_text(rows, encoding="utf-8")
    assert measure_classify(tmp_path)["hard"] is None
