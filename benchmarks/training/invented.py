"""Names put together from the word lists, in every style that ledgers hold; seeded."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from attrs import frozen

from benchmarks.training.corpus import Labelled
from benchmarks.training.lists import Culture, cultures, faker_names, marks, organisations, styles

_LISTS = {
    "trade": "trades",
    "more": "trades",
    "body": "bodies",
    "foreign": "other languages",
    "abroad": "words abroad",
    "country": "countries",
    "city": "cities abroad",
    "faith": "faiths",
    "brand": "brand words",
    "common": "common words",
    "customer": "customers",
    "place": "places",
    "single": "single names",
}
_OWNERS = (
    "{family}", "{family}", "{family}", "{given} {family}", "{initials} {family}", "{given}'s",
    "{family}'s", "{initials} & {initials2} {family}", "{family} Bros", "{family} & Sons",
    "{given} & {given2}'s", "{family} & {family2}",
)  # fmt: skip
_OF_FIRMS = {"english", "irish", "welsh, scottish"}
_LETTERS = "ABCDEFGHKLMNPRSTVWXZ"
_ENGLISH, _LEGAL_OFTEN, _LEGAL_SELDOM, _THE, _UPPER, _LOWER = 0.25, 0.25, 0.04, 0.05, 0.12, 0.22


class Drawn(dict[str, str]):
    """The words of one name, drawn as they are asked for; a digit after one asks for another."""

    def __init__(self, random: Random, lists: Sequence[Culture]) -> None:
        super().__init__()
        self._random, self._lists = random, lists

    def __missing__(self, key: str) -> str:
        kind, number = key.rstrip("23"), key[len(key.rstrip("23")) :]
        if kind in _MARKS:
            word = self._random.choice(_MARKS[kind])
        elif kind in _LISTS:
            word = self._random.choice(_WORDS[_LISTS[kind]])
            word = word.capitalize() if kind == "common" else word
        else:
            word = _KINDS[kind](self, number)
        self[key] = word
        return word

    def person(self, number: str) -> None:
        """Draw somebody's given and family name, of one culture."""
        english = self._random.random() < _ENGLISH
        culture = self._lists[0] if english else self._random.choice(self._lists)
        given, family = self._random.choice(culture.given), self._random.choice(culture.family)
        given = given.replace(" ", self._random.choice(" -"))
        turned = culture.family_first and self._random.random() < 0.7
        full = f"{family} {given}" if turned else f"{given} {family}"
        self |= {f"given{number}": given, f"family{number}": family, f"full{number}": full}

    def part(self, kind: str, number: str) -> str:
        """A part of somebody's name."""
        self.person(number)
        return self[f"{kind}{number}"]

    def surname(self) -> str:
        """A family name as they stand in the names of English firms."""
        families = [culture.family for culture in self._lists if culture.name in _OF_FIRMS]
        return self._random.choice(self._random.choice(families))

    def initials(self, number: str) -> str:
        """One to three letters, written in one of the ways there are."""
        count = self._random.choice([1, 1, 2, 2, 3])
        letters = [self._initial(f"given{number}"), *self._random.choices(_LETTERS, k=count - 1)]
        return self._random.choice(["", " ", ".", ". "]).join(letters) + self._dot()

    def middle(self) -> str:
        """A middle name, or its letter."""
        person = Drawn(self._random, self._lists)
        given = person["given"]
        return self._random.choice([given, given[0], f"{given[0]}.", person["family"]])

    def _initial(self, key: str) -> str:
        return self[key][0].upper()

    def _dot(self) -> str:
        return self._random.choice(["", "."])

    def digits(self) -> str:
        return str(self._random.randint(1, 60_000 if self._random.random() < 0.3 else 999))

    def letters(self) -> str:
        return "".join(self._random.choices(_LETTERS, k=self._random.randint(2, 5)))

    def owner(self) -> str:
        return self._random.choice(_OWNERS).format_map(self)


_WORDS, _MARKS = organisations(), marks()
_KINDS: Mapping[str, Callable[[Drawn, str], str]] = {
    "given": lambda drawn, number: drawn.part("given", number),
    "family": lambda drawn, number: drawn.part("family", number),
    "full": lambda drawn, number: drawn.part("full", number),
    "surname": lambda drawn, _: drawn.surname(),
    "FAMILY": lambda drawn, number: drawn[f"family{number}"].upper(),
    "initial": lambda drawn, number: drawn[f"given{number}"][0].upper(),
    "initials": Drawn.initials,
    "middle": lambda drawn, _: drawn.middle(),
    "number": lambda drawn, _: drawn.digits(),
    "letters": lambda drawn, _: drawn.letters(),
    "owner": lambda drawn, _: drawn.owner(),
}


@frozen
class _Style:
    templates: Sequence[str]
    legal: bool


def invented_people(seed: int, count: int) -> Iterator[Labelled]:
    """People, households among them."""
    random, ours, theirs = Random(seed), cultures(), faker_names()
    for number, style in enumerate(_taken(random, "people", count)):
        name = random.choice(style.templates).format_map(
            Drawn(random, theirs if number % 3 == 0 else ours)
        )
        yield Labelled(_cased(random, name), True, "invented people")


def invented_organisations(seed: int, count: int) -> Iterator[Labelled]:
    """Firms, trusts, estates, bodies; some with a legal form."""
    random, ours = Random(seed), cultures()
    for style in _taken(random, "organisations", count):
        drawn = Drawn(random, ours)
        name = random.choice(style.templates).format_map(drawn)
        if random.random() < (_LEGAL_OFTEN if style.legal else _LEGAL_SELDOM):
            name = f"{name} {drawn['legal']}"
        if random.random() < _THE:
            name = f"The {name}"
        yield Labelled(_cased(random, name), False, "invented organisations")


def _taken(random: Random, kind: str, count: int) -> list[_Style]:
    found, often = [], []
    for heading, templates in styles():
        what, number, *legal = heading.split()
        if what == kind:
            found.append(_Style(templates, bool(legal)))
            often.append(int(number))
    return random.choices(found, often, k=count)


def _cased(random: Random, name: str) -> str:
    chance = random.random()
    return name.upper() if chance < _UPPER else name.lower() if chance < _LOWER else name
