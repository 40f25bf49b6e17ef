"""Ids that look random and are the same for the same seed."""

import base64
from hashlib import sha256
from threading import Lock

_CODE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class Identifiers:
    """Numbered ids by kind under one scope; ``taken`` is how far each kind has come.

    Safe from any thread.
    """

    def __init__(self, scope: str, taken: dict[str, int] | None = None) -> None:
        self.taken = dict(taken or {})
        self._lock = Lock()
        self._scope = scope

    def next(self, kind: str) -> str:
        """The next id of *kind*, a version 4 UUID in lower case."""
        hexed = self._next(kind)
        return f"{hexed[:8]}-{hexed[8:12]}-4{hexed[13:16]}-a{hexed[17:20]}-{hexed[20:32]}"

    def next_code(self, kind: str) -> str:
        """The next short code, with Xero's leading mark: ``!Qj35V``."""
        digest = bytes.fromhex(self._next(kind))
        return "!" + "".join(_CODE[byte % len(_CODE)] for byte in digest[:5])

    def next_secret(self, kind: str) -> str:
        """The next secret of *kind*: 43 characters that a URL may hold."""
        digest = bytes.fromhex(self._next(kind))
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def _next(self, kind: str) -> str:
        with self._lock:
            number = self.taken[kind] = self.taken.get(kind, 0) + 1
        return sha256(f"{self._scope}:{kind}:{number}".encode()).hexdigest()
