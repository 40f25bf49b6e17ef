"""The line to a simulator that outlives whoever calls: it lives in the process that watches."""

from collections.abc import Callable
from io import BytesIO
from multiprocessing.connection import Connection
from typing import Any

import urllib3

from xerolink.testing.simulator import InProcessPool


class Line(InProcessPool):
    """Requests go to the simulator in this process, or by *wire* to the one of another.

    *sent* is told when a request has left and its answer has not come: what dies then has
    written to Xero and does not know it.
    """

    wire: Connection | None = None
    sent: Callable[[str], None] | None = None

    def urlopen(  # type: ignore[override]  # as PoolManager itself departs from its base class
        self, method: str, url: str, redirect: bool = True, **kw: Any
    ) -> urllib3.BaseHTTPResponse:
        if self.wire is None:
            return super().urlopen(method, url, redirect, **kw)
        self.wire.send((method, url, dict(kw.get("headers") or {}), kw.get("body")))
        if self.sent is not None:
            self.sent(f"sent {method}")
        status, headers, body = self.wire.recv()
        return urllib3.HTTPResponse(
            BytesIO(body),
            headers=urllib3.HTTPHeaderDict(headers),
            status=status,
            preload_content=kw.get("preload_content", True),
            request_method=method,
            request_url=url,
        )

    def serve(self, wire: Connection) -> object:
        """Answer what comes by *wire* until it says something else, which is returned, or ends.

        A request that came in full is answered although nobody is there any more: None then.
        """
        try:
            while isinstance(asked := wire.recv(), tuple):
                wire.send(self._answer(*asked))
        except (EOFError, OSError):
            return None
        return asked

    def _answer(
        self, method: str, url: str, headers: dict[str, str], body: Any
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        kept = {"preload_content": False, "decode_content": False}
        answer = super().urlopen(method, url, headers=headers, body=body, **kept)
        return answer.status, list(answer.headers.items()), answer.read(decode_content=False)
