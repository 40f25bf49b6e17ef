"""Why an invoice is held: each cause is one thing to mend, and may hold many invoices."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from itertools import zip_longest
from typing import NewType

from attrs import evolve, field, frozen

from xerolink.domain.identity import Actor, IssueId


class CauseKind(Enum):
    """What keeps invoices out of Xero, or apart from what Xero holds (semantics rows 34 to 40)."""

    NO_ACCOUNT = "no account"
    ACCOUNT_UNUSABLE = "account unusable"
    TAX_RATE_UNMAPPED = "tax rate unmapped"
    TAX_RATE_UNUSABLE = "tax rate unusable"
    TAX_RATE_DIFFERS = "tax rate differs"
    """The host's percentage is not that of the rate that it is mapped to."""
    TAX_NOT_ALLOWED = "tax not allowed with account"
    UNPROVED_TAX = "unproved tax"
    CURRENCY_OFF = "currency not enabled"
    LOCKED_PERIOD = "locked period"
    TRACKING_UNKNOWN = "tracking unknown"
    ITEM_UNKNOWN = "item unknown"
    THEME_UNKNOWN = "theme unknown"
    CONTACT_SEPARATED = "contact no longer synced"
    CONTACT_SUSPENDED = "contact archived in xero"
    INVALID = "invalid"
    UNREADABLE = "not handed over by the host"
    TOTAL_DIFFERS = "total differs"
    """What Xero will compute, or has computed, is not what the client was billed."""
    NUMBER_TAKEN = "number taken"
    SETTLED = "paid, part-paid or credited"
    """Edited or voided in the host, and money stands against it in Xero."""
    EDITED_IN_XERO = "edited in xero"
    VOIDED_IN_XERO = "voided in xero"
    REFUSED = "refused by xero"
    UNCERTAIN = "answer lost"


CauseThing = NewType("CauseThing", str)
"""The id or code of what is to be mended; never a name."""


@frozen
class Cause:
    """One cause: its *kind* and the *thing* that it concerns make it one, the words do not.

    *thing*: the code of an account, the id of a rate or a contact, a currency, a last locked day;
    where the invoice itself is to be mended, its id. *why* and *fix* repeat nothing personal; they
    have a line each for every problem of that thing, mostly one.
    """

    kind: CauseKind
    thing: CauseThing
    why: str = field(default="", eq=False)
    fix: str = field(default="", eq=False)

    @property
    def heals(self) -> bool:
        """Whether a look may find it solved; the others wait for a retry or an edit."""
        return self.kind not in _FOR_RETRY

    @property
    def key(self) -> str:
        """*kind* and *thing* as one text, to be looked up by."""
        return f"{self.kind.value}:{self.thing}"

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Why and fix of each problem."""
        return tuple(zip_longest(self.why.split("\n"), self.fix.split("\n"), fillvalue=""))


_FOR_RETRY = frozenset({CauseKind.REFUSED})


def unreadable(thing: CauseThing, said: str) -> Cause:
    """What holds the invoice that *thing* names, of which the host's adapter *said* so."""
    why = f"the host's adapter cannot hand it over: {said}"
    fix = "mend it in the host, or the adapter; every run reads it again"
    return Cause(CauseKind.UNREADABLE, thing, why, fix)


def together(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """*causes*, those of one kind and thing made one, which tells each of their problems once."""
    found: dict[Cause, dict[tuple[str, str], None]] = {}
    for cause in causes:
        found.setdefault(cause, {}).update(dict.fromkeys(cause.problems))
    return tuple(
        evolve(cause, why="\n".join(why for why, _ in told), fix="\n".join(fix for _, fix in told))
        for cause, told in found.items()
    )


MOST_TOLD = 50
"""The most causes that are told of one invoice, and the most problems of each."""


def few(causes: tuple[Cause, ...], thing: CauseThing) -> tuple[Cause, ...]:
    """*causes* of the invoice that *thing* names, as far as people can read them.

    Those beyond `MOST_TOLD` are counted, and so are the problems of each: an invoice may have
    thousands of lines, all of them wrong.
    """
    kept = tuple(map(_few_problems, causes[:MOST_TOLD]))
    left = len(causes) - len(kept)
    if not left:
        return kept
    more = Cause(CauseKind.INVALID, thing, f"{left:,} more causes hold it", _FIRST)
    return together((*kept, more))


def _few_problems(cause: Cause) -> Cause:
    told, left = cause.problems[:MOST_TOLD], len(cause.problems) - MOST_TOLD
    if left <= 0:
        return cause
    whys = (*(why for why, _ in told), f"and {left:,} more problems")
    fixes = (*(fix for _, fix in told), _FIRST)
    return evolve(cause, why="\n".join(whys), fix="\n".join(fixes))


_FIRST = "mend these first; the next look tells the rest"


@frozen
class InvoiceIssue:
    """A cause that waits for a person; open while *closed* is None.

    *times*: how often an invoice was found held by it; 0: a mapping that broke and holds none yet.
    Which those are now is asked of the rows.
    """

    issue_id: IssueId
    cause: Cause
    opened: datetime
    times: int = 1
    closed: datetime | None = None
    by: Actor | None = None

    def again(self, cause: Cause, times: int) -> "InvoiceIssue":
        """This issue, found *times* more, in the words of now."""
        return evolve(self, cause=cause, times=self.times + times)

    def close(self, at: datetime, by: Actor) -> "InvoiceIssue":
        return evolve(self, closed=at, by=by)
