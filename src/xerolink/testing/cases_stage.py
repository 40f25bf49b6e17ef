"""Where a golden case plays: its firms, the short names of their contacts, and who wrote what."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from attrs import define, field

from xerolink.connection import Connection
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import ContactKind, FieldName, FieldValue, XeroStatus
from xerolink.domain.identity import HostContactId, RunId, TenantId, XeroContactId
from xerolink.domain.run import Organisation
from xerolink.testing.cases_invoices_books import Bills
from xerolink.testing.cases_words import FIELDS, CaseError, as_fields, only
from xerolink.testing.worlds import World

HOST_WORDS = (*FIELDS, "kind", "type")
_DETAILS = {
    "number": "number",
    "first name": "first_name",
    "last name": "last_name",
    "company number": "company_number",
}
XERO_WORDS = (*FIELDS, *_DETAILS, "customer", "supplier", "archived", "erased", "merged into")
Left = dict[str, dict[FieldName, FieldValue]]
Id = TypeVar("Id", bound=str)


@define
class Firm:
    """One firm: its world, its contacts' short names, and both books as people left them.

    A contact that the library made is in *host_left* or *xero_left* only with what people edited
    of it, if they did. *clients* were in sync before the story began; *billing* None: the story
    is not about invoices.
    """

    world: World
    billing: Bills | None = None
    clients: tuple[str, ...] = ()
    host: dict[str, HostContactId] = field(factory=dict)
    xero: dict[str, XeroContactId] = field(factory=dict)
    host_left: Left = field(factory=dict)
    types: dict[str, str] = field(factory=dict)
    xero_left: Left = field(factory=dict)
    statuses: dict[str, XeroStatus] = field(factory=dict)

    @property
    def connection(self) -> Connection:
        return self.world.connection()

    @property
    def bills(self) -> Bills:
        """Its invoices; raises `CaseError` where the story has none."""
        if self.billing is None:
            raise CaseError("the case tells of no invoices, clients or settings of them")
        return self.billing

    def host_id(self, name: str) -> HostContactId:
        return _known("host", self.host, name)

    def xero_id(self, name: str) -> XeroContactId:
        return _known("Xero", self.xero, name)

    def host_name(self, host_id: str) -> str:
        return _name_of(self.host, host_id)

    def xero_name(self, xero_id: str) -> str:
        return _name_of(self.xero, xero_id)

    def add_to_host(self, name: str, given: Mapping[str, Any]) -> None:
        only(f"the host contact {name!r}", given, known=HOST_WORDS, needed=("name",))
        kind = ContactKind(given["kind"]) if "kind" in given else None
        contact_type = given.get("type", "")
        contact = self.world.host.add(as_fields(given), kind, contact_type)
        self.host[name], self.types[name] = contact.host_id, contact_type
        self.host_left[name] = {f: contact.fields.get(f) for f in FieldName}

    def add_to_xero(self, name: str, given: Mapping[str, Any]) -> None:
        only(f"the Xero contact {name!r}", given, known=XERO_WORDS, needed=("name",))
        xero_id = self.world.xero.add(
            as_fields(given),
            is_customer=given.get("customer", False),
            is_supplier=given.get("supplier", False),
            **{detail: given[word] for word, detail in _DETAILS.items() if word in given},
        )
        self.xero[name], self.statuses[name] = xero_id, XeroStatus.ACTIVE
        stored = self.world.xero_contact(xero_id).fields
        self.xero_left[name] = {f: stored.get(f) for f in FieldName}
        if given.get("archived"):
            self.archive(name)
        if given.get("erased"):
            self.erase(name)

    def archive(self, name: str) -> None:
        self.world.xero.archive(self.xero_id(name))
        self.statuses[name] = XeroStatus.ARCHIVED

    def erase(self, name: str) -> None:
        self.world.xero.erase(self.xero_id(name))
        self.statuses[name] = XeroStatus.GDPRREQUEST

    def restore(self, name: str) -> None:
        self.world.xero.restore(self.xero_id(name))
        self.statuses[name] = XeroStatus.ACTIVE

    def merge_in_xero(self, name: str, survivor: str) -> None:
        self.world.xero.merge(self.xero_id(name), self.xero_id(survivor))
        self.statuses[name] = XeroStatus.ARCHIVED

    def links(self) -> tuple[Link, ...]:
        """Every link but those that ended for good, ordered by Xero id."""
        states = tuple(state for state in LinkState if state is not LinkState.ENDED)
        return tuple(c.link for c in self.connection.client_list(states, size=100_000))

    def learn_names(self) -> None:
        """Name what the library made after its partner: "new host contact of x4"."""
        links = self.links()
        self.host = {n: i for n, i in self.host.items() if not n.endswith(_ALONE)}
        self.xero = {n: i for n, i in self.xero.items() if not n.endswith(_ALONE)}
        partners = {link.host_id: self.xero_name(link.xero_id) for link in links}
        for host_id in self.world.host.contacts():
            if host_id not in self.host.values():
                self.host[_fresh("host", self.host, partners.get(host_id))] = host_id
        holders = {link.xero_id: self.host_name(link.host_id) for link in links}
        for contact in self.world.xero.contacts():
            if contact.xero_id not in self.xero.values():
                name = _fresh("Xero", self.xero, holders.get(contact.xero_id))
                self.xero[name] = contact.xero_id
        if self.billing is not None:
            self.billing.learn_names()


_ALONE = "without a link"


def _known(side: str, names: Mapping[str, Id], name: object) -> Id:
    if not isinstance(name, str) or name not in names:
        raise CaseError(f"no {side} contact is called {name!r}; there are {list(names)}")
    return names[name]


def _name_of(names: Mapping[str, str], wanted: str) -> str:
    return next((name for name, known in names.items() if known == wanted), "somebody unknown")


def _fresh(side: str, names: Mapping[str, str], partner: str | None) -> str:
    if partner is None:
        alone = (f"{n}. new {side} contact {_ALONE}" for n in range(1, len(names) + 2))
        return next(name for name in alone if name not in names)
    name = f"new {side} contact of {partner}"
    again = (f"{name} ({n})" for n in range(2, len(names) + 3))
    return name if name not in names else next(other for other in again if other not in names)


@define
class Stage:
    """The firms of a story by name, and the answers that it kept by name, each with its run."""

    firms: dict[str, Firm]
    kept: dict[str, tuple[Any, RunId]] = field(factory=dict)

    def firm(self, step: Mapping[str, Any]) -> Firm:
        """The firm of a step; of a story with one firm, that one."""
        name = step.get("firm", "")
        if name not in self.firms:
            raise CaseError(f"no firm is called {name!r}; there are {list(self.firms)}")
        return self.firms[name]

    def learn_names(self) -> None:
        for firm in self.firms.values():
            firm.learn_names()


def organisation(name: str) -> Organisation:
    """An organisation of its own for each *name*."""
    tenant_id = TenantId(str(uuid5(NAMESPACE_URL, name)))
    return Organisation(tenant_id, name, "!other", "NZD", "NZ")


def only_step(step: Mapping[str, Any], *words: str) -> None:
    """Raise `CaseError` unless *step* has these words and perhaps a firm."""
    only("the step", step, known=("firm",), needed=words)
