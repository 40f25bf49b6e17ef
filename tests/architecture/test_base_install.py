"""The base install: attrs and cattrs, and no extra."""

import subprocess
import sys
from collections.abc import Mapping

SCRIPT = """
import importlib, sys

ALLOWED = sys.stdlib_module_names | {"attr", "attrs", "cattr", "cattrs", "typing_extensions"}


class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ALLOWED | {"xerolink"}:
            return None
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Missing())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""
"""Imports modules as if nothing but the base install were there."""
EXTRAS = ("xerolink.adapters.xero", "xerolink.cli", "xerolink.testing.")


def bare(*names: str) -> str:
    """What a bare interpreter complains of when it imports *names*; nothing: ""."""
    command = [sys.executable, "-c", SCRIPT, *names]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_everything_but_the_extras_can_be_imported_without_them(texts: Mapping[str, str]) -> None:
    dotted = (f"xerolink.{path.removesuffix('.py').replace('/', '.')}" for path in texts)
    names = [name.removesuffix(".__init__") for name in dotted]
    assert bare(*(name for name in names if not name.startswith(EXTRAS))) == ""


def test_a_missing_extra_is_named_with_its_pip_line() -> None:
    assert 'pip install "xerolink[xero]"' in bare("xerolink.adapters.xero")
