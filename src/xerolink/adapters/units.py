"""Which threads have a unit of work open: what `Store.busy` answers, for every store."""

from threading import get_ident

from xerolink.ports.errors import StoreError


class OpenUnits:
    """The threads that are inside a unit of work, one each at most."""

    def __init__(self) -> None:
        self._threads: set[int] = set()

    def here(self) -> bool:
        """Whether the calling thread is inside a unit of work."""
        return get_ident() in self._threads

    def refuse_inside(self, what: str) -> None:
        """Raise `StoreError` inside a unit of work: *what* would wait for that unit for ever."""
        if self.here():
            why = "a unit of work of this thread is open"
            raise StoreError(what, why, "end the block of that unit first")

    def open(self) -> "OpenUnits":
        """To be inside a unit of work; raises `StoreError` if the thread is in one already."""
        self.refuse_inside("a second unit of work")
        return self

    def __enter__(self) -> None:
        self._threads.add(get_ident())

    def __exit__(self, *_: object) -> None:
        self._threads.discard(get_ident())
