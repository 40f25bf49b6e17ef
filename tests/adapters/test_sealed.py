"""What is sealed opens in its own place with its own key, and nowhere else."""

import subprocess
import sys

import pytest

from xerolink.adapters.sealed import HostKeys, Sealer
from xerolink.ports.errors import StoreError
from xerolink.ports.keys import KeyId, KeyProvider

OLD, NEW = KeyId("old"), KeyId("new")
KEYS = {OLD: b"o" * 32, NEW: b"n" * 32}


class Service(KeyProvider):
    """A host's own key provider, which nobody checks beforehand; *old* is its current key."""

    def __init__(self, **keys: bytes) -> None:
        self._keys = keys

    def current(self) -> KeyId:
        return OLD

    def key(self, key_id: KeyId) -> bytes | None:
        return self._keys.get(key_id)


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
    with pytest.raises(StoreError, match=r"another key of the name 'old'; give .* 'old' of then"):
        other.open("row", key, "column", sealer.seal("row", key, "column", "secret"))


def test_where_the_key_was_right_none_is_asked_for(sealer: Sealer) -> None:
    """What it wraps opened: the sealed text itself is another one."""
    key = sealer.new_key("row")
    with pytest.raises(StoreError) as caught:
        sealer.open("row", key, "column", "AAAA")
    assert "key" not in f"{caught.value.why}{caught.value.fix}"


def test_no_older_database_is_advised(sealer: Sealer) -> None:
    """Its tokens are older ones, which Xero refuses, and a restore keeps those that are there."""
    with pytest.raises(StoreError) as caught:
        sealer.open("row", sealer.new_key("row"), "column", "AAAA")
    assert caught.value.fix == "connect the organisation anew"


def test_a_key_that_wrapped_and_is_gone_is_to_be_given_back(sealer: Sealer) -> None:
    key = sealer.new_key("row")
    other = Sealer(HostKeys({NEW: KEYS[NEW]}, NEW))
    with pytest.raises(StoreError, match=r"the key 'old': .* the key 'old' of then back"):
        other.rewrapped("row", key)


def test_for_a_current_key_that_is_missing_nobody_is_sent_to_connect_anew() -> None:
    """New tokens could not be wrapped either."""
    with pytest.raises(
        StoreError, match=r"the key 'old': .* give it to the key provider"
    ) as caught:
        Sealer(Service()).new_key("row")
    assert "anew" not in caught.value.fix


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(StoreError, match="it has 16 bytes"):
        Sealer(Service(old=b"o" * 16)).new_key("row")


def test_the_bytes_that_a_shortened_key_had_are_asked_for(sealer: Sealer) -> None:
    """Fresh ones would open nothing of what it wrapped."""
    key = sealer.new_key("row")
    with pytest.raises(StoreError, match="give the 32 that it had"):
        Sealer(Service(old=KEYS[OLD][:16])).rewrapped("row", key)


@pytest.mark.parametrize("length", [0, 5, 31, 33])
def test_keys_with_one_of_another_length_are_not_made(length: int) -> None:
    """Also where that one only opens: not at the first token that it wrapped, but at once."""
    said = f"the key 'old': it has {length} bytes; give the 32 that it had"
    with pytest.raises(StoreError, match=said):
        HostKeys(KEYS | {OLD: b"o" * length}, NEW)


def test_keys_without_their_current_one_are_not_made() -> None:
    said = "the key 'new': it is to be the current one, and is not among the keys given; give it"
    with pytest.raises(StoreError, match=said):
        HostKeys({OLD: KEYS[OLD]}, NEW)


@pytest.mark.parametrize("current", [OLD, NEW])
def test_keys_that_are_refused_do_not_show(current: KeyId) -> None:
    with pytest.raises(StoreError) as caught:
        HostKeys({OLD: b"oooo"}, current)
    assert "oooo" not in str(caught.value)


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
        "Sealer(HostKeys({'k': bytes(32)}, 'k'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert 'pip install "xerolink[xero]"' in done.stderr.splitlines()[-1]
