"""Stored values come back from JSON as they were."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from enum import Enum
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xerolink.adapters.codec import decode, encode
from xerolink.domain.contacts.check import unprintable
from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.intent import Intent
from xerolink.domain.contacts.issues import Issue
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import SyncedFields, XeroContact
from xerolink.domain.contacts.normalise import MatchKeys
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.book import InvoiceBook
from xerolink.domain.invoices.causes import InvoiceIssue
from xerolink.domain.invoices.currencies import DECIMALS
from xerolink.domain.invoices.intent import CreateInvoice, InvoiceIntent
from xerolink.domain.invoices.model import (
    ExpenseTypeId,
    HostInvoice,
    HostInvoiceId,
    HostInvoiceVersion,
    ItemCode,
    ServiceTypeId,
)
from xerolink.domain.invoices.money import Money
from xerolink.domain.invoices.record import Held, InvoiceRecord, Paid, PartPaid, Standing
from xerolink.domain.invoices.settings import HostTerms
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.journal import Fact, Values
from xerolink.domain.run import ConnectionRecord, RunRecord
from xerolink.domain.settings import ContactSettings
from xerolink.ports.errors import StoreError
from xerolink.testing.conformance.store_invoice_values import (
    NZD,
    draft,
    invoice,
    invoice_intent,
    synced,
)
from xerolink.testing.conformance.store_values import START, contact, decision, intent, merge_body
from xerolink.testing.invoice_strategies import host_terms
from xerolink.testing.strategies import contact_settings

STORED: list[Any] = [
    XeroContact,
    MatchKeys,
    Link,
    Issue,
    Decision,
    Intent,
    RunRecord,
    ConnectionRecord,
    Fact,
    Values,
    InvoiceRecord,
    InvoiceIntent,
    InvoiceIssue,
    InvoiceBook,
    HostInvoice,
    HostTerms,
]
_TEXT = st.text(max_size=8) | st.sampled_from(["", "nul\0", "half \ud83d", 'quo"te\\', "é", "true"])
OF_THE_HOST = {
    ExpenseTypeId,
    HostContactId,
    HostInvoiceId,
    HostInvoiceVersion,
    HostTaxRateId,
    ItemCode,
    ServiceTypeId,
}
"""Ids that a host gives: what is odd in one is refused where its value is made."""
IDS = _TEXT.filter(lambda text: not unprintable(text))
_PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    str: _TEXT,
    int: st.integers(),
    bool: st.booleans(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
    Decimal: st.decimals(-(10**9), 10**9, allow_nan=False, places=4),
    NoneType: st.none(),
}

_BOUNDED: Mapping[Any, st.SearchStrategy[Any]] = {
    ContactSettings: contact_settings(),
    HostTerms: host_terms(),
    Money: st.builds(Money, st.integers(-(10**9), 10**9), st.sampled_from(sorted(DECIMALS))),
}
"""Values that not every number makes, or that compute some of theirs."""


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
    return any_composed(hint) if get_origin(hint) else _PLAIN[hint]


def any_composed(hint: Any) -> st.SearchStrategy[Any]:
    args = [any_of(arg) for arg in get_args(hint) if arg is not ...]
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(args)
    if get_origin(hint) is tuple:
        return st.lists(args[0], max_size=3).map(tuple)
    if get_origin(hint) is frozenset:
        return st.frozensets(args[0], max_size=3)
    return st.dictionaries(*args, max_size=3)


ANY = {cls: any_of(cls) for cls in STORED}


@pytest.mark.parametrize("cls", STORED, ids=lambda cls: cls.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_stored_value_comes_back_equal(cls: type[Any], data: st.DataObject) -> None:
    value = data.draw(ANY[cls])
    assert decode(encode(value), cls) == value


@settings(max_examples=25, deadline=None)
@given(value=ANY[Decision])
def test_the_text_is_ascii(value: Decision) -> None:
    """Whatever people typed, lone surrogates included, a database can hold it."""
    assert encode(value).isascii()


def test_a_moment_is_written_in_utc() -> None:
    at = START.astimezone(timezone(timedelta(hours=13)))
    assert f'"{START.isoformat()}"' in encode(contact(1, updated=at))


def test_a_moment_comes_back_in_utc() -> None:
    at = START.astimezone(timezone(timedelta(hours=13)))
    back = decode(encode(contact(1, updated=at)), XeroContact)
    assert back.updated.isoformat() == START.isoformat()


def test_an_action_carries_its_name() -> None:
    assert '"_type":"CreateInHost"' in encode(decision(1))


def test_a_value_of_a_field_carries_its_name() -> None:
    assert '{"primary_phone":{"number":"1","area":"","country":"","_type":"Phone"}}' in encode(
        intent(1, body=merge_body(1))
    )


@pytest.mark.parametrize("told", [None, Paid(), PartPaid(Money("1.50", NZD)), Held(("why",))])
def test_what_was_told_carries_its_name_if_there_is_any(told: Standing | None) -> None:
    name = "null" if told is None else '"_type":"' + type(told).__name__
    text = encode(invoice(1, told=told))
    assert (name in text.partition('"told":')[2], decode(text, InvoiceRecord).told) == (True, told)


@pytest.mark.parametrize("digits", ["1.50", "-0", "1E+3", "1E-18", "9" * 36])
def test_a_decimal_keeps_its_digits(digits: str) -> None:
    """An amount is shown as it was written: 1.50 is not 1.5."""
    intent = invoice_intent(1, body=CreateInvoice(draft(1), Decimal(digits)))
    body = decode(encode(intent), InvoiceIntent).body
    assert isinstance(body, CreateInvoice)
    assert str(body.total) == digits


def test_a_context_of_the_host_takes_no_digit_away() -> None:
    intent = invoice_intent(1, body=CreateInvoice(draft(1), Decimal("19.90")))
    with localcontext(prec=2):
        assert decode(encode(intent), InvoiceIntent) == intent


@pytest.mark.parametrize("odd", ["19.9", '"19,9"', '""', "true", "[]", '"1e99999999999999999999"'])
def test_what_is_no_decimal_in_quotes_is_refused(odd: str) -> None:
    """A number of JSON may have lost digits on its way."""
    text = encode(invoice_intent(1, body=CreateInvoice(draft(1), Decimal("230.00"))))
    with pytest.raises(StoreError, match="a stored InvoiceIntent: it cannot be read"):
        decode(text.replace('"230.00"', odd), InvoiceIntent)


def test_money_that_cannot_be_is_refused() -> None:
    text = encode(invoice(1, told=PartPaid(Money("1.50", NZD)))).replace("NZD", "???")
    with pytest.raises(StoreError, match="a stored InvoiceRecord: it cannot be read"):
        decode(text, InvoiceRecord)


def test_a_day_is_written_without_a_time() -> None:
    assert '"issued":"2026-02-28"' in encode(synced(1))


def test_what_an_older_version_did_not_write_has_its_default() -> None:
    assert decode('{"name": "Ann"}', SyncedFields) == SyncedFields("Ann")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"link_id": 1}', "null"])
def test_a_text_that_is_no_such_value_is_refused(text: str) -> None:
    with pytest.raises(StoreError, match="a stored Link: it cannot be read"):
        decode(text, Link)


def test_a_refusal_holds_nothing_of_what_was_read() -> None:
    """Neither does an error that it would be chained to."""
    with pytest.raises(StoreError) as caught:
        decode('{"closed": "Ann Lee"}', Issue)
    error = caught.value
    assert ("Ann" in str(error), error.__cause__, error.__context__) == (False, None, None)
