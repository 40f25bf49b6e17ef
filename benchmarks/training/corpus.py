"""The names that the classifier is trained on, where they come from, and which are left out."""

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from benchmarks.csv_rows import Row, rows, told

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
    for row, person in _labelled(folder, "class_names*.csv"):
        yield Labelled(row["name"], person, row["source"])


def hard_names(folder: Path) -> Iterator[Labelled]:
    """The hard set; nothing is trained on it."""
    for row, person in _labelled(folder, "class_hard*.csv"):
        yield Labelled(row["name"], person, "hard", bool(row.said("ambiguous")))


def _labelled(folder: Path, pattern: str) -> Iterator[tuple[Row, bool]]:
    found = ((row, _is_person(row["label"])) for row in rows(folder, pattern, ("name", "label")))
    return told(found, "label", "person or org")


def _is_person(label: str) -> bool | None:
    start = label.strip().lower()[:3]
    return {"per": True, "peo": True, "org": False}.get(start)


def further_names(folder: Path) -> Iterator[Labelled]:
    """The names of the pools and pairs, each once."""
    for kind, person in (("orgs", False), ("people", True)):
        names = {name: key for key, name in _named(folder, kind) if name}
        for name, key in names.items():
            other = "US Congress" if person else "SEC/NASDAQ/NYSE"
            yield Labelled(name, person, _SOURCES.get(key, other))


def _named(folder: Path, kind: str) -> Iterator[tuple[str, str]]:
    for row in rows(folder, f"{kind}_pool*.csv", ("entity_id", "name")):
        yield row["entity_id"].split("-")[0], row["name"]
    for row in rows(folder, f"{kind}_pairs*.csv", ("left_id", "right_id")):
        for side in ("left", "right"):
            yield row[f"{side}_id"].split("-")[0], row[f"{side}_name"]
