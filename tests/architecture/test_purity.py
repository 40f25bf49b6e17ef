"""No float in the domain; no clock, environment, log set-up or print where they do not belong."""

import ast
from collections.abc import Iterator, Mapping

CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}
TELLS_TIME = ("adapters/system/", "testing/simulator/", "cli/")
LOG_SET_UP = {
    "basicConfig",
    "dictConfig",
    "fileConfig",
    "addHandler",
    "setLevel",
    "captureWarnings",
    "disable",
}


def outside(trees: Mapping[str, ast.Module], *allowed: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node of every module that is not in one of the *allowed* folders."""
    for path, tree in trees.items():
        if not path.startswith(allowed):
            yield from ((path, node) for node in ast.walk(tree))


def where(path: str, node: ast.AST) -> str:
    return f"{path}:{getattr(node, 'lineno', 0)}"


def dotted(node: ast.AST) -> tuple[str, str]:
    """`time.time` as ("time", "time"); anything else ("", "")."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id, node.attr
    return "", ""


def is_float(node: ast.AST) -> bool:
    """A float literal, the name, or a true division."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float | complex)
    if isinstance(node, ast.BinOp | ast.AugAssign):
        return isinstance(node.op, ast.Div)
    return isinstance(node, ast.Name) and node.id in {"float", "complex"}


def test_there_is_no_float_in_the_domain(domain: Mapping[str, ast.Module]) -> None:
    """Money and scores are equal on every machine: no literal, annotation, call or division."""
    assert not [where(p, node) for p, node in outside(domain) if is_float(node)]


def test_only_the_edge_tells_the_time(trees: Mapping[str, ast.Module]) -> None:
    nodes = outside(trees, *TELLS_TIME)
    assert not [where(path, node) for path, node in nodes if dotted(node) in CLOCKS]


def test_nothing_sets_up_logging(trees: Mapping[str, ast.Module]) -> None:
    nodes = outside(trees, "cli/")
    assert not [
        where(p, n) for p, n in nodes if isinstance(n, ast.Attribute) and n.attr in LOG_SET_UP
    ]


def test_nothing_prints_but_the_command_line(trees: Mapping[str, ast.Module]) -> None:
    nodes = outside(trees, "cli/")
    assert not [where(p, n) for p, n in nodes if isinstance(n, ast.Name) and n.id == "print"]


def test_nothing_reads_the_environment_but_the_command_line(
    trees: Mapping[str, ast.Module],
) -> None:
    asked = {("os", "environ"), ("os", "getenv")}
    assert not [where(p, node) for p, node in outside(trees, "cli/") if dotted(node) in asked]


def test_nothing_sleeps_in_the_domain_the_ports_or_the_use_cases(
    trees: Mapping[str, ast.Module],
) -> None:
    nodes = outside(trees, "adapters/", "testing/", "cli/")
    assert not [where(path, node) for path, node in nodes if dotted(node) == ("time", "sleep")]
