"""The host's keys, with which secrets at rest are wrapped."""

from abc import abstractmethod
from typing import NewType, Protocol

KeyId = NewType("KeyId", str)
"""A key's name: stored beside what the key wraps, and not secret."""


class KeyProvider(Protocol):
    """The keys of the host: one that wraps from now on, and those that wrapped before."""

    @abstractmethod
    def current(self) -> KeyId:
        """The id of the key that wraps from now on; `key` knows it."""

    @abstractmethod
    def key(self, key_id: KeyId) -> bytes | None:
        """The key, 32 bytes, the same at every call; None: the host does not have it (any more)."""
