"""What happens in a world, as data: one step is a verb, a few numbers, and perhaps some trouble."""

from attrs import frozen


class BrokenError(AssertionError):
    """The world is not as it must be; the text says which check failed, and on what."""


RIVALS = ("rival", "stall")


@frozen
class Trouble:
    """What befalls a verb at the *at*-th call of a port, from 1.

    *kind*: "crash" (the process is gone), "lost" (an answer of a side is), "edit" (people of a
    side go on, as *people* says), "rival" (another worker comes), "stall" (one comes after this
    one stood still for longer than its lease), a fault of Xero's by its name, or "undo": nothing,
    but the run is taken back at once.
    """

    kind: str
    at: int = 0
    people: "Step | None" = None


@frozen
class Step:
    """One thing that happens. The numbers choose among what there is, so that any will do."""

    verb: str
    one: int = 0
    two: int = 0
    three: int = 0
    trouble: Trouble | None = None

    def __str__(self) -> str:
        said = f"{self.verb}({self.one}, {self.two}, {self.three})"
        if self.trouble is None:
            return said
        people = f" {self.trouble.people}" if self.trouble.people else ""
        return f"{said} {self.trouble.kind}@{self.trouble.at}{people}"
