"""python -m benchmarks.training.classify [--data DIR] [--check]

Trains the model of person or organisation and writes it beside the classifier; with --check it
trains without parts of the data instead, and prints how well each part is told.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from attrs import frozen

from benchmarks.classify import accuracy, contact, reliability, told_apart
from benchmarks.training.corpus import (
    LEFT_OUT,
    Labelled,
    class_names,
    further_names,
    hard_names,
)
from benchmarks.training.counts import GIVEN, Counts, added, counted, listed
from benchmarks.training.invented import invented_organisations, invented_people
from benchmarks.training.pieces import Honest, Pieces
from benchmarks.training.steps import steps
from benchmarks.training.whole import Pair, Trained, WordTable, group, trained
from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.embedded.model import FILE, Model, read_model, written
from xerolink.adapters.embedded.patterns import decided
from xerolink.adapters.embedded.rules import RULES, Named
from xerolink.adapters.embedded.shape import read
from xerolink.adapters.embedded.tokens import LEARNED, tokens
from xerolink.adapters.embedded.words import CAPITALS
from xerolink.ports.classifier import Classification

_FOLDS, _SEED, _INVENTED = 5, 20_000, 20_000


@frozen
class Corpus:
    """What there is to learn from, and what only measures."""

    labelled: list[Labelled]
    further: list[Labelled]
    invented: list[Labelled]
    hard: list[Labelled]
    lists: Counts


def corpus(folder: Path) -> Corpus:
    """Read and invent it all."""
    made = [*invented_people(_SEED, _INVENTED), *invented_organisations(_SEED + 1, _INVENTED)]
    return Corpus(
        list(class_names(folder)),
        list(further_names(folder)),
        made,
        list(hard_names(folder)),
        listed(),
    )


def allowed(names: Sequence[Labelled]) -> list[Labelled]:
    """Those of sources that may be trained on."""
    return [name for name in names if name.source not in LEFT_OUT]


def consistent(names: Sequence[Labelled], lists: Counts) -> list[Labelled]:
    """Without the couples that a register calls organisations: a household is a person here."""
    return [name for name in names if name.person or not _is_couple(name.name, lists)]


_COUPLE = re.compile(r"(\w+) (?:&|and) (\w+) (\w+)", re.IGNORECASE)


def _is_couple(name: str, lists: Counts) -> bool:
    found = _COUPLE.fullmatch(name)
    if found is None:
        return False
    given = [word.lower() for word in found.groups()[:2]]
    return all(len(word) == 1 or (word in lists and lists[word][GIVEN] >= 1) for word in given)


def key(name: str) -> str:
    """The learned words of a name in any order: two names of one person or firm share it."""
    words = (token.text for token in tokens(name) if token.role in (LEARNED, CAPITALS))
    return " ".join(sorted(words))


def folds(names: Sequence[Labelled]) -> list[list[Labelled]]:
    """Five parts; names that share a key are in one part."""
    keys = sorted({key(name.name) for name in names})
    Random(_SEED).shuffle(keys)
    part = {each: number % _FOLDS for number, each in enumerate(keys)}
    return [[n for n in names if part[key(n.name)] == k] for k in range(_FOLDS)]


def without(held: Sequence[Labelled], names: Sequence[Labelled]) -> list[Labelled]:
    """The *names* that share no key with what is held out."""
    keys = {key(name.name) for name in held}
    return [name for name in names if key(name.name) not in keys]


class Trainer:
    """Learns once what pieces tell, and from any part of the names what words and wholes tell."""

    def __init__(self, data: Corpus) -> None:
        self.data = data
        self.names = consistent(allowed([*data.labelled, *data.further]), data.lists)
        self.counts = added(data.lists, counted(self.names))
        self.honest = Honest(self.counts).told
        self.pieces = Pieces(self.counts, self.counts)

    def told(self, word: str) -> Pair:
        """What its pieces tell of a word, learned without the word."""
        return self.honest.get(word) or self.pieces.told([word])[0]

    def trained(self, names: Sequence[Labelled]) -> Trained:
        return trained([*names, *self.data.invented], self.data.lists, self.told)

    def shipped(self, steps_of: tuple[int, ...]) -> str:
        """The text of the model that all names train."""
        found = self.trained(self.names)
        return written(found.words, self.pieces.listed(), found.features, steps_of)

    def model(self, found: Trained, steps_of: tuple[int, ...]) -> Model:
        """A model in which no word is told by pieces that were learned from it."""
        return Model(WordTable(found.words, self.told), found.features, steps_of)


def likelihoods(trainer: Trainer) -> tuple[int, ...]:
    """How likely scores make a person: from names, and from kinds of names, that the model did not
    see. A stranger's book is somewhere between."""
    scores, people = [], []
    for held, rest in _unseen(trainer):
        model = trainer.model(trainer.trained(rest), ())
        for name in held:
            named = Named.of(contact(name.name))
            reading = read(named.tokens, model.lexicon)
            if all(rule(named) is None for rule in RULES) and decided(reading) is None:
                scores.append(model.score(reading))
                people.append(name.person)
    return steps(scores, people)


def _unseen(trainer: Trainer) -> Iterator[tuple[list[Labelled], list[Labelled]]]:
    """What is held out and what is left: each fold, then each group of sources."""
    names = allowed(trainer.data.labelled)
    for held in folds(names):
        yield held, without(held, trainer.names)
    for number in sorted({group(name) for name in names}):
        others = [name for name in trainer.names if group(name) != number]
        held = [name for name in names if group(name) == number]
        yield held, without(held, others)


@frozen
class Checked:
    """A part of the data that was held out, how it was told apart, and how much of the hard set."""

    what: str
    held: list[Labelled]
    answers: list[Classification]
    hard: float


def checks(trainer: Trainer, steps_of: tuple[int, ...]) -> Iterator[Checked]:
    """Each part of the data in its turn."""
    sure = [name for name in trainer.data.hard if not name.ambiguous]
    for what, held in _held_out(trainer.data.labelled):
        model = trainer.model(trainer.trained(_rest(what, held, trainer.names)), steps_of)
        classifier = EmbeddedClassifier(model)
        hard = accuracy(sure, told_apart(classifier, sure))
        yield Checked(what, held, told_apart(classifier, held), hard)


def check(trainer: Trainer) -> None:
    """Print how well each part is told; of the folds together, how true the confidence is."""
    shipped = read_model(FILE.read_text(encoding="utf-8"))
    names: list[Labelled] = []
    answers: list[Classification] = []
    for each in checks(trainer, shipped.steps):
        right = accuracy(each.held, each.answers)
        print(f"{each.what:28} {right:.4f} of {len(each.held):5}, hard {each.hard:.3f}", flush=True)
        if each.what.startswith("fold"):
            names, answers = [*names, *each.held], [*answers, *each.answers]
    print(f"folds {accuracy(names, answers):.4f}, reliability {reliability(names, answers)}")


def _held_out(names: Sequence[Labelled]) -> Iterator[tuple[str, list[Labelled]]]:
    for number, held in enumerate(folds(names)):
        yield f"fold {number + 1}", held
    for family in _FAMILIES:
        yield f"source {family}", [name for name in names if name.source.startswith(family)]


_FAMILIES = (
    "AEC", "Chicago", "DBLP/ACM", "NSE India", "NZ schools", "OpenAustralia", "PatentsView", "SEC",
    "UK academies", "UK charities", "UK mutuals", "UK schools", "US Congress", "Wikidata churches",
    "Wikipedia", "synthetic",
)  # fmt: skip
"""What sources start with; a whole family is left out of training."""


def _rest(what: str, held: Sequence[Labelled], names: Sequence[Labelled]) -> list[Labelled]:
    family = what.removeprefix("source ")
    rest = without(held, names)
    return [n for n in rest if what == family or not n.source.startswith(family)]


def main() -> None:
    """Train and write, or check."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training.classify")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    trainer = Trainer(corpus(asked.data))
    if asked.check:
        check(trainer)
    else:
        FILE.write_text(trainer.shipped(likelihoods(trainer)), encoding="utf-8")
        print(f"{FILE.name}: {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
