"""The numbers that ship."""

from importlib.resources import files
from itertools import pairwise

import pytest

from xerolink.adapters.embedded.similarity import similarity
from xerolink.adapters.embedded.weights import embedded_weights
from xerolink.domain.contacts.evidence import Asked, Comparison
from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.weights import Chances

MOST_BYTES = 2_000_000
RISING = ("email", "phone", "address", "asked_share", "other_share", "family", "given", "acronym")


def profile(name: str, email: str = "", phone: str = "", address: str = "") -> Profile:
    return Profile.of(SyncedFields(name, email, Phone(phone), Address((address,))))


def test_what_ships_is_small() -> None:
    shipped = files("xerolink.adapters.embedded").joinpath("suggestions.json")
    assert len(shipped.read_bytes()) < MOST_BYTES


@pytest.mark.parametrize("measure", RISING)
def test_more_of_what_speaks_for_a_pair_never_counts_less(measure: str) -> None:
    worth = embedded_weights().evidence[measure].worth
    assert all(less <= more for less, more in pairwise(worth))


@pytest.mark.parametrize("perhaps_a_person", [False, True], ids=["firms", "people"])
@pytest.mark.parametrize("beside", ["beside_a_conflict", "beside_a_no_match"])
def test_a_greater_share_of_the_odds_is_never_less_likely(
    beside: str, perhaps_a_person: bool
) -> None:
    chances: Chances = getattr(embedded_weights(), beside)
    worth = chances.of(perhaps_a_person).worth
    assert all(less <= more for less, more in pairwise(worth))


PAIRS = [
    (
        profile("Hill, Ann t/a Hill's", "ann@hill.example", "555 0147", "1 High St, BH15 1AA"),
        profile("Ann Hill", "a@vale.example", "555 0147", "1 High Street, BH15 1AA"),
    ),
    (profile("Acme Hotels Ltd"), profile("Acme Limited")),
]


@pytest.mark.parametrize(("asked", "other"), PAIRS, ids=["person", "firm"])
def test_every_measure_has_a_weight(asked: Profile, other: Profile) -> None:
    weights = embedded_weights()
    compared = Comparison(Asked(asked, {}, 1), weights, similarity)
    assert compared.measure(other).measured.keys() <= weights.evidence.keys()


@pytest.mark.parametrize("measure", sorted(embedded_weights().evidence))
def test_each_range_has_one_number(measure: str) -> None:
    steps = embedded_weights().evidence[measure]
    assert len(steps.worth) == len(steps.edges) + 1
