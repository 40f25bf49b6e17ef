"""What a host gives as another kind of value is refused where it is made, by name."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from tests.domain.invoices.books import GOOD, line
from xerolink.domain.invoices.errors import NotMoneyError
from xerolink.domain.invoices.model import AmountOff, InvoiceLine, PercentOff
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms, InvoiceSettings
from xerolink.domain.invoices.tax import HostTaxRateId

NOON = datetime(2026, 9, 14, 12)  # noqa: DTZ001
LINE = line("100")
RATE = HostTaxRate(HostTaxRateId("gst"), "GST", 15)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("host_id", 7),
        ("contact_id", None),
        ("number", None),
        ("currency", None),
        ("issued", NOON),
        ("issued", None),
        ("due", NOON),
        ("line_amount_types", "Inclusive"),
        ("lines", [LINE]),
        ("lines", ("a line",)),
        ("status", "draft"),
        ("version", 3),
        ("reference", None),
        ("url", None),
    ],
)
def test_an_invoice_names_the_field_of_another_kind(field: str, value: object) -> None:
    wrong: dict[str, Any] = {field: value}
    with pytest.raises(TypeError, match=rf"^HostInvoice\.{field} "):
        evolve(GOOD, **wrong)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("description", None),
        ("tax_rate", 15),
        ("discount", "10%"),
        ("sold", "audit"),
        ("item", 7),
        ("tracking", ["North"]),
        ("tracking", ("North",)),
    ],
)
def test_a_line_names_the_field_of_another_kind(field: str, value: object) -> None:
    wrong: dict[str, Any] = {field: value}
    with pytest.raises(TypeError, match=rf"^InvoiceLine\.{field} "):
        evolve(LINE, **wrong)


def test_it_says_what_to_give() -> None:
    wrong: Any = "draft"
    with pytest.raises(TypeError, match=r"^HostInvoice.status is of type str; give InvoiceStatus$"):
        evolve(GOOD, status=wrong)


def test_it_does_not_repeat_the_value() -> None:
    secret: Any = b"zq-secret"
    with pytest.raises(TypeError) as caught:
        InvoiceLine(secret, 1, 1)
    assert "zq" not in f"{caught.value!r}"


def test_a_due_date_may_be_missing() -> None:
    assert evolve(GOOD, due=None).due is None


def test_a_start_date_is_no_moment() -> None:
    with pytest.raises(TypeError, match="sync_start_date is of type datetime; give date or None"):
        InvoiceSettings(sync_start_date=NOON)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("revenue_account", 200),
        ("expense_account", 260),
        ("service_accounts", {"audit": 200}),
        ("expense_accounts", [("courier", "200")]),
        ("tax_rates", None),
        ("theme", 7),
        ("excluded", ["kauri"]),
    ],
)
def test_a_setting_of_another_kind_is_named(setting: str, value: object) -> None:
    wrong: dict[str, Any] = {setting: value}
    with pytest.raises(TypeError, match=rf"^InvoiceSettings\.{setting} "):
        evolve(InvoiceSettings(), **wrong)


NAN = Decimal("NaN")


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: evolve(GOOD, total=NAN), "a total"),
        (lambda: evolve(LINE, quantity=NAN), "a quantity"),
        (lambda: evolve(LINE, unit_price=NAN), "a unit price"),
        (lambda: evolve(LINE, billed=NAN), "billed"),
        (lambda: evolve(LINE, billed_tax=NAN), "billed_tax"),
        (lambda: PercentOff(NAN), "a discount"),
        (lambda: AmountOff(NAN), "a discount"),
    ],
)
def test_what_is_no_amount_names_its_field(make: Callable[[], object], field: str) -> None:
    with pytest.raises(NotMoneyError, match=f"^{field}: NaN or infinity is no amount"):
        make()


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: HostTaxRate(HostTaxRateId("gst"), "GST", NAN), "a percentage: NaN"),
        (lambda: HostTaxRate(15, "GST"), "HostTaxRate.rate_id is of type int"),  # type: ignore[arg-type]
        (lambda: HostTerms([RATE]), "HostTerms.tax_rates is of type list"),  # type: ignore[arg-type]
        (lambda: HostTerms(service_types=["audit"]), "HostTerms.service_types"),  # type: ignore[arg-type]
        (lambda: HostTerms(base_currency=7), "HostTerms.base_currency"),  # type: ignore[arg-type]
    ],
)
def test_what_a_firm_bills_with_names_the_field_of_another_kind(
    make: Callable[[], object], field: str
) -> None:
    with pytest.raises((TypeError, NotMoneyError), match=f"^{field}"):
        make()
