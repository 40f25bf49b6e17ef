"""What a classifier answers about a contact (semantics row 12)."""

from typing import TypeGuard

from attrs import evolve, field, frozen

from xerolink.domain.contacts.model import ContactKind


@frozen
class Classification:
    """What a contact is. *confidence* in thousandths, 0 to 1000; *reason* in words.

    The reason may name a word of the contact's name ("ends in Ltd") and is stored, never logged.
    """

    kind: ContactKind
    confidence: int
    reason: str = field(repr=False)

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look at it (semantics row 12)."""
        return doubtful(self.confidence)


SURE_ENOUGH = 600
"""From this confidence on, in thousandths, nobody needs to look; below nothing is a person."""


def doubtful(confidence: int) -> bool:
    """Whether an answer of this *confidence*, in thousandths, is for a person to look at."""
    return confidence < SURE_ENOUGH


UNCLASSIFIED = Classification(ContactKind.ORGANISATION, 0, "not classified")
"""What a contact is taken for when the classifier gave no answer."""

SUREST = 1_000
"""The highest confidence, in thousandths."""

LONGEST_REASON = 500
"""How many characters a reason may have."""


def sound(answer: object) -> TypeGuard[Classification]:
    """Whether *answer* can be kept: a kind, a confidence in range, a reason that can be shown.

    A host's own classifier may answer anything, even what raises when it is looked at.
    """
    try:
        return isinstance(answer, Classification) and _holds(answer)
    except Exception:
        return False


def settled(answer: Classification) -> Classification:
    """The answer; a person that is not likely enough is an organisation, as little sure."""
    if answer.kind is ContactKind.PERSON and answer.needs_a_look:
        return evolve(answer, kind=ContactKind.ORGANISATION)
    return answer


def _holds(answer: Classification) -> bool:
    return _is_kind(answer.kind) and _in_range(answer.confidence) and _can_be_shown(answer.reason)


def _is_kind(kind: object) -> bool:
    return isinstance(kind, ContactKind)


def _in_range(confidence: object) -> bool:
    return type(confidence) is int and 0 <= confidence <= SUREST


def _can_be_shown(reason: object) -> bool:
    return (
        isinstance(reason, str)
        and len(reason) <= LONGEST_REASON
        and bool(reason.strip())
        and reason.isprintable()
    )
