"""Xero's port straight into the simulator: the real adapter and the real rules, no HTTP between."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from attrs import define, evolve, field

from xerolink.adapters.xero.answer import XERO, Answer
from xerolink.adapters.xero.errors import succeeded, token_expired
from xerolink.domain.identity import TenantId
from xerolink.domain.run import Cost, Operation, Traffic
from xerolink.ports.errors import UnavailableError
from xerolink.testing.simulator import Organisation, XeroSimulator
from xerolink.testing.simulator.call import Call
from xerolink.testing.simulator.faults import ConnectionDroppedError

PATIENCE = 30.0
"""Seconds that a call waits for its answer (protocol, Cycle 1)."""
_ROOT = "/api.xro/2.0"
_QUERY = {
    "page": "page",
    "page_size": "pageSize",
    "order": "order",
    "include_archived": "includeArchived",
    "where": "where",
    "search_term": "searchTerm",
    "i_ds": "IDs",
    "summarize_errors": "summarizeErrors",
    "unitdp": "unitdp",
    "invoice_numbers": "InvoiceNumbers",
}


@define
class DirectApi:
    """The SDK's methods that the adapter uses, by their own names and arguments."""

    tenant_id: str

    def get_contacts(self, if_modified_since: str | None = None, **query: Any) -> Call:
        return self._call("GET", "Contacts", query, since=if_modified_since)

    def get_contact_by_contact_number(self, contact_number: str) -> Call:
        return self._call("GET", f"Contacts/{contact_number}", {})

    def create_contacts(self, contacts: object, idempotency_key: str, **query: Any) -> Call:
        return self._call("PUT", "Contacts", query, contacts, key=idempotency_key)

    def update_or_create_contacts(self, contacts: object, **query: Any) -> Call:
        return self._call("POST", "Contacts", query, contacts)

    def get_organisations(self) -> Call:
        return self._call("GET", "Organisation", {})

    def get_invoices(self, if_modified_since: str | None = None, **query: Any) -> Call:
        return self._call("GET", "Invoices", query, since=if_modified_since)

    def create_invoices(self, invoices: object, idempotency_key: str, **query: Any) -> Call:
        return self._call("PUT", "Invoices", query, invoices, key=idempotency_key)

    def update_or_create_invoices(
        self, invoices: object, idempotency_key: str, **query: Any
    ) -> Call:
        return self._call("POST", "Invoices", query, invoices, key=idempotency_key)

    def get_accounts(self) -> Call:
        return self._call("GET", "Accounts", {})

    def get_tax_rates(self) -> Call:
        return self._call("GET", "TaxRates", {})

    def get_currencies(self) -> Call:
        return self._call("GET", "Currencies", {})

    def get_tracking_categories(self, **query: Any) -> Call:
        return self._call("GET", "TrackingCategories", query)

    def get_items(self, **query: Any) -> Call:
        return self._call("GET", "Items", query)

    def get_branding_themes(self) -> Call:
        return self._call("GET", "BrandingThemes", {})

    def _call(
        self,
        method: str,
        resource: str,
        query: Mapping[str, Any],
        body: object = None,
        *,
        since: str | None = None,
        key: str | None = None,
    ) -> Call:
        path = f"{_ROOT}/{resource}"
        asked = {_QUERY[name]: _text(value) for name, value in query.items()}
        return Call(
            method,
            path,
            f"{path}?{urlencode(asked)}",
            {name.lower(): value for name, value in asked.items()},
            b"" if body is None else json.dumps(body).encode(),
            "",
            self.tenant_id,
            since,
            key,
            "",
        )


def _resource(call: Call) -> str:
    return call.path.removeprefix(f"{_ROOT}/").split("/", 1)[0]


def _text(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return ",".join(value)
        case _:
            return str(value)


@define
class DirectClient:
    """In the place of an `XeroClient`: the same promises, without a socket and without a gate.

    A token that Xero calls expired is replaced, and the call sent again, where *renews*;
    otherwise the caller hears of it, as of a consent that has ended.
    """

    simulator: XeroSimulator
    home: Organisation
    renews: bool = True
    tenant_id: TenantId = field(init=False)
    api: Any = field(init=False)
    _token: str = field(init=False)
    _tokens: int = 0
    _traffic: Traffic = field(factory=Traffic)

    def __attrs_post_init__(self) -> None:
        self.tenant_id, self.api = TenantId(self.home.tenant_id), DirectApi(self.home.tenant_id)
        self._token = self.home.access_token

    def call(self, verb: Callable[..., Call], **arguments: Any) -> Answer:
        return succeeded(self.ask(verb, **arguments))

    def ask(self, verb: Callable[..., Call], **arguments: Any) -> Answer:
        call = verb(**arguments)
        answer = self._send(call)
        if token_expired(answer):
            self.replace_token()
            answer = self._send(call) if self.renews else answer
        return answer

    def replace_token(self) -> None:
        """Somebody refreshes, or consents again."""
        self._tokens += 1
        self._token = f"{self.home.access_token}-{self._tokens}"
        self.simulator.connect(self.home, self._token)

    def traffic(self) -> Traffic:
        return self._traffic

    def day_left(self) -> None:
        """There is no limit."""

    def _send(self, call: Call) -> Answer:
        sent = evolve(call, authorization=f"Bearer {self._token}")
        operation = Operation(f"{call.method} {_resource(call)}")
        self._traffic = self._traffic.plus(operation, Cost(calls=1))
        try:
            found = self.simulator.answer(sent, PATIENCE)
        except ConnectionDroppedError:
            raise UnavailableError(XERO, "it does not answer in time") from None
        headers = {**found.headers, "Date": ""}
        return Answer(found.status, headers, found.body, operation, len(found.body))
