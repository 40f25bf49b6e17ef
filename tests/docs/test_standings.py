"""The page for hosts tells what each standing makes of each status, as the table in code has it."""

from pathlib import Path

from xerolink.domain.invoices.model import InvoiceStatus
from xerolink.domain.invoices.record import Standing
from xerolink.domain.invoices.status import status_shown
from xerolink.testing.conformance.host_invoices_cases import STANDINGS

PAGE = Path(__file__).parents[2] / "docs" / "ports.md"


def cells(standing: Standing) -> list[str]:
    """The row of *standing* as the page has to have it: a status stays, or becomes another."""
    moved = ((status, status_shown(status, standing)) for status in InvoiceStatus)
    return ["stays" if after is status else after.value for status, after in moved]


def test_the_page_has_the_table_of_standings() -> None:
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    told = {row[0].strip("`").partition("(")[0]: row[2:] for row in rows if len(row) == 8}
    wanted = {type(standing).__name__: cells(standing) for standing in STANDINGS}
    header = {"standing": [status.value for status in InvoiceStatus]}
    assert told == header | wanted
