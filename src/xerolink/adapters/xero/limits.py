"""What an answer says of Xero's limits, in its headers alone (fact sheet 2).

A refusal has an empty body. A header that is absent or odd says nothing.
"""

import re

from xerolink.adapters.xero.answer import Answer
from xerolink.domain.rate_gate import Limit, Remaining

_NUMBER = re.compile(r"[0-9]{1,9}")
_PROBLEMS = {
    "minute": Limit.MINUTE,
    "day": Limit.DAY,
    "concurrent": Limit.CONCURRENT,
    "appminute": Limit.APP,
}
_RESERVED = (
    "less than a fifth of the day's calls is left, and it is kept for people; "
    "for an app on the Starter tier make the gate with Limits(day=1_000)"
)


def remaining(answer: Answer) -> Remaining:
    """How many calls are left, of the organisation's minute and day and of the app's minute."""
    return Remaining(
        minute=_number(answer, "X-MinLimit-Remaining"),
        day=_number(answer, "X-DayLimit-Remaining"),
        app=_number(answer, "X-AppMinLimit-Remaining"),
    )


def problem_of(answer: Answer) -> Limit | None:
    """Which limit a 429 is about; None where it does not say, or says a new word."""
    given: str = answer.headers.get("X-Rate-Limit-Problem", "")
    return _PROBLEMS.get("".join(filter(str.isalpha, given.lower())))


def retry_after(answer: Answer) -> int | None:
    """Whole seconds of Retry-After; None where it is absent or not a number of seconds."""
    return _number(answer, "Retry-After")


def why(limit: Limit | None) -> str:
    """In words, why a call cannot be made; None: a limit that is not known."""
    if limit is Limit.RESERVE:
        return _RESERVED
    name = "rate" if limit is None else limit.value
    return f"its {name} limit is reached"


def _number(answer: Answer, header: str) -> int | None:
    text = answer.headers.get(header, "").strip()
    return int(text) if _NUMBER.fullmatch(text) else None
