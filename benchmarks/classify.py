"""Person or organisation: how often the embedded classifier is right, how fast, and how large."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.matching_data import BESIDE, missing
from benchmarks.training.corpus import Labelled, class_names, hard_names
from xerolink.adapters.embedded.classifier import THRESHOLD, EmbeddedClassifier
from xerolink.adapters.embedded.model import FILE
from xerolink.domain.contacts.model import ContactKind, SyncedFields, XeroContact
from xerolink.domain.identity import XeroContactId
from xerolink.ports.classifier import Classification, ContactClassifier

_ROUNDS = 5
_THEN = datetime(2026, 1, 1, tzinfo=UTC)


def measure_classify(folder: Path | None) -> dict[str, Any]:
    """Over the names of *folder*: class_names*.csv and class_hard*.csv.

    Without one, of the data beside the checkout. Ends the program, naming the flag, where there are
    no class_names; without class_hard the figures of the hard set are None.
    """
    where = folder or BESIDE
    names, hard = list(class_names(where)), list(hard_names(where))
    if not names:
        missing(where, "class_names*.csv")
    classifier = EmbeddedClassifier()
    answers = told_apart(classifier, names)
    sure = [name for name in hard if not name.ambiguous]
    return {
        "accuracy": accuracy(names, answers),
        "hard": accuracy(sure, told_apart(classifier, sure)) if sure else None,
        "hard_with_ambiguous": accuracy(hard, told_apart(classifier, hard)) if hard else None,
        "flagged": _share([a.confidence < THRESHOLD for a in answers]),
        "reliability": reliability(names, answers),
        "names": len(names),
        "hard_names": len(sure),
        **_speed(classifier, names),
        "size": FILE.stat().st_size,
    }


def told_apart(classifier: ContactClassifier, names: Sequence[Labelled]) -> list[Classification]:
    """An answer for each of *names*, of which nothing else is known."""
    return list(classifier.classify([contact(name.name) for name in names]))


def right(name: Labelled, answer: Classification) -> bool:
    """Whether the answer is the label."""
    return (answer.kind is ContactKind.PERSON) == name.person


def accuracy(names: Sequence[Labelled], answers: Sequence[Classification]) -> float:
    """The share of right answers; of no names: 0."""
    return _share([right(n, a) for n, a in zip(names, answers, strict=True)])


def reliability(names: Sequence[Labelled], answers: Sequence[Classification]) -> dict[str, Any]:
    """By confidence: how many answers, and how many of a thousand are right."""
    bins: dict[int, list[bool]] = {}
    for name, answer in zip(names, answers, strict=True):
        bins.setdefault(min(answer.confidence // 100, 9) * 100, []).append(right(name, answer))
    return {
        str(least): [len(held), round(1000 * _share(held))] for least, held in sorted(bins.items())
    }


def _speed(classifier: ContactClassifier, names: Sequence[Labelled]) -> dict[str, float]:
    """Microseconds a name, the best of some rounds; and beside a fixed piece of Python's work."""
    contacts = [contact(name.name) for name in names]
    each = min(_seconds(classifier, contacts) for _ in range(_ROUNDS)) / max(1, len(contacts))
    fixed = min(_fixed_work() for _ in range(_ROUNDS))
    return {"microseconds": round(each * 1e6, 1), "ratio_to_fixed_work": round(each / fixed, 3)}


def _seconds(classifier: ContactClassifier, contacts: Sequence[XeroContact]) -> float:
    started = time.process_time()
    classifier.classify(contacts)
    return time.process_time() - started


def _fixed_work() -> float:
    """Seconds that a thousand words cost to be made, sorted and counted in a dictionary."""
    started = time.process_time()
    words = sorted(str(number * 7919 % 1000) for number in range(1_000))
    {word: len(word) for word in words}
    return time.process_time() - started


def contact(name: str) -> XeroContact:
    """A contact of which only the name is known."""
    return XeroContact(XeroContactId("0"), _THEN, SyncedFields(name=name))


def _share(held: Sequence[bool]) -> float:
    return round(sum(held) / len(held), 4) if held else 0.0
