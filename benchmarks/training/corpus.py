"""The names that the classifier is trained on, where they come from, and which are left out."""

import csv
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

LEFT_OUT = {
    "NSE India": "no licence is stated",
    "OpenAustralia": "no licence is stated for the list",
    "Chicago employees": "no licence is stated",
}
"""Sources of the development data that nothing is trained on, and why."""

_SOURCES = {
    "aec": "AEC returns",
    "aecp": "AEC candidates",
    "chi": "Chicago sites",
    "uk": "UK charities",
    "dblp": "DBLP/ACM",
    "pv": "PatentsView",
    "wd": "Wikidata persons",
    "oa": "OpenAustralia",
}
"""What an id of the pools and pairs starts with, and the source."""


@frozen
class Labelled:
    """A name, whether it is a person's, and the source."""

    name: str
    person: bool
    source: str
    ambiguous: bool = False


def class_names(folder: Path) -> Iterator[Labelled]:
    """The names labelled person or organisation."""
    for row in _rows(folder, "class_names"):
        yield Labelled(row["name"], row["label"] == "person", row["source"])


def hard_names(folder: Path) -> Iterator[Labelled]:
    """The hard set; nothing is trained on it."""
    for row in _rows(folder, "class_hard"):
        yield Labelled(row["name"], row["label"] == "person", "hard", row["ambiguous"] == "1")


def further_names(folder: Path) -> Iterator[Labelled]:
    """The names of the pools and pairs, each once."""
    for kind, person in (("orgs", False), ("people", True)):
        names = {name: key for key, name in _named(folder, kind) if name}
        for name, key in names.items():
            other = "US Congress" if person else "SEC/NASDAQ/NYSE"
            yield Labelled(name, person, _SOURCES.get(key, other))


def _named(folder: Path, kind: str) -> Iterator[tuple[str, str]]:
    for row in _rows(folder, f"{kind}_pool"):
        yield row["entity_id"].split("-")[0], row["name"]
    for row in _rows(folder, f"{kind}_pairs"):
        for side in ("left", "right"):
            yield row[f"{side}_id"].split("-")[0], row[f"{side}_name"]


def _rows(folder: Path, start: str) -> Iterator[dict[str, str]]:
    for path in sorted(folder.glob(f"{start}*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
