"""Workers that die in the middle of a refresh, and an identity service whose answers get lost."""

from collections import Counter
from collections.abc import Callable
from random import Random

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.identity import MemoryIdentity
from xerolink.adapters.memory.tokens import MemoryTokens
from xerolink.domain.identity import TokenSetId
from xerolink.domain.tokens import GrantedTokens, StoredTokens, TokenSet
from xerolink.ports.errors import UnavailableError
from xerolink.ports.tokens import TokenLease

LOST = 0.05
"""How often a request to the identity service is lost, and as often an answer."""
DEATH = 0.005
"""How often a worker dies before a step, and as often after it: 5% of all refreshes."""
STALL = 0.01
"""How often a worker stands still, holding new tokens, until its lease has run out."""
STALL_SECONDS = 31


class Died(BaseException):
    """The worker's process is gone: nothing of it runs any more."""


class Accidents:
    """What happens to the worker that runs; a dead one's last words reach nobody."""

    def __init__(self, random: Random, clock: ManualClock) -> None:
        self.counts: Counter[str] = Counter()
        self.meanwhile: Callable[[], None] | None = None
        self._random, self._clock = random, clock
        self._dead = False

    def survived(self, work: Callable[[], object]) -> bool:
        """Run *work* as a worker of its own; False if it died."""
        try:
            work()
        except Died:
            self.counts["deaths"] += 1
            return False
        finally:
            self._dead = False
        return True

    def perhaps_die(self) -> None:
        if self._dead or self._random.random() < DEATH:
            self._dead = True
            raise Died

    def perhaps_lose(self, what: str) -> None:
        if self._random.random() < LOST:
            self.counts[what] += 1
            raise UnavailableError("Xero", "it does not answer in time")

    def perhaps_stall(self) -> None:
        """Stand still; whoever comes meanwhile takes the lease."""
        if self._random.random() < STALL:
            self.counts["stalls"] += 1
            self._clock.advance(STALL_SECONDS)
            self.let_others()

    def let_others(self) -> None:
        """Let the other worker run that is waiting, if there is one."""
        waiting, self.meanwhile = self.meanwhile, None
        if waiting is not None:
            waiting()


class MortalIdentity(MemoryIdentity):
    """Refreshes with accidents before and after."""

    def __init__(self, clock: ManualClock, accidents: Accidents) -> None:
        super().__init__(clock)
        self._accidents = accidents

    def refresh(self, refresh_token: str) -> GrantedTokens:
        self._accidents.perhaps_die()
        self._accidents.perhaps_lose("lost_requests")
        granted = super().refresh(refresh_token)
        self._accidents.perhaps_die()
        self._accidents.perhaps_lose("lost_answers")
        self._accidents.perhaps_stall()
        return granted


class MortalTokens(MemoryTokens):
    """A store between whose steps a worker may die, and another one may come."""

    def __init__(self, clock: ManualClock, accidents: Accidents) -> None:
        super().__init__(clock)
        self._accidents = accidents
        self.written: Counter[TokenSetId] = Counter()

    def read(self, token_set_id: TokenSetId) -> StoredTokens | None:
        self._accidents.perhaps_die()
        stored = super().read(token_set_id)
        self._accidents.let_others()
        return stored

    def standing(self, token_set_id: TokenSetId) -> StoredTokens:
        """The set as it stands, read by nobody who could die; raises `KeyError`."""
        stored = super().read(token_set_id)
        if stored is None:
            raise KeyError(token_set_id)
        return stored

    def lease(self, token_set_id: TokenSetId, owner: str, seconds: int) -> TokenLease | None:
        self._accidents.perhaps_die()
        lease = super().lease(token_set_id, owner, seconds)
        self._accidents.perhaps_die()
        return lease

    def set_pending(self, lease: TokenLease) -> None:
        self._accidents.perhaps_die()
        super().set_pending(lease)
        self._accidents.perhaps_die()

    def write(self, lease: TokenLease, tokens: TokenSet) -> None:
        self._accidents.perhaps_die()
        super().write(lease, tokens)
        self.written[lease.token_set_id] += 1
        self._accidents.perhaps_die()

    def release(self, lease: TokenLease) -> None:
        self._accidents.perhaps_die()
        super().release(lease)
