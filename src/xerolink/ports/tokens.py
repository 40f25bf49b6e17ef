"""Where token sets are kept. They belong to the app at Xero, never to one connection."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from xerolink.domain.identity import ConnectionId, TokenSetId
from xerolink.domain.tokens import PendingConsent, StoredTokens, TokenSet


@frozen
class TokenLease:
    """The right of one refresher to one token set; *fence* outdates older holders."""

    token_set_id: TokenSetId
    owner: str = field(repr=False)
    until: datetime
    fence: int


class TokenStore(Protocol):
    """Token sets, who refreshes them, which connections use them, and consents under way.

    Any thread may call, and what a call wrote is durable when it returns. Two token sets never
    see each other. Every call may raise `StoreError`.
    """

    @abstractmethod
    def read(self, token_set_id: TokenSetId) -> StoredTokens | None:
        """The token set as it was last written; None: there is none."""

    @abstractmethod
    def put(self, token_set_id: TokenSetId, tokens: TokenSet) -> None:
        """Store a new token set, GOOD and not leased.

        Raises `StaleVersionError` if there is one with this id, which stays as it is.
        """

    @abstractmethod
    def lease(self, token_set_id: TokenSetId, owner: str, seconds: int) -> TokenLease | None:
        """The lease for *seconds*; None while one is held, or if there is no such set.

        Of several that ask at once one gets it. The fence grows with each lease.
        """

    @abstractmethod
    def release(self, lease: TokenLease) -> None:
        """Give the lease back; one that is lost or was given back: nothing happens."""

    @abstractmethod
    def set_pending(self, lease: TokenLease) -> None:
        """Remember that a refresh begins: the set is PENDING, its tokens stay.

        Raises `LeaseLostError` if the lease was given back, or another was given since.
        """

    @abstractmethod
    def write(self, lease: TokenLease, tokens: TokenSet) -> None:
        """Put *tokens* in the place of those before, GOOD, and give the lease back.

        Raises `LeaseLostError` as `set_pending` does; nothing is written then. A lease that ran
        out while nobody else took it still writes: losing the tokens would be worse.
        """

    @abstractmethod
    def bury(self, lease: TokenLease) -> None:
        """Xero refused the set for good: it is DEAD, both tokens are erased, the lease is over.

        Raises `LeaseLostError` as `set_pending` does; nothing is written then.
        """

    @abstractmethod
    def pending(self, after: TokenSetId | None, size: int) -> tuple[TokenSetId, ...]:
        """At most *size* sets that are PENDING, ordered by id, those after *after*."""

    @abstractmethod
    def forget(self, token_set_id: TokenSetId) -> None:
        """Remove the set, its lease and what is bound to it; unknown: nothing happens."""

    @abstractmethod
    def bind(self, connection_id: ConnectionId, token_set_id: TokenSetId) -> None:
        """Let the connection use the set from now on; the one that it used before as `unbind`.

        Raises `StaleVersionError` if there is no such set; nothing is changed then.
        """

    @abstractmethod
    def bound(self, connection_id: ConnectionId) -> TokenSetId | None:
        """The set that the connection uses; None: none."""

    @abstractmethod
    def unbind(self, connection_id: ConnectionId) -> None:
        """Let the connection use no set; a set that it was the last to use is forgotten."""

    @abstractmethod
    def purge(self) -> None:
        """What was forgotten or replaced before is not to be found on the disk any more.

        As `Store.purge` does; secrets that are kept stay as they are sealed.
        """

    @abstractmethod
    def keep_consent(self, consent: PendingConsent) -> None:
        """Remember a consent that was asked for, by its state."""

    @abstractmethod
    def take_consent(self, state: str) -> PendingConsent | None:
        """The consent with this state, once; None: there is none, or its time is over.

        Of several that take it at once one gets it.
        """
