"""Observers that keep what they hear, or nothing of it."""

from xerolink.ports.observer import Event, Observer


class Recorder(Observer):
    """Keeps every event in *events*, in the order in which it came."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def notice(self, event: Event) -> None:
        self.events.append(event)


class Silent(Observer):
    """Listens to nothing: the observer of a host that gives none."""

    def notice(self, event: Event) -> None:
        """Nothing is kept."""
