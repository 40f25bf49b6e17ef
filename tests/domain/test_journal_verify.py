"""Every change to a chain is found, and what may change is no break."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from attrs import evolve, fields
from hypothesis import assume, given
from hypothesis import strategies as st

from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.identity import (
    SYNC,
    Actor,
    HostContactId,
    RunId,
    XeroContactId,
    xero_entity,
)
from xerolink.domain.journal import (
    Digest,
    Entry,
    EntryKind,
    Fact,
    Head,
    JournalKeyId,
    Note,
    Salt,
    Values,
)
from xerolink.domain.journal_chain import NO_KEY, JournalKey, Secret, chained
from xerolink.domain.journal_verify import SHOWN, Broken, Why, verify
from xerolink.domain.run import RunKind
from xerolink.testing import strategies

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
KEY = JournalKey(JournalKeyId("new"), Secret(b"n" * 32))
OLD = JournalKey(JournalKeyId("old"), Secret(b"o" * 32))
KEYS = {key.key_id: key.secret for key in (KEY, OLD)}


def note(n: int, kind: EntryKind = EntryKind.WRITTEN, **changes: Any) -> Note:
    made = Note(
        kind,
        AT,
        SYNC,
        RunKind.SYNC,
        RunId("r"),
        "MergePair",
        "edited",
        "done",
        HostContactId(f"h{n}"),
        XeroContactId(f"x{n}"),
        values=Values(SyncedFields(f"Name {n}"), SyncedFields("After")),
    )
    return evolve(made, **changes)


def chain(
    notes: Sequence[Note], key: JournalKey = KEY, head: Head | None = None
) -> tuple[Entry, ...]:
    made = list[Entry]()
    for each in notes:
        made.append(chained(head, each, Salt(f"salt {each.host_id}"), key))
        head = made[-1].place
    return tuple(made)


NOTES = [note(n) for n in range(1, 7)]
CHAIN = chain(NOTES)
HEAD = CHAIN[-1].place


def found(
    entries: Sequence[Entry], head: Head | None = None, keys: Any = KEYS
) -> list[tuple[int, Why]]:
    return [(b.sequence, b.why) for b in verify(entries, head, keys and keys.get)]


def replaced(at: int, **changes: Any) -> list[Entry]:
    """The chain with entry number *at* changed."""
    return [evolve(e, **changes) if e.sequence == at else e for e in CHAIN]


def retold(at: int, reason: str) -> list[Note]:
    return [evolve(n, reason=reason) if i == at else n for i, n in enumerate(NOTES, 1)]


def blank(entry: Entry) -> Entry:
    return evolve(entry, values=None, salt=None)


def test_an_untouched_chain_is_sound() -> None:
    assert found(CHAIN, HEAD) == []


def test_a_chain_without_a_key_is_sound_for_a_host_without_keys() -> None:
    entries = chain(NOTES, NO_KEY)
    assert found(entries, entries[-1].place, None) == []


def test_an_empty_journal_is_sound() -> None:
    assert found([]) == []


def test_a_chain_that_grew_since_the_head_was_kept_is_sound() -> None:
    assert found(CHAIN, CHAIN[3].place) == []


def test_an_edited_entry_is_found() -> None:
    fact = evolve(CHAIN[2].fact, actor=Actor.person("eve"))
    assert found(replaced(3, fact=fact)) == [(3, Why.EDITED)]


def test_edited_values_are_found() -> None:
    edited = Values(SyncedFields("Name 3"), SyncedFields("Else"))
    assert found(replaced(3, values=edited)) == [(3, Why.VALUES_EDITED)]


def test_values_edited_with_their_digest_are_found() -> None:
    """With a key nobody else can make the entry's own digest."""
    forged = chained(CHAIN[1].place, note(9), Salt("s"), JournalKey(KEY.key_id, Secret(b"?")))
    changes = {"values": forged.values, "salt": forged.salt, "values_digest": forged.values_digest}
    assert found(replaced(3, **changes)) == [(3, Why.EDITED)]


def test_a_salt_without_values_is_found() -> None:
    assert found(replaced(3, values=None)) == [(3, Why.VALUES_EDITED)]


def test_values_that_nobody_scrubbed_away_are_missed() -> None:
    assert found(replaced(3, values=None, salt=None)) == [(3, Why.VALUES_REMOVED)]


def test_a_removed_entry_is_found() -> None:
    assert found([*CHAIN[:2], *CHAIN[3:]]) == [(3, Why.REMOVED)]


def test_removed_first_entries_are_found() -> None:
    assert found(CHAIN[2:]) == [(2, Why.REMOVED)]


def test_entries_in_another_order_are_found() -> None:
    shuffled = [*CHAIN[:2], CHAIN[3], CHAIN[2], *CHAIN[4:]]
    assert (3, Why.REORDERED) in found(shuffled)


def test_entries_that_changed_their_numbers_are_found() -> None:
    """A store orders by number: so they come in line."""
    third, fourth = evolve(CHAIN[3], sequence=3), evolve(CHAIN[2], sequence=4)
    assert (3, Why.REORDERED) in found([*CHAIN[:2], third, fourth, *CHAIN[4:]])


def test_an_entry_twice_is_found() -> None:
    assert found([*CHAIN[:3], CHAIN[2], *CHAIN[3:]]) == [(3, Why.REORDERED)]


def test_a_truncated_chain_is_found_by_the_head_kept_elsewhere() -> None:
    assert found(CHAIN[:4], HEAD) == [(5, Why.TRUNCATED)]


def test_a_chain_that_is_gone_is_found_by_the_head_kept_elsewhere() -> None:
    assert found([], HEAD) == [(1, Why.TRUNCATED)]


def test_a_chain_recomputed_without_the_key_is_found() -> None:
    forged = chain(retold(3, "else"), JournalKey(KEY.key_id, Secret(b"guessed")))
    assert found(forged) == [(1, Why.WRONG_KEY)]


def test_an_end_recomputed_without_the_key_is_found() -> None:
    end = chain(NOTES[3:], JournalKey(KEY.key_id, Secret(b"guessed")), CHAIN[2].place)
    assert found([*CHAIN[:3], *end]) == [(n, Why.EDITED) for n in (4, 5, 6)]


def test_an_end_recomputed_as_if_there_were_no_key_is_found() -> None:
    end = chain(NOTES[3:], NO_KEY, CHAIN[2].place)
    assert found([*CHAIN[:3], *end]) == [(4, Why.UNKEYED), (6, Why.UNKEYED)]


def test_a_chain_recomputed_as_if_there_had_never_been_a_key_is_found() -> None:
    assert found(chain(NOTES, NO_KEY)) == [(6, Why.UNKEYED)]


def test_a_chain_that_got_a_key_later_is_sound() -> None:
    before = chain(NOTES[:3], NO_KEY)
    assert found([*before, *chain(NOTES[3:], KEY, before[-1].place)]) == []


def test_a_chain_recomputed_by_who_has_the_key_is_found_by_the_head_kept_elsewhere() -> None:
    assert found(chain(retold(3, "else")), HEAD) == [(6, Why.RECOMPUTED)]


def test_an_entry_recomputed_alone_is_found() -> None:
    """The next one still follows what stood there."""
    forged = chain(retold(3, "else"))[2]
    assert found([*CHAIN[:2], forged, *CHAIN[3:]]) == [(3, Why.RECOMPUTED)]


def test_a_chain_of_two_keys_is_sound() -> None:
    before = chain(NOTES[:3], OLD)
    assert found([*before, *chain(NOTES[3:], KEY, before[-1].place)]) == []


def test_an_unknown_key_is_told_once() -> None:
    before = chain(NOTES[:3], OLD)
    entries = [*before, *chain(NOTES[3:], KEY, before[-1].place)]
    assert found(entries, keys={KEY.key_id: KEY.secret}) == [(1, Why.UNKNOWN_KEY)]


def test_a_key_that_the_host_does_not_give_any_more_is_unknown() -> None:
    assert found(CHAIN, keys=None) == [(1, Why.UNKNOWN_KEY)]


def test_another_key_of_the_same_name_is_told_once() -> None:
    assert found(CHAIN, keys={KEY.key_id: bytes(32)}) == [(1, Why.WRONG_KEY)]


def test_a_scrubbed_chain_is_sound() -> None:
    scrubbed = chain([note(3, EntryKind.SCRUBBED, host_id=None)], KEY, HEAD)
    entries = [blank(e) if e.sequence == 3 else e for e in CHAIN]
    assert found([*entries, *scrubbed], scrubbed[-1].place) == []


def test_scrubbing_one_contact_covers_no_other() -> None:
    scrubbed = chain([note(4, EntryKind.SCRUBBED)], KEY, HEAD)
    assert found([*replaced(3, values=None, salt=None), *scrubbed]) == [(3, Why.VALUES_REMOVED)]


def test_scrubbing_a_contact_covers_no_later_entry() -> None:
    scrubbed = chain([note(3, EntryKind.SCRUBBED), note(3)], KEY, HEAD)
    assert found([*CHAIN, scrubbed[0], blank(scrubbed[1])]) == [(8, Why.VALUES_REMOVED)]


def pruned(up_to: int) -> list[Entry]:
    """The chain, its front pruned as a run would."""
    last = CHAIN[up_to - 1].place
    return [*CHAIN[up_to:], *chain([note(9, EntryKind.PRUNED, pruned=last)], KEY, HEAD)]


def test_a_pruned_chain_is_sound() -> None:
    assert found(pruned(3), HEAD) == []


def test_a_chain_of_which_all_was_pruned_is_sound() -> None:
    assert found(pruned(6)) == []


def test_a_chain_that_was_pruned_twice_is_sound() -> None:
    once = pruned(2)
    again = chain([note(9, EntryKind.PRUNED, pruned=CHAIN[3].place)], KEY, once[-1].place)
    assert found([*once[2:], *again]) == []


def test_an_entry_removed_after_a_pruned_front_is_found() -> None:
    assert found(pruned(3)[1:]) == [(4, Why.REMOVED)]


def test_at_most_so_many_breaks_are_listed() -> None:
    entries = chain([note(n) for n in range(SHOWN + 9)], NO_KEY)
    forged = [evolve(e, values=Values()) for e in entries]
    assert len(found(forged, keys=None)) == SHOWN


def test_a_break_shows_nothing_but_where_and_how() -> None:
    assert [f.name for f in fields(Broken)] == ["sequence", "why"]


TEXTS = st.text(max_size=5)
DIGESTS = st.sampled_from(["", "0" * 64, CHAIN[0].digest, CHAIN[3].digest]).map(Digest)
PLACES = st.none() | st.builds(Head, st.integers(1, 9), DIGESTS)
SIDES = st.none() | strategies.synced_fields()
LINKS = st.lists(strategies.links(), max_size=1).map(tuple)
VALUES = st.builds(Values, SIDES, SIDES, SIDES, SIDES, LINKS, LINKS)
PUBLIC: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(EntryKind),
    "at": strategies.instants(),
    "actor": st.builds(Actor.person, TEXTS),
    "trigger": st.sampled_from(RunKind),
    "pruned": PLACES,
    "also": st.just((xero_entity(XeroContactId("x9")),)),
}
OWN: dict[str, st.SearchStrategy[Any]] = {
    "sequence": st.integers(0, 9),
    "values": st.none() | VALUES,
    "salt": st.none() | TEXTS,
    "values_digest": DIGESTS,
    "previous": DIGESTS,
    "digest": DIGESTS,
    "key_id": st.sampled_from(["", "old", "nobody's"]),
}


@st.composite
def edits(draw: st.DrawFn) -> list[Entry]:
    """One field of one entry is another."""
    entry = draw(st.sampled_from(CHAIN))
    if draw(st.booleans()):
        name = draw(st.sampled_from(sorted(f.name for f in fields(Fact))))
        fact = evolve(entry.fact, **{name: draw(PUBLIC.get(name, TEXTS))})
        return replaced(entry.sequence, fact=fact)
    name = draw(st.sampled_from(sorted(OWN)))
    return replaced(entry.sequence, **{name: draw(OWN[name])})


@st.composite
def arrangements(draw: st.DrawFn) -> list[Entry]:
    """The entries, some of them left out, twice, or elsewhere."""
    return draw(st.lists(st.sampled_from(CHAIN), max_size=8))


@given(edits() | arrangements())
def test_any_change_of_a_chain_is_found(changed: list[Entry]) -> None:
    assume(changed != list(CHAIN))
    assert found(changed, HEAD)


@given(VALUES, VALUES)
def test_only_equal_values_have_one_digest(one: Values, other: Values) -> None:
    """No two values can be taken for each other."""
    first, second = (chained(None, note(1, values=v), Salt("s")) for v in (one, other))
    assert (first.values_digest == second.values_digest) == (one == other)
