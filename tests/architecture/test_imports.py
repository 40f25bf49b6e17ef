"""What import-linter does not say: which libraries, and no way round it."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

PURE = {
    "abc",
    "bisect",
    "collections",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "hmac",
    "itertools",
    "json",
    "re",
    "types",
    "typing",
    "unicodedata",
}
"""The standard library as far as it reads nothing, waits for nothing and draws no lot."""


def imported(path: str, tree: ast.Module) -> Iterator[str]:
    """Every module that is imported anywhere in *tree*, also inside functions; absolute."""
    here = ("xerolink", *Path(path).parent.parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1] if node.level else ()
            yield ".".join((*above, *filter(None, [node.module])))


def names(tree: ast.Module) -> Iterator[str]:
    """Every name and attribute that is used anywhere in *tree*."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_the_domain_imports_pure_modules_attrs_and_itself(domain: Mapping[str, ast.Module]) -> None:
    allowed = PURE | {"attrs"}
    foreign = [
        (path, name)
        for path, tree in domain.items()
        for name in imported(path, tree)
        if name.split(".")[0] not in allowed and not name.startswith("xerolink.domain.")
    ]
    assert not foreign


def test_the_ports_import_pure_modules_attrs_and_the_domain(
    trees: Mapping[str, ast.Module],
) -> None:
    allowed = PURE | {"attrs", "contextlib"}
    inside = ("xerolink.domain.", "xerolink.ports.")
    foreign = [
        (path, name)
        for path, tree in trees.items()
        if path.startswith("ports/")
        for name in imported(path, tree)
        if name.split(".")[0] not in allowed and not name.startswith(inside)
    ]
    assert not foreign


DRIVING = ("adapters/webhook/",)
"""Adapters that come in by the front door; all others are driven."""


def test_driven_adapters_know_no_front_door(trees: Mapping[str, ast.Module]) -> None:
    """The contract names them one by one; here none is left out."""
    inside = ("xerolink.app", "xerolink.connection", "xerolink.usecases")
    foreign = [
        (path, name)
        for path, tree in trees.items()
        if path.startswith("adapters/") and not path.startswith(DRIVING)
        for name in imported(path, tree)
        if name.startswith(inside)
    ]
    assert not foreign


def test_nothing_is_imported_by_string(trees: Mapping[str, ast.Module]) -> None:
    """The contracts cannot see such an import."""
    by_string = {"import_module", "__import__", "find_spec", "exec", "eval", "run_module"}
    assert not [(p, n) for p, tree in trees.items() for n in names(tree) if n in by_string]


def test_the_xero_sdk_is_imported_in_its_adapter_only(trees: Mapping[str, ast.Module]) -> None:
    users = {
        path
        for path, tree in trees.items()
        if any(name.split(".")[0] == "xero_python" for name in imported(path, tree))
    }
    assert not {path for path in users if not path.startswith("adapters/xero/")}


def test_the_simulator_knows_nothing_of_xerolink_but_itself(
    trees: Mapping[str, ast.Module],
) -> None:
    own = "xerolink.testing.simulator"
    foreign = [
        (path, name)
        for path, tree in trees.items()
        if path.startswith("testing/simulator/")
        for name in imported(path, tree)
        if name.split(".")[0] == "xerolink" and not f"{name}.".startswith(f"{own}.")
    ]
    assert not foreign


def test_every_folder_of_modules_is_a_package(texts: Mapping[str, str]) -> None:
    """Without an `__init__.py` the contracts do not see what is inside."""
    folders = {Path(path).parent for path in texts}
    assert not {f for f in folders if (f / "__init__.py").as_posix() not in texts}
