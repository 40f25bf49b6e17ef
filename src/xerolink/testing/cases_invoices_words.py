"""The words of a golden case about invoices, read into values; one that is not known raises."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.errors import NotMoneyError
from xerolink.domain.invoices.model import (
    AmountOff,
    BillableExpense,
    ExpenseTypeId,
    InvoiceLine,
    InvoiceNumber,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    Service,
    ServiceTypeId,
    Tracking,
)
from xerolink.domain.invoices.money import exact
from xerolink.domain.invoices.settings import HostTerms
from xerolink.domain.invoices.tax import HostTaxRateId, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode, XeroLine
from xerolink.testing.cases_words import CaseError, only

_LINE = ("for", "quantity", "price", "tax", "discount", "item", "tracking")
LINE_WORDS = (*_LINE, "service", "expense", "billed", "billed tax")
XERO_LINE_WORDS = (*_LINE, "account")
COMMON = ("number", "issued", "due", "currency", "amounts", "reference")
"""What both sides' invoices have under one name."""
_AMOUNTS = {
    "exclusive": LineAmountTypes.EXCLUSIVE,
    "inclusive": LineAmountTypes.INCLUSIVE,
    "no tax": LineAmountTypes.NO_TAX,
}
AMOUNTS_WORD = {kind: word for word, kind in _AMOUNTS.items()}
_Chosen = TypeVar("_Chosen", bound=Enum)


def as_number(given: Any) -> Decimal:
    """An exact number: a text, or a whole number; raises `CaseError`."""
    try:
        return exact(given)
    except NotMoneyError as error:
        raise CaseError(f"{given!r}: {error}") from error


def as_date(given: Any) -> date | None:
    """A day, written as 2026-07-01; None: none."""
    try:
        return None if given is None else date.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise CaseError(f"{given!r} is no day; write it as 2026-07-01") from error


def as_text(given: Any) -> str:
    if not isinstance(given, str):
        raise CaseError(f"{given!r} is no text")
    return given


def as_choice(kind: type[_Chosen], given: Any) -> _Chosen:
    """The member of *kind* with that value; raises `CaseError`."""
    if given not in {one.value for one in kind}:
        raise CaseError(f"{given!r} is no choice; known: {[one.value for one in kind]}")
    return kind(given)


def as_amounts(given: Any) -> LineAmountTypes:
    if given not in _AMOUNTS:
        raise CaseError(f"{given!r} is no kind of amounts; known: {list(_AMOUNTS)}")
    return _AMOUNTS[given]


def common_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """What *given* says of an invoice of either side, by the names of the fields."""
    readers: Mapping[str, tuple[str, Any]] = {
        "number": ("number", lambda one: InvoiceNumber(as_text(one))),
        "issued": ("issued", as_date),
        "due": ("due", as_date),
        "currency": ("currency", lambda one: CurrencyCode(as_text(one))),
        "amounts": ("line_amount_types", as_amounts),
        "reference": ("reference", as_text),
    }
    return {name: read(given[w]) for w, (name, read) in readers.items() if w in given}


def as_lines(given: Sequence[Any], terms: HostTerms) -> tuple[InvoiceLine, ...]:
    """The lines of a host's invoice; what they name must be among *terms*."""
    return tuple(_line(one, terms) for one in given)


def _line(given: Any, terms: HostTerms) -> InvoiceLine:
    only("a line", given, known=LINE_WORDS, needed=("price",))
    return InvoiceLine(
        **_amount_of(given),
        tax_rate=_known(given, "tax", terms.rate_of, HostTaxRateId),
        sold=_sold(given, terms),
        billed=as_number(given["billed"]) if "billed" in given else None,
        billed_tax=as_number(given["billed tax"]) if "billed tax" in given else None,
    )


def as_xero_lines(given: Sequence[Any]) -> tuple[XeroLine, ...]:
    """The lines of an invoice that people make in Xero."""
    return tuple(_xero_line(one) for one in given)


def _xero_line(given: Any) -> XeroLine:
    only("a line", given, known=XERO_LINE_WORDS, needed=("price", "account"))
    tax_type = XeroTaxType(as_text(given["tax"])) if "tax" in given else None
    account = AccountCode(as_text(given["account"]))
    return XeroLine(**_amount_of(given), account=account, tax_type=tax_type)


def _amount_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """What lines of both sides have; a line says "Advice", once, unless it says otherwise."""
    tracking = given.get("tracking", {}).items()
    return {
        "description": as_text(given.get("for", "Advice")),
        "quantity": as_number(given.get("quantity", 1)),
        "unit_price": as_number(given["price"]),
        "discount": _discount(given["discount"]) if "discount" in given else None,
        "item": ItemCode(as_text(given["item"])) if "item" in given else None,
        "tracking": tuple(Tracking(category, as_text(option)) for category, option in tracking),
    }


def _discount(given: Any) -> PercentOff | AmountOff:
    """ "10%" of the line, or "5.00" off it."""
    percent = as_text(given).endswith("%")
    number = as_number(given.removesuffix("%"))
    return PercentOff(number) if percent else AmountOff(number)


def _sold(given: Mapping[str, Any], terms: HostTerms) -> Service | BillableExpense:
    """An "expense" without a type is given as true; what is no expense is a service."""
    if "expense" not in given:
        return Service(_known(given, "service", terms.service_types, ServiceTypeId))
    if "service" in given:
        raise CaseError("a line is a service or an expense, not both")
    if given["expense"] is True:
        return BillableExpense()
    return BillableExpense(_known(given, "expense", terms.expense_types, ExpenseTypeId))


def _known(given: Mapping[str, Any], word: str, terms: Mapping[Any, Any], kind: Any) -> Any:
    if word not in given:
        return None
    if given[word] not in terms:
        raise CaseError(f"the host bills with no {word} {given[word]!r}; known: {list(terms)}")
    return kind(given[word])
