"""From a person's consent to calls, over real HTTP, with tokens sealed in a file."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import urllib3
from attrs import define, evolve

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.observer import Silent
from xerolink.adapters.sealed import HostKeys, Sealer
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.sqlite.tokens import SqliteTokens
from xerolink.adapters.system.ids import RandomIds
from xerolink.adapters.xero import (
    Addresses,
    OpenGate,
    XeroApiContacts,
    XeroApiOrganisation,
    XeroClient,
    XeroOAuth,
)
from xerolink.app import Sides, Xerolink
from xerolink.domain.consent_errors import (
    MissingScopesError,
    NoTokenSetError,
    NotSetUpError,
    UnknownTokenSetError,
)
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.errors import RunningLoopError
from xerolink.domain.identity import Actor, ConnectionId, TenantId, TokenSetId
from xerolink.domain.tokens import SCOPES, Scope
from xerolink.ports.errors import UnauthorisedError
from xerolink.ports.keys import KeyId
from xerolink.testing.conformance.tokens_base import START
from xerolink.testing.simulator import ExpiredToken, LostReply, XeroSimulator
from xerolink.usecases.authorise import Authorised

ANNA, FIRM = Actor.person("anna"), ConnectionId("firm")
CALLBACK = "https://host.example/xero"
KEY = KeyId("2026")


@define
class Firm:
    """A host with a file of its own, and a Xero on this machine."""

    xero: XeroSimulator
    app: Xerolink
    host: SqliteHostBook
    clock: ManualClock

    def authorise(self, user: str = "", tenant_id: str = "", scopes: str = "") -> Authorised:
        """*user* agrees in the browser to connect *tenant_id*, or all there are."""
        asked = self.app.authorise_url(CALLBACK, list(map(Scope, scopes.split())) or SCOPES)
        url = f"{asked.url}&user={user}&organisations={tenant_id}"
        answered = urllib3.request("GET", url, redirect=False).headers["Location"]
        return self.app.complete_authorisation(asked.state, answered)

    def client(self, token_set_id: TokenSetId, tenant_id: str) -> XeroClient:
        return XeroClient(
            self.app.access_token(token_set_id),
            TenantId(tenant_id),
            base_url=self.xero.base_url,
            refused=self.app.replace_token(token_set_id),
            gate=OpenGate(),
        )

    def sides(self, found: Authorised) -> Sides:
        client = self.client(found.token_set_id, found.tenants[0].tenant_id)
        contacts, organisation = XeroApiContacts(client), XeroApiOrganisation(client)
        return Sides(contacts, organisation, self.host, found.token_set_id)

    def calls(self) -> Counter[str]:
        return Counter(request.operation for request in self.xero.requests)


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    clock, file = ManualClock(START), tmp_path / "xerolink.sqlite"
    sealer = Sealer(HostKeys({KEY: b"k" * 32}, KEY))
    with (
        XeroSimulator(seed=1, clock=clock.now) as xero,
        closing(SqliteStore(file, clock)) as store,
        closing(SqliteTokens(file, clock, sealer)) as tokens,
        closing(SqliteHostBook(tmp_path / "host.sqlite", "firm")) as host,
    ):
        xero.add_organisation("Kauri", [{"Name": "Moana Cafe", "IsCustomer": True}])
        at = Addresses.at(xero.base_url)
        identity = XeroOAuth(xero.client_id, xero.client_secret, addresses=at)
        app = Xerolink(store, clock, RandomIds(), EmbeddedClassifier(), Silent(), identity, tokens)
        yield Firm(xero, app, host, clock)


def test_a_consent_leads_to_an_import(firm: Firm) -> None:
    found = firm.authorise()
    connection = firm.app.connect(FIRM, firm.sides(found), ANNA)
    connection.import_contacts(ANNA)
    assert [one.fields.name for one in firm.host.contacts().values()] == ["Moana Cafe"]


def test_a_token_that_dies_in_mid_run_is_replaced_and_the_run_goes_on(firm: Firm) -> None:
    connection = firm.app.connect(FIRM, firm.sides(firm.authorise()), ANNA)
    firm.xero.faults.add(ExpiredToken("GET Contacts"))
    connection.import_contacts(ANNA)
    assert [one.fields.name for one in firm.host.contacts().values()] == ["Moana Cafe"]


def test_a_connection_remembers_its_token_set(firm: Firm) -> None:
    found = firm.authorise()
    firm.app.connect(FIRM, firm.sides(found), ANNA)
    assert firm.app.token_set(FIRM) == found.token_set_id


def test_a_connection_without_a_token_set_says_so(firm: Firm) -> None:
    firm.app.connect(FIRM, evolve(firm.sides(firm.authorise()), token_set_id=None), ANNA)
    with pytest.raises(NoTokenSetError):
        firm.app.token_set(FIRM)


def test_a_connection_with_an_unknown_token_set_is_refused(firm: Firm) -> None:
    sides = evolve(firm.sides(firm.authorise()), token_set_id=TokenSetId("nobody-s"))
    with pytest.raises(UnknownTokenSetError):
        firm.app.connect(FIRM, sides, ANNA)


def test_a_second_consent_takes_the_place_of_the_first(firm: Firm) -> None:
    first, second = firm.authorise(), firm.authorise()
    for found in (first, second):
        firm.app.connect(FIRM, firm.sides(found), ANNA)
    with pytest.raises(UnknownTokenSetError):
        firm.app.access_token(first.token_set_id)()


def test_work_goes_on_for_hours_on_one_consent(firm: Firm) -> None:
    found = firm.authorise()
    organisation = firm.sides(found).organisation
    for _ in range(5):
        assert organisation.organisation().name == "Kauri"
        firm.clock.advance(31 * 60)
    assert firm.calls()["POST token"] == 5


def test_a_refresh_whose_answer_is_lost_loses_nothing(firm: Firm) -> None:
    organisation = firm.sides(firm.authorise()).organisation
    firm.clock.advance(31 * 60)
    firm.xero.faults.add(LostReply("POST token"))
    assert organisation.organisation().name == "Kauri"


def test_after_a_disconnect_the_organisation_is_not_reached(firm: Firm) -> None:
    found = firm.authorise()
    firm.app.connect(FIRM, firm.sides(found), ANNA)
    token = firm.app.access_token(found.token_set_id)()
    firm.app.disconnect(FIRM, ANNA)
    client = XeroClient(lambda: token, found.tenants[0].tenant_id, base_url=firm.xero.base_url)
    with pytest.raises(UnauthorisedError):
        XeroApiOrganisation(client).organisation()


def test_after_a_disconnect_the_contacts_and_links_stay(firm: Firm) -> None:
    connection = firm.app.connect(FIRM, firm.sides(firm.authorise()), ANNA)
    connection.import_contacts(ANNA)
    firm.app.disconnect(FIRM, ANNA)
    assert (len(connection.client_list()), len(firm.host.contacts())) == (1, 1)


def test_a_withdrawn_consent_stops_every_further_call(firm: Firm) -> None:
    found = firm.authorise(user="anna")
    organisation = firm.sides(found).organisation
    firm.clock.advance(61 * 24 * 3600)
    for _ in range(3):
        with pytest.raises(UnauthorisedError, match="reconnect"):
            organisation.organisation()
    assert (firm.calls()["POST token"], firm.calls()["GET Organisation"]) == (2, 0)


def test_a_consent_without_a_needed_scope_names_it_at_the_call(firm: Firm) -> None:
    found = firm.authorise(scopes="offline_access accounting.contacts")
    with pytest.raises(UnauthorisedError, match=r"accounting\.settings"):
        firm.sides(found).organisation.organisation()


def test_a_consent_without_offline_access_is_not_asked_for(firm: Firm) -> None:
    """There would be no refresh token: half an hour later the connection would be dead."""
    with pytest.raises(MissingScopesError, match="offline_access"):
        firm.authorise(scopes="accounting.settings.read")


def asked_often(organisation: XeroApiOrganisation) -> list[str]:
    return [organisation.organisation().name for _ in range(26)]


def test_eight_threads_with_eight_token_sets_keep_their_tokens_apart(firm: Firm) -> None:
    """1,040 calls and 32 refreshes; another's token would be refused with 403."""
    names = [f"Kauri {n}" for n in range(8)]
    tenant_ids = [firm.xero.add_organisation(name).tenant_id for name in names]
    found = [firm.authorise(f"user-{t}", t) for t in tenant_ids]
    clients = [firm.client(one.token_set_id, t) for one, t in zip(found, tenant_ids, strict=True)]
    organisations = [XeroApiOrganisation(client) for client in clients]
    answers: list[list[list[str]]] = []
    with ThreadPoolExecutor(8) as threads:
        for _ in range(5):
            answers.append(list(threads.map(asked_often, organisations)))
            firm.clock.advance(30 * 60)
    assert answers == [[[name] * 26 for name in names]] * 5


@pytest.fixture
def bare(firm: Firm) -> Xerolink:
    """An app that was made as before: without identity and tokens."""
    return evolve(firm.app, identity=None, tokens=None)


VERBS: dict[str, Callable[[Xerolink], object]] = {
    "authorise_url": lambda app: app.authorise_url(CALLBACK),
    "complete_authorisation": lambda app: app.complete_authorisation("s", CALLBACK),
    "authorise_custom": lambda app: app.authorise_custom(),
    "tenants": lambda app: app.tenants(TokenSetId("t")),
    "access_token": lambda app: app.access_token(TokenSetId("t")),
    "token_set": lambda app: app.token_set(FIRM),
    "replace_token": lambda app: app.replace_token(TokenSetId("t")),
    "resume_refreshes": lambda app: app.resume_refreshes(),
}


@pytest.mark.parametrize("verb", VERBS)
def test_an_app_without_identity_refuses_by_name(bare: Xerolink, verb: str) -> None:
    with pytest.raises(NotSetUpError, match=f"^{verb} .*identity=.*tokens="):
        VERBS[verb](bare)


def test_an_app_without_identity_disconnects_its_own_side(firm: Firm, bare: Xerolink) -> None:
    connection = firm.app.connect(FIRM, firm.sides(firm.authorise()), ANNA)
    connection.import_contacts(ANNA)
    bare.disconnect(FIRM, ANNA)
    assert [client.state for client in connection.client_list()] == [LinkState.DORMANT]


def test_disconnecting_on_a_running_loop_is_refused(firm: Firm) -> None:
    async def call() -> None:
        firm.app.disconnect(FIRM, ANNA)

    with pytest.raises(RunningLoopError):
        asyncio.run(call())


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_on_a_running_loop_is_refused(firm: Firm, verb: str) -> None:
    async def call() -> None:
        VERBS[verb](firm.app)

    with pytest.raises(RunningLoopError):
        asyncio.run(call())


def test_nothing_is_pending_when_every_answer_came(firm: Firm) -> None:
    firm.authorise()
    assert firm.app.resume_refreshes() == 0


def test_a_custom_connection_works_without_a_consent(firm: Firm) -> None:
    custom = firm.xero.custom_connection(firm.xero.organisations[0], [*SCOPES[4:]])
    at = Addresses.at(firm.xero.base_url)
    identity = XeroOAuth(custom.client_id, custom.client_secret, addresses=at)
    firm.app = evolve(firm.app, identity=identity)
    organisation = firm.sides(firm.app.authorise_custom()).organisation
    organisation.organisation()
    firm.clock.advance(31 * 60)
    assert organisation.organisation().name == "Kauri"
