"""The accounting endpoints by method and path."""

import re
from collections.abc import Callable
from functools import partial

from attrs import field, frozen

from . import catalogue_endpoints as catalogue
from . import contact_endpoints as contacts
from . import history_endpoints as history
from . import invoice_endpoints as invoices
from . import payment_endpoints as payments
from . import wire
from .call import Call
from .organisation import Organisation
from .reading import BadBodyError
from .where import BadQueryError
from .wire import Answer

Handler = Callable[[Organisation, Call], Answer]


@frozen
class Route:
    """*operation* is the name in the request log and for faults."""

    method: str
    pattern: re.Pattern[str]
    operation: str
    handle: Handler = field(repr=False)


def route_of(method: str, path: str) -> tuple[Route, str] | None:
    """The route for a request and what followed the resource's name; unknown: None."""
    for route in ROUTES:
        found = route.pattern.fullmatch(path) if route.method == method else None
        if found is not None:
            return route, "".join(found.groups())
    return None


def _readable(handle: Handler, organisation: Organisation, call: Call) -> Answer:
    try:
        return handle(organisation, call)
    except BadQueryError as refused:
        return wire.bad_query(str(refused))
    except BadBodyError as refused:
        return wire.bad_body(str(refused))


def _route(method: str, resource: str, operation: str, handle: Handler) -> Route:
    """*resource* is what follows the API's root, a slash after it or none; its ``{}`` is the key.

    A key may hold a slash, but does not end in one.
    """
    path = re.escape(resource).replace(r"\{\}", "(.+?)")
    pattern = re.compile(f"/api\\.xro/2\\.0/{path}/?", re.IGNORECASE)
    return Route(method, pattern, f"{method} {operation}", partial(_readable, handle))


# Longer paths come first: a key may hold a slash.
ROUTES = (
    _route("GET", "Contacts", "Contacts", contacts.get_contacts),
    _route("PUT", "Contacts", "Contacts", contacts.put_contacts),
    _route("POST", "Contacts", "Contacts", contacts.post_contacts),
    _route("GET", "Contacts/{}/History", "Contact History", history.get_contact_history),
    _route("PUT", "Contacts/{}/History", "Contact History", history.put_contact_history),
    _route("GET", "Contacts/{}", "Contact", contacts.get_contact),
    _route("POST", "Contacts/{}", "Contact", contacts.post_contact),
    _route("GET", "Invoices", "Invoices", invoices.get_invoices),
    _route("PUT", "Invoices", "Invoices", invoices.put_invoices),
    _route("POST", "Invoices", "Invoices", invoices.post_invoices),
    _route("GET", "Invoices/{}/History", "Invoice History", history.get_invoice_history),
    _route("PUT", "Invoices/{}/History", "Invoice History", history.put_invoice_history),
    _route("GET", "Invoices/{}/OnlineInvoice", "OnlineInvoice", invoices.get_online_invoice),
    _route("POST", "Invoices/{}/Email", "Invoice Email", invoices.post_email),
    _route("GET", "Invoices/{}", "Invoice", invoices.get_invoice),
    _route("POST", "Invoices/{}", "Invoice", invoices.post_invoice),
    _route("GET", "Payments", "Payments", payments.get_payments),
    _route("PUT", "Payments", "Payments", payments.put_payments),
    _route("POST", "Payments", "Payments", payments.put_payments),
    _route("GET", "Payments/{}", "Payment", payments.get_payment),
    _route("POST", "Payments/{}", "Payment", payments.post_payment),
    _route("GET", "Organisation", "Organisation", catalogue.get_organisation),
    _route("GET", "Organisations", "Organisation", catalogue.get_organisation),
    _route("GET", "Accounts", "Accounts", catalogue.get_accounts),
    _route("GET", "Accounts/{}", "Account", catalogue.get_account),
    _route("GET", "TaxRates", "TaxRates", catalogue.get_tax_rates),
    _route("GET", "Currencies", "Currencies", catalogue.get_currencies),
    _route("GET", "TrackingCategories", "TrackingCategories", catalogue.get_tracking_categories),
    _route("GET", "BrandingThemes", "BrandingThemes", catalogue.get_branding_themes),
    _route("GET", "Items", "Items", catalogue.get_items),
    _route("GET", "Items/{}", "Item", catalogue.get_item),
)
