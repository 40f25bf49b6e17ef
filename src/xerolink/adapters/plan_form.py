"""A kind of plan as JSON text, and back: what all kinds of saved plans have in common.

A text says which version of this format it is, and of what it is a plan; its digest shows that
somebody edited it.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Generic, TypeVar

from attrs import frozen

from xerolink.adapters.codec import decode, encode
from xerolink.domain.errors import RefusedError
from xerolink.ports.errors import StoreError

P = TypeVar("P")

VERSION = 1
LARGEST = 200_000_000
"""The most characters of a plan that is read; one of 10,000 contacts has some 35 million."""
_AGAIN = "save the plan again"
_MISSING = object()


class PlanFileError(RefusedError):
    """A text that is no saved plan; *place* is where in it, *why* what is wrong there.

    It repeats no value of the text: they are somebody's data.
    """

    def __init__(self, place: str, why: str, cure: str = _AGAIN) -> None:
        self.place, self.why, self.cure = place, why, cure
        super().__init__(f"this saved plan cannot be used: {place}: {why}; {cure}")


@frozen(repr=False)
class PlanForm(Generic[P]):
    """How plans of class *made* are saved. They are about *about*, and loaded by the verb *verb*.

    Of the first kind there was no text says of what it is a plan: *marked* is False for it.
    """

    made: type[P]
    about: str
    verb: str
    marked: bool = True

    def save(self, plan: P) -> str:
        """The text of *plan*: ASCII, indented, with what `load` needs to get it back whole."""
        body = _body(plan)
        of = {"of": self.about} if self.marked else {}
        told = {"version": VERSION, **of, **body, "digest": _digest(body)}
        return json.dumps(told, indent=2) + "\n"

    def load(self, text: str) -> P:
        """The plan that `save` made *text* of; raises `PlanFileError` for everything else."""
        told = self._read(text)
        _require_version(told.pop("version", _MISSING))
        self._require_kind(told.pop("of", _MISSING))
        digest = told.pop("digest", _MISSING)
        plan = self._plan(told)
        if (wrong := _difference(told, _body(plan), "")) is not None:
            raise PlanFileError(*wrong)
        if digest is _MISSING:
            raise PlanFileError("digest", "it is missing")
        if digest != _digest(told):
            cut = f"{self.made.__name__}.without"
            cure = f"undo the edit, or leave rows out with {cut} and save that"
            raise PlanFileError("digest", "the text was edited after it was saved", cure)
        return plan

    def _read(self, text: str) -> dict[str, Any]:
        if len(text) > LARGEST:
            why = f"it has {len(text)} characters, the most is {LARGEST}"
            raise PlanFileError("the whole", why, f"plan fewer {self.about} at a time")
        return _object(text)

    def _require_kind(self, of: object) -> None:
        expected = self.about if self.marked else _MISSING
        if of != expected:
            why = f"this is no plan of {self.about}, or it does not say so"
            raise PlanFileError("of", why, f"{self.verb} is for plans of {self.about}")

    def _plan(self, told: dict[str, Any]) -> P:
        """The plan as far as it can be told; which part cannot is found by trying each alone."""
        body = {("connection_id" if name == "connection" else name): told[name] for name in told}
        plan = self._tried(body)
        if plan is not None:
            return plan
        wrong = (place for place, part in _parts(body) if self._tried(part) is None)
        raise PlanFileError(next(wrong, "the whole"), "it is missing, or not of its kind")

    def _tried(self, body: Mapping[str, Any]) -> P | None:
        try:
            return decode(json.dumps(body), self.made)
        except (StoreError, RecursionError, OverflowError):
            return None


def _body(plan: object) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(encode(plan))
    return {"connection": body.pop("connection_id"), **body}


def _digest(body: object) -> str:
    return sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        told = _MISSING
    if told is _MISSING:
        raise PlanFileError("the whole", "it is not JSON, or a part of it is missing")
    if not isinstance(told, dict):
        raise PlanFileError("the whole", "it is not one object of names and values")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a name stands there twice")
    return told


def _require_version(version: object) -> None:
    if version is _MISSING:
        raise PlanFileError("version", "it is missing")
    if type(version) is not int:
        raise PlanFileError("version", "it is not a whole number")
    if version != VERSION:
        why = f"it is not {VERSION}, the one that is known here"
        raise PlanFileError("version", why, "load the plan with the xerolink that saved it")


_BLANK: dict[str, Any] = {
    "plan_id": "",
    "connection_id": "",
    "kind": "plan",
    "made_at": "2000-01-01T00:00:00+00:00",
    "made_by": {"kind": "system", "name": ""},
    "rows": [],
}
"""A plan of nothing, of whatever kind."""
_LISTS = ("rows", "impossible", "left_out")


def _parts(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Plans with one part of *body* each in the place of a blank one."""
    for name in (*_BLANK, *(name for name in body if name not in _BLANK)):
        value = body.get(name, _MISSING)
        shown = "connection" if name == "connection_id" else name
        if value is _MISSING:
            yield shown, {n: v for n, v in _BLANK.items() if n != name}
        elif name in _LISTS and isinstance(value, list):
            yield from ((f"{name}[{n}]", {**_BLANK, name: [row]}) for n, row in enumerate(value))
        else:
            yield shown, {**_BLANK, name: value}


def _difference(told: object, known: object, place: str) -> tuple[str, str] | None:
    """Where *told* is not what the plan read from it says of itself, and why; None: nowhere."""
    if isinstance(told, dict) and isinstance(known, dict):
        return _of_names(told, known, place)
    if isinstance(told, list) and isinstance(known, list) and len(told) == len(known):
        pairs = zip(told, known, strict=True)
        found = (_difference(a, b, f"{place}[{n}]") for n, (a, b) in enumerate(pairs))
        return next((one for one in found if one is not None), None)
    if type(told) is type(known) and told == known:
        return None
    return place, "it is not of its kind, or not written as it is saved"


def _of_names(
    told: dict[str, object], known: dict[str, object], place: str
) -> tuple[str, str] | None:
    for name in known:
        if name not in told:
            return f"{place}.{name}".lstrip("."), "it is missing"
    for name in told:
        if name not in known:
            # The name itself is somebody's text: only its place is told.
            return place or "the whole", "it has a name that no plan has there"
    found = (_difference(told[n], known[n], f"{place}.{n}".lstrip(".")) for n in known)
    return next((one for one in found if one is not None), None)
