"""The admin's pages of contacts: the list, and one with what people do to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Request

from . import admin_forms as forms
from . import admin_views as views
from .admin_answers import HOME, Page, See, organisation_of
from .contact import ADDRESS_PARTS, PHONE_PARTS, Contact
from .organisation import Organisation
from .people import People

if TYPE_CHECKING:
    from .simulator import XeroSimulator

CHANGES: Mapping[str, Callable[[People, str], None]] = {
    "archive": People.archive,
    "restore": People.restore,
    "erase": People.erase,
    "invoice": People.invoice,
    "bill": People.bill,
}


def contacts(xero: XeroSimulator, request: Request, tenant: str) -> Page:
    organisation, term = organisation_of(xero, tenant), request.args.get("q", "")
    return Page(
        "contacts.html",
        {
            "organisation": organisation,
            "term": term,
            "page": views.listing(
                views.contacts(organisation, term), forms.number(request.args, "page", 1)
            ),
        },
    )


def add_contact(xero: XeroSimulator, request: Request, tenant: str) -> See:
    organisation = organisation_of(xero, tenant)
    return _see_contact(tenant, organisation.people.add(**request.form.to_dict()))


def contact(xero: XeroSimulator, request: Request, tenant: str, contact_id: str) -> Page:
    organisation = organisation_of(xero, tenant)
    return Page(
        "contact.html",
        {
            "organisation": organisation,
            "contact": _contact(organisation, contact_id),
            "forms": forms,
            "phone_parts": PHONE_PARTS,
            "address_parts": ADDRESS_PARTS,
        },
    )


def change_contact(
    xero: XeroSimulator, request: Request, tenant: str, contact_id: str, change: str
) -> See:
    organisation = organisation_of(xero, tenant)
    found = _contact(organisation, contact_id)
    match change:
        case "edit":
            _edit(organisation, found, request.form)
        case "merge":
            survivor = _meant(organisation, found, request.form.get("survivor", ""))
            organisation.people.merge(contact_id, survivor.contact_id)
        case _:
            CHANGES[change](organisation.people, contact_id)
    return _see_contact(tenant, contact_id)


def _edit(organisation: Organisation, found: Contact, form: forms.Form) -> None:
    changes = forms.changes(form, found)
    if changes:
        organisation.people.edit(found.contact_id, **changes)


def _meant(organisation: Organisation, loser: Contact, text: str) -> Contact:
    """The contact that *loser* is to be merged into, by id or by the name of an active one."""
    with organisation.lock:
        by_id = organisation.book.get(text.strip().lower())
        found = by_id or next(iter(organisation.book.named_and_active(text)), None)
    if found is None or found.contact_id == loser.contact_id:
        raise BadRequest("Merge into another contact, by its id or its exact name.")
    return found


def _contact(organisation: Organisation, contact_id: str) -> Contact:
    with organisation.lock:
        found = organisation.book.get(contact_id)
    if found is None:
        raise NotFound("There is no such contact.")
    return found


def _see_contact(tenant: str, contact_id: str) -> See:
    return See(f"{HOME}{tenant}/contacts/{contact_id}")
