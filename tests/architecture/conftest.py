"""The source, read once: its text and its syntax trees, by path below src/xerolink."""

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def texts() -> Mapping[str, str]:
    """Every module's text, for instance under `domain/contacts/merge.py`."""
    source = ROOT / "src" / "xerolink"
    return {
        path.relative_to(source).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(source.rglob("*.py"))
    }


@pytest.fixture(scope="session")
def trees(texts: Mapping[str, str]) -> Mapping[str, ast.Module]:
    return {path: ast.parse(text) for path, text in texts.items()}


@pytest.fixture(scope="session")
def domain(trees: Mapping[str, ast.Module]) -> Mapping[str, ast.Module]:
    return {path: tree for path, tree in trees.items() if path.startswith("domain/")}
