"""Every command that a page tells is there, with its flags."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
CODE = re.compile(r"^```sh\n(.*?)^```$|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
OURS = re.compile(
    r"python -m ((?:xerolink|benchmarks|tests)[\w.]*)(.*)|(?<![\"\w.])xerolink( \w+.*)"
)
CLI = "xerolink.cli"
SETTINGS = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def commands(page: Path) -> list[tuple[str, str]]:
    """The module that each command of ours on *page* runs, and what follows it."""
    text = page.read_text(encoding="utf-8")
    lines = "\n".join(shell or inline for shell, inline in CODE.findall(text))
    return [(module or CLI, rest or shell) for module, rest, shell in OURS.findall(lines)]


def source(module: str) -> str:
    """What `python -m module` runs, as text; of a package all of its files. Not there: empty."""
    path = Path(*module.split("."))
    places = [ROOT / "src" / path, ROOT / path]
    files = [place.with_suffix(".py") for place in places]
    files += [file for place in places for file in place.glob("*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.exists())


def words(rest: str) -> list[str]:
    """The verb, if there is one, and the flags."""
    verb = re.findall(r"^ ([a-z]\w*)", rest)
    return [*verb, *re.findall(r"(?<= )--[\w-]+", rest)]


def known(word: str, module: str) -> bool:
    text = source(module)
    return f'"{word}"' in text or f"def {word}(" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_and_flag_of_a_page_is_there(page: Path) -> None:
    told = [(module, word) for module, rest in commands(page) for word in ["", *words(rest)]]
    assert not [
        f"{module} {word}"
        for module, word in told
        if not source(module) or (word and not known(word, module))
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_flag_that_a_page_names_alone_is_one_of_its_commands(page: Path) -> None:
    """Or one that pyproject.toml hands to a tool."""
    text = page.read_text(encoding="utf-8")
    alone = re.findall(r"`(--[\w-]+)[^`\n]*`", text)
    modules = {module for module, _ in commands(page)}
    mine = [flag for flag in alone if f'"{flag}=' not in SETTINGS]
    assert not [flag for flag in mine if not any(known(flag, module) for module in modules)]


def test_commands_are_found_on_the_pages() -> None:
    """Else the test above would claim nothing."""
    assert sum(len(commands(page)) for page in PAGES) > 20
