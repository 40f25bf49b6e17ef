"""Whatever Xero's answers hold, reading them ends, and fails only as the port says."""

import json
from typing import Any

import pytest

from tests.adapters.xero.conftest import CannedServer, server
from xerolink.adapters.xero import OpenGate, XeroApiContacts, XeroClient
from xerolink.adapters.xero.answer import Answer
from xerolink.adapters.xero.grant import granted
from xerolink.domain.identity import TenantId
from xerolink.domain.run import Operation
from xerolink.ports.errors import UnavailableError
from xerolink.ports.xero import XeroPage

__all__ = ["server"]


def page(server: CannedServer, body: str, **headers: str) -> XeroPage:
    raw = body.encode()
    server.says(200, raw, Content_Length=str(len(raw)), **headers)
    client = XeroClient(
        lambda: "token", TenantId("t"), base_url=server.base_url, gate=OpenGate(), timeout=(5, 60)
    )
    return XeroApiContacts(client).page(1, None)


def listing(**also: Any) -> str:
    return json.dumps({"DateTimeUTC": "2026-07-01T09:00:00", "Contacts": [], **also})


@pytest.mark.parametrize("number", ["1e99999999999999999999", "1.5e-99999999999999999999"])
def test_a_number_that_no_decimal_holds_is_no_json(server: CannedServer, number: str) -> None:
    body = listing().replace("[]", f'[{{"Discount": {number}}}]')
    with pytest.raises(UnavailableError, match="not JSON"):
        page(server, body)


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00", "/Date(-62135596800000+0000)/"])
def test_a_time_from_before_all_clocks_gives_way_to_the_header(
    server: CannedServer, time: str
) -> None:
    """.NET's own for none; a cursor before it would be no time at all."""
    read = page(server, listing(DateTimeUTC=time), Date="Wed, 01 Jul 2026 09:00:00 GMT")
    assert read.at.year == 2026


@pytest.mark.parametrize(
    "date",
    ["Wed, 01 Jul 2026 09:00:00 +9999999999999999", "Wed, 99999999999999999999 Jul 2026 09:00 GMT"],
)
def test_a_header_whose_numbers_are_too_large_is_no_time(server: CannedServer, date: str) -> None:
    with pytest.raises(UnavailableError, match="when it was given"):
        page(server, listing(DateTimeUTC=None), Date=date)


def test_a_page_without_contacts_is_not_followed_by_more(server: CannedServer) -> None:
    """A scan would ask for a thousand million pages, and call none of it an error."""
    endless = listing(pagination={"page": 1, "pageSize": 1000, "pageCount": 10**9})
    with pytest.raises(UnavailableError, match="no contacts, and says that more pages follow"):
        page(server, endless)


def token_answer(token: str) -> Answer:
    data = json.dumps({"access_token": token, "refresh_token": token, "expires_in": 1800}).encode()
    return Answer(200, {}, data, Operation("tokens"), len(data))


@pytest.mark.parametrize("token", ["\ud800secret", "sec ret", "secr\u00e9t", "sec\nret"])
def test_a_token_with_letters_that_no_token_has_is_none(token: str) -> None:
    """Sealing half a character fails, and Python's error would show the token."""
    with pytest.raises(UnavailableError, match="holds no access token"):
        granted(token_answer(token))
