"""How a golden case begins: every firm with its books, each connection made."""

from collections.abc import Mapping
from typing import Any

from xerolink.adapters.memory.xero import MemoryXero
from xerolink.domain.identity import ConnectionId
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.cases_faults import PoorHost
from xerolink.testing.cases_invoices_books import Bills
from xerolink.testing.cases_invoices_offers import as_invoice_settings, as_terms, offer
from xerolink.testing.cases_invoices_people import bill, bill_in_xero
from xerolink.testing.cases_stage import Firm, Stage, organisation
from xerolink.testing.cases_words import FIELDS, CaseError, as_settings, only
from xerolink.testing.worlds import ANNA, World

Told = Mapping[str, Any]
_BILLING = (
    *("clients", "invoices", "invoices in xero"),
    *("invoice settings", "xero offers", "the host bills with"),
)
FIRM_WORDS = ("settings", "host", "xero", "the host has no", *_BILLING)


def set_stage(firms: Mapping[str, Told]) -> Stage:
    """Both books of every firm, and each connection made, under one store and one clock."""
    worlds: list[World] = []
    for number, told in enumerate(firms.values(), start=1):
        worlds.append(_beside(worlds[0], number, told) if worlds else _kind(told)())
    pairs = zip(firms.items(), worlds, strict=True)
    return Stage({name: _furnished(world, told) for (name, told), world in pairs})


def _kind(told: Told) -> type[World]:
    """A firm of which nothing is told that has to do with invoices is connected without them."""
    return BillingWorld if any(word in told for word in _BILLING) else World


def _beside(first: World, number: int, told: Told) -> World:
    """Another firm and its organisation in the same store, under the same clock."""
    world = _kind(told)(first.clock, ids=first.ids, events=first.events)
    world.connection_id = ConnectionId(f"firm-{number}")
    world.store = world.seen_store = first.store
    world.xero = MemoryXero(first.clock, organisation(f"Organisation {number}"))
    world.seen_xero = world.xero
    if isinstance(world, BillingWorld):
        world.open_books()
    return world


def _furnished(world: World, told: Told) -> Firm:
    bills = Bills(world) if isinstance(world, BillingWorld) else None
    firm = Firm(world, bills)
    world.settings = as_settings(told.get("settings", {}))
    if "the host has no" in told:
        missing = dict.fromkeys(told["the host has no"])
        only("what the host has not", missing, known=FIELDS)
        world.seen_host = PoorHost(world.host, frozenset(FIELDS[word] for word in missing))
    _clients(firm, told.get("clients", []))
    for name, given in told.get("host", {}).items():
        firm.add_to_host(name, given)
    for name, given in told.get("xero", {}).items():
        firm.add_to_xero(name, given)
    for name, given in told.get("xero", {}).items():
        if "merged into" in given:
            firm.merge_in_xero(name, given["merged into"])
    if bills is not None:
        _bills(firm, told)
    return firm


def _clients(firm: Firm, names: Any) -> None:
    """Connect; clients are in both books, and imported before there is anybody else."""
    if not isinstance(names, list):
        raise CaseError(f"clients are a list of names, not {names!r}")
    for name in names:
        contact = {"name": name, "email": f"books@{name}.example"}
        firm.add_to_host(name, contact)
        firm.add_to_xero(name, contact)
    connection = firm.world.connect()
    if names:
        connection.import_contacts(ANNA)
        firm.clients = tuple(names)


def _bills(firm: Firm, told: Told) -> None:
    """What is billed with, as the firm set it up, and the invoices that there are already."""
    world = firm.bills.world
    world.invoices.bill_with(as_terms(told.get("the host bills with", {})))
    offer(world.catalogue, told.get("xero offers", {}))
    given = told.get("invoice settings", {})
    settings = as_invoice_settings(given, client=firm.host_id, theme=firm.bills.theme_id)
    firm.connection.save_invoice_settings(settings, ANNA)
    for name, one in told.get("invoices in xero", {}).items():
        bill_in_xero(firm, name, one)
    for name, one in told.get("invoices", {}).items():
        bill(firm, name, one)
