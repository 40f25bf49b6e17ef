"""What a classifier answers, and whether it can be kept."""

from typing import Any

import pytest
from attrs import evolve

from xerolink.domain.contacts.classify import (
    LONGEST_REASON,
    SURE_ENOUGH,
    UNCLASSIFIED,
    Classification,
    settled,
    sound,
)
from xerolink.domain.contacts.model import ContactKind

ANSWER = Classification(ContactKind.PERSON, 900, "because")


@pytest.mark.parametrize("confidence", [0, 1, 999, 1_000])
def test_every_number_of_thousandths_is_a_confidence(confidence: int) -> None:
    assert sound(evolve(ANSWER, confidence=confidence))


@pytest.mark.parametrize("confidence", [-1, 1_001, 0.5, True, "900", None])
def test_nothing_else_is_a_confidence(confidence: Any) -> None:
    assert not sound(evolve(ANSWER, confidence=confidence))


@pytest.mark.parametrize("kind", ["person", None, 1])
def test_what_is_no_kind_is_not_sound(kind: Any) -> None:
    assert not sound(evolve(ANSWER, kind=kind))


def test_the_longest_reason_is_sound() -> None:
    assert sound(evolve(ANSWER, reason="x" * LONGEST_REASON))


@pytest.mark.parametrize("reason", ["", " ", "x" * (LONGEST_REASON + 1), "a\nb", "\ud800", None, 7])
def test_a_reason_that_cannot_be_shown_or_stored_is_not_sound(reason: Any) -> None:
    assert not sound(evolve(ANSWER, reason=reason))


@pytest.mark.parametrize("answer", [None, "person", (ContactKind.PERSON, 900, "because")])
def test_what_is_no_classification_is_not_sound(answer: Any) -> None:
    assert not sound(answer)


def test_an_answer_needs_a_look_below_600_thousandths() -> None:
    assert [evolve(ANSWER, confidence=sure).needs_a_look for sure in (599, 600)] == [True, False]


def test_a_contact_that_no_classifier_answered_for_needs_a_look() -> None:
    assert UNCLASSIFIED.needs_a_look


class Torn(Classification):
    """Raises when it is looked at."""

    def __getattribute__(self, name: str) -> Any:
        raise LookupError("out of order")


def test_what_raises_when_it_is_looked_at_is_not_sound() -> None:
    assert not sound(Torn(ContactKind.PERSON, 900, "because"))


def test_a_person_that_is_sure_enough_stays_one() -> None:
    assert settled(evolve(ANSWER, confidence=SURE_ENOUGH)).kind is ContactKind.PERSON


def test_a_person_that_is_not_is_an_organisation() -> None:
    assert settled(evolve(ANSWER, confidence=SURE_ENOUGH - 1)).kind is ContactKind.ORGANISATION


def test_its_confidence_stays_as_low_as_it_was() -> None:
    """So that somebody looks."""
    assert settled(evolve(ANSWER, confidence=100)).confidence == 100
