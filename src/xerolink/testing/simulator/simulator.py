"""The front door: a Xero with organisations, behind HTTP on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from . import snapshot
from .access import Access, AccessToken
from .admin import AdminPages
from .app import SimulatedApi, Sleep
from .call import Call
from .entrance import Entrance
from .faults import Faults
from .identifiers import Identifiers
from .identity import AppSwitches, CustomConnection, IdentityService, TokenSet
from .limits import Limits
from .organisation import Clock, Identity, Organisation
from .requests import RequestLog
from .scopes import RECOMMENDED
from .server import LoopbackServer
from .switches import Switches
from .transport import InProcessPool
from .webhooks import Webhooks
from .wire import Answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST_SLEEP = 5
XERO = "https://api.xero.com"


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _sleep(seconds: float) -> None:
    time.sleep(min(seconds, LONGEST_SLEEP))


class XeroSimulator:
    """A Xero of its own: ids follow from *seed*, time from *clock* (aware datetimes).

    As a context, or between `start` and `stop`, it listens on 127.0.0.1; *port* 0 takes a free
    one. Without either, `wsgi` and `transport` answer in process.

    *limits* None: nothing is rationed. *app* is the kind of app that Xero knows us as. *sleep*
    is how a slow answer waits; by default really, at most 5 seconds.
    """

    def __init__(
        self,
        seed: int = 0,
        clock: Clock = _utc_now,
        port: int = 0,
        *,
        limits: Limits | None = None,
        app: AppSwitches | None = None,
        sleep: Sleep = _sleep,
    ) -> None:
        self._seed, self._clock, self._port = seed, clock, port
        self._limits, self._app, self._sleep = limits, app or AppSwitches(), sleep
        self._server: LoopbackServer | None = None
        self.webhooks = self._new_webhooks()
        self.reset()

    def reset(self) -> None:
        """Back to the state after construction, also while it listens: no organisation, no token.

        Ids start again; `organisations`, `faults`, `requests`, `access` and `webhooks` are other
        objects then.
        """
        self._skew = timedelta()
        self._ids = Identifiers(f"seed {self._seed}")
        self._organisations: dict[str, Organisation] = {}
        self._identity = IdentityService(self._ids, self._clock, self._organisations, self._app)
        self._api = SimulatedApi(
            self._organisations, self._identity, self._limits, self._now, self._sleep
        )
        self.webhooks.stop_delivering()
        self.webhooks = self._new_webhooks()
        self._entrance = Entrance(self._api, AdminPages(self), self.webhooks)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Listen; RuntimeError when it does already."""
        if self._server is not None:
            raise RuntimeError("the simulator is started already")
        self._server = LoopbackServer(self._serve, self._port)
        self._server.start()
        return self

    def stop(self) -> None:
        """Close every connection and thread; nothing happens when it is stopped already."""
        self.webhooks.stop_delivering()
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
        return self._serve

    def answer(self, call: Call, patience: float) -> Answer:
        """The same Xero past HTTP, for many thousands of calls: see `SimulatedApi.answer`."""
        return self._api.answer(call, patience)

    def transport(self) -> InProcessPool:
        """A urllib3 pool that ends in `wsgi`, whichever host a URL names; no socket, no retry."""
        return InProcessPool(self._serve)

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """All organisations, in the order they were added."""
        return tuple(self._organisations.values())

    @property
    def access(self) -> Access:
        """Tokens and connections: `Access.expire` for 401, `Access.disconnect` for 403."""
        return self._identity.access

    @property
    def client_id(self) -> str:
        """The app's, for ``/connect/token``."""
        return self._identity.client_id

    @property
    def client_secret(self) -> str:
        return self._identity.client_secret

    @property
    def faults(self) -> Faults:
        return self._api.faults

    @property
    def requests(self) -> RequestLog:
        return self._api.requests

    def skew(self, seconds: float) -> None:
        """Xero's clock is *seconds* ahead of *clock*, behind if negative: in every time it tells.

        Lives of tokens and windows of limits go on as they were.
        """
        self._skew = timedelta(seconds=seconds)

    def consent(
        self,
        organisations: Iterable[Organisation] | None = None,
        scopes: Iterable[str] = tuple(RECOMMENDED.split()),
        *,
        user: str = "",
    ) -> TokenSet:
        """A user agrees: the token set that ``/connect/token`` would answer.

        All organisations unless told; without a name the user is somebody new, whose tokens reach
        nothing that others connected. ValueError for scopes that the app cannot have.
        """
        chosen = self.organisations if organisations is None else tuple(organisations)
        tenants = [one.tenant_id for one in chosen]
        return self._identity.issue(self._identity.consent(user, tenants, tuple(scopes)))

    def custom_connection(
        self, organisation: Organisation, scopes: Iterable[str] = tuple(RECOMMENDED.split())
    ) -> CustomConnection:
        """An app for *organisation* alone; its id and secret get tokens by client credentials."""
        return self._identity.custom_connection(organisation, frozenset(scopes))

    def add_organisation(
        self,
        name: str,
        contacts: Iterable[Mapping[str, Any]] = (),
        *,
        access_token: str | None = None,
        switches: Switches | None = None,
        country: str = "NZ",
    ) -> Organisation:
        """A new organisation, connected by *access_token*; without one, by a token of its own.

        That token has every scope and no end. *contacts* are there before the first request, see
        `Organisation.seed`. *country* is NZ, AU, UK or US, else ValueError.
        """
        tenant_id = self._ids.next("tenant")
        token = access_token or self._ids.next("token")
        code = self._ids.next_code("short code")
        identity = Identity(tenant_id, name, code, token, country)
        ids = Identifiers(tenant_id)
        organisation = Organisation(identity, ids, self._now, switches or Switches())
        organisation.seed(contacts)
        organisation.settle()
        self._organisations[tenant_id] = organisation
        self.webhooks.watch(organisation)
        self.connect(organisation, token)
        return organisation

    def connect(self, organisation: Organisation, access_token: str) -> None:
        """Let *access_token* reach *organisation*, with every scope; also after a disconnect."""
        known = self.access.token(access_token)
        token = known or AccessToken(access_token, user=access_token)
        self.access.admit(token)
        self._identity.connect(token.user, organisation, self._ids.next("consent"))

    def save(self, path: Path) -> None:
        """Write organisations, contacts, ids, tokens and time stamps to a JSON file.

        Faults, the request log, webhooks, the counts of limits and the Idempotency-Keys are not
        kept.
        """
        organisations = map(snapshot.organisation_to_json, self.organisations)
        snapshot.write(
            Path(path),
            {
                "seed": self._seed,
                "taken": self._ids.taken,
                "organisations": list(organisations),
                "identity": snapshot.identity_to_json(self._identity),
            },
        )

    @classmethod
    def load(
        cls, path: Path, clock: Clock = _utc_now, port: int = 0, *, limits: Limits | None = None
    ) -> Self:
        """The simulator that `save` wrote, stopped; ValueError for another version's file."""
        found = snapshot.read(Path(path))
        simulator = cls(found["seed"], clock, port, limits=limits)
        simulator._ids.taken.update(found["taken"])
        for one in found["organisations"]:
            organisation = snapshot.organisation_from_json(one, simulator._now)
            organisation.settle()
            simulator._organisations[organisation.tenant_id] = organisation
            simulator.webhooks.watch(organisation)
        snapshot.restore_identity(simulator._identity, found["identity"])
        return simulator

    def _new_webhooks(self) -> Webhooks:
        return Webhooks(
            self._seed,
            self._clock,
            self._is_connected,
            lambda: XERO if self._server is None else self.base_url,
        )

    def _is_connected(self, tenant_id: str) -> bool:
        return self.access.connected(tenant_id)

    def _now(self) -> datetime:
        return self._clock() + self._skew

    def _serve(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._entrance(environ, start_response)
