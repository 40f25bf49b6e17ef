"""The pytest plugin that a host's own test run gets by installing xerolink."""

import subprocess
import sys
from pathlib import Path

HEAVY = """
import sys

def test_nothing_was_imported():
    assert not {name.split(".")[0] for name in sys.modules} & {"xerolink", "werkzeug", "jinja2"}
"""
USED = """
import urllib3

def test_the_first(xero_simulator):
    assert xero_simulator.base_url.startswith("http://127.0.0.1:")
    xero_simulator.add_organisation("Kauri & Co", [{"Name": "Anna"}])

def test_the_second(xero_simulator):
    assert xero_simulator.organisations == ()
"""


def run(folder: Path, module: str, *options: str) -> subprocess.CompletedProcess[str]:
    """pytest on *module* in a folder of its own, as a host would, warnings being errors."""
    (folder / "test_host.py").write_text(module, encoding="utf-8")
    pytest_on = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]
    command = [*pytest_on, "--rootdir", str(folder), *options, str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_start_of_pytest_imports_neither_simulator_nor_xerolink(tmp_path: Path) -> None:
    done = run(tmp_path, HEAVY)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_plugin_is_registered(tmp_path: Path) -> None:
    done = run(tmp_path, "", "--fixtures")
    assert "xero_simulator" in done.stdout


def test_every_test_has_a_simulator_of_its_own(tmp_path: Path) -> None:
    done = run(tmp_path, USED)
    assert "2 passed" in done.stdout, done.stdout + done.stderr
