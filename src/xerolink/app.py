"""The product's app at Xero: the store and the other ports that all connections share."""

from attrs import frozen

from xerolink.connection import Connection, refuse_on_loop
from xerolink.domain.errors import UnknownConnectionError
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.settings import ContactSettings
from xerolink.ports.classifier import ContactClassifier
from xerolink.ports.clock import Clock, Ids
from xerolink.ports.host import HostContacts
from xerolink.ports.observer import Observer
from xerolink.ports.store import Store
from xerolink.ports.xero import XeroContacts, XeroOrganisation
from xerolink.usecases.connect import connect
from xerolink.usecases.run import Ports


@frozen
class Sides:
    """The two sides of one connection: an organisation at Xero, a firm's contacts in the host."""

    xero: XeroContacts
    organisation: XeroOrganisation
    host: HostContacts


@frozen
class Xerolink:
    """What is shared by every connection. Threads may share one."""

    store: Store
    clock: Clock
    ids: Ids
    classifier: ContactClassifier
    observer: Observer

    def connect(
        self,
        connection_id: ConnectionId,
        sides: Sides,
        by: Actor,
        settings: ContactSettings | None = None,
    ) -> Connection:
        """Bind *connection_id* to the organisation of *sides*; see `usecases.connect`."""
        refuse_on_loop("connect")
        ports = self._ports(sides)
        connect(ports, connection_id, settings, by)
        return Connection(connection_id, ports)

    def connection(self, connection_id: ConnectionId, sides: Sides) -> Connection:
        """The connection that was made before; raises `UnknownConnectionError`."""
        if connection_id not in self.store.connections():
            raise UnknownConnectionError(connection_id)
        return Connection(connection_id, self._ports(sides))

    def connections(self) -> tuple[ConnectionId, ...]:
        """Every connection that was made, ordered by id."""
        return self.store.connections()

    def _ports(self, sides: Sides) -> Ports:
        return Ports(
            self.store,
            sides.xero,
            sides.organisation,
            sides.host,
            self.clock,
            self.ids,
            self.classifier,
            self.observer,
        )
