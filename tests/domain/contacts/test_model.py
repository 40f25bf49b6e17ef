"""The values of the two sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.contacts.model import (
    Address,
    FieldName,
    FieldValue,
    Phone,
    SyncedFields,
    veiled,
)
from xerolink.testing.strategies import field_values, synced_fields


@st.composite
def laid_values(draw: st.DrawFn) -> dict[FieldName, FieldValue]:
    """Values for some of the fields."""
    chosen = draw(st.sets(st.sampled_from(FieldName)))
    return {name: draw(field_values(name)) for name in sorted(chosen, key=lambda n: n.value)}


@given(synced_fields(), laid_values())
def test_values_laid_over_fields_are_the_ones_that_are_found(
    fields: SyncedFields, values: dict[FieldName, FieldValue]
) -> None:
    laid = fields.with_values(values)
    expected = {name: values.get(name, fields.get(name)) for name in FieldName}
    assert {name: laid.get(name) for name in FieldName} == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "unknown"),
        ("", "empty"),
        (Phone(), "empty"),
        (Address(("",)), "empty"),
        ("Ann", "filled"),
        (Phone(area="09"), "filled"),
        (Address((), country="NZ"), "filled"),
    ],
)
def test_a_veil_tells_unknown_empty_and_filled_apart(value: FieldValue, shown: str) -> None:
    assert veiled(value) == shown


def test_a_phone_reads_from_country_to_number() -> None:
    assert str(Phone("111 1111", "09", "64")) == "64 09 111 1111"


def test_an_address_reads_from_line_to_country_without_gaps() -> None:
    whole = Address(("1 High St", ""), "Leeds", "", "LS1", "UK")
    assert str(whole) == "1 High St, Leeds, LS1, UK"
