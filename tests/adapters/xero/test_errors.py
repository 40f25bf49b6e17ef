"""Each shape of a refusal (fact sheet 5), over HTTP, is the right error of the port."""

import json
from typing import Any

import pytest

from tests.adapters.xero.conftest import CannedServer
from xerolink.adapters.xero import XeroApiContacts, XeroClient
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import TenantId
from xerolink.ports.errors import PortError, RejectedError, UnauthorisedError, UnavailableError
from xerolink.testing.conformance.xero_world import KAURI, draft

NO_SCOPE = "AuthorizationUnsuccessful"
HTML = b"<html><body>The resource you're looking for cannot be found</body></html>"


@pytest.fixture
def xero(server: CannedServer) -> XeroApiContacts:
    """A caller that does not wait: it is told at once."""
    client = XeroClient(
        lambda: "token", TenantId("tenant"), base_url=server.base_url, wait_seconds=0
    )
    return XeroApiContacts(client)


def refusal(kind: str, *elements: dict[str, Any]) -> bytes:
    shown = {"ErrorNumber": 10, "Type": kind, "Message": "no", "Elements": list(elements)}
    return json.dumps(shown).encode()


def access(title: str, detail: str | None) -> bytes:
    return json.dumps({"Type": None, "Title": title, "Status": 401, "Detail": detail}).encode()


SHAPES: dict[str, tuple[int, bytes, type[PortError]]] = {
    "a validation": (400, refusal("ValidationException"), RejectedError),
    "bad JSON": (400, refusal("PostDataInvalidException"), RejectedError),
    "a bad filter": (400, refusal("QueryParseException"), RejectedError),
    "a dead refresh token": (400, b'{"error":"invalid_grant"}', UnauthorisedError),
    "an empty 400": (400, b"", UnavailableError),
    "an HTML 400": (400, HTML, UnavailableError),
    "a 400 of another shape": (400, b"[1]", UnavailableError),
    "a 400 that is null": (400, b"null", UnavailableError),
    "a 400 that is cut": (400, b'{"Type": "Validation', UnavailableError),
    "a reused key": (400, refusal("BadRequestException"), RejectedError),
    "an expired token": (401, access("Unauthorized", "TokenExpired: at 8"), UnauthorisedError),
    "a missing scope": (
        401,
        access("Unauthorized", "AuthorizationUnsuccessful"),
        UnauthorisedError,
    ),
    "a 401 of another shape": (401, access("Unauthorized", None), UnauthorisedError),
    "an empty 401": (401, b"", UnauthorisedError),
    "a 401 that is null": (401, b"null", UnauthorisedError),
    "a revoked tenant": (403, access("Forbidden", "AuthenticationUnsuccessful"), UnauthorisedError),
    "an empty 403": (403, b"", UnauthorisedError),
    "an HTML 403": (403, HTML, UnauthorisedError),
    "an unknown id": (404, HTML, RejectedError),
    "an unknown id in JSON": (404, b"{}", RejectedError),
    "a failed precondition": (412, b"", RejectedError),
    "a failed precondition in HTML": (412, HTML, RejectedError),
    "a body too large": (413, HTML, RejectedError),
    "a long address": (414, HTML, RejectedError),
    "a rate limit": (429, b"", UnavailableError),
    "a rate limit with a body": (429, HTML, UnavailableError),
    "a broken Xero without a word": (500, b"", UnavailableError),
    "a broken Xero": (500, HTML, UnavailableError),
    "a method that there is not": (501, b"", RejectedError),
    "a broken gateway": (502, b"", UnavailableError),
    "an offline Xero": (503, b"The Xero API is currently offline", UnavailableError),
    "a redirect": (302, b"", UnavailableError),
    "a time-out": (408, b"", UnavailableError),
    "a success in HTML": (200, HTML, UnavailableError),
    "an empty success": (200, b"", UnavailableError),
    "a success that is null": (200, b"null", UnavailableError),
    "a success without its list": (200, b'{"Status": "OK"}', UnavailableError),
    "a list that is null": (200, b'{"Contacts": null}', UnavailableError),
    "half a success": (200, b'{"Contacts": [{"Contact', UnavailableError),
}
every_shape = pytest.mark.parametrize(
    ("status", "body", "expected"), SHAPES.values(), ids=SHAPES.keys()
)


@every_shape
def test_a_read_raises(
    server: CannedServer,
    xero: XeroApiContacts,
    status: int,
    body: bytes,
    expected: type[PortError],
) -> None:
    server.says(status, body)
    with pytest.raises(expected):
        xero.page(1, None)


@every_shape
def test_a_write_raises(
    server: CannedServer,
    xero: XeroApiContacts,
    status: int,
    body: bytes,
    expected: type[PortError],
) -> None:
    server.says(status, body)
    with pytest.raises(expected):
        xero.create_many([draft(KAURI)])


@every_shape
def test_a_refused_call_was_sent_once(
    server: CannedServer,
    xero: XeroApiContacts,
    status: int,
    body: bytes,
    expected: type[PortError],
) -> None:
    server.says(status, body, Retry_After="30", Location="/")
    with pytest.raises(expected):
        xero.create_many([draft(KAURI)])
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "given", "expected"),
    [
        (429, {"Retry_After": "26", "X_Rate_Limit_Problem": "minute"}, 26),
        (429, {"Retry_After": "66975", "X_Rate_Limit_Problem": "day"}, 66_975),
        (429, {"X_Rate_Limit_Problem": "concurrent"}, None),
        (429, {"Retry_After": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        (429, {"Retry_After": "-1"}, None),
        (429, {"Retry_After": "0"}, 0),
        (429, {"Retry_After": "999999999", "X_Rate_Limit_Problem": "day"}, 999_999_999),
        (429, {"Retry_After": "9" * 400}, None),
        (429, {"Retry_After": "²"}, None),
        (429, {"Retry_After": ""}, None),
        (429, {}, None),
        (503, {"Retry_After": "5"}, 5),
    ],
)
def test_the_wait_is_what_xero_says(
    server: CannedServer,
    xero: XeroApiContacts,
    status: int,
    given: dict[str, str],
    expected: int | None,
) -> None:
    server.says(status, b"", **given)
    with pytest.raises(UnavailableError) as caught:
        xero.page(1, None)
    assert caught.value.retry_after == expected


WORDS = {
    "minute": "minute",
    "day": "day",
    "Day": "day",
    "concurrent": "concurrency",
    "appminute": "app",
    "app-minute": "app",
    "x": "rate",
    "": "rate",
}


@pytest.mark.parametrize(("given", "word"), WORDS.items())
def test_a_rate_limit_says_which(
    server: CannedServer, xero: XeroApiContacts, given: str, word: str
) -> None:
    server.says(429, b"", X_Rate_Limit_Problem=given)
    with pytest.raises(UnavailableError, match=f"{word} limit"):
        xero.page(1, None)


def test_every_problem_of_every_element_is_kept(
    server: CannedServer, xero: XeroApiContacts
) -> None:
    elements = (
        {"ValidationErrors": [{"Message": "Email address must be valid."}, {"Message": "A."}]},
        {"Phones": [{"ValidationErrors": [{"Message": "B."}]}]},
    )
    server.says(400, refusal("ValidationException", *elements))
    with pytest.raises(RejectedError) as caught:
        xero.create_many([draft(KAURI)])
    fields = [problem.field for problem in caught.value.problems]
    assert fields == [FieldName.BILLING_EMAIL, None, FieldName.PRIMARY_PHONE]


NESTED: dict[str, tuple[dict[str, Any], int]] = {
    "in a line": ({"LineItems": [{"ValidationErrors": [{"Message": "Bad account."}]}]}, 1),
    "in the contact": ({"Contact": {"ValidationErrors": [{"Message": "No email."}]}}, 1),
    "at every depth": (
        {
            "Contact": {"ValidationErrors": [{"Message": "First."}]},
            "LineItems": [{"Tracking": [{"ValidationErrors": [{"Message": "Second."}]}]}],
            "ValidationErrors": [{"Message": "Third."}],
        },
        3,
    ),
}


@pytest.mark.parametrize(("element", "count"), NESTED.values(), ids=NESTED.keys())
def test_nested_problems_are_kept(
    server: CannedServer, xero: XeroApiContacts, element: dict[str, Any], count: int
) -> None:
    server.says(400, refusal("ValidationException", element))
    with pytest.raises(RejectedError) as caught:
        xero.create_many([draft(KAURI)])
    assert len(caught.value.problems) == count


def test_a_read_that_lacks_its_scope_names_it(server: CannedServer, xero: XeroApiContacts) -> None:
    """Refreshing would not help (fact sheet 5)."""
    server.says(401, access("Unauthorized", NO_SCOPE))
    with pytest.raises(UnauthorisedError, match=r"the scope accounting\.contacts\.read;"):
        xero.page(1, None)


def test_a_write_that_lacks_its_scope_names_it(server: CannedServer, xero: XeroApiContacts) -> None:
    server.says(401, access("Unauthorized", NO_SCOPE))
    with pytest.raises(UnauthorisedError, match=r"the scope accounting\.contacts;"):
        xero.create_many([draft(KAURI)])


def test_an_expired_token_is_not_a_missing_scope(
    server: CannedServer, xero: XeroApiContacts
) -> None:
    server.says(401, access("Unauthorized", "TokenExpired: token expired at 09/24/2021"))
    with pytest.raises(UnauthorisedError, match="expired"):
        xero.page(1, None)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 412, 429, 500, 503])
def test_an_error_repeats_nothing_that_xero_wrote(
    server: CannedServer, xero: XeroApiContacts, status: int
) -> None:
    said = {
        "Type": "Ana Moana",
        "Title": "Ana Moana",
        "Detail": "Ana Moana",
        "Message": "Ana Moana",
    }
    server.says(status, json.dumps(said).encode(), X_Rate_Limit_Problem="Ana Moana")
    with pytest.raises(PortError) as caught:
        xero.page(1, None)
    assert "Moana" not in str(caught.value)


def test_a_number_that_nobody_has_is_none(server: CannedServer, xero: XeroApiContacts) -> None:
    server.says(404, HTML)
    assert xero.by_number("K-1") is None


def test_a_time_that_nobody_tells_is_unavailable(
    server: CannedServer, xero: XeroApiContacts
) -> None:
    """Our own clock must never become the cursor (protocol, Cycle 3)."""
    server.says(200, b'{"Contacts": []}')
    with pytest.raises(UnavailableError, match="when"):
        xero.page(1, None)
