"""A store in memory with somebody beside it who counts what was committed: the steps of the tables.

Counting alone: no check rests on what is told here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from attrs import evolve

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.store import MemoryStore
from xerolink.domain.contacts.decide_linked import DELETED
from xerolink.domain.contacts.intent import Intent, IntentState
from xerolink.domain.contacts.link import APART, Link
from xerolink.domain.contacts.link_state import TRANSITIONS, LinkEvent, LinkState
from xerolink.domain.identity import ConnectionId, LinkId
from xerolink.domain.journal import Entry
from xerolink.ports.store import Lease, UnitOfWork


class WatchedStore(MemoryStore):
    """*commits* grows with each transaction; *steps* counts "link: …" and "intent: …"."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.commits = 0
        self.steps: Counter[str] = Counter()

    @contextmanager
    def transaction(self, lease: Lease) -> Iterator[UnitOfWork]:
        before = self._shelves.get(lease.connection_id)
        with super().transaction(lease) as unit:
            yield unit
        self.commits += 1
        after = self._shelves[lease.connection_id]
        links, intents = (before.links, before.intents) if before else ({}, {})
        for link_id, link in after.links.items():
            if (old := links.get(link_id)) is not link:
                self._count_link(old, link, after.links)
        for intent_id, intent in after.intents.items():
            if (was := intents.get(intent_id)) is not intent:
                self._count_intent(was, intent)

    def entries(self, connection_id: ConnectionId) -> Sequence[Entry]:
        """The journal, without a unit of work."""
        shelf = self._shelves.get(connection_id)
        return tuple(shelf.journal.values()) if shelf else ()

    def _count_link(self, old: Link | None, new: Link, all_links: Mapping[LinkId, Link]) -> None:
        if old is None or old.state is new.state:
            return
        events = [e for e, to in TRANSITIONS[old.state].items() if to is new.state]
        event = _event(events, new, all_links)
        self.steps[f"link: {old.state.value} --{event.value}--> {new.state.value}"] += 1

    def _count_intent(self, old: Intent | None, new: Intent) -> None:
        was = old or evolve(new, state=IntentState.INTENDED, attempts=0)
        if was.state is not new.state or was.attempts != new.attempts:
            self.steps[f"intent: {was.state.value} --> {new.state.value}"] += 1


def _event(events: list[LinkEvent], new: Link, all_links: Mapping[LinkId, Link]) -> LinkEvent:
    """Which of several *events* that lead to the same state it was."""
    if len(events) == 1:
        return events[0]
    if new.state is LinkState.ENDED:
        rivals = (x for x in all_links.values() if x.state not in APART)
        taken = any(x.xero_id == new.xero_id or x.host_id == new.host_id for x in rivals)
        return LinkEvent.REPLACED if taken else LinkEvent.FORGOTTEN
    by_the_host = new.separated is not None and new.separated.why == DELETED
    return LinkEvent.DELETED_IN_HOST if by_the_host else LinkEvent.STOPPED
