"""An index that is not what one built anew would be is noticed, whatever of it is wrong."""

from collections.abc import Callable

import pytest
from attrs import evolve

from xerolink.domain.contacts.normalise import NO_KEYS
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.staged import IndexEntry
from xerolink.domain.identity import HostContactId
from xerolink.ports.books import HostIndex
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.scenes_suggested import ALIKE, asking, in_host
from xerolink.testing.worlds.anew import outdated

Spoil = Callable[[HostIndex, HostContactId], object]


def found(world: Firm, spoil: Spoil = lambda index, host_id: None) -> list[str]:
    """What is told of the index, once one entry is spoilt: the parts that are wrong."""
    lease = world.store.claim(world.connection_id, "somebody", 60)
    assert lease is not None
    host_id = in_host(world, ALIKE)
    with world.store.transaction(lease) as unit:
        record = unit.record.get()
        assert record is not None
        spoil(unit.index, host_id)
        return [line.partition(" ")[0] for line in outdated(world, unit, record)]


def current() -> Firm:
    """Its index has followed the feed to its head."""
    world = asking(Firm)
    world.connection().sync_contacts()
    world.pass_time()
    return world


def forget_keys(index: HostIndex, host_id: HostContactId) -> None:
    index.put([evolve(index.get_many([host_id])[host_id], keys=NO_KEYS)])


def keep_old_profile(index: HostIndex, host_id: HostContactId) -> None:
    entry = index.get_many([host_id])[host_id]
    index.put([evolve(entry, profile=Profile("another name"))])


def keep_gone(index: HostIndex, _: HostContactId) -> None:
    index.put([IndexEntry(HostContactId("gone"), NO_KEYS, Profile("gone"))])


def test_an_index_that_follows_the_feed_is_right() -> None:
    assert found(current()) == []


@pytest.mark.parametrize(
    ("spoil", "wrong"),
    [
        (forget_keys, ["entries", "keys"]),
        (keep_old_profile, ["entries", "profiles", "terms"]),
        (keep_gone, ["profiles"]),
        (lambda index, _: index.strip(), ["entries", "profiles", "terms"]),
        (lambda index, host_id: index.remove([host_id]), ["entries", "profiles", "keys", "terms"]),
    ],
    ids=["no keys", "an old profile", "one that is gone", "no profiles", "one forgotten"],
)
def test_what_is_wrong_is_told(spoil: Spoil, wrong: list[str]) -> None:
    assert found(current(), spoil) == wrong
