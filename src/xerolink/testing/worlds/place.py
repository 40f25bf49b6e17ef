"""Where a story is lived: both sides, the store between them, and who works there."""

from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from attrs import astuple, define, field, frozen

from xerolink.adapters.embedded.suggestions import embedded_suggestions
from xerolink.connection import Connection
from xerolink.domain.errors import BusyError, RefusedError
from xerolink.domain.journal import Entry
from xerolink.domain.settings import ContactSettings
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Trapped
from xerolink.testing.simulator import Switches, XeroSimulator
from xerolink.testing.verdicts import Stores
from xerolink.testing.worlds import checks
from xerolink.testing.worlds.ambush import Ambush, awaited
from xerolink.testing.worlds.desk import Stored, stored
from xerolink.testing.worlds.direct import DirectClient
from xerolink.testing.worlds.outside import Outside
from xerolink.testing.worlds.scribe import Scribe, Shot, Written, shot_of
from xerolink.testing.worlds.simulated import SimulatedXero
from xerolink.testing.worlds.steps import Step
from xerolink.testing.worlds.watched_store import WatchedStore
from xerolink.testing.worlds.weather import Weather
from xerolink.testing.worlds.world import World

STANDSTILL = 130
"""Seconds: longer than a lease."""
AGES = (0, 0, 0, 30, 300)
"""How old people's last edits are when something goes wrong, in seconds: no time; within the lag
of a replica; before the overlap of two reads.
"""


@frozen
class Moment:
    """Both sides and what the library holds, and how far each log was."""

    host: Shot
    xero: Shot
    seen: Stored
    writes: int
    edits: int
    entries: int
    requests: int


@define
class Place:
    """One connection of a host in memory to a simulated Xero. *stores*: what the host stores."""

    settings: ContactSettings
    stores: Stores
    weather: Weather
    tally: Counter[str]
    world: World = field(init=False)
    store: WatchedStore = field(init=False)
    simulator: XeroSimulator = field(init=False)
    outside: Outside = field(init=False)
    scribe: Scribe = field(init=False)
    _seen: tuple[int, Stored] | None = None
    _rivals: set[int] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        model = embedded_suggestions() if self.weather.suggests else None
        self.world = World(settings=self.settings, suggestions=model)
        self.world.store = self.store = WatchedStore(self.world.clock)
        self.simulator = XeroSimulator(0, self.world.clock.now, sleep=self.world.clock.advance)
        self.simulator.skew(self.weather.skew)
        xero = self._xero()
        self.world.organisation = xero
        self.outside = Outside(self.world, xero, self.stores, self.weather.alike)
        self.scribe = Scribe(self.world.host, xero, self.stores)
        self.undisturbed()
        self.world.connect()

    @property
    def xero(self) -> SimulatedXero:
        return self.outside.xero

    def undisturbed(self) -> None:
        """From now on nothing stands between the library and its ports but the scribe."""
        self._give((self.store, self.scribe.host_port(), self.scribe.xero_port()))

    def ambushed(self, step: Step) -> Ambush:
        """From now on something may go wrong, as *step* says; in two of five some time later."""
        if step.trouble is not None:
            self.world.clock.advance(AGES[step.three % len(AGES)])
        ambush = Ambush(
            step.trouble,
            self.outside.do,
            self.rival,
            self.store.busy,
            self.simulator.faults,
            self.tally,
            awaited(step),
        )
        if not ambush.at_a_point:
            return ambush
        ports = zip(
            (self.store, self.scribe.host_port(), self.scribe.xero_port()),
            ("store", "host", "xero"),
            strict=True,
        )
        self._give(tuple(Trapped(port, name, ambush) for port, name in ports))  # type: ignore[arg-type]  # it has what a trap has
        return ambush

    def rival(self, standstill: bool) -> None:
        """Another worker syncs; after a *standstill* the first one's lease has run out."""
        if standstill:
            self.world.clock.advance(STANDSTILL)
        held = self.store.holder(self.world.connection_id) is not None
        given = self.world.seen_store, self.world.seen_host, self.world.seen_xero
        begun = len(self.scribe.log)
        self.undisturbed()
        try:
            self.world.connection().sync_contacts()
            checks.told_of_the_first(held)
        except BusyError:
            self.tally["told that another is at work"] += 1
        except (RefusedError, PortError):
            pass
        finally:
            self._rivals.update(range(begun, len(self.scribe.log)))
            self._give(given)

    def written(self, since: int) -> list[Written]:
        """What was written from number *since* on, without what a rival wrote in between."""
        log = self.scribe.log
        return [log[at] for at in range(since, len(log)) if at not in self._rivals]

    def moment(self) -> Moment:
        return Moment(
            shot_of(self.world.host),
            shot_of(self.xero),
            self.stored(),
            len(self.scribe.log),
            len(self.outside.edits),
            len(self.entries()),
            len(self.simulator.requests),
        )

    def stored(self) -> Stored:
        """What the library holds; read again only after a commit."""
        if self._seen is None or self._seen[0] != self.store.commits:
            self._seen = (self.store.commits, stored(self.world))
        return self._seen[1]

    def entries(self) -> Sequence[Entry]:
        return self.store.entries(self.world.connection_id)

    def trace(self) -> str:
        """A digest of every write, every edit and the journal: equal for equal stories."""
        head = self.entries()[-1].digest if self.entries() else ""
        told = (self.scribe.log, self.outside.edits, head, self.world.clock.now())
        return sha256(repr([_bare(one) for one in told]).encode()).hexdigest()

    def _give(self, ports: tuple[Any, ...]) -> None:
        self.world.seen_store, self.world.seen_host, self.world.seen_xero = ports

    def _xero(self) -> SimulatedXero:
        unique = self.weather.unique
        switches = Switches(enforce_unique_names=unique, enforce_unique_numbers=unique)
        home = self.simulator.add_organisation("Kauri", switches=switches)
        return SimulatedXero(DirectClient(self.simulator, home, self.weather.renews))


def _bare(told: object) -> object:
    """*told* with the values that a repr veils."""
    return [astuple(one) for one in told] if isinstance(told, list) else told


Verb = Callable[[Connection, Step, Moment], object]
