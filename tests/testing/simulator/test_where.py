"""The where parameter: what it can say (fact sheet 3.4 and 11)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from xerolink.testing.simulator.where import (
    DAY,
    GUID,
    NUMBER,
    TEXT,
    TRUTH,
    BadQueryError,
    holds,
    read_where,
)

ID = "11111111-1111-4111-8111-111111111111"
KINDS = {"Name": TEXT, "Email": TEXT, "Total": NUMBER, "Date": DAY, "ID": GUID, "Sold": TRUTH}
ROW: dict[str, Any] = {
    "Name": "Café Acme",
    "Email": None,
    "Total": 2_415_000_000,
    "Date": datetime(2026, 9, 14, tzinfo=UTC),
    "ID": ID,
    "Sold": True,
}


def answer(text: str) -> bool:
    return holds(read_where(text, KINDS, "Row"), ROW.get)


@pytest.mark.parametrize(
    "text",
    [
        "",
        'Name=="cafe ACME"',
        'Name != "x"',
        "Total == 24.15",
        "Total>24&&Total<=24.15",
        "Total > 99 OR Total >= 24",
        'Name=="x" || Total==24.15 AND Sold==true',
        '(Name=="x" || Total==24.15) && Email==null',
        "Date >= DateTime(2026,9,14) AND Date < DateTime(2026, 09, 15, 0, 0, 1)",
        'Date==DateTime.Parse("2026-09-14")',
        f'ID==Guid("{ID.upper()}")',
        'Name.Contains("ACM")',
        'Name.StartsWith("caf") and Name.EndsWith("e")',
        'Email!=null&&Email.StartsWith("x") OR Sold==true',
        "Email == null",
        'Email != "x"',
        'Email == ""',
    ],
)
def test_it_holds(text: str) -> None:
    assert answer(text)


@pytest.mark.parametrize(
    "text",
    ['Name=="x"', "Total<24.15", 'Email=="x"', "Sold==false", 'Name.StartsWith("Acme")'],
)
def test_it_does_not_hold(text: str) -> None:
    assert not answer(text)


@pytest.mark.parametrize(
    "text",
    [
        "Name",
        'Name=="a" AND',
        '(Name=="a"',
        'Name=="a")',
        'Name="a"',
        'Shoes=="a"',
        'Name.ToLower("a")',
        "Total==true",
        f'ID=="{ID}"',
        'ID==Guid("x")',
        "Date==DateTime(2026)",
        "Date==DateTime(2026,13,1)",
        "Date==DateTime(2026,x,1)",
        'Date==DateTime.Parse("soon")',
        'Total.Contains("4")',
        "Name==Name",
        'Name=="a\\n"',
        "&& Total==1",
        "Name==§",
        "Name==Shoes(1)",
        "Name.Contains(1)",
    ],
)
def test_it_cannot_be_read(text: str) -> None:
    with pytest.raises(BadQueryError):
        read_where(text, KINDS, "Row")


def test_a_method_of_null_needs_a_guard() -> None:
    with pytest.raises(BadQueryError):
        answer('Email.StartsWith("x")')
