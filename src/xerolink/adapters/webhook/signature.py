"""Whether a payload comes from Xero (fact sheet 6)."""

import hmac
from base64 import b64encode
from collections.abc import Callable, Sequence

Keys = bytes | Sequence[bytes] | Callable[[], Sequence[bytes]]
"""A webhook's key as Xero shows it, several of them while they change, or who tells them."""


def signature(key: bytes, body: bytes) -> str:
    """What Xero sends as `x-xero-signature` with *body*, the bytes as they travel."""
    return b64encode(hmac.digest(key, body, "sha256")).decode()


def is_signed(keys: Sequence[bytes], body: bytes, given: str) -> bool:
    """Whether *given* is the signature of *body* by one of *keys*.

    The time that it takes tells nothing about the right signature.
    """
    claimed = given.strip().encode("utf-8", "replace")
    right = [hmac.compare_digest(signature(key, body).encode(), claimed) for key in keys]
    return any(right)


def keys_of(keys: Keys) -> Sequence[bytes]:
    """The keys now; raises `ValueError` if there are none, or one is empty: all could sign then."""
    found = keys() if callable(keys) else keys
    listed = (found,) if isinstance(found, bytes) else tuple(found)
    if not listed or not all(listed):
        raise ValueError("a webhook needs a key, and an empty one is none; take Xero's own")
    return listed
