"""A process that calls a verb and is killed at one point of it, by `kill -9`."""

import os
import signal
import sqlite3
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.kills.filed import SimulatedFirm
from xerolink.testing.kills.forks import Failed, Fork, fork
from xerolink.testing.kills.scene import Scene

_WORDS = 4
"""Of a statement, for the name of its point; what follows may be somebody's data."""


def die(scene: Scene, at: int) -> list[str] | None:
    """Let another process call the verb and kill it at point *at*; 0: it comes to its end.

    The points that it passed; None: it was killed. Its files are closed here meanwhile, and Xero
    is in this process: what it wrote there stands. Points are each side of each call of a port,
    each statement of SQLite, and each request that has left.
    """
    firm = scene.world
    assert isinstance(firm, SimulatedFirm)
    child: Fork[object] = fork(lambda wire: _live(firm, scene, at, wire))
    passed, status = firm.line.serve(child.wire), child.status()
    if isinstance(passed, Failed):
        raise ChildProcessError(passed.why)
    if status != (-signal.SIGKILL if at else 0):
        raise ChildProcessError(f"it ended with {status} and was to be killed at point {at}")
    return list(passed) if isinstance(passed, list) else None


def _live(firm: SimulatedFirm, scene: Scene, at: int, wire: Connection) -> None:
    """Opening the files is no point of the verb."""
    trap = Trap(at, _kill, only=lambda point: False)
    watch_statements(trap.check)
    firm.line.wire, firm.line.sent = wire, trap.check
    firm.open()
    firm.trap(trap, Trapped)
    trap.only = lambda point: True
    scene.press()
    wire.send(trap.points)


def _kill(point: str) -> BaseException:
    """At once: nothing is closed, rolled back or told."""
    os.kill(os.getpid(), signal.SIGKILL)
    return Crash(point)


def watch_statements(check: Callable[[str], None]) -> None:
    """Tell *check* of each statement of each SQLite connection that is opened from now on.

    There is no way back: for a process that is to die.
    """
    connect = sqlite3.connect

    def watched(*given: Any, **named: Any) -> sqlite3.Connection:
        raw: sqlite3.Connection = connect(*given, **named)
        raw.set_trace_callback(lambda sql: check(_point(sql)))
        return raw

    sqlite3.connect = watched  # type: ignore[assignment]  # it passes on what it is given


def _point(sql: str) -> str:
    return " ".join(["sql", *sql.split()[:_WORDS]])
