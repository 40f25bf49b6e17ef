"""Saved plans: what is saved comes back, and nothing else is taken for a plan."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import attrs
import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.test_codec import IDS, OF_THE_HOST
from xerolink.adapters import plan_form
from xerolink.adapters.plan_file import (
    PlanFileError,
    load_invoice_plan,
    load_plan,
    save_invoice_plan,
    save_plan,
)
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoice_plan import InvoicePlan
from xerolink.domain.plan import Plan
from xerolink.domain.settings import ContactSettings
from xerolink.testing.billing_world import MAPPED, BillingWorld
from xerolink.testing.invoice_strategies import amounts
from xerolink.testing.strategies import contact_settings
from xerolink.testing.worlds import ANNA, World, fields

_TEXT = st.text(max_size=6) | st.sampled_from(["", "nul\0", "half \ud83d", 'quo"te\\', "é", "true"])
_PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    str: _TEXT,
    Decimal: amounts(),
    date: st.dates(),
    int: st.integers(-(10**6), 10**6),
    bool: st.booleans(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    NoneType: st.none(),
}

_BOUNDED: Mapping[Any, st.SearchStrategy[Any]] = {ContactSettings: contact_settings()}
"""Values that not every number makes."""


def any_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of type *hint*."""
    if isinstance(hint, NewType):
        return IDS if hint in OF_THE_HOST else _TEXT
    if hint in _BOUNDED:
        return _BOUNDED[hint]
    if isinstance(hint, type) and attrs.has(hint):
        return st.builds(hint, **{name: any_of(h) for name, h in get_type_hints(hint).items()})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    args = [any_of(arg) for arg in get_args(hint) if arg is not ...]
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(args)
    if get_origin(hint) in (tuple, frozenset):
        return st.lists(args[0], max_size=2).map(get_origin(hint))
    return st.dictionaries(*args, max_size=2) if args else _PLAIN[hint]


def saved() -> str:
    world = World()
    world.xero.add(fields("Acme", "a@x.example"))
    world.host.add(fields("acme", "a@x.example"))
    world.xero.add(fields("Created"))
    return save_plan(world.connect().plan_import(ANNA))


def saved_invoices() -> str:
    """A row that is sent, one that is held, and other settings."""
    world = BillingWorld()
    contact = world.opened()
    world.bill(contact, reference="Acme")
    world.bill(contact, "INV-2", total="115.01")
    changed = evolve(MAPPED, excluded=frozenset({HostContactId("x"), HostContactId("y")}))
    return save_invoice_plan(world.connection().plan_invoice_settings(changed, ANNA))


SAVED, INVOICES = saved(), saved_invoices()


@frozen
class Kind:
    """What plans of a kind there are, how they are saved and loaded, and the text of one."""

    plans: st.SearchStrategy[Any]
    save: Callable[[Any], str]
    load: Callable[[str], Any]
    text: str


KINDS = {
    "contacts": Kind(any_of(Plan), save_plan, load_plan, SAVED),
    "invoices": Kind(any_of(InvoicePlan), save_invoice_plan, load_invoice_plan, INVOICES),
}
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@each_kind
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_saved_plan_comes_back_equal(kind: Kind, data: st.DataObject) -> None:
    """Of causes the words, too, which make no two of them different."""
    plan = data.draw(kind.plans)
    back = kind.load(kind.save(plan))
    assert (back, kind.save(back)) == (plan, kind.save(plan))


@each_kind
def test_the_text_says_its_version_first(kind: Kind) -> None:
    assert next(iter(json.loads(kind.text))) == "version"


def test_a_text_of_contacts_says_its_connection_next() -> None:
    assert list(json.loads(SAVED))[1] == "connection"


def test_a_text_of_invoices_says_that_it_is_one() -> None:
    assert json.loads(INVOICES)["of"] == "invoices"


@pytest.mark.parametrize(
    ("text", "load", "says"),
    [
        (INVOICES, load_plan, "of: this is no plan of contacts.*load_plan is for"),
        (SAVED, load_invoice_plan, "of: this is no plan of invoices.*load_invoice_plan is for"),
        (INVOICES.replace("invoices", "wishes", 1), load_invoice_plan, "of: this is no plan"),
    ],
    ids=["invoices", "contacts", "neither"],
)
def test_a_plan_of_another_kind_is_refused(
    text: str, load: Callable[[str], object], says: str
) -> None:
    with pytest.raises(PlanFileError, match=says):
        load(text)


def test_the_text_is_indented_for_people() -> None:
    assert '\n  "kind": "import",\n' in SAVED


@each_kind
def test_the_text_ends_as_a_file_does(kind: Kind) -> None:
    assert kind.text.endswith("}\n")


Edit = Callable[[dict[str, Any]], object]
EDITS: Mapping[str, tuple[Edit, str]] = {
    "no version": (lambda told: told.pop("version"), "version: it is missing"),
    "another version": (lambda told: told.update(version=2), "version: it is not 1"),
    "version as text": (lambda told: told.update(version="1"), "version: it is not a whole"),
    "version true": (lambda told: told.update(version=True), "version: it is not a whole"),
    "no connection": (lambda told: told.pop("connection"), "connection: it is missing"),
    "no rows": (lambda told: told.pop("rows"), "rows: it is missing"),
    "nothing impossible": (lambda told: told.pop("impossible"), "impossible: it is missing"),
    "rows as text": (lambda told: told.update(rows="all"), "rows: it is missing, or not"),
    "another name": (lambda told: told.update(note="x"), "the whole: it has a name"),
    "a second connection": (lambda told: told.update(connection_id="x"), "the whole: it has"),
    "unknown kind": (lambda told: told.update(kind="wish"), "kind: it is missing, or not"),
    "a naive time": (lambda told: told.update(made_at="2026-07-01T09:00:00"), "made_at: "),
    "a time before all years": (
        lambda told: told.update(made_at="0001-01-01T00:00:00+14:00"),
        "made_at: it is missing, or not",
    ),
    "a row without reason": (lambda told: told["rows"][1].pop("reason"), r"rows\[1\]: it is"),
    "a row without warnings": (lambda told: told["rows"][1].pop("warnings"), r"rows\[1\].warnings"),
    "a row with more": (lambda told: told["rows"][0].update(x=1), r"rows\[0\]: it has a name"),
    "an unknown action": (
        lambda told: told["rows"][0]["action"].update(_type="Burn"),
        r"rows\[0\]: it is",
    ),
    "a number as text": (
        lambda told: told["rows"][0]["rests_on"].update(staged_revision="2"),
        r"rows\[0\].rests_on.staged_revision: it is not of its kind",
    ),
    "text as a number": (
        lambda told: told["rows"][0].update(reason=5),
        r"rows\[0\].reason: it is not of its kind",
    ),
    "no digest": (lambda told: told.pop("digest"), "digest: it is missing"),
    "an edited value": (
        lambda told: told["rows"][0].update(reason="because"),
        "digest: the text was edited.*Plan.without",
    ),
    "a row less": (lambda told: told["rows"].pop(), "digest: the text was edited"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_text_is_refused_by_the_place(name: str) -> None:
    edit, says = EDITS[name]
    told = json.loads(SAVED)
    edit(told)
    with pytest.raises(PlanFileError, match=says):
        load_plan(json.dumps(told))


INVOICE_EDITS: Mapping[str, tuple[Edit, str]] = {
    "another version": (lambda told: told.update(version=2), "version: it is not 1"),
    "no kind of plan": (lambda told: told.pop("of"), "of: this is no plan of invoices"),
    "no rows": (lambda told: told.pop("rows"), "rows: it is missing"),
    "a total that is no number": (
        lambda told: told["rows"][0].update(total="NaN"),
        r"rows\[0\]: it is missing, or not",
    ),
    "a total without end": (
        lambda told: told["rows"][0].update(total="1e999999999"),
        r"rows\[0\]: it is missing, or not",
    ),
    "a price that is no number": (
        lambda told: told["rows"][0]["decision"]["after"]["lines"][0].update(unit_price="sNaN"),
        r"rows\[0\]: it is missing, or not",
    ),
    "a total with a zero more": (
        lambda told: told["rows"][0].update(total="115.0"),
        "digest: the text was edited.*InvoicePlan.without",
    ),
    "an unknown action": (
        lambda told: told["rows"][0]["decision"]["action"].update(_type="Burn"),
        r"rows\[0\]: it is",
    ),
    "a row with more": (lambda told: told["rows"][0].update(x=1), r"rows\[0\]: it has a name"),
    "a set in another order": (
        lambda told: told["settings"]["excluded"].reverse(),
        r"settings.excluded\[0\]: it is not",
    ),
    "other words of a cause": (
        lambda told: told["rows"][1]["decision"]["action"]["causes"][0].update(why="because"),
        "digest: the text was edited",
    ),
}


@pytest.mark.parametrize("name", INVOICE_EDITS)
def test_an_edited_text_of_invoices_is_refused_by_the_place(name: str) -> None:
    edit, says = INVOICE_EDITS[name]
    told = json.loads(INVOICES)
    edit(told)
    with pytest.raises(PlanFileError, match=says):
        load_invoice_plan(json.dumps(told))


@pytest.mark.parametrize("number", ["9" * 1_000_000, "NaN", "-Infinity", "1e999", "1.0", "true"])
def test_a_number_that_is_none_is_refused(number: str) -> None:
    revision = '"staged_revision": '
    text = re.sub(f"{revision}[0-9]+", revision + number, SAVED)
    assert text != SAVED
    with pytest.raises(PlanFileError):
        load_plan(text)


@each_kind
@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", "1" * 9_000, "[" * 99_999, '{"a": 1, "a": 1}', "\ud800"]
)
def test_what_is_no_json_object_is_refused(kind: Kind, text: str) -> None:
    with pytest.raises(PlanFileError, match="the whole: it is not"):
        kind.load(text)


@pytest.mark.parametrize("about", KINDS)
def test_a_text_without_end_is_not_even_read(about: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_form, "LARGEST", 100)
    with pytest.raises(PlanFileError, match=f"the most is 100; plan fewer {about}"):
        KINDS[about].load(KINDS[about].text)


def test_a_refusal_says_the_way_out() -> None:
    with pytest.raises(PlanFileError, match="save the plan again"):
        load_plan("{}")


@each_kind
def test_a_refusal_repeats_nothing_of_the_text(kind: Kind) -> None:
    """Neither does an error that it would be chained to."""
    with pytest.raises(PlanFileError) as caught:
        kind.load(kind.text.replace('"Acme"', '{"Ann Lee": 1}'))
    error = caught.value
    assert ("Ann" in str(error), error.__cause__, error.__context__) == (False, None, None)


def refused_or_read(kind: Kind, text: str) -> bool:
    """Whether *text* is a plan; anything but `PlanFileError` gets through and fails the test."""
    try:
        kind.load(text)
    except PlanFileError:
        return False
    return True


@each_kind
@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200))
def test_random_bytes_raise_nothing_else(kind: Kind, data: bytes) -> None:
    assert not refused_or_read(kind, data.decode("latin-1"))


def places(told: object) -> list[tuple[Any, Any]]:
    """Every container of *told* with each of its keys."""
    keys = list(told) if isinstance(told, dict) else list(range(len(told)))  # type: ignore[arg-type]  # a list then
    found = [(told, key) for key in keys]
    for key in keys:
        inner = told[key]  # type: ignore[index]  # told is a container
        found += places(inner) if isinstance(inner, dict | list) else []
    return found


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.just({"_type": "Phone"}),
)


@each_kind
@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, 10**6), junk=JUNK, gone=st.booleans())
def test_a_mutation_raises_nothing_else(kind: Kind, place: int, junk: object, gone: bool) -> None:
    """Any part of a saved plan in turn: replaced by junk, or taken away."""
    told = json.loads(kind.text)
    found = places(told)
    holder, key = found[place % len(found)]
    same = not gone and type(holder[key]) is type(junk) and holder[key] == junk
    if gone:
        del holder[key]
    else:
        holder[key] = junk
    assert refused_or_read(kind, json.dumps(told)) is same


@each_kind
@settings(max_examples=100, deadline=None)
@given(place=st.integers(0, 10**6), char=st.sampled_from('{}[]",:\\0x '))
def test_a_slip_of_the_keyboard_raises_nothing_else(kind: Kind, place: int, char: str) -> None:
    """White space between the parts is nobody's business."""
    at = place % len(kind.text)
    text = kind.text[:at] + char + kind.text[at + 1 :]
    unchanged = refused_or_read(kind, text)
    assert not unchanged or json.loads(text) == json.loads(kind.text)
