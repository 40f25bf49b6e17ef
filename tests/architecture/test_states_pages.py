"""The drawn tables in the docs are the tables in the code."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path

import pytest

from xerolink.domain.contacts import link_state
from xerolink.domain.invoices import invoice_state

PAGES = {
    "link-states.md": (link_state.diagram, link_state.LinkState),
    "invoice-states.md": (invoice_state.diagram, invoice_state.InvoiceState),
}
each_page = pytest.mark.parametrize(
    ("name", "diagram", "states"), [(name, *page) for name, page in PAGES.items()], ids=PAGES
)


@each_page
def test_the_page_holds_the_diagram_that_the_table_generates(
    root: Path, name: str, diagram: Callable[[], str], states: type[Enum]
) -> None:
    """When it fails: put the text below into the page."""
    expected = f"```mermaid\n{diagram()}\n```"
    page = (root / "docs" / name).read_text(encoding="utf-8")
    assert expected in page, f"docs/{name} should hold\n\n{expected}"


@each_page
def test_the_page_says_what_each_state_means(
    root: Path, name: str, diagram: Callable[[], str], states: type[Enum]
) -> None:
    page = (root / "docs" / name).read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `") for line in page.splitlines() if line.startswith("| `")}
    assert {state.value for state in states} <= rows
