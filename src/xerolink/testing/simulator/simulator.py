"""The front door: a Xero with organisations, behind HTTP on this machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from . import snapshot
from .access import Access, Grant
from .app import SimulatedApi
from .faults import Faults
from .identifiers import Identifiers
from .organisation import Clock, Identity, Organisation
from .requests import RequestLog
from .rules import Switches
from .server import LoopbackServer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def _utc_now() -> datetime:
    return datetime.now(UTC)


class XeroSimulator:
    """A Xero of its own: ids follow from *seed*, time from *clock* (aware datetimes).

    As a context, or between `start` and `stop`, it listens on 127.0.0.1; *port* 0 takes a free
    one. Without either, `wsgi` answers in process.
    """

    def __init__(self, seed: int = 0, clock: Clock = _utc_now, port: int = 0) -> None:
        self._seed = seed
        self._clock = clock
        self._port = port
        self._ids = Identifiers(f"seed {seed}")
        self._organisations: dict[str, Organisation] = {}
        self._api = SimulatedApi(self._organisations, clock)
        self._server: LoopbackServer | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Listen; RuntimeError when it does already."""
        if self._server is not None:
            raise RuntimeError("the simulator is started already")
        self._server = LoopbackServer(self._api, self._port)
        self._server.start()
        return self

    def stop(self) -> None:
        """Close every connection and thread; nothing happens when it is stopped already."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    @property
    def base_url(self) -> str:
        """``http://127.0.0.1:PORT``, without a path; RuntimeError while stopped."""
        if self._server is None:
            raise RuntimeError("the simulator is not started")
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def wsgi(self) -> WSGIApplication:
        """The same Xero in process; a dropped connection raises ConnectionDroppedError."""
        return self._api

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """All organisations, in the order they were added."""
        return tuple(self._organisations.values())

    @property
    def access(self) -> Access:
        """Tokens and connections: `Access.expire` for 401, `Access.disconnect` for 403."""
        return self._api.access

    @property
    def faults(self) -> Faults:
        return self._api.faults

    @property
    def requests(self) -> RequestLog:
        return self._api.requests

    def add_organisation(
        self,
        name: str,
        contacts: Iterable[Mapping[str, Any]] = (),
        *,
        access_token: str | None = None,
        switches: Switches | None = None,
    ) -> Organisation:
        """A new organisation, connected by *access_token*; without one, by a token of its own.

        *contacts* are there before the first request, see `Organisation.seed`.
        """
        tenant_id = self._ids.next("tenant")
        token = access_token or self._ids.next("token")
        identity = Identity(tenant_id, name, self._ids.next_code("short code"), token)
        ids = Identifiers(tenant_id)
        organisation = Organisation(identity, ids, self._clock, switches or Switches())
        organisation.seed(contacts)
        self._organisations[tenant_id] = organisation
        self.connect(organisation, token)
        return organisation

    def connect(self, organisation: Organisation, access_token: str) -> None:
        """Let *access_token* reach *organisation*, as a consent does; also after a disconnect."""
        self.access.grant(
            Grant(
                connection_id=self._ids.next("connection"),
                token=access_token,
                tenant_id=organisation.tenant_id,
                tenant_name=organisation.name,
                since=self._clock(),
            )
        )

    def save(self, path: Path) -> None:
        """Write organisations, contacts, ids, tokens and time stamps to a JSON file.

        Faults, the request log and the Idempotency-Keys are not kept.
        """
        organisations = map(snapshot.organisation_to_json, self.organisations)
        snapshot.write(
            Path(path),
            {
                "seed": self._seed,
                "taken": self._ids.taken,
                "organisations": list(organisations),
                "access": snapshot.access_to_json(self.access),
            },
        )

    @classmethod
    def load(cls, path: Path, clock: Clock = _utc_now, port: int = 0) -> Self:
        """The simulator that `save` wrote, stopped; ValueError for another version's file."""
        found = snapshot.read(Path(path))
        simulator = cls(found["seed"], clock, port)
        simulator._ids.taken.update(found["taken"])
        for one in found["organisations"]:
            organisation = snapshot.organisation_from_json(one, clock)
            simulator._organisations[organisation.tenant_id] = organisation
        snapshot.restore_access(simulator.access, found["access"])
        return simulator
