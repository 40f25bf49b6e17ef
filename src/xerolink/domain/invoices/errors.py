"""What is refused before it becomes a value; none of these repeats what was given."""

from xerolink.domain.errors import RefusedError


class NotMoneyError(RefusedError):
    """What was given is no amount of money, or no exact number to make one of."""

    def __init__(self, what: str, why: str) -> None:
        self.what, self.why = what, why
        super().__init__(f"{what} {why}")


class UntaxableLineError(RefusedError):
    """A line whose tax rate nobody knows has no total; *line* counts from 1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line} has no known tax rate; check_invoice says what to do")


class UnmappedError(RefusedError):
    """An invoice that was asked to be made for Xero before it was checked."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"{why}; preflight says what to do")
