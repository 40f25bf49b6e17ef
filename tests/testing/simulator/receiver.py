"""A host's webhook address, as the tests serve it."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen
from werkzeug.wrappers import Request, Response


@frozen
class Heard:
    """One payload as it came in."""

    raw: bytes
    signature: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found

    @property
    def numbers(self) -> tuple[int, int]:
        return self.json["firstEventSequence"], self.json["lastEventSequence"]


def genuine(key: str, raw: bytes, given: str) -> bool:
    made = hmac.new(key.encode(), raw, hashlib.sha256).digest()
    return hmac.compare_digest(base64.b64encode(made).decode(), given)


class Receiver:
    """A host's webhook address, as it should be; *answer* takes its place if it is set."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.key = ""
        self.answer: Callable[[], Response] | None = None

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        heard = Heard(request.get_data(), request.headers["x-xero-signature"])
        self.heard.append(heard)
        right = genuine(self.key, heard.raw, heard.signature)
        answer = self.answer() if self.answer else Response(status=200 if right else 401)
        return answer(environ, start_response)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for heard in self.heard for event in heard.json["events"]]
