"""The world failed: what an adapter raises, and nothing else."""

from collections.abc import Sequence

from xerolink.domain.contacts.check import Problem
from xerolink.domain.errors import XerolinkError


class PortError(XerolinkError):
    """The base of what adapters raise. A write that raises may or may not have happened."""


class UnavailableError(PortError):
    """The other side cannot be reached, or did not answer in time or in full.

    *retry_after* is in seconds, None if the other side did not say.
    """

    def __init__(self, what: str, why: str, retry_after: int | None = None) -> None:
        self.what, self.why, self.retry_after = what, why, retry_after
        when = "try again later" if retry_after is None else f"try again in {retry_after} s"
        super().__init__(f"{what} is unavailable: {why}; {when}")


class TooLargeError(UnavailableError):
    """The answer is larger than is read; who asks for less at a time may get it."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(what, why)


class UnauthorisedError(PortError):
    """The other side refuses this caller; trying again does not help, reconnecting may."""

    def __init__(self, what: str, why: str) -> None:
        self.what, self.why = what, why
        super().__init__(f"{what} refuses access: {why}; reconnect the organisation")


class RejectedError(PortError):
    """The other side understood the whole call and refused it; nothing happened."""

    def __init__(self, what: str, problems: Sequence[Problem]) -> None:
        self.what, self.problems = what, tuple(problems)
        super().__init__(f"{what} refused the call: " + "; ".join(p.why for p in self.problems))


class StaleVersionError(PortError):
    """Somebody else changed it first; nothing was written."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what} was changed in the meantime; read it again")


class LeaseLostError(PortError):
    """The lease ran out or another worker took it: the transaction was rolled back. Stop."""

    def __init__(self) -> None:
        super().__init__("the lease of this run is lost; another worker may go on, this one stops")


class StoreError(PortError):
    """The store cannot be used: *what* failed, *why*, and what would help."""

    def __init__(self, what: str, why: str, fix: str) -> None:
        self.what, self.why, self.fix = what, why, fix
        super().__init__(f"{what}: {why}; {fix}")
