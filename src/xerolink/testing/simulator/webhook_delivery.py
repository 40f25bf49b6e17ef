"""How a webhook reaches its receiver, and what Xero thinks of the answer (fact sheet 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import urllib3
from attrs import field, frozen
from werkzeug.test import Client

from .webhook_events import SIGNATURE_HEADER, WebhookEvent

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LONGEST_SECONDS = 5.0


@frozen
class Reply:
    """What came back; *status* is None for no answer, *error* says why."""

    status: int | None = None
    body: bytes = field(default=b"", repr=False)
    cookies: bool = False
    error: Exception | None = field(default=None, repr=False)


Post = Callable[[bytes, Mapping[str, str]], Reply]


@frozen
class Attempt:
    """One POST to *receiver*, answered with *status*; *events* in the order of its payload.

    *genuine* is False for a wrong signature, which is to be answered 401. *problems* says what
    was wrong with the answer; right: empty. *error* is what the receiver or the way to it raised.
    """

    receiver: str
    events: tuple[WebhookEvent, ...]
    genuine: bool
    status: int | None
    problems: tuple[str, ...]
    error: Exception | None = field(repr=False)

    @property
    def right(self) -> bool:
        return not self.problems


@frozen
class Letter:
    """A payload with its signature, and whether that is the right one."""

    events: tuple[WebhookEvent, ...]
    body: bytes = field(repr=False)
    signature: str = field(repr=False)
    genuine: bool

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Content-Type": "application/json", SIGNATURE_HEADER: self.signature}


def post_to(url: str) -> Post:
    """Over HTTP, one connection each, no redirects, at most 5 s; ValueError for another scheme."""
    if not url.startswith(("http://", "https://")):
        raise ValueError("a webhook's address starts with http:// or https://")
    timeout = urllib3.Timeout(total=LONGEST_SECONDS)
    target = urlunsplit(("", "", *urlsplit(url)[2:4], "")) or "/"

    def post(body: bytes, headers: Mapping[str, str]) -> Reply:
        try:
            with urllib3.connection_from_url(url, timeout=timeout, retries=False) as pool:
                found = pool.request("POST", target, body=body, headers=headers, redirect=False)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            return Reply(error=error)
        return Reply(found.status, found.data, "Set-Cookie" in found.headers)

    return post


def post_in_process(app: WSGIApplication, path: str) -> Post:
    """To a WSGI callable; what it raises is no answer, as a server would answer 500."""

    def post(body: bytes, headers: Mapping[str, str]) -> Reply:
        try:
            with Client(app, use_cookies=False).post(path, data=body, headers=headers) as found:
                return Reply(found.status_code, found.get_data(), "Set-Cookie" in found.headers)
        except Exception as error:
            return Reply(error=error)

    return post


def attempt(letter: Letter, receiver: str, post: Post, now_ms: Callable[[], int]) -> Attempt:
    """Post *letter*; the time it takes is the simulator's or the wall's, whichever is more."""
    simulated, real = now_ms(), monotonic()
    reply = post(letter.body, letter.headers)
    seconds = max((now_ms() - simulated) / 1000, monotonic() - real)
    problems = _problems(reply, seconds, letter.genuine)
    return Attempt(receiver, letter.events, letter.genuine, reply.status, problems, reply.error)


def _problems(reply: Reply, seconds: float, genuine: bool) -> tuple[str, ...]:
    wanted = 200 if genuine else 401
    found = {
        "no answer": reply.status is None,
        f"answered {reply.status}, not {wanted}": reply.status not in {None, wanted},
        "the body is not empty": bool(reply.body),
        "a cookie was set": reply.cookies,
        f"took over {LONGEST_SECONDS:g} s": seconds > LONGEST_SECONDS,
    }
    return tuple(problem for problem, holds in found.items() if holds)
