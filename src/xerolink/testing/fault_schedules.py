"""Seeded schedules in which Xero fails and people go on working; then quiet; then the judgement.

Import, sync and push of one or two small firms, in virtual time, through the real adapter into a
simulator in this process. One seed is one schedule: the same requests meet the same faults.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

from attrs import frozen

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.memory.clock import CountingIds, ManualClock
from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.memory.observer import Silent
from xerolink.adapters.memory.store import MemoryStore
from xerolink.adapters.xero import AppGate
from xerolink.app import Xerolink
from xerolink.domain.identity import TenantId
from xerolink.testing.fault_offices import FaultOffice
from xerolink.testing.fault_watch import Keyring, Sleeper, WatchedClient, WatchedGate, Witness
from xerolink.testing.simulator import (
    CutBody,
    ExpiredToken,
    Fault,
    LoggedRequest,
    LostReply,
    LostRequest,
    Offline,
    RateLimited,
    ServerError,
    Slow,
    StaleReplica,
    Switches,
    XeroSimulator,
)
from xerolink.testing.simulator.limits import Limits
from xerolink.testing.worlds import START

DAY_SECONDS = 86_400
TOO_SLOW = 40
"""Seconds: longer than the client waits."""

KINDS: tuple[Fault, ...] = (
    LostRequest("*"),
    LostReply("*"),
    LostReply("P*"),
    ServerError("*"),
    ServerError("P*"),
    Offline("*"),
    CutBody("*"),
    RateLimited("*", "minute", 4),
    RateLimited("*", "minute", 26),
    RateLimited("*", "minute", 58),
    RateLimited("*", "day", 1_800),
    Slow("*", 10),
    Slow("*", TOO_SLOW),
    ExpiredToken("*"),
    StaleReplica("GET Contacts", seconds=20),
    StaleReplica("GET Contacts", seconds=60),
)
"""A replica is late by less than the overlap of two reads, 120 s, as the protocol assumes."""
LAGGING: tuple[Fault, ...] = (
    LostReply("PUT *"),
    LostReply("PUT *"),
    StaleReplica("GET Contacts", seconds=60),
)
"""A create is lost and the look-up does not see it."""
CREATE_KINDS: tuple[type[Fault], ...] = (LostReply, LostRequest, ServerError, CutBody, ExpiredToken)

_ON_A_CREATE = 0.4
_UNIQUE = 0.5
"""How many organisations refuse a name or number that is taken; others let duplicates pass."""
_RATES = (0.05, 0.1, 0.2, 0.35, 0.5)
_WAITS = (0, 5, 30, 65)
_PAUSES = (1, 20, 61, 130, 400, 2_000)
_SKEWS = (0, 0, 90, -90, 3_600, -DAY_SECONDS)
_DRIFTS = (-20, 0, 20)
_BETWEEN_CALLS = 0.15
_QUIET_ROUNDS = 5
_QUIET_PAUSE = 600

MakeClient = Callable[..., WatchedClient]


@frozen
class Outcome:
    """One schedule. *broken* tells what is not as it must be; *struck* is 0 if nothing failed.

    *struck* counts the requests whose answer was lost, refused or cut by a fault; *faults* all
    that happened, by name.
    """

    seed: int
    requests: int
    struck: int
    faults: Counter[str]
    broken: tuple[str, ...]


def run_schedule(seed: int, make: MakeClient = WatchedClient) -> Outcome:
    """Live through the schedule of *seed*; *make* makes the client, perhaps one with a mistake."""
    world = _World(seed, make)
    broken = _broken(world, seed)
    requests = world.xero.requests.all()
    faults = Counter(one.fault for one in requests if one.fault is not None)
    if world.skew:
        faults["ClockSkew"] += 1
    return Outcome(seed, len(requests), sum(map(_struck, requests)), faults, broken)


def _broken(world: "_World", seed: int) -> tuple[str, ...]:
    try:
        return tuple(world.live(seed))
    except Exception as error:  # what nobody expects is a finding too
        return (f"{type(error).__name__}: {error}",)


def run_struck(schedules: int, seed: int) -> Iterator[Outcome]:
    """*schedules* outcomes in which a fault struck, from *seed* upwards; others are left out."""
    found = 0
    while found < schedules:
        outcome = run_schedule(seed)
        if outcome.struck:
            found += 1
            yield outcome
        seed += 1


def _struck(request: LoggedRequest) -> bool:
    if request.fault is None:
        return False
    failed = request.status is None or request.status >= 400
    return failed or request.fault == CutBody.__name__


class _World:
    """A Xero, the firms that share an app, and the time that passes for all of them."""

    def __init__(self, seed: int, make: MakeClient) -> None:
        self.random, self.clock, self._make = Random(seed), ManualClock(START), make
        limits = self.random.choice((None, Limits()))
        clock = self.clock
        self.xero = XeroSimulator(seed, clock.now, limits=limits, sleep=clock.advance)
        self.pool = Witness(self.xero.wsgi, self._meanwhile)
        self.skew = self.random.choice(_SKEWS)
        self._drift()
        self._gates = AppGate(clock=clock)
        store, ids = MemoryStore(clock), CountingIds("id")
        self._app = Xerolink(store, clock, ids, EmbeddedClassifier(), Silent())
        self._working: FaultOffice | None = None
        self._interrupted = False
        self._troubled = False
        names = ("Kauri", "Rimu")[: self.random.choice((1, 2, 2))]
        self.offices = [self._opened(name) for name in names]

    def live(self, seed: int) -> Iterator[str]:
        """Trouble, then quiet; what is broken in the end."""
        self._troubled = True
        kinds = self.random.choice((KINDS, KINDS, KINDS, LAGGING))
        self.xero.faults.by_seed(seed, self.random.choice(_RATES), kinds)
        for _ in range(self.random.randint(3, 6)):
            self._trouble()
        self._troubled = False
        self.xero.faults.clear()
        self._settle()
        for office in self.offices:
            yield from (f"{office.connection_id}: {wrong}" for wrong in office.wrongs())
        yield from self._crossed()

    def _trouble(self) -> None:
        if self.random.random() < _ON_A_CREATE:
            self.xero.faults.add(self.random.choice(CREATE_KINDS)("PUT Contacts"))
        for office in self.random.sample(self.offices, len(self.offices)):
            for _ in range(self.random.randint(0, 3)):
                office.live()
            self._work(office)
        self.clock.advance(self.random.choice(_PAUSES))
        self._drift()

    def _settle(self) -> None:
        """Two days later nothing fails any more; the last round must not find anything wrong."""
        self.clock.advance(2 * DAY_SECONDS)
        for _ in range(_QUIET_ROUNDS):
            for office in self.offices:
                office.errors.clear()
                self._work(office)
            self.clock.advance(_QUIET_PAUSE)

    def _work(self, office: FaultOffice) -> None:
        before, self._working = self._working, office
        try:
            office.work()
        finally:
            self._working = before

    def _meanwhile(self) -> None:
        """Between a call's making and its arrival people and the other firm's worker go on."""
        if self._interrupted or not self._troubled or self.random.random() >= _BETWEEN_CALLS:
            return
        self._interrupted = True
        office = self.random.choice(self.offices)
        if office is self._working:
            office.edit()
        else:
            self._work(office)
        self._interrupted = False

    def _drift(self) -> None:
        self.xero.skew(self.skew + self.random.choice(_DRIFTS))

    def _crossed(self) -> Iterator[str]:
        owners = {token: o.organisation for o in self.offices for token in o.keys.tokens}
        for token, tenant_id in set(self.pool.carried):
            if owners[token].tenant_id != tenant_id:
                yield f"a token of {owners[token].name} was sent for another organisation"

    def _opened(self, name: str) -> FaultOffice:
        unique = self.random.random() < _UNIQUE
        switches = Switches(enforce_unique_names=unique, enforce_unique_numbers=unique)
        organisation = self.xero.add_organisation(name, switches=switches)
        keys = Keyring(self.xero, organisation)
        sleeper = Sleeper(self.clock, self.random.choice(_WAITS))
        client = self._make(
            keys.token,
            TenantId(organisation.tenant_id),
            sleeper=sleeper,
            pool=self.pool,
            seconds=self._seconds,
            refused=self.random.choice((keys.replace, None)),
            gate=WatchedGate(sleeper, app=self._gates),
            wait_seconds=sleeper.allowed,
        )
        host = MemoryHostBook(f"{name.lower()}-")
        office = FaultOffice(self.random, self._app, organisation, host, client, keys, sleeper)
        office.furnish()
        return office

    def _seconds(self) -> float:
        return self.clock.now().timestamp()
