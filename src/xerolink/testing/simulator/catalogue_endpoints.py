"""The endpoints of what lines refer to, read only (fact sheet 4.4)."""

from collections.abc import Iterable
from typing import Any

from . import catalogue_wire, wire
from .answering import ok
from .call import Call
from .catalogue import ACTIVE
from .organisation import Organisation
from .query import flag, modified_since, read_since
from .where import TEXT, TRUTH, Kinds, holds, read_where
from .wire import Answer, Json

_TEXTS = ("Code", "Name", "Status", "Type", "TaxType", "Class", "SystemAccount")
_FLAGS = ("EnablePaymentsToAccount", "CanApplyToRevenue", "CanApplyToExpenses", "IsSold")
_KINDS: Kinds = {**dict.fromkeys(_TEXTS, TEXT), **dict.fromkeys(_FLAGS, TRUTH)}


def get_organisation(organisation: Organisation, call: Call) -> Answer:
    identity = organisation.identity
    shown = catalogue_wire.organisation_json(
        organisation.ledger, identity.name, identity.short_code, identity.tenant_id
    )
    return ok(organisation, {"Organisations": [shown]})


def get_accounts(organisation: Organisation, call: Call) -> Answer:
    """All accounts of any status, or those written since If-Modified-Since."""
    accounts = _new(organisation, call, organisation.ledger.catalogue.accounts)
    return _listed(organisation, call, "Accounts", map(catalogue_wire.account_json, accounts))


def get_account(organisation: Organisation, call: Call) -> Answer:
    found = organisation.ledger.catalogue.account(call.key)
    if found is None or found.account_id != call.key.lower():
        return wire.not_found()
    return ok(organisation, {"Accounts": [catalogue_wire.account_json(found)]})


def get_tax_rates(organisation: Organisation, call: Call) -> Answer:
    """All rates, DELETED ones too."""
    rates = organisation.ledger.catalogue.tax_rates
    return _listed(organisation, call, "TaxRates", map(catalogue_wire.tax_rate_json, rates))


def get_currencies(organisation: Organisation, call: Call) -> Answer:
    currencies = organisation.ledger.catalogue.currencies
    return _listed(organisation, call, "Currencies", map(catalogue_wire.currency_json, currencies))


def get_tracking_categories(organisation: Organisation, call: Call) -> Answer:
    """Active ones, all with ``includeArchived``."""
    every = flag(call.query, "includearchived")
    found = (c for c in organisation.ledger.catalogue.tracking if every or c.status == ACTIVE)
    shown = map(catalogue_wire.tracking_json, found)
    return _listed(organisation, call, "TrackingCategories", shown)


def get_branding_themes(organisation: Organisation, call: Call) -> Answer:
    themes = organisation.ledger.catalogue.themes
    return _listed(organisation, call, "BrandingThemes", map(catalogue_wire.theme_json, themes))


def get_items(organisation: Organisation, call: Call) -> Answer:
    items = _new(organisation, call, organisation.ledger.catalogue.items)
    return _listed(organisation, call, "Items", map(catalogue_wire.item_json, items))


def get_item(organisation: Organisation, call: Call) -> Answer:
    """One item by ItemID or code; 404 is HTML."""
    found = organisation.ledger.catalogue.item(call.key)
    if found is None:
        return wire.not_found()
    return ok(organisation, {"Items": [catalogue_wire.item_json(found)]})


def _new(organisation: Organisation, call: Call, found: Iterable[Any]) -> list[Any]:
    since, inclusive = read_since(call.modified_since), organisation.switches.since_inclusive
    return [one for one in found if modified_since(one.updated_ms, since, inclusive=inclusive)]


def _listed(organisation: Organisation, call: Call, name: str, rows: Iterable[Json]) -> Answer:
    where = read_where(call.query.get("where", ""), _KINDS, name)
    return ok(organisation, {name: [row for row in rows if holds(where, row.get)]})
