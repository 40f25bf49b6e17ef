"""Somebody else's classifier, asked for so long and no longer: an example for a host's own.

An LLM or a service answers late, wrongly or not at all. What it does not answer soundly and in
time is answered by another classifier, as a rule the embedded one.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from threading import TIMEOUT_MAX, BoundedSemaphore, Event, Thread

from attrs import define, field

from xerolink.domain.contacts.classify import UNCLASSIFIED, sound
from xerolink.domain.contacts.model import XeroContact
from xerolink.ports.classifier import Classification, ContactClassifier

__all__ = ["GuardedClassifier"]

log = logging.getLogger("xerolink.adapters.guarded")


@define
class _Call:
    """One question to the inner classifier; *answers* stays None where it raised."""

    contacts: tuple[XeroContact, ...] = field(repr=False)
    answers: Sequence[object] | None = field(default=None, repr=False)
    ended: Event = field(factory=Event, repr=False)


class GuardedClassifier(ContactClassifier):
    """Asks *inner* in a thread and waits for *timeout*; any thread may call.

    *fallback* answers for every contact where the inner one raises, is late, or does not give one
    answer for each; and for a contact alone whose own answer is not sound. It runs unguarded.

    Each time the log has a warning that says why, and nothing of the contacts.

    Not more than *calls* questions are open at a time: while so many hang, nobody asks again, and
    the fallback answers at once. Their threads do not keep the process alive. An inner one that
    two threads must not ask at once gets *calls* = 1; what it holds is used in another thread than
    the one that made it.

    Raises `TypeError` for a *timeout* that is no timedelta, and `ValueError` where the inner one
    would never be asked or waited for.
    """

    def __init__(
        self,
        inner: ContactClassifier,
        fallback: ContactClassifier,
        timeout: timedelta = timedelta(seconds=10),
        calls: int = 2,
    ) -> None:
        if not isinstance(timeout, timedelta):
            raise TypeError(f"timeout is a timedelta, not a value of type {type(timeout).__name__}")
        if timeout <= timedelta() or calls < 1:
            raise ValueError("timeout is longer than nothing, and calls is at least 1")
        self._inner, self._fallback = inner, fallback
        self._seconds = min(timeout.total_seconds(), TIMEOUT_MAX)
        self._free = BoundedSemaphore(calls)

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        if not contacts:
            return ()
        answers = self._asked(contacts)
        if answers is not None and len(answers) != len(contacts):
            log.warning("the classifier answers for more or fewer contacts; another one answers")
            answers = None
        if answers is None:
            return self._fallback.classify(contacts)
        return self._mended(contacts, answers)

    def _asked(self, contacts: Sequence[XeroContact]) -> Sequence[object] | None:
        """What the inner one answers in time; None: nothing."""
        if not self._free.acquire(blocking=False):
            log.warning("the classifier still owes earlier answers; another one answers")
            return None
        call = _Call(tuple(contacts))
        if not self._started(call):
            return None
        if not call.ended.wait(self._seconds):
            log.warning("the classifier is late; another one answers")
            return None
        return call.answers

    def _started(self, call: _Call) -> bool:
        try:
            Thread(target=self._run, args=(call,), name="xerolink-classifier", daemon=True).start()
        except RuntimeError:
            self._free.release()
            log.warning("no thread can be started for the classifier; another one answers")
            return False
        return True

    def _run(self, call: _Call) -> None:
        try:
            answers = self._inner.classify(call.contacts)
            call.answers = list(islice(answers, len(call.contacts) + 1))
        except BaseException as error:  # nobody waits in this thread, and its hook would print it
            log.warning("the classifier raised %s; another one answers", type(error).__name__)
        finally:
            self._free.release()
            call.ended.set()

    def _mended(
        self, contacts: Sequence[XeroContact], answers: Sequence[object]
    ) -> Sequence[Classification]:
        """The answers, with the fallback's in the place of each that is not sound."""
        odd = [c for c, answer in zip(contacts, answers, strict=True) if not sound(answer)]
        if odd:
            log.warning("the classifier gave answers that cannot be kept; another one answers")
        others = iter(self._fallback.classify(odd) if odd else ())
        return [answer if sound(answer) else next(others, UNCLASSIFIED) for answer in answers]
