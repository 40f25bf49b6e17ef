"""Laws of normalisation, on arbitrary text; and what means the same, by example."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone, SyncedFields
from xerolink.domain.contacts.normalise import (
    EMPTY,
    canonical,
    canonical_address,
    canonical_phone,
    collapse,
    differs,
    email_key,
    fold,
    is_email,
    is_empty,
    match_keys,
    name_key,
    same,
)
from xerolink.domain.settings import MatchingMode
from xerolink.testing.strategies import (
    EMAILS,
    NAMES,
    field_values,
    odd_text,
    spellings,
    synced_fields,
)

TEXT_FORMS = (name_key, email_key, fold, collapse)
odd_phones = st.builds(Phone, odd_text(), odd_text(), odd_text())
odd_addresses = st.builds(
    Address, st.lists(odd_text(), max_size=4).map(tuple), odd_text(), odd_text(), odd_text()
)
ODD: dict[FieldName, st.SearchStrategy[FieldValue]] = {
    FieldName.NAME: odd_text(),
    FieldName.BILLING_EMAIL: odd_text(),
    FieldName.PRIMARY_PHONE: odd_phones,
    FieldName.BILLING_ADDRESS: odd_addresses,
}
any_field = st.sampled_from(FieldName)


@st.composite
def odd_values(draw: st.DrawFn, count: int) -> tuple[FieldName, tuple[FieldValue, ...]]:
    """A field, and values of it that may be anything."""
    field = draw(any_field)
    value = st.none() | field_values(field) | ODD[field]
    return field, tuple(draw(value) for _ in range(count))


@pytest.mark.parametrize("form", TEXT_FORMS, ids=lambda form: form.__name__)
@given(text=odd_text())
@example("\u0345\u0301")
@example("\u03d3\u0301")
@example("\u00b4 a")
@example("\ufb03\u0345")
def test_normalising_twice_changes_nothing(form: Callable[[str], str], text: str) -> None:
    assert form(form(text)) == form(text)


@pytest.mark.parametrize("form", TEXT_FORMS, ids=lambda form: form.__name__)
def test_every_single_character_is_normalised_at_once(form: Callable[[str], str]) -> None:
    """No code point, alone, needs a second pass."""
    everything = map(chr, range(0x110000))
    assert not [hex(ord(c)) for c in everything if form(form(c)) != form(c)][:5]


@given(odd_text())
def test_only_a_blank_name_has_a_blank_key(text: str) -> None:
    assert bool(name_key(text)) is bool(text.strip())


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_every_spelling_of_a_name_has_one_key(name: str, data: st.DataObject) -> None:
    assert name_key(data.draw(spellings(name))) == name


@pytest.mark.parametrize("email", EMAILS)
@given(data=st.data())
def test_every_spelling_of_an_email_has_one_key(email: str, data: st.DataObject) -> None:
    assert email_key(data.draw(spellings(email))) == email


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Stra\u00dfe", "STRASSE"),
        ("\u0391\u03a3", "\u03b1\u03c3"),
        ("\ufb01n", "FIN"),
        ("e\u0301", "\u00c9"),
        ("A\u00a0B", "a b"),
    ],
    ids=["sharp s", "final sigma", "ligature", "composed accent", "no-break space"],
)
def test_one_name_in_two_scripts_of_unicode_has_one_key(left: str, right: str) -> None:
    assert name_key(left) == name_key(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("Ann-Lee", "Ann Lee"), ("Bo", "Bo Ltd"), ("Jos\u00e9", "Jose"), ("Ann Lee", "Lee Ann")],
    ids=["punctuation", "legal suffix", "accent", "word order"],
)
def test_a_likeness_is_not_the_same_name(left: str, right: str) -> None:
    """Semantics row 2: such a likeness may be suggested, never matched."""
    assert name_key(left) != name_key(right)


@given(odd_text(), odd_text(), st.sampled_from(MatchingMode))
def test_a_key_is_missing_exactly_where_the_field_is_blank_or_no_email(
    name: str, email: str, mode: MatchingMode
) -> None:
    keys = match_keys(SyncedFields(name, email), mode)
    assert (keys.name is None, keys.email is None) == (not name.strip(), not is_email(email))


@given(st.data(), st.sampled_from(MatchingMode))
def test_the_key_of_both_is_equal_exactly_if_name_and_email_are(
    data: st.DataObject, mode: MatchingMode
) -> None:
    tricky = st.text("ab@:12\x1f ", max_size=6)
    drawn = [match_keys(SyncedFields(data.draw(tricky), data.draw(tricky)), mode) for _ in "ab"]
    left, right = drawn
    whole = left.both is not None and right.both is not None
    assert not whole or (left.both == right.both) is (left == right)


def test_the_key_of_both_does_not_depend_on_where_the_name_ends() -> None:
    """Raw text may hold any separator."""
    left = match_keys(SyncedFields("a\x1f", "b@c"), MatchingMode.STRICT)
    right = match_keys(SyncedFields("a", "\x1fb@c"), MatchingMode.STRICT)
    assert left.both != right.both


@given(odd_text(), odd_text())
def test_keys_of_different_fields_are_never_equal(name: str, email: str) -> None:
    present = match_keys(SyncedFields(name, email)).present
    assert len(set(present)) == len(present)


@pytest.mark.parametrize("text", ["", " ", "n/a", "none", "@", "a@", "@b", "a@b c", "a@b, c@d"])
def test_what_is_not_one_address_yields_no_email_key(text: str) -> None:
    assert match_keys(SyncedFields("Ann", text)).email is None


@given(odd_values(1))
def test_every_known_value_means_the_same_as_itself(
    drawn: tuple[FieldName, tuple[FieldValue, ...]],
) -> None:
    field, (value,) = drawn
    assert same(field, value, value) is (value is not None)


@given(odd_values(2))
def test_meaning_the_same_goes_both_ways(
    drawn: tuple[FieldName, tuple[FieldValue, ...]],
) -> None:
    field, (left, right) = drawn
    assert same(field, left, right) is same(field, right, left)


@given(odd_values(1))
def test_unknown_means_the_same_as_nothing(
    drawn: tuple[FieldName, tuple[FieldValue, ...]],
) -> None:
    field, (value,) = drawn
    assert not same(field, None, value)


@given(synced_fields(), synced_fields())
def test_fields_differ_exactly_if_a_known_one_means_something_else(
    fields: SyncedFields, base: SyncedFields
) -> None:
    known = [name for name in FieldName if fields.get(name) is not None]
    alike = all(same(name, fields.get(name), base.get(name)) for name in known)
    assert differs(fields, base) is not alike


@pytest.mark.parametrize(
    "address",
    [Address(), Address(("", " ")), Address((" ", "\t"), " "), Address((), "", "", " ", "\u3000")],
)
def test_an_address_of_white_space_alone_is_empty(address: Address) -> None:
    """Otherwise a blank slot in Xero would overwrite the host's address (semantics row 8)."""
    assert is_empty(address)


@given(odd_values(1))
def test_a_value_is_empty_exactly_if_it_means_the_same_as_empty(
    drawn: tuple[FieldName, tuple[FieldValue, ...]],
) -> None:
    field, (value,) = drawn
    assert is_empty(value) is same(field, value, EMPTY[field])


@given(any_field, st.data())
def test_a_canonical_form_never_depends_on_the_edges(field: FieldName, data: st.DataObject) -> None:
    """White space around a text is never a change."""
    value = data.draw(odd_text())
    wrapped: dict[FieldName, Callable[[str], FieldValue]] = {
        FieldName.NAME: str,
        FieldName.BILLING_EMAIL: str,
        FieldName.PRIMARY_PHONE: Phone,
        FieldName.BILLING_ADDRESS: lambda text: Address((text,)),
    }
    make = wrapped[field]
    assert canonical(field, make(f" {value}\t")) == canonical(field, make(value))


@given(odd_addresses)
def test_folding_an_address_again_changes_nothing(address: Address) -> None:
    folded = Address(
        tuple(map(fold, address.lines)),
        fold(address.city),
        fold(address.region),
        fold(address.postal_code),
        fold(address.country),
    )
    assert canonical_address(folded) == canonical_address(address)


@given(odd_phones)
def test_the_split_of_a_phone_into_parts_is_no_difference(phone: Phone) -> None:
    assert canonical_phone(Phone(str(phone))) == canonical_phone(phone)


SAME: tuple[tuple[str, FieldName, FieldValue, FieldValue], ...] = (
    ("phone: split", FieldName.PRIMARY_PHONE, Phone("1111111", "09", "64"), Phone("64091111111")),
    ("phone: punctuation", FieldName.PRIMARY_PHONE, Phone("(09) 111-1111"), Phone("09 1111111")),
    ("phone: other digits", FieldName.PRIMARY_PHONE, Phone("\u0660\u0661"), Phone("01")),
    ("address: case", FieldName.BILLING_ADDRESS, Address(("1 High St",)), Address(("1 HIGH ST",))),
    (
        "address: empty line",
        FieldName.BILLING_ADDRESS,
        Address(("a", "", "b")),
        Address(("a", "b")),
    ),
    ("email: case", FieldName.BILLING_EMAIL, "A@One.test ", "a@one.test"),
    ("name: white space", FieldName.NAME, " Acme  Ltd", "Acme Ltd"),
    ("name: composed", FieldName.NAME, "Jose\u0301", "Jos\u00e9"),
)
DIFFERENT: tuple[tuple[str, FieldName, FieldValue, FieldValue], ...] = (
    ("name: case", FieldName.NAME, "ACME", "Acme"),
    ("name: width", FieldName.NAME, "\uff21cme", "Acme"),
    ("phone: a digit more", FieldName.PRIMARY_PHONE, Phone("111"), Phone("1111")),
    ("phone: words", FieldName.PRIMARY_PHONE, Phone("ask Ann"), Phone("ask Bo")),
    ("address: city", FieldName.BILLING_ADDRESS, Address(("a",), "Leeds"), Address(("a",), "York")),
    ("address: slot", FieldName.BILLING_ADDRESS, Address(("Leeds",)), Address((), "Leeds")),
    ("address: lines", FieldName.BILLING_ADDRESS, Address(("a b",)), Address(("a", "b"))),
    ("email: another", FieldName.BILLING_EMAIL, "a@one.test", "b@one.test"),
)


@pytest.mark.parametrize(
    ("field", "left", "right"), [row[1:] for row in SAME], ids=[row[0] for row in SAME]
)
def test_what_means_the_same(field: FieldName, left: FieldValue, right: FieldValue) -> None:
    """Semantics row 15."""
    assert same(field, left, right)


@pytest.mark.parametrize(
    ("field", "left", "right"), [row[1:] for row in DIFFERENT], ids=[row[0] for row in DIFFERENT]
)
def test_what_is_a_change(field: FieldName, left: FieldValue, right: FieldValue) -> None:
    assert not same(field, left, right)
