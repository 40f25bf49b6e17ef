"""The admin's page of invoices: void, pay, lock a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request

from . import admin_forms as forms
from . import admin_views as views
from .admin_answers import HOME, Page, See, organisation_of
from .organisation import Organisation

if TYPE_CHECKING:
    from .simulator import XeroSimulator


def invoices(xero: XeroSimulator, request: Request, tenant: str) -> Page:
    organisation, term = organisation_of(xero, tenant), request.args.get("q", "")
    return Page(
        "invoices.html",
        {
            "organisation": organisation,
            "term": term,
            "page": views.listing(
                views.invoices(organisation, term), forms.number(request.args, "page", 1)
            ),
            "lock": organisation.ledger.books.period_lock,
        },
    )


def void(xero: XeroSimulator, request: Request, tenant: str, invoice_id: str) -> See:
    organisation = organisation_of(xero, tenant)
    organisation.people.void(_known_invoice(organisation, invoice_id))
    return _see_invoices(tenant)


def pay(xero: XeroSimulator, request: Request, tenant: str, invoice_id: str) -> See:
    """All that is due, today, unless the form says otherwise."""
    organisation = organisation_of(xero, tenant)
    amount, day = forms.amount(request.form, "amount"), forms.day(request.form, "day")
    organisation.people.pay(_known_invoice(organisation, invoice_id), amount, day=day)
    return _see_invoices(tenant)


def lock(xero: XeroSimulator, request: Request, tenant: str) -> See:
    """No day opens the books again."""
    organisation_of(xero, tenant).people.lock_period(forms.day(request.form, "day"))
    return _see_invoices(tenant)


def _known_invoice(organisation: Organisation, invoice_id: str) -> str:
    if invoice_id not in organisation.invoices:
        raise NotFound("There is no such invoice.")
    return invoice_id


def _see_invoices(tenant: str) -> See:
    return See(f"{HOME}{tenant}/invoices")
