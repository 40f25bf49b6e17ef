"""What every verb of a connection does first, and how those that a person asks for are made."""

import asyncio

from xerolink.domain.errors import RunningLoopError
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.plan import Applied, Plan
from xerolink.domain.run import RunKind
from xerolink.usecases.plans import Draw, carry_out, make_plan
from xerolink.usecases.run import Ports


class Verbs:
    """The connection and its ports, and nothing else: cheap to make."""

    def __init__(self, connection_id: ConnectionId, ports: Ports) -> None:
        self.connection_id = connection_id
        self._ports = ports

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.connection_id!r})"

    def _called(self, verb: str) -> Ports:
        refuse_on_loop(verb)
        return self._ports

    def _do(self, verb: str, kind: RunKind, by: Actor, draw: Draw) -> Applied:
        """Plan and apply at once."""
        return carry_out(self._called(verb), self.connection_id, kind, by, draw)

    def _plan(self, verb: str, kind: RunKind, by: Actor, draw: Draw) -> Plan:
        """Plan only."""
        return make_plan(self._called(verb), self.connection_id, kind, by, draw)


def refuse_on_loop(verb: str, owner: str = "connection") -> None:
    """Raise `RunningLoopError` where blocking would stop an event loop (architecture, law 11)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RunningLoopError(verb, owner)
