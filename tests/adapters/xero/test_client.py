"""What leaves for Xero, and what is done about an answer that is too long, too slow or cut."""

import socket
import ssl
import subprocess
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from threading import local

import pytest
import urllib3

from tests.adapters.xero.conftest import CannedServer
from xerolink.adapters.xero import OpenGate, XeroApiContacts, XeroClient
from xerolink.adapters.xero.wire import LARGEST
from xerolink.domain.identity import TenantId
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.testing.simulator import Organisation, XeroSimulator

TENANT = TenantId("8b5c2f0e-0000-4000-8000-000000000001")
EMPTY = b'{"DateTimeUTC": "/Date(0)/", "Contacts": []}'


def contacts(server: CannedServer, token: str = "secret") -> XeroApiContacts:
    return XeroApiContacts(XeroClient(lambda: token, TENANT, base_url=server.base_url))


def test_a_call_carries_token_and_tenant(server: CannedServer) -> None:
    server.says(200, EMPTY)
    contacts(server).page(1, None)
    (asked,) = server.asked
    assert (asked["Authorization"], asked["xero-tenant-id"]) == ("Bearer secret", TENANT)


def test_each_call_asks_for_the_token_anew(server: CannedServer) -> None:
    server.says(200, EMPTY)
    tokens = map(str, count())
    xero = XeroApiContacts(XeroClient(lambda: next(tokens), TENANT, base_url=server.base_url))
    xero.page(1, None)
    xero.page(1, None)
    assert [one["Authorization"] for one in server.asked] == ["Bearer 0", "Bearer 1"]


def test_two_clients_keep_their_tokens_apart(server: CannedServer) -> None:
    """The SDK's configurations share one token object (fact sheet 8.4)."""
    server.says(200, EMPTY)
    first, second = contacts(server, "first"), contacts(server, "second")
    for xero in (first, second, first):
        xero.page(1, None)
    tokens = [one["Authorization"] for one in server.asked]
    assert tokens == ["Bearer first", "Bearer second", "Bearer first"]


def test_what_the_token_raises_comes_through(server: CannedServer) -> None:
    def token() -> str:
        raise UnauthorisedError("Xero", "nobody consented")

    xero = XeroApiContacts(XeroClient(token, TENANT, base_url=server.base_url))
    with pytest.raises(UnauthorisedError, match="nobody consented"):
        xero.page(1, None)


@pytest.mark.parametrize("token", ["secret\n", "secret\r\nX: 1", "sécret", "secret two"])
def test_a_token_that_is_none_is_refused_without_showing_it(
    server: CannedServer, token: str
) -> None:
    with pytest.raises(UnauthorisedError) as caught:
        contacts(server, token).page(1, None)
    assert token not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("tenant", ["x\r\nX-Evil: 1", "x\n", "two words", "\u4e2d", "\ud800"])
def test_a_tenant_id_that_is_no_header_is_refused(tenant: str) -> None:
    with pytest.raises(ValueError, match="tenant id"):
        XeroClient(lambda: "secret", TenantId(tenant))


def test_a_redirect_is_not_followed_with_the_token(server: CannedServer) -> None:
    server.says(307, Location=f"{server.base_url}/elsewhere")
    with pytest.raises(UnavailableError, match="307"):
        contacts(server).page(1, None)
    assert len(server.asked) == 1


def test_certificates_are_verified() -> None:
    pool = urllib3.PoolManager()
    XeroClient(lambda: "secret", TENANT, pool=pool)
    made = pool.connection_from_url("https://api.xero.com")
    assert isinstance(made, urllib3.HTTPSConnectionPool)
    assert made.cert_reqs in (None, ssl.CERT_REQUIRED)


def test_an_answer_that_is_too_long_is_refused(server: CannedServer) -> None:
    server.says(200, b" " * (LARGEST + 1))
    with pytest.raises(UnavailableError, match="bytes"):
        contacts(server).page(1, None)


def test_an_error_page_that_is_too_long_is_refused(server: CannedServer) -> None:
    server.says(400, b" " * (LARGEST + 1))
    with pytest.raises(UnavailableError, match="bytes"):
        contacts(server).page(1, None)


def test_an_answer_that_takes_too_long_is_given_up(server: CannedServer) -> None:
    """Each read may be quick while the whole never ends; the time is counted by hand here."""
    server.says(200, EMPTY)
    passing = count(step=31)
    client = XeroClient(
        lambda: "t", TENANT, base_url=server.base_url, seconds=lambda: float(next(passing))
    )
    with pytest.raises(UnavailableError, match="30 s"):
        XeroApiContacts(client).page(1, None)


def test_a_body_shorter_than_its_length_is_unavailable(server: CannedServer) -> None:
    server.says(200, EMPTY, Content_Length="1000")
    with pytest.raises(UnavailableError):
        contacts(server).page(1, None)


@pytest.fixture
def nobody() -> XeroApiContacts:
    """Xero at a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base_url = f"http://127.0.0.1:{free.getsockname()[1]}"
    return XeroApiContacts(XeroClient(lambda: "secret", TENANT, base_url=base_url))


def test_a_port_where_nobody_listens_is_unavailable(nobody: XeroApiContacts) -> None:
    with pytest.raises(UnavailableError, match="cannot be reached"):
        nobody.page(1, None)


def test_a_broken_connection_does_not_show_what_was_asked(nobody: XeroApiContacts) -> None:
    """The address of a look-up holds a name; urllib3's own errors show the address."""
    with pytest.raises(UnavailableError) as caught:
        nobody.by_name("Moana")
    assert "Moana" not in str(caught.value)


def test_a_broken_connection_hides_the_error_that_shows_it(nobody: XeroApiContacts) -> None:
    with pytest.raises(UnavailableError) as caught:
        nobody.by_name("Moana")
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_without_the_extra_the_import_says_what_to_install() -> None:
    script = "import sys; sys.modules['xero_python'] = None; import xerolink.adapters.xero"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert 'pip install "xerolink[xero]"' in done.stderr.splitlines()[-1]


def test_threads_share_clients_without_mixing_organisations_up(
    simulator: XeroSimulator, client_of: Callable[[Organisation], XeroClient]
) -> None:
    """The SDK alone mixes tokens up between threads (fact sheet 8.4)."""
    names = ["Kauri", "Rimu"]
    organisations = [simulator.add_organisation(name, [{"Name": name}]) for name in names]
    books = [XeroApiContacts(client_of(one)) for one in organisations]
    with ThreadPoolExecutor(8) as threads:
        pages = threads.map(lambda turn: books[turn % 2].page(1, None), range(40))
    found = [page.contacts[0].fields.name for page in pages]
    assert found == names * 20


class NoWay:
    """Connections that end nowhere; *asked* are the headers and the address of each request."""

    def __init__(self) -> None:
        self.connection_pool_kw = dict[str, object]()
        self.pool_classes_by_scheme = dict[str, object]()
        self.asked: list[tuple[str, str]] = []

    def request(self, method: str, url: str, *, headers: dict[str, str], **_: object) -> None:
        self.asked.append((headers["Authorization"].removeprefix("Bearer "), url))
        raise urllib3.exceptions.ProtocolError(method)


def test_threads_on_one_client_each_send_the_token_that_they_asked_for() -> None:
    """The SDK keeps one token for a client: a late thread would put a dead one back."""
    mine, pool = local(), NoWay()
    client = XeroClient(lambda: str(mine.token), TENANT, pool=pool, gate=OpenGate())  # type: ignore[arg-type]  # what it uses of one

    def call(number: int) -> None:
        mine.token = f"token-{number:04}"
        with suppress(UnavailableError):
            client.ask(client.api.get_contacts, search_term=mine.token)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(call, range(2_000)))
    finally:
        sys.setswitchinterval(before)
    assert [token for token, url in pool.asked if token not in url] == []
