"""Processes and threads on one token set, over real HTTP, while its tokens keep dying."""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest
from attrs import frozen

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.memory.observer import Silent
from xerolink.adapters.memory.store import MemoryStore
from xerolink.adapters.sealed import HostKeys, Sealer
from xerolink.adapters.sqlite.tokens import SqliteTokens
from xerolink.adapters.system.clock import SystemClock
from xerolink.adapters.system.ids import RandomIds
from xerolink.adapters.xero import Addresses, OpenGate, XeroApiOrganisation, XeroClient, XeroOAuth
from xerolink.adapters.xero.client import REPLACEMENTS
from xerolink.app import Xerolink
from xerolink.domain.identity import TenantId, TokenSetId
from xerolink.domain.tokens import SCOPES, GrantedTokens
from xerolink.ports.keys import KeyId
from xerolink.testing.simulator import ExpiredToken, LostReply, XeroSimulator

KEY, SET = KeyId("2026"), TokenSetId("shared")
PROCESSES, THREADS, CALLS, ROUNDS = 3, 2, 8, 7


@frozen
class Setting:
    """What a process needs to work on the set; it can be pickled."""

    file: Path
    base_url: str
    client_id: str
    client_secret: str
    tenant_id: str

    def tokens(self) -> SqliteTokens:
        return SqliteTokens(self.file, SystemClock(), Sealer(HostKeys({KEY: b"k" * 32}, KEY)))

    def app(self, tokens: SqliteTokens) -> Xerolink:
        clock, at = SystemClock(), Addresses.at(self.base_url)
        identity = XeroOAuth(self.client_id, self.client_secret, addresses=at)
        ports = (MemoryStore(clock), clock, RandomIds(), EmbeddedClassifier(), Silent())
        return Xerolink(*ports, identity, tokens, time.sleep)

    def organisation(self, app: Xerolink) -> XeroApiOrganisation:
        client = XeroClient(
            app.access_token(SET),
            TenantId(self.tenant_id),
            base_url=self.base_url,
            refused=app.replace_token(SET),
            gate=OpenGate(),
        )
        return XeroApiOrganisation(client)


def call_often(setting: Setting, _: int) -> list[str]:
    """The outcome of every call that a process of several threads makes."""
    with closing(setting.tokens()) as tokens, ThreadPoolExecutor(THREADS) as threads:
        organisation = setting.organisation(setting.app(tokens))
        return list(threads.map(partial(call, organisation), range(THREADS * CALLS)))


def call(organisation: XeroApiOrganisation, _: int) -> str:
    try:
        return organisation.organisation().name
    except Exception as error:
        return str(error)


@pytest.fixture
def xero() -> Iterator[XeroSimulator]:
    with XeroSimulator(seed=1) as xero:
        yield xero


def deaths(xero: XeroSimulator) -> int:
    return sum(request.fault == "ExpiredToken" for request in xero.requests)


def test_processes_on_one_dying_token_set_lose_no_call(xero: XeroSimulator, tmp_path: Path) -> None:
    """In a round of 48 calls every tenth kills the token of all; every other refresh is lost.

    No call can meet more dead tokens than die in its round, and so many a call survives.
    """
    tenant = xero.add_organisation("Kauri").tenant_id
    setting = Setting(
        tmp_path / "tokens.db", xero.base_url, xero.client_id, xero.client_secret, tenant
    )
    now, given = SystemClock().now(), xero.consent()
    granted = GrantedTokens(given["access_token"], given["refresh_token"], 1800)
    with closing(setting.tokens()) as tokens:
        tokens.put(SET, granted.first(now, SCOPES))
    xero.faults.add(*[LostReply("POST token", skip=1)] * ROUNDS * REPLACEMENTS)
    found = set[str]()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for _ in range(ROUNDS):
            xero.faults.add(*[ExpiredToken("GET Organisation", skip=9)] * REPLACEMENTS)
            found.update(*pool.map(partial(call_often, setting), range(PROCESSES)))
    assert (found, deaths(xero)) == ({"Kauri"}, ROUNDS * REPLACEMENTS)
