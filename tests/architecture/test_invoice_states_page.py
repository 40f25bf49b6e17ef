"""The drawn table in the docs is the table in the code."""

from pathlib import Path

from xerolink.domain.invoices.invoice_state import InvoiceState, diagram


def test_the_page_holds_the_diagram_that_the_table_generates(root: Path) -> None:
    """When it fails: put the text below into docs/invoice-states.md."""
    expected = f"```mermaid\n{diagram()}\n```"
    page = (root / "docs" / "invoice-states.md").read_text(encoding="utf-8")
    assert expected in page, f"docs/invoice-states.md should hold\n\n{expected}"


def test_the_page_says_what_each_state_means(root: Path) -> None:
    page = (root / "docs" / "invoice-states.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `") for line in page.splitlines() if line.startswith("| `")}
    assert {state.value for state in InvoiceState} <= rows
