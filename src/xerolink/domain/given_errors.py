"""What is refused where it is made: a value of a host that is not what it has to be."""

from xerolink.domain.errors import RefusedError


class WrongKindError(RefusedError, TypeError):
    """A value is of another kind; it names the field and what to give, never the value."""

    def __init__(self, where: str, found: str, wanted: str) -> None:
        self.where, self.found, self.wanted = where, found, wanted
        super().__init__(f"{where} is of type {found}; give {wanted}")


class BadIdError(RefusedError, ValueError):
    """A text cannot be an id; it names the field and why, never the text."""

    def __init__(self, where: str, why: str) -> None:
        self.where, self.why = where, why
        super().__init__(f"{where} {why}")
