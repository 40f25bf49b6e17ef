"""What people do with invoices, payments and settings in Xero's own pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import evolve

from .bookkeeping import Writer, write_invoice
from .catalogue import (
    ACCOUNT_CLASSES,
    ARCHIVED,
    BANK,
    Account,
    Catalogue,
    Currency,
    TaxComponent,
    TaxRate,
    TrackingCategory,
    TrackingOption,
)
from .invoice import VOIDED, Invoice
from .invoice_body import SentInvoice, SentPayment, read_invoice
from .money import parse
from .paying import delete_payment, write_payment

if TYPE_CHECKING:
    from .organisation import Organisation

Number = str | int | Decimal
"""A number as it is written down: ``"24.15"``."""


class Accountants:
    """The accounting half of `People`. An unknown id or code raises KeyError.

    What Xero's rules refuse raises RefusedError, as it would for the API.
    """

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def add_invoice(self, **fields: Any) -> str:
        """A new invoice or bill from Xero's JSON names; its InvoiceID, which may be given too."""
        sent = read_invoice(fields)
        writer = Writer(by_app=False, invoice_id=sent.invoice_id)
        with self._organisation.change():
            new = evolve(sent, invoice_id=None)
            return write_invoice(self._organisation, None, new, writer).invoice_id

    def edit_invoice(self, invoice_id: str, /, **fields: Any) -> None:
        """Change fields by Xero's JSON names; lines that are not listed are deleted."""
        with self._organisation.change():
            self._write(self._invoice(invoice_id), read_invoice(fields))

    def void(self, invoice_id: str) -> None:
        """VOIDED; RefusedError while payments are on it."""
        with self._organisation.change():
            self._write(self._invoice(invoice_id), SentInvoice(status=VOIDED))

    def pay(
        self,
        invoice_id: str,
        amount: Number | None = None,
        *,
        account: str | None = None,
        day: date | None = None,
    ) -> str:
        """Pay *amount*, or all that is due, today or on *day*; the PaymentID.

        *account* is a code; without one the first bank account.
        """
        with self._organisation.change():
            due = self._invoice(invoice_id).amount_due
            paid = due if amount is None else _units(amount)
            code = account or self._bank().code
            return write_payment(
                self._organisation, SentPayment(invoice_id, code, paid, day)
            ).payment_id

    def unpay(self, payment_id: str) -> None:
        """Remove a payment; its invoice is AUTHORISED again."""
        with self._organisation.change():
            found = self._organisation.ledger.payments.get(payment_id)
            if found is None:
                raise KeyError(payment_id)
            delete_payment(self._organisation, found)

    def lock_period(self, day: date | None) -> None:
        """Close the books up to *day*, itself included, for all but advisers; None opens them."""
        with self._organisation.change():
            ledger = self._organisation.ledger
            ledger.books = evolve(ledger.books, period_lock=day)

    def end_of_year_lock(self, day: date | None) -> None:
        """Close the books up to *day*, itself included, for everybody; None opens them."""
        with self._organisation.change():
            ledger = self._organisation.ledger
            ledger.books = evolve(ledger.books, year_end_lock=day)

    def add_account(
        self, code: str, name: str, kind: str = "REVENUE", tax_type: str | None = None
    ) -> str:
        """A new account; its AccountID. ValueError for a code that is taken or too long.

        *kind* is one of Xero's account types; without *tax_type* the standard of its class.
        """
        catalogue = self._organisation.ledger.catalogue
        if not 1 <= len(code) <= 10 or catalogue.account(code) is not None:
            raise ValueError("the code must be new and have 1 to 10 characters")
        with self._organisation.change():
            account_id = self._organisation.ids.next("account")
            tax = tax_type or self._standard_tax(kind)
            stamp = self._organisation.stamp()
            self._put_account(Account(account_id, code, name, kind, tax, stamp))
        return account_id

    def archive_account(self, code: str) -> None:
        """Lines cannot have it any more."""
        with self._organisation.change():
            found = self._organisation.ledger.catalogue.account(code)
            if found is None:
                raise KeyError(code)
            stamp = self._organisation.stamp()
            self._put_account(evolve(found, status=ARCHIVED, updated_ms=stamp))

    def add_currency(self, code: str, rate: Number = 1, name: str = "") -> None:
        """Let invoices be in *code*; *rate* units of it are one of the base currency today."""
        with self._organisation.change():
            ledger = self._organisation.ledger
            others = [one for one in ledger.catalogue.currencies if one.code != code]
            currencies = (*others, Currency(code, name or code, _units(rate)))
            catalogue = evolve(ledger.catalogue, currencies=currencies)
            ledger.books = evolve(ledger.books, catalogue=catalogue)

    def add_tax_rate(self, name: str, *percents: Number, compound: Number | None = None) -> str:
        """A rate of one's own for every class of account; its TaxType, ``TAX001`` and up.

        A *compound* percentage is taken on the line with the taxes of *percents*.
        """
        with self._organisation.change():
            ledger = self._organisation.ledger
            parts = [TaxComponent(f"Part {n}", _units(p)) for n, p in enumerate(percents, 1)]
            if compound is not None:
                parts.append(TaxComponent("Compound", _units(compound), compound=True))
            own = sum(one.tax_type.startswith("TAX") for one in ledger.catalogue.tax_rates)
            classes = tuple(dict.fromkeys(ACCOUNT_CLASSES.values()))
            rate = TaxRate(name, f"TAX{own + 1:03}", tuple(parts), classes)
            rates = (*ledger.catalogue.tax_rates, rate)
            catalogue = evolve(ledger.catalogue, tax_rates=rates)
            ledger.books = evolve(ledger.books, catalogue=catalogue)
            return rate.tax_type

    def end_tax_rate(self, tax_type: str, status: str) -> None:
        """Make a rate ARCHIVED or DELETED: lines cannot have it any more."""
        catalogue = self._organisation.ledger.catalogue
        found = catalogue.tax_rate(tax_type)
        if found is None:
            raise KeyError(tax_type)
        ended = evolve(found, status=status)
        rates = tuple(ended if one == found else one for one in catalogue.tax_rates)
        self._furnish(evolve(catalogue, tax_rates=rates))

    def add_tracking(self, name: str, *options: str) -> str:
        """A new tracking category; its TrackingCategoryID."""
        ids, catalogue = self._organisation.ids, self._organisation.ledger.catalogue
        made = tuple(TrackingOption(ids.next("tracking option"), one) for one in options)
        category = TrackingCategory(ids.next("tracking category"), name, made)
        self._furnish(evolve(catalogue, tracking=(*catalogue.tracking, category)))
        return category.category_id

    def archive_tracking(self, name: str, option: str | None = None) -> None:
        """Archive a tracking category, or one option of it."""
        catalogue = self._organisation.ledger.catalogue
        found = next((one for one in catalogue.tracking if one.name == name), None)
        if found is None:
            raise KeyError(name)
        options = tuple(
            evolve(one, status=ARCHIVED) if one.name == option else one for one in found.options
        )
        ended = evolve(found, options=options, status=found.status if option else ARCHIVED)
        tracking = tuple(ended if one == found else one for one in catalogue.tracking)
        self._furnish(evolve(catalogue, tracking=tracking))

    def _furnish(self, catalogue: Catalogue) -> None:
        with self._organisation.change():
            ledger = self._organisation.ledger
            ledger.books = evolve(ledger.books, catalogue=catalogue)

    def _write(self, before: Invoice | None, sent: SentInvoice) -> Invoice:
        return write_invoice(self._organisation, before, sent, Writer(by_app=False))

    def _invoice(self, invoice_id: str) -> Invoice:
        found = self._organisation.ledger.invoices.get(invoice_id)
        if found is None:
            raise KeyError(invoice_id)
        return found

    def _bank(self) -> Account:
        accounts = self._organisation.ledger.catalogue.accounts
        return next(one for one in accounts if one.type == BANK)

    def _put_account(self, account: Account) -> None:
        ledger = self._organisation.ledger
        catalogue = ledger.catalogue.with_account(account)
        ledger.books = evolve(ledger.books, catalogue=catalogue)

    def _standard_tax(self, kind: str) -> str:
        country = self._organisation.ledger.country
        match ACCOUNT_CLASSES[kind]:
            case "REVENUE":
                return country.sales_tax
            case "EXPENSE":
                return country.purchase_tax
            case _:
                return country.no_tax


def _units(number: Number) -> int:
    found = parse(str(number))
    if found is None:
        raise ValueError(f"{number!r} is no number")
    return found
