"""Pairs and pools of names, as CSV files of a folder, and a book of contacts in memory."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from attrs import frozen

from benchmarks.csv_rows import Row, rows, told
from xerolink.domain.contacts.evidence import Asked
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.shortlist import LISTED, shortlist
from xerolink.domain.contacts.terms import Term, terms
from xerolink.domain.identity import HostContactId

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "matching"
"""Where the development data is, where it is at all."""
_OF_PAIRS = ("left_id", "right_id", "left_name", "right_name", "label")
"""Without the others, there is less to compare."""


@frozen
class Pair:
    """Two contacts, the ids of who they are, and how the names of a match differ."""

    source: str
    left_id: str
    right_id: str
    left: Profile
    right: Profile
    left_name: str
    right_name: str
    same: bool
    kind: str


@frozen
class Names:
    """The pairs of organisations or of people, and further names (entity, name) to rank among."""

    pairs: tuple[Pair, ...]
    pool: tuple[tuple[str, str], ...]

    @property
    def asked(self) -> tuple[Pair, ...]:
        """The matches that a name alone can find: no surname that was changed."""
        return tuple(one for one in self.pairs if one.same and one.kind != "surname_change")

    @property
    def gallery(self) -> list[tuple[str, str]]:
        """What a name is ranked among: the pool, and the right sides of the matches, each once."""
        rights = ((one.right_id, one.right_name) for one in self.asked)
        return list(dict.fromkeys((*self.pool, *rights)))


def read_names(folder: Path | None, what: str) -> Names:
    """The `orgs` or `people` of *folder*; without one, of the data beside the checkout.

    Without a pool the names are ranked among those of the pairs alone; no pairs: nobody is asked.
    """
    where = folder or BESIDE
    found = ((row, row.said("label")) for row in rows(where, f"{what}_pairs*.csv", _OF_PAIRS))
    pairs = tuple(_pair(row, same) for row, same in told(found, "label", "1 or 0"))
    pool = rows(where, f"{what}_pool*.csv", ("entity_id", "name"))
    return Names(pairs, tuple((row["entity_id"], row["name"]) for row in pool))


def missing(where: Path, *patterns: str) -> NoReturn:
    """End the program: there is no data, and what would help."""
    sys.exit(
        f"no {' or no '.join(patterns)} in {where}: give a folder by --data, "
        "with the columns that docs/suggestions.md and docs/person-or-organisation.md tell"
    )


def _pair(row: Row, same: bool) -> Pair:
    left, right = (
        Profile.of(
            SyncedFields(
                row[f"{side}_name"],
                row[f"{side}_email"],
                Phone(row[f"{side}_phone"]),
                Address((row[f"{side}_address"],)),
            )
        )
        for side in ("left", "right")
    )
    ids = row["left_id"], row["left_id"] if same else row["right_id"]
    names = row["left_name"], row["right_name"]
    return Pair(row["source"], *ids, left, right, *names, same, row["kind"])


def named(name: str) -> Profile:
    """A contact of which only the name is known."""
    return Profile.of(SyncedFields(name))


class Book:
    """Host contacts in memory, with an index of their terms."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self.profiles = {HostContactId(f"{n:07}"): each for n, each in enumerate(profiles)}
        bearers: defaultdict[Term, list[str]] = defaultdict(list)
        for host_id, profile in self.profiles.items():
            for term in terms(profile):
                bearers[term].append(host_id)
        self._hits = {
            term: Hits(len(ids), tuple(ids) if len(ids) <= LISTED else ())
            for term, ids in bearers.items()
        }

    def ask(self, profile: Profile) -> tuple[Asked, Mapping[HostContactId, Profile]]:
        """What the index knows of *profile*, and the contacts that are worth a close look."""
        wanted = terms(profile)
        found = {term: self._hits[term] for term in wanted if term in self._hits}
        chosen = shortlist(wanted, found, len(self.profiles))
        asked = Asked(profile, found, len(self.profiles))
        return asked, {host_id: self.profiles[host_id] for host_id in chosen}


def once(
    candidates: Mapping[HostContactId, Profile],
    who: Mapping[HostContactId, str],
    entity: str,
    best: HostContactId | None,
) -> dict[HostContactId, Profile]:
    """The *candidates* with *entity* among them only as *best*, or not at all.

    The lists have some entities under several names; a probability speaks of a book without twins.
    """
    return {i: each for i, each in candidates.items() if who[i] != entity or i == best}


def entities(gallery: Sequence[tuple[str, str]]) -> dict[HostContactId, str]:
    """Who the contacts of a book of *gallery* are."""
    return {HostContactId(f"{n:07}"): entity for n, (entity, _) in enumerate(gallery)}
