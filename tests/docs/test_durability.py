"""The page about durability tells of what is tested, and of all of it."""

import ast
import re
from pathlib import Path

import pytest

from tests.usecases.matrix import KINDS
from tests.usecases.test_matrix import ROWS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/durability.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(test_\w+\.py)::(test_\w+)`", PAGE)
FILES = re.findall(r"`(tests/[\w/]+\.py)`", PAGE)


def section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_every_row_of_the_matrix_is_on_the_page() -> None:
    rows = re.findall(r"^\| (.+?) \|", section("The failure matrix"), re.MULTILINE)
    assert rows[1:] == list(ROWS)


def test_every_kind_of_intent_is_on_the_page() -> None:
    told = section("The failure matrix").split("each kind of intent: ")[1].split(";")[0]
    assert re.findall(r"`([^`]+)`", told) == list(KINDS)


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_named_test_exists(file: str, test: str) -> None:
    tree = ast.parse((ROOT / "tests/usecases" / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("file", FILES)
def test_named_file_exists(file: str) -> None:
    assert (ROOT / file).exists()


def test_the_page_names_tests() -> None:
    assert len(NAMED) > 15
    assert len(FILES) > 1
