"""The digests of the chain: what they are over, and that they stay what they are."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import evolve

from xerolink.domain.contacts.link import Link, Separation
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.domain.identity import (
    SYNC,
    Actor,
    DecisionId,
    HostContactId,
    IntentId,
    LinkId,
    RunId,
    XeroContactId,
)
from xerolink.domain.journal import Digest, EntryKind, Head, JournalKeyId, Note, Salt, Values
from xerolink.domain.journal_chain import (
    JournalKey,
    Secret,
    canonical,
    chained,
    digest_of,
    digest_of_values,
)
from xerolink.domain.run import RunKind
from xerolink.domain.settings import Direction

AT = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
KEY = JournalKey(JournalKeyId("2026"), Secret(bytes(range(32))))
SALT = Salt("00112233445566778899aabbccddeeff")
LEAST = Note(EntryKind.SETTINGS, AT, SYNC, RunKind.SETTINGS, RunId("r1"), "Change", "", "done")
FIELDS = SyncedFields("Ann Lée", "", Phone("1", "9", "64"), Address(("1 Quay",), "Auckland"))
LINK = Link(
    LinkId("l1"),
    HostContactId("h1"),
    XeroContactId("x1"),
    FIELDS,
    SyncedFields(),
    AT,
    AT,
    LinkState.PREVIOUSLY_SYNCED,
    Direction.FROM_XERO,
    3,
    Separation(AT, Actor.person("anna"), "stopped"),
    HostContactId("h9"),
)
MOST = Note(
    EntryKind.WRITTEN,
    AT + timedelta(microseconds=5),
    Actor.person("anna"),
    RunKind.REVIEW,
    RunId("r2"),
    "MergeContact",
    "edited in Xero",
    "part refused",
    HostContactId("h2"),
    XeroContactId("x2"),
    LinkId("l2"),
    DecisionId("d1"),
    IntentId("i1"),
    Values(FIELDS, SyncedFields("Ann"), FIELDS, SyncedFields(), (LINK,), (LINK,)),
    pruned=Head(3, Digest("abc")),
)
FIRST = chained(None, LEAST, SALT, KEY)
SECOND = chained(FIRST.place, MOST, SALT, KEY)


def test_a_chain_of_today_verifies_for_ever() -> None:
    """When it fails, every journal in use would count as edited: undo what changed the text."""
    assert (FIRST.digest, SECOND.digest) == (
        "428c2f20774f955c8e98ca2f5fc8028da8235561a887068d1636faf27396143f",
        "20c27f0946285abbd0a71d96174966b5b3722c7c4dd325996fc56ca0d93ed553",
    )


def test_values_of_today_verify_for_ever() -> None:
    assert (
        SECOND.values_digest == "7cbb2db658dfb50e67f95d9b8cde9afb4243a301b1ff135e58f1e18dd61ea9a3"
    )


def test_without_a_key_the_digest_is_plain_sha_256() -> None:
    assert (
        chained(None, LEAST, SALT).digest
        == "ca717342050036da21c36ca11088912c23b1770eb0ba7d05755c2b5b8b398459"
    )


def test_the_text_has_sorted_keys_and_leaves_out_what_has_its_default() -> None:
    assert canonical(Phone("1", country="64")) == '{"country":"64","number":"1"}'


def test_unknown_and_empty_are_two_texts() -> None:
    assert canonical(SyncedFields(None)) != canonical(SyncedFields(""))


def test_no_values_and_unknown_values_are_two_texts() -> None:
    assert canonical(Values()) != canonical(Values(SyncedFields()))


def test_the_text_is_ascii() -> None:
    assert canonical(SyncedFields("half \ud83d, é")) == '{"name":"half \\ud83d, \\u00e9"}'


def test_a_moment_is_the_same_in_every_zone() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=13)))
    assert chained(None, evolve(LEAST, at=elsewhere), SALT, KEY).digest == FIRST.digest


@pytest.mark.parametrize(
    "changes",
    [
        {"sequence": 9},
        {"previous": Digest("else")},
        {"key_id": JournalKeyId("2025")},
        {"values_digest": Digest("else")},
        {"fact": evolve(SECOND.fact, actor=SYNC)},
        {"fact": evolve(SECOND.fact, outcome="done")},
        {"fact": evolve(SECOND.fact, pruned=None)},
        {"fact": evolve(SECOND.fact, also=())},
    ],
    ids=str,
)
def test_the_digest_is_over_everything_public(changes: dict[str, Any]) -> None:
    assert digest_of(evolve(SECOND, **changes), KEY.secret) != SECOND.digest


def test_the_digest_is_not_over_values_and_salt() -> None:
    """So that they can be scrubbed."""
    assert digest_of(evolve(SECOND, values=None, salt=None), KEY.secret) == SECOND.digest


def test_another_key_makes_another_digest() -> None:
    assert digest_of(SECOND, bytes(32)) != SECOND.digest


def test_another_salt_makes_another_digest_of_values() -> None:
    assert digest_of_values(Salt("else"), MOST.values) != SECOND.values_digest


def test_the_secret_is_in_no_repr() -> None:
    assert "\\x01" not in repr(KEY)


def test_the_salt_is_in_no_repr() -> None:
    assert SALT not in repr(SECOND)
