"""What the shipped strategies and suites show is invented, and nothing of it is kept on a disk."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from xerolink.domain.contacts.model import Phone, SyncedFields
from xerolink.testing import strategies

ROOT = Path(__file__).parents[2]
TESTING = ROOT / "src" / "xerolink" / "testing"
EMAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+([A-Za-z]{2,})")
RESERVED = {"example", "test", "invalid", "localhost"}
"""Top-level domains that nobody can have (RFC 2606)."""
NOBODYS = {"example.com", "example.net", "example.org"}


@given(strategies.synced_fields())
def test_drawn_addresses_and_numbers_are_nobodys(drawn: SyncedFields) -> None:
    email = (drawn.billing_email or "").strip().lower()
    assert not email or email.rpartition(".")[2] in RESERVED
    phone = drawn.primary_phone or Phone()
    assert "555" in str(phone) or not any(char.isdigit() for char in str(phone))


@pytest.mark.parametrize("folder", ["src", "tests", "docs", "benchmarks"])
def test_every_email_in_the_repository_is_of_a_reserved_domain(folder: str) -> None:
    """No example, case or test can reach somebody."""
    files = [f for f in (ROOT / folder).rglob("*") if f.suffix in {".py", ".md", ".json", ".html"}]
    found = (hit for f in files for hit in EMAIL.finditer(f.read_text(encoding="utf-8")))
    strange = {hit[0] for hit in found if hit[1].lower() not in RESERVED}
    assert not {one for one in strange if one.rpartition("@")[2].lower() not in NOBODYS}


def settings_calls() -> Iterator[tuple[str, ast.Call]]:
    """In modules that import Hypothesis: elsewhere it is another function of that name."""
    for path in sorted(TESTING.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "from hypothesis" in text else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "settings":
                yield path.name, node


def test_no_shipped_suite_keeps_examples_on_a_disk() -> None:
    """Hypothesis would write what failed into a folder of the host's repository."""
    kept = [
        name
        for name, call in settings_calls()
        if not any(k.arg == "database" and ast.unparse(k.value) == "None" for k in call.keywords)
    ]
    assert (kept, len(list(settings_calls())) > 2) == ([], True)


FAILING = """
from collections.abc import Callable, Mapping
import pytest
from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.domain.contacts.model import Phone, SyncedFields
from xerolink.testing.conformance.host import HostContactsContract

class Lossy(MemoryHostBook):
    '''A host that has clients already, and forgets what is sent to it.'''
    def update_many(self, patches):
        return super().update_many(patches[:-1])

def book():
    made = Lossy()
    made.add(SyncedFields("Zquark Ltd", "zq@zquark.example", Phone("5550199")))
    return made

class TestLossy(HostContactsContract):
    @pytest.fixture
    def books(self):
        firms = {}
        return lambda firm: firms.setdefault(firm, book())
    def edit_as_user(self, book, host_id, values): book.edit(host_id, values)
    def delete_as_user(self, book, host_id): book.delete(host_id)
    def merge_as_user(self, book, a, b): book.merge(a, b)
    def keep_as_user(self, book, host_id): book.keep(host_id)
"""


def test_a_failing_suite_shows_and_keeps_nothing_of_what_the_host_holds(tmp_path: Path) -> None:
    (tmp_path / "test_host.py").write_text(FAILING)
    command = [sys.executable, "-m", "pytest", "-q", "-vv", "--rootdir", str(tmp_path), "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    kept = [f for f in tmp_path.rglob("*") if f.is_file() and f.name != "test_host.py"]
    told = done.stdout + done.stderr + "".join(f.read_text(errors="replace") for f in kept)
    assert (done.returncode, "Falsifying" in told or "FAILED" in told) == (1, True)
    assert not [mark for mark in ("Zquark Ltd", "zq@zquark", "5550199") if mark in _output(told)]


def _output(told: str) -> str:
    """Without the lines of the test's own source, which name the marks."""
    return "\n".join(line for line in told.splitlines() if "made.add(" not in line)
