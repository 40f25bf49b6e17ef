"""One firm in a fault schedule: its two books, its people, its worker, and what went wrong."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from random import Random

from attrs import define, field

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.xero import XeroApiContacts, XeroApiOrganisation, XeroClient
from xerolink.app import Sides, Xerolink
from xerolink.connection import Connection
from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone, SyncedFields
from xerolink.domain.errors import AlreadyLinkedError, XerolinkError
from xerolink.domain.identity import ConnectionId, HostContactId, XeroContactId
from xerolink.ports.errors import UnauthorisedError
from xerolink.testing.convergence import compare
from xerolink.testing.edits import Edit, Pair, Side, carry_out, read_xero, xero_json
from xerolink.testing.fault_watch import Keyring, Sleeper
from xerolink.testing.simulator import Organisation
from xerolink.testing.worlds import ANNA

CLEARED = 0.15
"""How often an edit clears its field."""
_EMPTY: dict[FieldName, FieldValue] = {
    FieldName.BILLING_EMAIL: "",
    FieldName.PRIMARY_PHONE: Phone(),
    FieldName.BILLING_ADDRESS: Address(),
}


@define
class FaultOffice:
    """A firm whose people edit each field of a pair on one side only: every edit must arrive."""

    random: Random
    app: Xerolink
    organisation: Organisation
    host: MemoryHostBook
    client: XeroClient
    keys: Keyring
    sleeper: Sleeper
    matched: dict[str, HostContactId] = field(factory=dict)
    in_xero: set[str] = field(factory=set)
    in_host: set[HostContactId] = field(factory=set)
    log: list[Edit] = field(factory=list)
    errors: list[str] = field(factory=list)
    _sides: dict[tuple[str, FieldName], Side] = field(factory=dict)
    _number: int = 0
    _connected: bool = False
    _imported: bool = False

    @property
    def connection_id(self) -> ConnectionId:
        return ConnectionId(self.organisation.name)

    def furnish(self) -> None:
        """Contacts that both sides have, that Xero alone has and that the host alone has."""
        for _ in range(self.random.randint(1, 3)):
            values = self._fresh_contact()
            xero_id = self.add_in_xero(values)
            self.matched[xero_id] = self.add_in_host(values)
        for _ in range(self.random.randint(1, 3)):
            self.add_in_xero(self._fresh_contact())
        for _ in range(self.random.randint(1, 2)):
            self.add_in_host(self._fresh_contact())

    def add_in_xero(self, values: dict[FieldName, FieldValue]) -> str:
        sent = {k: v for name, value in values.items() for k, v in xero_json(name, value).items()}
        xero_id = self.organisation.people.add(**sent)
        self.in_xero.add(xero_id)
        return xero_id

    def add_in_host(self, values: dict[FieldName, FieldValue]) -> HostContactId:
        host_id = self.host.add(SyncedFields().with_values(values)).host_id
        self.in_host.add(host_id)
        return host_id

    def live(self) -> None:
        """Something that people do: mostly an edit, now and then a new contact."""
        chance = self.random.random()
        if chance < 0.1:
            self.add_in_xero(self._fresh_contact())
        elif chance < 0.2:
            self.add_in_host(self._fresh_contact())
        else:
            self.edit()

    def edit(self) -> None:
        """Set one field of one pair, on the side on which it is edited in this schedule."""
        places = [(pair, name) for pair in self._edited_pairs() for name in FieldName]
        if not places:
            return
        pair, name = self.random.choice(places)
        side = self._sides.get((pair[1], name)) or self.random.choice(list(Side))
        if pair[0] not in self.matched.values() and pair[0] in self.in_host:
            side = Side.XERO  # a pushed contact follows Xero alone (semantics row 1)
        self._sides[pair[1], name] = side
        made = Edit(
            side, pair[list(Side).index(side)], name, self._now(side, pair, name), self._fresh(name)
        )
        self.log.append(made)
        carry_out([made], self.host.edit, self.organisation.people.edit)

    def work(self) -> None:
        """A turn of the worker: whatever fails is tried again in a later one."""
        for verb in self._verbs():
            self._attempt(verb)

    def pairs(self) -> dict[XeroContactId, HostContactId]:
        """What the library holds for pairs."""
        clients = self._connection().client_list(size=10_000) if self._connected else ()
        return {client.link.xero_id: client.link.host_id for client in clients}

    def pushed(self) -> set[HostContactId]:
        """The contacts that only a push brings to Xero."""
        return self.in_host - set(self.matched.values())

    def wrongs(self) -> Iterator[str]:
        """What is not as it must be, once all is quiet."""
        pairs, xero, host = self.pairs(), self.organisation.contacts, self.host.contacts()
        yield from self.sleeper.wrongs
        yield from (f"after quiet: {error}" for error in self.errors)
        yield from _counted("Xero", len(set(xero) - self.in_xero), len(self.pushed()))
        imports = len(self.in_xero) - len(self.matched)
        yield from _counted("the host", len(set(host) - self.in_host), imports)
        yield from (f"Xero contact {x} is in no pair" for x in sorted(set(xero) - set(pairs)))
        there = set(pairs.values())
        yield from (f"host contact {h} is in no pair" for h in sorted(set(host) - there))
        if any(pairs.get(XeroContactId(x)) != h for x, h in self.matched.items()):
            yield "two contacts that match are not each other's"
        found = compare([(h, x) for x, h in pairs.items()], host, xero, self.log)
        for one in found.broken:
            yield f"{one.field.value} of {one.host_id}, {one.xero_id}: {one.fault.value}"

    def _verbs(self) -> Iterator[Callable[[], object]]:
        if not self._connected:
            yield self._connect
        if self._connected and not self._imported:
            yield self._import
        if self._imported:
            unpaired = self.pushed() - set(self.pairs().values())
            yield from (partial(self._push, host_id) for host_id in sorted(unpaired))
            yield self._sync

    def _attempt(self, verb: Callable[[], object]) -> None:
        try:
            verb()
        except UnauthorisedError as error:
            self.errors.append(str(error))
            self.keys.replace(self.keys.token())
        except XerolinkError as error:
            self.errors.append(str(error))

    def _connect(self) -> None:
        self.app.connect(self.connection_id, self._both(), ANNA)
        self._connected = True

    def _import(self) -> None:
        self._connection().import_contacts(ANNA)
        self._imported = True

    def _sync(self) -> None:
        self._connection().sync_contacts()

    def _push(self, host_id: HostContactId) -> None:
        with suppress(AlreadyLinkedError):
            self._connection().create_xero_contact(host_id, ANNA)

    def _connection(self) -> Connection:
        return self.app.connection(self.connection_id, self._both())

    def _both(self) -> Sides:
        return Sides(XeroApiContacts(self.client), XeroApiOrganisation(self.client), self.host)

    def _edited_pairs(self) -> list[Pair]:
        return [(host_id, xero_id) for xero_id, host_id in self.pairs().items()]

    def _now(self, side: Side, pair: Pair, name: FieldName) -> FieldValue:
        if side is Side.XERO:
            return read_xero(self.organisation.contacts[pair[1]], name)
        return self.host.contacts()[pair[0]].fields.get(name)

    def _fresh_contact(self) -> dict[FieldName, FieldValue]:
        return {name: self._new(name) for name in FieldName}

    def _fresh(self, name: FieldName) -> FieldValue:
        cleared = name in _EMPTY and self.random.random() < CLEARED
        return _EMPTY[name] if cleared else self._new(name)

    def _new(self, name: FieldName) -> FieldValue:
        """A value that nobody has had yet."""
        self._number += 1
        number = f"{self._number:04}"
        match name:
            case FieldName.NAME:
                return f"{self.organisation.name} {number}"
            case FieldName.BILLING_EMAIL:
                return f"{self.organisation.name.lower()}{number}@x.example"
            case FieldName.PRIMARY_PHONE:
                return Phone(f"555{number}", "09", "64")
            case FieldName.BILLING_ADDRESS:
                return Address((f"{number} Quay Street",), "Auckland", "", "1010", "New Zealand")


def _counted(side: str, made: int, wanted: int) -> Iterator[str]:
    if made > wanted:
        yield f"{made - wanted} of {made} contacts were created twice in {side}"
    elif made < wanted:
        yield f"{wanted - made} of {wanted} contacts were never created in {side}"
