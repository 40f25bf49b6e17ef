"""What a caller gave, checked before anything begins: an obvious mistake is named, not obeyed."""

from collections.abc import Iterable
from enum import Enum
from typing import TypeVar

T = TypeVar("T")


def one_of(cls: type[T], value: T, name: str) -> T:
    """*value*; raises `TypeError`, which says what *name* has to be, for one of another type."""
    if isinstance(value, cls):
        return value
    raise TypeError(f"{name} is {_wanted(cls)}, not a value of type {type(value).__name__}")


def each_of(cls: type[T], values: Iterable[T], name: str) -> tuple[T, ...]:
    """*values*, listed; raises `TypeError` as `one_of` does, and for one text."""
    if isinstance(values, str):
        raise TypeError(f"{name} is a list, not one text")
    return tuple(one_of(cls, value, f"each of {name}") for value in values)


WHY_LIMIT = 500
"""Characters of a reason that somebody types."""


def reason(text: str) -> str:
    """*text*; raises `ValueError` for one that is longer than `WHY_LIMIT`: nothing is cut."""
    if len(text) > WHY_LIMIT:
        raise ValueError(f"why has {len(text):,} characters; at most {WHY_LIMIT} are possible")
    return text


def listed(ids: Iterable[T]) -> tuple[T, ...]:
    """*ids*, or pairs of them, listed; raises `TypeError` for one id: its letters are none."""
    if isinstance(ids, str):
        raise TypeError("a list of ids is expected, not one id")
    return tuple(ids)


def some_ids(ids: Iterable[T]) -> tuple[T, ...]:
    """*ids*, listed; raises `TypeError` as `listed` and `an_id` do."""
    return tuple(an_id(each, "each id") for each in listed(ids))


def an_id(value: T, name: str) -> T:
    """*value*; raises `TypeError` for what is no id, such as the contact that has it."""
    if isinstance(value, str):
        return value
    raise TypeError(f"{name} is an id, a text, not a value of type {type(value).__name__}")


def asked_by(value: T, method: str, name: str) -> T:
    """*value*; raises `TypeError` where *method* of it cannot be called, as that of a class."""
    if isinstance(value, type) or not callable(getattr(value, method, None)):
        what = f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__
        raise TypeError(f"{name} is an object that has {method}(), not {what}")
    return value


def _wanted(cls: type[object]) -> str:
    if issubclass(cls, Enum):
        return "one of " + ", ".join(f"{cls.__name__}.{member.name}" for member in cls)
    return f"of type {cls.__name__}"
