"""What is sealed opens in its own place with its own key, and nowhere else."""

import subprocess
import sys

import pytest

from xerolink.adapters.sealed import HostKeys, Sealer
from xerolink.ports.errors import StoreError
from xerolink.ports.keys import KeyId

OLD, NEW = KeyId("old"), KeyId("new")
KEYS = {OLD: b"o" * 32, NEW: b"n" * 32}


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(HostKeys(KEYS, OLD))


def test_what_was_sealed_opens(sealer: Sealer) -> None:
    key = sealer.new_key("row")
    assert (
        sealer.open("row", key, "column", sealer.seal("row", key, "column", "s€cret")) == "s€cret"
    )


def test_nothing_of_a_secret_shows(sealer: Sealer) -> None:
    key = sealer.new_key("row")
    assert "secret" not in sealer.seal("row", key, "column", "secret")


def test_the_same_text_is_sealed_differently_each_time(sealer: Sealer) -> None:
    key = sealer.new_key("row")
    assert len({sealer.seal("row", key, "column", "secret") for _ in range(50)}) == 50


def test_two_rows_have_two_keys(sealer: Sealer) -> None:
    assert sealer.new_key("row").text != sealer.new_key("row").text


@pytest.mark.parametrize(("row", "column"), [("other", "column"), ("row", "other")])
def test_in_another_place_it_does_not_open(sealer: Sealer, row: str, column: str) -> None:
    key = sealer.new_key("row")
    sealed = sealer.seal("row", key, "column", "secret")
    with pytest.raises(StoreError, match="changed or moved"):
        sealer.open(row, key, column, sealed)


def test_a_row_and_a_column_are_not_run_together(sealer: Sealer) -> None:
    key = sealer.new_key("a")
    sealed = sealer.seal("a", key, "bc", "secret")
    with pytest.raises(StoreError):
        sealer.open("ab", key, "c", sealed)


@pytest.mark.parametrize("damaged", ["", "AAAA", "no base64!", "é"])
def test_what_is_damaged_does_not_open(sealer: Sealer, damaged: str) -> None:
    key = sealer.new_key("row")
    with pytest.raises(StoreError, match="changed or moved"):
        sealer.open("row", key, "column", damaged)


def test_a_single_changed_character_is_noticed(sealer: Sealer) -> None:
    key = sealer.new_key("row")
    sealed = sealer.seal("row", key, "column", "secret")
    other = "A" if sealed[20] != "A" else "B"
    with pytest.raises(StoreError, match="changed or moved"):
        sealer.open("row", key, "column", sealed[:20] + other + sealed[21:])


def test_another_key_of_the_same_name_does_not_open(sealer: Sealer) -> None:
    key = sealer.new_key("row")
    other = Sealer(HostKeys({OLD: b"x" * 32}, OLD))
    with pytest.raises(StoreError, match="another key of this name"):
        other.open("row", key, "column", sealer.seal("row", key, "column", "secret"))


def test_an_unknown_key_is_named(sealer: Sealer) -> None:
    key = sealer.new_key("row")
    other = Sealer(HostKeys({NEW: KEYS[NEW]}, NEW))
    with pytest.raises(StoreError, match="the key 'old'"):
        other.rewrapped("row", key)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(StoreError, match="it has 16 bytes"):
        Sealer(HostKeys({OLD: b"o" * 16}, OLD)).new_key("row")


def test_what_was_sealed_before_a_rotation_opens_after_it(sealer: Sealer) -> None:
    key = sealer.new_key("row")
    sealed = sealer.seal("row", key, "column", "secret")
    rewrapped = Sealer(HostKeys(KEYS, NEW)).rewrapped("row", key)
    after = Sealer(HostKeys({NEW: KEYS[NEW]}, NEW))
    assert after.open("row", rewrapped, "column", sealed) == "secret"


def test_keys_do_not_show() -> None:
    assert "oooo" not in repr(HostKeys(KEYS, OLD))


def test_without_the_extra_it_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from xerolink.adapters.sealed import HostKeys, Sealer\n"
        "Sealer(HostKeys({}, 'k'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert 'pip install "xerolink[xero]"' in done.stderr.splitlines()[-1]
