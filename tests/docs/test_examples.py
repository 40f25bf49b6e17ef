"""Every Python example in the README and the docs runs; examples that are tests pass."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NO_TESTS = pytest.ExitCode.NO_TESTS_COLLECTED


def examples(page: Path) -> str:
    """The page's Python blocks as one module."""
    return "\n\n".join(BLOCK.findall(page.read_text(encoding="utf-8")))


WRITTEN = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
PAGES = [page for page in WRITTEN if examples(page)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_run(page: Path, tmp_path: Path) -> None:
    """From top to bottom, in one module, as a reader would paste them."""
    module = tmp_path / "test_page.py"
    module.write_text(examples(page), encoding="utf-8")
    pytest_on = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]
    command = [*pytest_on, "--rootdir", str(tmp_path), str(module)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode in {0, NO_TESTS}, done.stdout + done.stderr
