"""The golden cases: every file beside this one is a story that comes out as it says."""

from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from xerolink.domain.invoices.settings import InvoiceSettings, SentAs
from xerolink.domain.settings import ContactSettings
from xerolink.testing.cases import Case, read_case, run_case, waits_for

FILES = sorted(Path(__file__).parent.glob("*.json"))
ROWS = range(1, 44)
"""The rows of the semantics."""
IN_NO_ROW = {"keep_journal_days"}
"""Settings that no row names."""


def named(path: Path) -> str:
    """The file, and what it waits for if the front door lacks something that it needs."""
    lacking = waits_for(read_case(path))
    return f"{path.stem} waits for {', '.join(lacking)}" if lacking else path.stem


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [read_case(path) for path in FILES]


def values_of(name: str, hint: Any) -> list[tuple[str, object]]:
    """The values that a setting can have; one with endless values is named by None."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        return [(name, one) for one in hint]
    return [(name, one) for one in (True, False)] if hint is bool else [(name, None)]


def every_value(settings: type) -> list[tuple[str, object]]:
    return [
        one
        for name, hint in get_type_hints(settings).items()
        for one in values_of(name, hint)
        if name not in IN_NO_ROW
    ]


def has_case(name: str, value: object, told: Iterable[tuple[str, object]]) -> bool:
    """Whether the value is among those that cases told; of endless ones any is enough."""
    found = [one for setting, one in told if setting == name]
    return bool(found) if value is None else value in found


@pytest.mark.parametrize("path", FILES, ids=named)
def test_the_story_comes_out_as_it_says(path: Path) -> None:
    run_case(read_case(path))


@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_a_case(row: int, cases: list[Case]) -> None:
    assert [case.title for case in cases if row in case.rules]


@pytest.mark.parametrize(("name", "value"), every_value(ContactSettings))
def test_every_value_of_every_setting_has_a_case(
    name: str, value: object, cases: list[Case]
) -> None:
    assert has_case(name, value, (one for case in cases for one in case.settings()))


@pytest.mark.parametrize(("name", "value"), every_value(InvoiceSettings))
def test_every_value_of_every_setting_of_invoices_has_a_case(
    name: str, value: object, cases: list[Case]
) -> None:
    assert has_case(name, value, (one for case in cases for one in case.invoice_settings()))


def test_another_value_of_a_setting_is_no_case_of_it() -> None:
    told = [("xero_status", SentAs.AUTHORISED)]
    assert not has_case("xero_status", SentAs.DRAFT, told)


def test_a_setting_that_nobody_names_has_no_case() -> None:
    assert not has_case("theme", None, [("xero_status", SentAs.DRAFT)])


def test_no_case_names_a_row_that_there_is_not(cases: list[Case]) -> None:
    assert not {row for case in cases for row in case.rules} - set(ROWS)


def test_no_two_cases_have_one_title(cases: list[Case]) -> None:
    titles = [case.title for case in cases]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_named_after_a_row_that_it_shows(path: Path) -> None:
    assert int(path.stem[:2]) in read_case(path).rules
