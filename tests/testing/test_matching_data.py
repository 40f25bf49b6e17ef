"""A folder of names that has none is told, and no figure is made of it."""

from pathlib import Path

import pytest

from benchmarks import suggest
from benchmarks.classify import measure_classify
from benchmarks.matching_data import read_names
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


PAIRS = "left_id,right_id,left_name,right_name,label\n"
MATCH = "a,a,Acme Pty Ltd,ACME Limited,1\n"
OTHER = "a,b,Acme Pty Ltd,Zenith Quarry,0\n"


def typed(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    (folder / name).write_text(text, encoding)
    return folder


@pytest.fixture
def few_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A smaller book: how long it takes is not what is looked at."""
    monkeypatch.setattr(suggest, "CONTACTS", 20)
    monkeypatch.setattr(suggest, "MANY", 40)


@pytest.mark.usefixtures("few_names")
def test_what_can_be_told_of_one_kind_alone_is_told(tmp_path: Path) -> None:
    """Without a pool the names are ranked among one another."""
    found = measure_suggest(typed(tmp_path, "orgs_pairs_own.csv", PAIRS + MATCH + OTHER), seed=1)
    assert (found["orgs"]["r1"], found["orgs"]["ap"], found["people"]) == (1.0, 1.0, None)


@pytest.mark.usefixtures("few_names")
def test_pairs_without_a_match_have_no_figures(tmp_path: Path) -> None:
    """Rather than 0, which would say that nobody is found."""
    found = measure_suggest(typed(tmp_path, "orgs_pairs_own.csv", PAIRS + OTHER), seed=1)
    assert {found["orgs"][name] for name in ("r1", "r3", "precision_at_90", "ap")} == {None}


def test_every_file_of_a_kind_is_read_whatever_wrote_it(tmp_path: Path) -> None:
    """A spreadsheet begins with a mark, ends lines in its own way and adds columns."""
    typed(tmp_path, "orgs_pairs_1.csv", PAIRS + MATCH)
    rows = (PAIRS + MATCH).replace("\n", ",more\r\n").upper()
    typed(tmp_path, "orgs_pairs_2.csv", rows, "utf-8-sig")
    assert [pair.same for pair in read_names(tmp_path, "orgs").pairs] == [True, True]


def test_a_row_that_does_not_say_whether_it_is_a_match_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read = read_names(typed(tmp_path, "orgs_pairs.csv", PAIRS + MATCH + "a,b\n\n"), "orgs")
    assert (len(read.pairs), capsys.readouterr().err) == (
        1,
        "1 rows left out: label is not 1 or 0\n",
    )


def test_a_file_without_a_column_that_is_needed_is_named(tmp_path: Path) -> None:
    typed(tmp_path, "people_pool_own.csv", "id,name\n1,Ann Hill\n")
    with pytest.raises(SystemExit, match=r"people_pool_own\.csv: it has no column entity_id; it"):
        read_names(tmp_path, "people")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    typed(tmp_path, "class_names_own.csv", "name,label\nRené,person\n", "latin-1")
    with pytest.raises(SystemExit, match=r"class_names_own\.csv: it is not in UTF-8"):
        measure_classify(tmp_path)
