"""The Idempotency-Key cache: six minutes, errors too (fact sheet 7)."""

from attrs import evolve, frozen

from .wire import Answer

SIX_MINUTES_MS = 6 * 60 * 1000
LONGEST_KEY = 128


class KeyReusedError(ValueError):
    """The key came before with another method, URL or body."""


@frozen
class _Kept:
    fingerprint: tuple[str, str, bytes]
    answer: Answer
    at_ms: int


class IdempotencyCache:
    """Answers by key. Not thread-safe: the organisation's lock guards it."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def answer(self, key: str, fingerprint: tuple[str, str, bytes], now_ms: int) -> Answer | None:
        """The answer given to this request within six minutes, as one that wrote nothing.

        None for a key that is new or was forgotten. Raises KeyReusedError for another request.
        """
        kept = self._kept.get(key)
        if kept is None or now_ms - kept.at_ms >= SIX_MINUTES_MS:
            return None
        if kept.fingerprint != fingerprint:
            raise KeyReusedError(f"Idempotency Key: {key} is used with a different request.")
        return evolve(kept.answer, written=0)

    def keep(
        self, key: str, fingerprint: tuple[str, str, bytes], answer: Answer, now_ms: int
    ) -> None:
        """Remember *answer*, whatever its status, and forget what is over six minutes old."""
        old = [k for k, kept in self._kept.items() if now_ms - kept.at_ms >= SIX_MINUTES_MS]
        for one in old:
            del self._kept[one]
        self._kept[key] = _Kept(fingerprint, answer, now_ms)
