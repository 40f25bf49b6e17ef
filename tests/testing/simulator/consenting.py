"""A browser and an app that gets its tokens: authorise, exchange, refresh."""

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import urllib3

from tests.testing.simulator.caller import Caller, Json

CALLBACK = "https://host.example/xero/callback"
SCOPES = "openid offline_access accounting.contacts accounting.settings.read"
VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)


def authorise(caller: Caller, **changed: str) -> urllib3.BaseHTTPResponse:
    """The answer to the browser; *changed* parameters take the usual ones' place."""
    asked = {
        "response_type": "code",
        "client_id": caller.xero.client_id,
        "redirect_uri": CALLBACK,
        "scope": SCOPES,
        "state": "s-1",
        **changed,
    }
    url = f"{caller.xero.base_url}/identity/connect/authorize?{urlencode(asked)}"
    return caller.pool.request("GET", url, redirect=False)


def told(answer: urllib3.BaseHTTPResponse) -> dict[str, str]:
    """What the redirect carries back to the host."""
    assert answer.status == 302, answer.data
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def ask_token(
    caller: Caller, headers: dict[str, str] | None = None, /, **form: str
) -> urllib3.BaseHTTPResponse:
    """POST /connect/token, the client's id and secret in the body unless *headers* has them."""
    client = {} if headers else secret(caller)
    return post_form(caller, "/connect/token", {**client, **form}, headers)


def post_form(
    caller: Caller, path: str, form: dict[str, str], headers: dict[str, str] | None = None
) -> urllib3.BaseHTTPResponse:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return caller.pool.request(
        "POST",
        f"{caller.xero.base_url}{path}",
        body=urlencode(form),
        headers={**kind, **(headers or {})},
    )


def secret(caller: Caller) -> dict[str, str]:
    return {"client_id": caller.xero.client_id, "client_secret": caller.xero.client_secret}


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"}


def exchange(caller: Caller, code: str, **form: str) -> urllib3.BaseHTTPResponse:
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    return ask_token(caller, None, **{**asked, **form})


def refresh(caller: Caller, token: str, **form: str) -> urllib3.BaseHTTPResponse:
    return ask_token(caller, None, grant_type="refresh_token", refresh_token=token, **form)


def token_set(answer: urllib3.BaseHTTPResponse) -> Json:
    assert answer.status == 200, answer.data
    found: Json = answer.json()
    return found


def refusal(answer: urllib3.BaseHTTPResponse) -> tuple[int, Any]:
    return answer.status, answer.json()


def invalid(word: str) -> tuple[int, Json]:
    return 400, {"error": word}


def reads(caller: Caller, token: str, tenant_id: str | None = None) -> int:
    """The status of a contact list that *token* asks for."""
    tenant = caller.org.tenant_id if tenant_id is None else tenant_id
    asked = {"Authorization": f"Bearer {token}", "xero-tenant-id": tenant}
    return caller.ask("GET", "/Contacts", headers=asked).status


def connections(caller: Caller, token: str, event: str = "") -> list[Json]:
    url = f"{caller.xero.base_url}/connections{'?authEventId=' + event if event else ''}"
    answer = caller.pool.request("GET", url, headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 200, answer.data
    found: list[Json] = answer.json()
    return found


def claims(token: str) -> Json:
    """The content of a JWT."""
    content = token.split(".")[1]
    found: Json = json.loads(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4)))
    return found
