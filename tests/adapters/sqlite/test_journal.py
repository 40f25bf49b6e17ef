"""Whoever changes the journal in the file itself is found out."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.domain.journal_verify import Why, verify
from xerolink.ports.errors import StoreError
from xerolink.testing.conformance.store_base import claimed
from xerolink.testing.conformance.store_journal import FIVE, KEY
from xerolink.testing.conformance.store_values import HERE, START


def after(path: Path, *statements: str) -> list[tuple[int, Why]]:
    """What is found once *statements* were run on a file with five entries."""
    with closing(SqliteStore(path, ManualClock(START))) as store:
        with store.transaction(claimed(store, HERE)) as unit:
            unit.journal.append(FIVE)
        with closing(sqlite3.connect(path)) as raw, raw:
            for statement in statements:
                raw.execute(statement)
        with store.reading(HERE) as unit:
            found = verify(unit.journal.page(0, 99), FIVE[-1].place, {KEY.key_id: KEY.secret}.get)
    return [(broken.sequence, broken.why) for broken in found]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def test_an_untouched_file_is_sound(path: Path) -> None:
    assert after(path) == []


def test_an_edited_reason_is_found(path: Path) -> None:
    edit = "update journal set fact = replace(fact, 'edited', 'forged') where sequence = 2"
    assert after(path, edit) == [(2, Why.EDITED)]


def test_an_edited_value_is_found(path: Path) -> None:
    edit = "update journal set body = replace(body, 'Name 2', 'Name 9') where sequence = 2"
    assert after(path, edit) == [(2, Why.VALUES_EDITED)]


def test_a_deleted_row_is_found(path: Path) -> None:
    assert after(path, "delete from journal where sequence = 2") == [(2, Why.REMOVED)]


def test_a_deleted_end_is_found(path: Path) -> None:
    assert after(path, "delete from journal where sequence > 3") == [(4, Why.TRUNCATED)]


def test_two_rows_in_each_others_place_are_found(path: Path) -> None:
    swap = [
        f"update journal set sequence = {new} where sequence = {old}"
        for old, new in ((2, 9), (3, 2), (9, 3))
    ]
    assert (2, Why.REORDERED) in after(path, *swap)


def test_values_set_to_null_are_found(path: Path) -> None:
    edit = "update journal set body = null, salt = null where sequence = 2"
    assert after(path, edit) == [(2, Why.VALUES_REMOVED)]


def test_values_that_cannot_be_read_are_an_error_of_the_store(path: Path) -> None:
    with pytest.raises(StoreError, match="a stored Values"):
        after(path, "update journal set body = '[' where sequence = 2")
