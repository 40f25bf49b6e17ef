"""Stop the process at one call of a port: before it, or after it and before its answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from attrs import define, field

from xerolink.ports.errors import UnavailableError


class Crash(BaseException):
    """The process is gone: nothing may catch this but the test."""


@define
class Trap:
    """Counts the calls that pass, and springs at number *at*, from 1; 0: never.

    Every call passes twice, before its effect and after it, so both sides of each effect are
    points. *points* names those that passed. *error* makes what it raises: a `Crash`, or for a
    lost answer what an adapter raises.
    """

    at: int = 0
    error: Callable[[str], BaseException] = field(default=Crash)
    only: Callable[[str], bool] = field(default=lambda point: True)
    points: list[str] = field(factory=list)

    def check(self, point: str) -> None:
        if not self.only(point):
            return
        self.points.append(point)
        if len(self.points) == self.at:
            raise self.error(point)


def lost(point: str) -> UnavailableError:
    """What an adapter raises when an answer is lost."""
    return UnavailableError(point, "the answer was lost")


_UNITS = ("transaction", "reading", "app_wide")


class Trapped:
    """A port with a trap before and after each of its calls.

    A unit of work is trapped at its beginning, before its commit and after it.
    """

    def __init__(self, port: Any, name: str, trap: Trap) -> None:
        self._port, self._name, self._trap = port, name, trap

    def __getattr__(self, verb: str) -> Any:
        found = getattr(self._port, verb)
        if not callable(found) or verb == "traffic":  # a look at counters, no call
            return found
        return self._unit(verb) if verb in _UNITS else self._call(verb)

    def _call(self, verb: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self._trap.check(f"before {self._name}.{verb}")
            answer = getattr(self._port, verb)(*args, **kwargs)
            self._trap.check(f"after {self._name}.{verb}")
            return answer

        return call

    def _unit(self, verb: str) -> Callable[..., Any]:
        @contextmanager
        def unit(*key: Any) -> Iterator[Any]:
            self._trap.check(f"before {self._name}.{verb}")
            with getattr(self._port, verb)(*key) as opened:
                yield opened
                self._trap.check(f"in {self._name}.{verb}")
            self._trap.check(f"after {self._name}.{verb}")

        return unit


class Closely(Trapped):
    """A store that is trapped in its units of work too, around each call of each part."""

    def _unit(self, verb: str) -> Callable[..., Any]:
        outer = super()._unit(verb)

        @contextmanager
        def unit(*key: Any) -> Iterator[Any]:
            with outer(*key) as opened:
                yield _Opened(opened, self._name, self._trap)

        return unit


class _Opened(Trapped):
    """A unit of work: each of its parts is a port of its own."""

    def __getattr__(self, part: str) -> Any:
        found = getattr(self._port, part)
        name = f"{self._name}.{part}"
        if not callable(found):
            return Trapped(found, name, self._trap)
        if part in _LENDERS:
            return lambda *key: Trapped(found(*key), name, self._trap)
        return self._call(part)


_LENDERS = ("inbox", "requests")
"""Of a unit of the whole app: they answer the part of one connection."""
