"""Processes that begin as a copy of this one: what they do to memory is theirs."""

import gc
import os
import traceback
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from attrs import frozen

Answer = TypeVar("Answer")


@frozen
class Failed:
    """What a process sends in the place of its answer when its work raises."""

    why: str


@frozen
class Fork(Generic[Answer]):
    """A copy of this process, at work."""

    pid: int
    wire: Connection

    def answer(self) -> Answer:
        """What its work came to; raises `ChildProcessError` where it failed."""
        try:
            found: Answer | Failed = self.wire.recv()
        except EOFError:
            found = Failed("it ended without an answer")
        finally:
            self.status()
        if isinstance(found, Failed):
            raise ChildProcessError(found.why)
        return found

    def status(self) -> int:
        """How it ended, once it has: 0, or minus the signal that killed it."""
        self.wire.close()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def fork(work: Callable[[Connection], object]) -> Fork[Answer]:
    """Let a copy of this process do *work* and then end; it speaks by the connection.

    For a process with one thread, on a system that can fork.
    """
    here, there = Pipe()
    pid = os.fork()
    if pid:
        there.close()
        return Fork(pid, here)
    here.close()
    gc.set_threshold(0)  # a collection would copy the memory that both share
    try:
        work(there)
    except BaseException:
        there.send(Failed(traceback.format_exc()))
    os._exit(0)


def answering(work: Callable[[], Answer]) -> Fork[Answer]:
    """A copy of this process whose answer is what *work* returns."""
    return fork(lambda wire: wire.send(work()))
