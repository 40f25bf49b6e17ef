"""Secrets at rest: AES-256-GCM with a data key for each row, wrapped by a key of the host.

What is sealed is bound to its row and its column: moved elsewhere it does not open.
"""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping

from attrs import field, frozen

from xerolink.ports.errors import StoreError
from xerolink.ports.keys import KeyId, KeyProvider

try:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] != "cryptography":
        raise
    _INSTALLED = False
else:
    _INSTALLED = True

_KEY_BYTES = 32
_NONCE_BYTES = 12
_DATA_KEY = "data key"
"""What the data key itself is bound to in place of a column; no column has a space."""
_ANEW = "connect the organisation anew"
"""An older database would hold older tokens, which Xero honours for half an hour only."""


@frozen
class HostKeys(KeyProvider):
    """Keys that the host hands over: *keys* by id, 32 bytes each; *current_id* is one of them.

    To rotate: add a key in every process, then make it the current one in every process, then call
    `rotate` of the store, then remove the old one. A process that still wraps with the old key
    after `rotate` leaves rows that nobody can open later. Raises `StoreError` for a key of another
    length, and where the current one is missing.
    """

    keys: Mapping[KeyId, bytes] = field(repr=False)
    current_id: KeyId

    def __attrs_post_init__(self) -> None:
        if self.current_id not in self.keys:
            why = "it is to be the current one, and is not among the keys given"
            fix = "give it too, or make one of those current"
            raise StoreError(_named(self.current_id), why, fix)
        for key_id, key in self.keys.items():
            _require_length(key_id, key)

    def current(self) -> KeyId:
        return self.current_id

    def key(self, key_id: KeyId) -> bytes | None:
        return self.keys.get(key_id)


@frozen
class WrappedKey:
    """A data key as a row keeps it: *text* opens with the host's key *key_id*."""

    key_id: KeyId
    text: str = field(repr=False)


class Sealer:
    """Seals and opens texts. Threads may share it.

    A row is named by a text that no other row has. Raises `ImportError` where `cryptography` is
    missing, and `StoreError` for a key that the host does not have and for what does not open.
    """

    def __init__(self, keys: KeyProvider) -> None:
        if not _INSTALLED:
            raise ImportError('sealing is not installed; pip install "xerolink[xero]"')
        self._keys = keys

    def new_key(self, row: str) -> WrappedKey:
        """A fresh data key for *row*, wrapped by the host's current key."""
        return self._wrapped(row, secrets.token_bytes(_KEY_BYTES))

    def rewrapped(self, row: str, key: WrappedKey) -> WrappedKey:
        """The same data key, wrapped by the host's current key: what it sealed opens as before."""
        return self._wrapped(row, self._data_key(row, key))

    def seal(self, row: str, key: WrappedKey, column: str, text: str) -> str:
        """*text* for *column* of *row*; twice the same text is sealed differently."""
        return _sealed(self._data_key(row, key), _place(row, column), text.encode())

    def open(self, row: str, key: WrappedKey, column: str, sealed: str) -> str:
        """What was sealed for *column* of *row*."""
        opened = _opened(self._data_key(row, key), _place(row, column), sealed)
        if opened is None:
            raise StoreError(f"the sealed {column} of {row}", "it was changed or moved", _ANEW)
        return opened.decode()

    def current(self) -> KeyId:
        """The id of the host's key that wraps from now on."""
        return self._keys.current()

    def _wrapped(self, row: str, data_key: bytes) -> WrappedKey:
        key_id = self._keys.current()
        fix = "give it to the key provider, or make one current that it has"
        host_key = self._host_key(key_id, fix)
        return WrappedKey(key_id, _sealed(host_key, _place(row, _DATA_KEY), data_key))

    def _data_key(self, row: str, key: WrappedKey) -> bytes:
        host_key = self._host_key(key.key_id, _give_back(key.key_id))
        opened = _opened(host_key, _place(row, _DATA_KEY), key.text)
        if opened is None:
            why = f"it was changed or moved, or wrapped by another key of the name {key.key_id!r}"
            raise StoreError(f"the {_DATA_KEY} of {row}", why, _give_back(key.key_id))
        return opened

    def _host_key(self, key_id: KeyId, fix: str) -> bytes:
        key = self._keys.key(key_id)
        if key is None:
            raise StoreError(_named(key_id), "the key provider does not have it", fix)
        _require_length(key_id, key)
        return key


def _named(key_id: KeyId) -> str:
    return f"the key {key_id!r}"


def _give_back(key_id: KeyId) -> str:
    return f"give the key provider the key {key_id!r} of then back, or {_ANEW}"


def _require_length(key_id: KeyId, key: bytes) -> None:
    """A fresh key under a name that was in use would open nothing of what that one wrapped."""
    if len(key) != _KEY_BYTES:
        need = _KEY_BYTES
        fix = f"give the {need} that it had, or, if it was never used, {need} random ones"
        raise StoreError(_named(key_id), f"it has {len(key)} bytes", fix)


def _place(row: str, column: str) -> bytes:
    return json.dumps([row, column]).encode()


def _sealed(key: bytes, place: bytes, secret: bytes) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return b64encode(nonce + AESGCM(key).encrypt(nonce, secret, place)).decode()


def _opened(key: bytes, place: bytes, sealed: str) -> bytes | None:
    """What was sealed; None: with another key, at another place, or it was changed since."""
    try:
        raw = b64decode(sealed, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place)
    except (ValueError, InvalidTag):
        return None
