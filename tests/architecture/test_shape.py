"""Small and flat, said in the product's own words, and every promise written down."""

import ast
import re
from collections.abc import Iterator, Mapping

LONGEST_FUNCTION = 40
LONGEST_MODULE = 300
BANNED = ("karbon", "unsync", "manager", "util", "helper")
NOT_OURS = re.compile(
    r"\bAbstractContextManager\b|\bPoolManager\b|\b(?:email|werkzeug)\.utils\b|\.pool_manager\b"
)
"""Names of the standard library and of libraries that hold a banned word."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def words(text: str) -> Iterator[str]:
    """The words of *text*, identifiers taken apart: `hostUtils` is "host", "utils"."""
    return (word.lower() for word in _WORD.findall(NOT_OURS.sub("", text)))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    found = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    yield from found


def protocols(trees: Mapping[str, ast.Module]) -> Iterator[tuple[str, ast.ClassDef]]:
    for path, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and "Protocol" in map(ast.unparse, node.bases):
                yield path, node


def promises(trees: Mapping[str, ast.Module]) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every method of every port."""
    ports = {path: tree for path, tree in trees.items() if path.startswith("ports/")}
    for path, port in protocols(ports):
        methods = (node for node in port.body if isinstance(node, ast.FunctionDef))
        yield from ((f"{path}: {port.name}.{method.name}", method) for method in methods)


def test_no_function_is_longer_than_forty_lines(trees: Mapping[str, ast.Module]) -> None:
    lengths = {
        f"{path}: {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path, tree in trees.items()
        for function in functions(tree)
    }
    assert not {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION}


def test_no_module_is_longer_than_three_hundred_lines(texts: Mapping[str, str]) -> None:
    lengths = {path: len(text.splitlines()) for path, text in texts.items()}
    assert not {path: n for path, n in lengths.items() if n > LONGEST_MODULE}


def test_no_banned_word_is_in_the_source(texts: Mapping[str, str]) -> None:
    """Neither as a word nor as a part of a name, a file name included."""
    found = {(path, w) for path, text in texts.items() for w in words(f"{path} {text}")}
    assert not {(path, word) for path, word in found if word.startswith(BANNED)}


def test_every_method_of_a_port_is_abstract(trees: Mapping[str, ast.Module]) -> None:
    concrete = {
        name
        for name, method in promises(trees)
        if "abstractmethod" not in map(ast.unparse, method.decorator_list)
    }
    assert not concrete


def test_every_method_of_a_port_says_what_it_promises(trees: Mapping[str, ast.Module]) -> None:
    assert not {name for name, method in promises(trees) if not ast.get_docstring(method)}


def test_every_port_says_what_it_is(trees: Mapping[str, ast.Module]) -> None:
    silent = {node.name for _, node in protocols(trees) if not ast.get_docstring(node)}
    assert not silent


def test_every_module_says_what_it_is(trees: Mapping[str, ast.Module]) -> None:
    """A package that only holds modules may stay empty."""
    assert not {path for path, tree in trees.items() if tree.body and not ast.get_docstring(tree)}
