"""Stop the process at one call of a port: before it, or after it and before its answer."""

from collections.abc import Callable, Iterator, Sequence
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
        trapped = self._unit(verb, found) if verb in _UNITS else self._call(verb, found)
        self.__dict__[verb] = trapped
        return trapped

    def _call(self, verb: str, found: Callable[..., Any]) -> Callable[..., Any]:
        before, after = f"before {self._name}.{verb}", f"after {self._name}.{verb}"

        def call(*args: Any, **kwargs: Any) -> Any:
            self._trap.check(before)
            answer = found(*args, **kwargs)
            self._trap.check(after)
            return answer

        return call

    def _unit(self, verb: str, found: Callable[..., Any]) -> Callable[..., Any]:
        points = [f"{when} {self._name}.{verb}" for when in ("before", "in", "after")]

        def unit(*key: Any) -> "_TrappedUnit":
            self._trap.check(points[0])
            return _TrappedUnit(found(*key), self._trap, points)

        return unit


class Closely(Trapped):
    """A store that is trapped in its units of work too, around each call of each part."""

    def _unit(self, verb: str, found: Callable[..., Any]) -> Callable[..., Any]:
        outer = super()._unit(verb, found)

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
        return self._call(part, found)


_LENDERS = ("inbox", "requests")
"""Of a unit of the whole app: they answer the part of one connection."""


class _TrappedUnit:
    """A unit of work with traps before and after its commit."""

    def __init__(self, unit: Any, trap: Trap, points: Sequence[str]) -> None:
        self._unit, self._trap, self._points = unit, trap, points

    def __enter__(self) -> Any:
        return self._unit.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        if error is not None:
            return bool(self._unit.__exit__(kind, error, trace))
        try:
            self._trap.check(self._points[1])
        except BaseException as sprung:
            if not self._unit.__exit__(type(sprung), sprung, sprung.__traceback__):
                raise
        else:
            self._unit.__exit__(None, None, None)
        self._trap.check(self._points[2])
        return False
