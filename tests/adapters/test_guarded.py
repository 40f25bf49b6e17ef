"""Somebody else's classifier, whatever it does: there is an answer for each contact."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import repeat
from threading import Event, Thread, Timer
from typing import Any

import pytest
from attrs import evolve

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.guarded import GuardedClassifier
from xerolink.domain.contacts.classify import UNCLASSIFIED, Classification
from xerolink.domain.contacts.model import ContactKind, XeroContact
from xerolink.ports.classifier import ContactClassifier
from xerolink.testing.conformance.classifier import ClassifierContract, named

CONTACTS = [named("Jane Smith"), named("Acme Ltd")]
THEIRS = Classification(ContactKind.PERSON, 910, "the service says so")
OURS = list(EmbeddedClassifier().classify(CONTACTS))
SOON, LATE = timedelta(milliseconds=10), timedelta(minutes=5)


class Answering(ContactClassifier):
    """Answers what a function makes of the contacts; counts its calls."""

    def __init__(self, answer: Callable[[Sequence[XeroContact]], Any]) -> None:
        self.answer, self.asked = answer, 0

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        self.asked += 1
        return self.answer(contacts)  # type: ignore[no-any-return]


class Hanging(ContactClassifier):
    """Answers nothing until it is let go."""

    def __init__(self) -> None:
        self.gate, self.asked = Event(), 0

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        self.asked += 1
        self.gate.wait()
        return [THEIRS for _ in contacts]


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    inner = Hanging()
    yield inner
    inner.gate.set()


def guarded(inner: ContactClassifier, timeout: timedelta = LATE) -> GuardedClassifier:
    return GuardedClassifier(inner, EmbeddedClassifier(), timeout)


def fails(contacts: Sequence[XeroContact]) -> Any:
    raise RuntimeError("out of order")


class TestGuardedClassifier(ClassifierContract):
    @pytest.fixture
    def classifier(self) -> GuardedClassifier:
        return guarded(EmbeddedClassifier())


class TestGuardedBrokenClassifier(ClassifierContract):
    """The promises hold where the inner classifier keeps none."""

    @pytest.fixture
    def classifier(self) -> GuardedClassifier:
        return guarded(Answering(fails))


def test_sound_answers_in_time_are_taken() -> None:
    inner = Answering(lambda contacts: [THEIRS for _ in contacts])
    assert list(guarded(inner).classify(CONTACTS)) == [THEIRS, THEIRS]


def test_a_number_is_no_time_to_wait() -> None:
    seconds: Any = 20
    with pytest.raises(TypeError, match=r"^timeout is a timedelta, not a value of type int$"):
        guarded(Answering(fails), seconds)


@pytest.mark.parametrize(("timeout", "calls"), [(timedelta(), 1), (SOON, 0)])
def test_one_that_would_never_be_asked_or_waited_for_is_refused(
    timeout: timedelta, calls: int
) -> None:
    """Else its answers would be lost, one by one, and only the log would tell."""
    with pytest.raises(ValueError, match="longer than nothing, and calls is at least 1"):
        GuardedClassifier(Answering(fails), EmbeddedClassifier(), timeout, calls)


def test_nothing_is_asked_about_no_contacts() -> None:
    inner = Answering(fails)
    guarded(inner).classify([])
    assert inner.asked == 0


BROKEN: dict[str, Callable[[Sequence[XeroContact]], Any]] = {
    "raises": fails,
    "answers too few": lambda contacts: [THEIRS],
    "answers too many": lambda contacts: [THEIRS] * 3,
    "answers without end": lambda contacts: repeat(THEIRS),
    "answers nothing": lambda contacts: None,
    "answers a number": lambda contacts: 7,
    "answers garbage": lambda contacts: ["person", object()],
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_where_the_inner_one_is_broken_the_other_one_answers(
    answer: Callable[[Sequence[XeroContact]], Any],
) -> None:
    assert list(guarded(Answering(answer)).classify(CONTACTS)) == OURS


def changed(**values: Any) -> Classification:
    return evolve(THEIRS, **values)


ODD: dict[str, Any] = {
    "no kind": changed(kind="person"),
    "confidence above a thousand": changed(confidence=1_001),
    "confidence below nothing": changed(confidence=-1),
    "confidence that is a fraction": changed(confidence=0.9),
    "confidence that is true": changed(confidence=True),
    "no reason": changed(reason=" "),
    "a reason without end": changed(reason="x" * 501),
    "a reason of several lines": changed(reason="a\nb"),
    "a reason that cannot be stored": changed(reason="\ud800"),
    "no answer": None,
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_one_odd_answer_is_replaced_and_the_other_stands(odd: Any) -> None:
    inner = Answering(lambda contacts: [odd, THEIRS])
    assert list(guarded(inner).classify(CONTACTS)) == [OURS[0], THEIRS]


def test_a_late_one_is_not_waited_for(hanging: Hanging) -> None:
    assert list(guarded(hanging, SOON).classify(CONTACTS)) == OURS


def test_while_two_calls_hang_nobody_asks_again(hanging: Hanging) -> None:
    """So that no import leaves more than two threads behind."""
    classifier = guarded(hanging, SOON)
    for _ in range(5):
        classifier.classify(CONTACTS)
    assert hanging.asked == 2


def test_while_two_calls_hang_the_other_one_answers(hanging: Hanging) -> None:
    classifier = guarded(hanging, SOON)
    answers = [list(classifier.classify(CONTACTS)) for _ in range(3)]
    assert answers == [OURS] * 3


def test_one_that_raised_is_asked_again() -> None:
    inner = Answering(fails)
    classifier = guarded(inner)
    for _ in range(5):
        classifier.classify(CONTACTS)
    assert inner.asked == 5


SAID = {
    "the classifier raised RuntimeError; another one answers": fails,
    "the classifier answers for more or fewer contacts; another one answers": lambda _: [THEIRS],
    "the classifier gave answers that cannot be kept; another one answers": lambda _: [None] * 2,
}


@pytest.mark.parametrize(("said", "answer"), SAID.items(), ids=SAID)
def test_the_log_says_why_another_one_answers(
    said: str,
    answer: Callable[[Sequence[XeroContact]], Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Else whoever wrote a classifier would not know that it is never used."""
    guarded(Answering(answer)).classify(CONTACTS)
    assert caplog.messages == [said]


def test_the_log_is_silent_where_every_answer_is_taken(caplog: pytest.LogCaptureFixture) -> None:
    guarded(Answering(lambda contacts: [THEIRS for _ in contacts])).classify(CONTACTS)
    assert caplog.messages == []


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_the_log_tells_nothing_of_the_contacts(
    answer: Callable[[Sequence[XeroContact]], Any], caplog: pytest.LogCaptureFixture
) -> None:
    guarded(Answering(answer)).classify(CONTACTS)
    assert "Smith" not in caplog.text


class NotAnError(BaseException):
    """What a framework ends a task with, and no `except Exception` catches."""


def ends(contacts: Sequence[XeroContact]) -> Any:
    raise NotAnError("Jane Smith")


def test_what_is_no_exception_ends_nothing_but_the_answer() -> None:
    assert list(guarded(Answering(ends)).classify(CONTACTS)) == OURS


def test_what_is_no_exception_reaches_no_hook_that_prints_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", printed.append)
    guarded(Answering(ends)).classify(CONTACTS)
    assert printed == []


def no_thread(thread: Thread) -> None:
    raise RuntimeError("can't start new thread")


def test_where_no_thread_can_be_started_the_other_one_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Thread, "start", no_thread)
    assert list(guarded(Answering(fails)).classify(CONTACTS)) == OURS


def test_threads_that_could_not_be_started_are_not_waited_for_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inner = Answering(lambda contacts: [THEIRS for _ in contacts])
    classifier = guarded(inner)
    with monkeypatch.context() as broken:
        broken.setattr(Thread, "start", no_thread)
        for _ in range(3):
            classifier.classify(CONTACTS)
    assert list(classifier.classify(CONTACTS)) == [THEIRS, THEIRS]


def test_any_time_is_a_timeout(hanging: Hanging) -> None:
    Timer(0.05, hanging.gate.set).start()
    assert list(guarded(hanging, timedelta.max).classify(CONTACTS)) == [THEIRS, THEIRS]


def test_the_inner_one_cannot_take_contacts_away() -> None:
    """Its answers would stand beside other contacts."""
    asked = list(CONTACTS)
    guarded(Answering(lambda contacts: contacts.clear())).classify(asked)  # type: ignore[attr-defined]
    assert asked == CONTACTS


class Torn(Classification):
    """Raises when it is looked at, as a proxy of a lost database does."""

    def __getattribute__(self, name: str) -> Any:
        raise LookupError("out of order")


def test_an_answer_that_raises_when_looked_at_is_replaced_and_the_other_stands() -> None:
    torn = Torn(ContactKind.PERSON, 900, "so")
    inner = Answering(lambda contacts: [torn, THEIRS])
    assert list(guarded(inner).classify(CONTACTS)) == [OURS[0], THEIRS]


def test_where_the_other_one_miscounts_the_sound_answers_stand() -> None:
    inner, other = Answering(lambda contacts: [None, THEIRS]), Answering(lambda contacts: [])
    assert list(GuardedClassifier(inner, other).classify(CONTACTS)) == [UNCLASSIFIED, THEIRS]
