"""Many connections whose tokens are refreshed by workers that die, stall and lose answers.

In one thread and in virtual time; the same seed meets the same accidents. Workers ask for a token
now and then, two at once at times, and a supervisor resumes what was left pending every five
minutes, as a service would.
"""

import heapq
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

from attrs import define, field, frozen

from xerolink.adapters.memory.clock import CountingIds, ManualClock
from xerolink.domain.identity import TokenSetId
from xerolink.domain.tokens import SCOPES, TokenState
from xerolink.ports.errors import PortError
from xerolink.testing.mortal import Accidents, MortalIdentity, MortalTokens
from xerolink.usecases.tokens import TokenPorts, access_token, resume_refreshes

START = datetime(2026, 3, 1, tzinfo=UTC)
MINUTE = 60
ROUND = 5 * MINUTE
"""How often pending refreshes are resumed, in seconds."""
RESTART = 35
"""How soon a supervisor that died is there again, in seconds; its leases have run out then."""
OVERLAPS = 0.3
"""How often a second worker asks for the same token at the same time."""
GAPS = (1, 10, 40, 90, 240)
"""Minutes from one call of a connection to the next."""

_SUPERVISOR = -1

MakeTokens = Callable[[ManualClock, Accidents], MortalTokens]


@frozen
class Refreshed:
    """What came of it. *dead* is how many connections have to be connected anew."""

    connections: int
    refreshes: int
    lost_answers: int
    lost_requests: int
    deaths: int
    stalls: int
    overlaps: int
    dead: int


def refresh_many(
    connections: int, refreshes: int, seed: int, make: MakeTokens = MortalTokens
) -> Refreshed:
    """Let each of *connections* live through *refreshes* of its tokens, or die before.

    *make* gives the store; another than the usual one may leave out a piece of the protocol.
    """
    random, clock = Random(seed), ManualClock(START)
    accidents = Accidents(random, clock)
    identity, tokens = MortalIdentity(clock, accidents), make(clock, accidents)
    ports = TokenPorts(identity, tokens, clock, CountingIds("worker"))
    world = _World(random, clock, accidents, tokens, ports)
    world.connect(connections, identity)
    world.run(refreshes)
    return world.outcome(connections, identity.rotations)


@define
class _World:
    random: Random
    clock: ManualClock
    accidents: Accidents
    tokens: MortalTokens
    ports: TokenPorts
    due: list[tuple[int, int]] = field(factory=list)
    dead: set[int] = field(factory=set)
    overlaps: int = 0

    def connect(self, connections: int, identity: MortalIdentity) -> None:
        for n in range(connections):
            granted = identity.grant(SCOPES).first(self.clock.now(), SCOPES)
            self.tokens.put(_id(n), granted)
            self.due.append((self.random.randrange(60 * MINUTE), n))
        self.due.append((ROUND, _SUPERVISOR))
        heapq.heapify(self.due)

    def run(self, refreshes: int) -> None:
        """Until nobody but the supervisor has anything to do."""
        while len(self.due) > 1:
            second, n = heapq.heappop(self.due)
            self.clock.advance(max(0, second - self._second()))
            after = self._supervise() if n == _SUPERVISOR else self._visit(n)
            if n == _SUPERVISOR or self._goes_on(n, refreshes):
                heapq.heappush(self.due, (self._second() + after, n))

    def outcome(self, connections: int, rotations: int) -> Refreshed:
        counts = self.accidents.counts
        return Refreshed(
            connections=connections,
            refreshes=rotations,
            lost_answers=counts["lost_answers"],
            lost_requests=counts["lost_requests"],
            deaths=counts["deaths"],
            stalls=counts["stalls"],
            overlaps=self.overlaps,
            dead=len(self.dead),
        )

    def _visit(self, n: int) -> int:
        if self.random.random() < OVERLAPS:
            self.overlaps += 1
            self.accidents.meanwhile = lambda: self._ask(n)
        self._ask(n)
        self.accidents.meanwhile = None
        return self.random.choice(GAPS) * MINUTE + self.random.randrange(MINUTE)

    def _ask(self, n: int) -> None:
        with suppress(PortError):
            self.accidents.survived(lambda: access_token(self.ports, _id(n)))

    def _supervise(self) -> int:
        return ROUND if self.accidents.survived(lambda: resume_refreshes(self.ports)) else RESTART

    def _goes_on(self, n: int, refreshes: int) -> bool:
        stored = self.tokens.standing(_id(n))
        if stored.state is TokenState.DEAD:
            self.dead.add(n)
            return False
        return self.tokens.written[_id(n)] < refreshes

    def _second(self) -> int:
        return int((self.clock.now() - START) / timedelta(seconds=1))


def _id(n: int) -> TokenSetId:
    return TokenSetId(f"set-{n:06}")
