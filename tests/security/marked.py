"""Marked contacts, and what an error, a log or a value tells of them."""

import logging
from collections.abc import Iterator

from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.testing.worlds import fields

MARKED = fields(
    "Zquark Ltd", "zq@zquark.example", Phone("5550199"), Address(("7 Zquark Row",), "Zqville")
)
MARKS = ("zquark", "zq@", "5550199", "555 0199", "zqville", "zq-secret")
"""What tells who somebody is, and what no token may show, in lower case."""


def named(name: str = "", **others: str) -> SyncedFields:
    """Another contact whose every value is marked."""
    email = others.get("email", f"{name or 'other'}@zquark.example")
    return fields(f"Zquark {name}", email, Phone("555 0199"), Address(("7 Zquark Row",), "Zqville"))


def marks_in(text: str) -> set[str]:
    lowered = text.lower()
    return {mark for mark in MARKS if mark in lowered}


def told_by(error: BaseException | None) -> Iterator[str]:
    """Everything that an error and those behind it say: text, repr, parts and notes."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        parts = {name: part for name, part in vars(one).items() if name != "_again"}
        yield from (str(one), repr(one), repr(parts))
        waiting += [one.__cause__, one.__context__]


def logged(records: list[logging.LogRecord]) -> str:
    """Every record as a handler would write it, tracebacks and what was handed along included."""
    formatter = logging.Formatter()
    return "\n".join(f"{formatter.format(one)} {one.args!r}" for one in records)
