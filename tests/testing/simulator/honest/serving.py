"""What the simulator serves: its routes as paths, and the query parameters that it reads."""

import re
from collections.abc import Iterator

from attrs import frozen

from tests.testing.simulator.billing import APPROVED, LINE
from tests.testing.simulator.honest.recording import Stage, stage
from xerolink.testing.simulator.call import Call
from xerolink.testing.simulator.endpoints import ROUTES, Route
from xerolink.testing.simulator.oauth import IDENTITY_ROUTES, IdentityRoute

SOME_ID = "00000000-0000-4000-8000-000000000000"
_NO_ROWS = b'{"Contacts": [], "Invoices": [], "Payments": [], "HistoryRecords": []}'


@frozen
class Served:
    """*path* as it may be asked for; *parameters* are of the query, in lower case."""

    method: str
    path: str
    parameters: frozenset[str]


def served() -> Iterator[Served]:
    """Every route; `parameters` of an identity route are left out."""
    for identity_route in IDENTITY_ROUTES:
        yield Served(identity_route.method, path_of(identity_route), frozenset())
    with stage() as here:
        keys = _keys(here)
        for route in ROUTES:
            key = keys.get(route.operation.split()[1], "")
            yield Served(route.method, path_of(route), _read(here, route, key))


def path_of(route: Route | IdentityRoute) -> str:
    """The route's pattern with `SOME_ID` in place of its key."""
    plain = route.pattern.pattern.replace("\\", "").removesuffix("/?")
    return re.sub(r"\(.+\)", SOME_ID, plain)


def _keys(here: Stage) -> dict[str, str]:
    """A row of each kind that has routes of its own."""
    organisation = here.organisation
    people, catalogue = organisation.people, organisation.ledger.catalogue
    contact = people.add(Name="Anna Lee")
    bill = {"Type": "ACCREC", "Contact": {"ContactID": contact}, "LineItems": [LINE]}
    invoice = people.add_invoice(**bill, **APPROVED)
    return {
        "Contact": contact,
        "Invoice": invoice,
        "OnlineInvoice": invoice,
        "Payment": people.pay(invoice),
        "Account": catalogue.accounts[0].account_id,
        "Item": catalogue.items[0].item_id,
    }


class _Spied(dict[str, str]):
    """A query that remembers what it was asked for."""

    def __init__(self, **given: str) -> None:
        super().__init__(**given)
        self.asked: set[str] = set()

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override] # wider
        self.asked.add(name)
        return super().get(name, default)


def _read(here: Stage, route: Route, key: str) -> frozenset[str]:
    """What *route* asks a query for, that of a page and that of none."""
    found: set[str] = set()
    for spied in (_Spied(), _Spied(page="1")):
        call = Call(
            method=route.method,
            path=path_of(route),
            url=path_of(route),
            query=spied,
            body=_NO_ROWS,
            authorization="",
            tenant_id=here.organisation.tenant_id,
            modified_since=None,
            idempotency_key=None,
            operation=route.operation,
            key=key,
        )
        route.handle(here.organisation, call)
        found |= spied.asked
    return frozenset(found)
