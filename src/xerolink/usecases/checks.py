"""What a check of a connection answers."""

from datetime import datetime, timedelta

from attrs import frozen


@frozen
class Check:
    """One thing that was looked at: whether it is well, what was found, and what would help.

    *ok* None: it cannot be told. The texts are for people and hold no personal data.
    """

    name: str
    ok: bool | None
    found: str
    fix: str = ""


def span(length: timedelta) -> str:
    """*length* in the largest whole unit: "3 minutes"."""
    seconds = int(abs(length).total_seconds())
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            number = seconds // size
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def ago(at: datetime, now: datetime) -> str:
    """How long before *now* *at* was: "3 minutes ago"."""
    return f"{span(now - at)} ago"
