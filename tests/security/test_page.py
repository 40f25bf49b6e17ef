"""The security page says what is so: its files, its rows, its bounds, its list of packages."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest
from attrs import frozen

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
_LAST = """
V1.1:2 V1.2:9 V1.3:11 V1.4:3 V1.5:2 V2.1:3 V2.2:3 V2.3:4 V2.4:1 V3.2:2 V3.3:4 V3.4:6
V3.5:5 V3.7:2 V4.1:3 V4.2:1 V4.3:2 V4.4:4 V5.1:1 V5.2:3 V5.3:2 V5.4:3 V6.1:3 V6.2:12
V6.3:4 V6.4:4 V6.5:5 V6.6:3 V6.8:4 V7.1:3 V7.2:4 V7.3:2 V7.4:5 V7.5:2 V7.6:2 V8.1:2
V8.2:3 V8.3:1 V8.4:1 V9.1:3 V9.2:4 V10.1:2 V10.2:2 V10.3:4 V10.4:11 V10.5:5 V10.6:2
V10.7:3 V11.1:2 V11.2:3 V11.3:3 V11.4:4 V11.5:1 V11.6:1 V12.1:3 V12.2:2 V12.3:4 V13.1:1
V13.2:5 V13.3:2 V13.4:5 V14.1:2 V14.2:4 V14.3:3 V15.1:3 V15.2:3 V15.3:7 V16.1:1 V16.2:5
V16.3:4 V16.4:3 V16.5:3 V17.1:1 V17.2:4 V17.3:2
"""
LAST = {section: int(last) for section, _, last in (one.partition(":") for one in _LAST.split())}
"""ASVS 5.0.0: how many requirements of level 1 and 2 each section has; they come before level 3."""
NOTHING = "\N{EN DASH}"
BEYOND = {"V1.2.10"}
"""Level 3, and told of all the same."""
_ROW = re.compile(r"^\| (V\d+\.\d+)\.(\d+)(?:-(\d+))? \|(.*)\|$", re.MULTILINE)
_TICKED = re.compile(r"`([^`]+)`")


@frozen
class Row:
    """One row of the last table."""

    numbers: tuple[str, ...]
    kind: str
    how: str
    shown: tuple[str, ...]


def asvs() -> Iterator[Row]:
    for section, first, last, rest in _ROW.findall(PAGE):
        _, kind, how, shown = (part.strip() for part in rest.split("|"))
        numbers = [f"{section}.{n}" for n in range(int(first), int(last or first) + 1)]
        yield Row(tuple(numbers), kind, how, tuple(_TICKED.findall(shown)))


ROWS = tuple(asvs())
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.numbers[0])


def table(heading: str) -> Iterator[list[str]]:
    """The rows of the table under *heading*, without its head."""
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    yield from ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:])


def test_every_requirement_of_level_1_and_2_has_one_row() -> None:
    told = sorted(number for row in ROWS for number in row.numbers)
    wanted = {f"{section}.{n}" for section, last in LAST.items() for n in range(1, last + 1)}
    assert told == sorted(wanted | BEYOND)


@every_row
def test_a_row_says_of_which_kind_it_is(row: Row) -> None:
    assert row.kind in {"met", "host", "part", "n/a"}


@every_row
def test_what_a_row_names_is_there(row: Row) -> None:
    assert not [name for name in row.shown if not (ROOT / name).is_file()]


@every_row
def test_a_row_that_is_met_names_what_shows_it_and_how(row: Row) -> None:
    assert row.kind != "met" or (row.shown and row.how != NOTHING)


def test_every_bound_is_a_constant_of_that_name() -> None:
    rows = list(table("Sizes"))
    for *_, place, _beyond in rows:
        file, constant = _TICKED.findall(place)
        module = import_module("xerolink." + file.removesuffix(".py").replace("/", "."))
        assert isinstance(getattr(module, constant), int)
    assert len(rows) == 17


def declared() -> Mapping[tuple[str, str], set[str]]:
    """Each package and its range, as `pyproject.toml` has them, and the extras that ask for it."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"base": told["dependencies"], **told["optional-dependencies"]}
    found: dict[tuple[str, str], set[str]] = {}
    for extra, lines in groups.items():
        for line in lines:
            name, rest = re.fullmatch(r"([\w-]+)(.*)", line).groups()  # type: ignore[union-attr]
            if name != "xerolink":
                found.setdefault((name, rest), set()).add(extra)
    return found


def test_the_dependencies_are_those_of_the_build_each_with_a_reason() -> None:
    listed = {
        (name, *_TICKED.findall(pinned)): set(extras.split(", "))
        for name, pinned, extras, why, _ in table("Dependencies")
        if why
    }
    assert listed == declared()


def test_every_dependency_is_bounded_from_below() -> None:
    assert not [name for name, pinned in declared() if ">=" not in pinned]


DANGEROUS = {"subprocess", "pickle", "marshal", "shelve", "ctypes"}


def test_the_library_runs_no_command_and_reads_no_code() -> None:
    """Errors can be pickled, for pools of processes; nothing unpickles what came in."""
    source = ROOT / "src" / "xerolink"
    paths = [p for p in source.rglob("*.py") if not p.is_relative_to(source / "testing")]
    imported = {
        (path.name, alias.name)
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert not {one for one in imported if one[1].partition(".")[0] in DANGEROUS}


def test_nothing_is_drawn_of_contact_data() -> None:
    """The diagrams that the source draws are the tables of states, which hold words of ours."""
    source = ROOT / "src" / "xerolink"
    drawing = {
        path.name for path in source.rglob("*.py") if "stateDiagram" in path.read_text("utf-8")
    }
    assert drawing == {"state_table.py"}
