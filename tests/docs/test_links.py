"""No link in the docs is dead."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
UPWARDS = re.compile(r"(?:\.\./)+[\w./-]*\w")
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]


def links(page: Path) -> Iterator[str]:
    """Links to other pages and files; addresses on the web are not followed."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    yield from (link for link in LINK.findall(text) if "://" not in link)


def anchors(page: Path) -> set[str]:
    """The headings of a page as addresses, in GitHub's manner."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in kept}


def dead(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return not target.exists() or bool(anchor and anchor not in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_link_is_dead(page: Path) -> None:
    assert not [link for link in links(page) if dead(page, link)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_names_a_file_outside_of_the_repository(page: Path) -> None:
    """Nobody else has it; in code and in words too, where a link would be dead."""
    named = {(page.parent / path).resolve() for path in UPWARDS.findall(page.read_text("utf-8"))}
    assert not [path for path in named if ROOT not in path.parents or not path.exists()]


def test_every_page_is_reached_from_another() -> None:
    """Nothing is written that nobody finds."""
    reached = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in links(page)
        if not link.startswith("#")
    }
    assert not {page.name for page in PAGES[1:]} - {page.name for page in reached}
