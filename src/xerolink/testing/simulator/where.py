"""Xero's ``where``: comparisons and text methods, joined by AND and OR (fact sheet 3.4).

The subset that callers use. Literals are texts, numbers, ``true``, ``false``, ``null``,
``Guid("…")`` and ``DateTime(y,m,d)``; an operator takes two of a kind, as in .NET.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from attrs import frozen

from .book import name_key
from .money import parse


class BadQueryError(ValueError):
    """Xero cannot read the query: 400 QueryParseException (fact sheet 5)."""


TEXT, NUMBER, DAY, GUID, TRUTH, NULL = "String", "Decimal", "DateTime", "Guid", "Boolean", "null"
Kinds = Mapping[str, str]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\["\\])*")
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)
    |(?P<sign>==|!=|>=|<=|&&|\|\||[><(),]))""",
    re.VERBOSE,
)
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_METHODS: Mapping[str, Callable[[str, str], bool]] = {
    "Contains": lambda value, part: part in value,
    "StartsWith": str.startswith,
    "EndsWith": str.endswith,
}


@frozen
class Compare:
    """``field sign literal``; texts are compared whatever their case and accents."""

    field: str
    sign: str
    kind: str
    literal: Any


@frozen
class Asks:
    """``field.method("text")``."""

    field: str
    method: str
    text: str


@frozen
class Every:
    parts: tuple["Condition", ...]


@frozen
class Either:
    parts: tuple["Condition", ...]


Condition = Compare | Asks | Every | Either


def read_where(text: str, kinds: Kinds, type_name: str) -> Condition:
    """The condition in *text*, blank: one that always holds; raises BadQueryError.

    *kinds* tells the fields there are; *type_name* is for the message.
    """
    if not text.strip():
        return Every(())
    reader = _Reader(tuple(_tokens(text)), kinds, type_name)
    found = reader.either()
    reader.expect("")
    return found


def holds(condition: Condition, value_of: Callable[[str], Any]) -> bool:
    """Whether it holds; *value_of* gives a field's value, None for null.

    Raises BadQueryError for a method of null: such a field needs a guard (fact sheet 3.4).
    """
    match condition:
        case Every():
            return all(holds(part, value_of) for part in condition.parts)
        case Either():
            return any(holds(part, value_of) for part in condition.parts)
        case Asks():
            return _asked(condition, value_of(condition.field))
        case Compare():
            return _compared(condition, value_of(condition.field))


def _asked(condition: Asks, value: Any) -> bool:
    if value is None:
        raise BadQueryError(f"Object reference not set: {condition.field} may be null")
    return _METHODS[condition.method](name_key(str(value)), name_key(condition.text))


def _compared(condition: Compare, value: Any) -> bool:
    literal = condition.literal
    if condition.kind == TEXT:
        # null and "" are one in Xero (fact sheet 3.2).
        value, literal = name_key(value or ""), name_key(literal)
    if condition.sign in {"==", "!="}:
        return _COMPARISONS[condition.sign](value, literal)
    return value is not None and _COMPARISONS[condition.sign](value, literal)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            raise _syntax()
        place = found.end()
        kind = str(found.lastgroup)
        word = found[kind]
        joined = {"and": "&&", "or": "||"}.get(word.lower()) if kind == "name" else None
        yield ("sign", joined) if joined else (kind, word)
    yield ("end", "")


def _syntax() -> BadQueryError:
    return BadQueryError("Syntax error in the where expression")


class _Reader:
    """Recursive descent over the tokens; every method consumes what it reads."""

    def __init__(self, tokens: tuple[tuple[str, str], ...], kinds: Kinds, type_name: str) -> None:
        self._tokens = tokens
        self._place = 0
        self._kinds = kinds
        self._type_name = type_name

    def either(self) -> Condition:
        parts = [self._every()]
        while self._took("||"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def expect(self, word: str) -> None:
        if self._next()[1] != word:
            raise _syntax()

    def _every(self) -> Condition:
        parts = [self._one()]
        while self._took("&&"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self) -> Condition:
        if self._took("("):
            inner = self.either()
            self.expect(")")
            return inner
        kind, name = self._next()
        if kind != "name":
            raise _syntax()
        owner, _, method = name.rpartition(".")
        if method in _METHODS and self._took("("):
            return self._method(owner, method)
        return self._comparison(name)

    def _method(self, name: str, method: str) -> Condition:
        if self._kind_of(name) != TEXT:
            raise BadQueryError(f"No applicable method '{method}' exists in type '{name}'")
        literal = self._text()
        self.expect(")")
        return Asks(name, method, literal)

    def _comparison(self, name: str) -> Condition:
        kind, sign = self._kind_of(name), self._next()[1]
        if sign not in _COMPARISONS:
            raise _syntax()
        other, literal = self._literal()
        if other not in (kind, NULL):
            told = f"Operator '{sign}' incompatible with operand types '{kind}' and '{other}'"
            raise BadQueryError(told)
        return Compare(name, sign, other, literal)

    def _kind_of(self, name: str) -> str:
        if name not in self._kinds:
            message = f"No property or field '{name}' exists in type '{self._type_name}'"
            raise BadQueryError(message)
        return self._kinds[name]

    def _literal(self) -> tuple[str, Any]:
        kind, word = self._next()
        plain = {"true": (TRUTH, True), "false": (TRUTH, False), "null": (NULL, None)}
        if kind == "text":
            return TEXT, _unquoted(word)
        if kind == "number":
            return NUMBER, parse(word)
        if word.lower() in plain:
            return plain[word.lower()]
        return self._made(word)

    def _made(self, maker: str) -> tuple[str, Any]:
        self.expect("(")
        try:
            return self._guid_or_day(maker)
        except ValueError:
            raise _syntax() from None

    def _guid_or_day(self, maker: str) -> tuple[str, Any]:
        match maker:
            case "Guid" | "Guid.Parse":
                found: tuple[str, Any] = GUID, str(UUID(self._text()))
            case "DateTime.Parse":
                found = DAY, datetime.fromisoformat(self._text()).replace(tzinfo=UTC)
            case "DateTime":
                return DAY, _moment(*self._numbers())
            case _:
                raise _syntax()
        self.expect(")")
        return found

    def _numbers(self) -> Iterator[int]:
        while True:
            yield int(self._next()[1])
            if not self._took(","):
                self.expect(")")
                return

    def _text(self) -> str:
        kind, word = self._next()
        if kind != "text":
            raise _syntax()
        return _unquoted(word)

    def _took(self, word: str) -> bool:
        if self._tokens[self._place] != ("sign", word):
            return False
        self._place += 1
        return True

    def _next(self) -> tuple[str, str]:
        token = self._tokens[self._place]
        self._place = min(self._place + 1, len(self._tokens) - 1)
        return token


def _moment(*parts: int) -> datetime:
    if not 3 <= len(parts) <= 6:
        raise _syntax()
    year, month, day, hour, minute, second = (*parts, 0, 0, 0)[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _unquoted(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])
