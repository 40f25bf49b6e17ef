"""Answers come in gzip to whoever asks for it, and to nobody else."""

from collections.abc import Iterator

import pytest

from tests.testing.simulator.caller import Caller, calling, contacts_of

MANY = tuple({"Name": f"Client {number}"} for number in range(100))
GZIP = {"Accept-Encoding": "gzip, deflate"}


@pytest.fixture
def busy() -> Iterator[Caller]:
    """A caller at an organisation with a hundred contacts."""
    with calling(contacts=MANY) as one:
        yield one


def test_an_answer_is_packed_for_whoever_asks(busy: Caller) -> None:
    answer = busy.ask("GET", "/Contacts", headers=GZIP)
    assert answer.headers["Content-Encoding"] == "gzip"


def test_an_answer_is_plain_for_whoever_does_not_ask(busy: Caller) -> None:
    answer = busy.ask("GET", "/Contacts", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers


def test_a_packed_answer_holds_the_same(busy: Caller) -> None:
    assert contacts_of(busy.ask("GET", "/Contacts", headers=GZIP)) == busy.contacts()


def test_a_packed_answer_is_smaller(busy: Caller) -> None:
    lengths = [
        int(busy.ask("GET", "/Contacts", headers=headers).headers["Content-Length"])
        for headers in (GZIP, {"Accept-Encoding": "identity"})
    ]
    assert lengths[0] * 3 < lengths[1]


def test_a_short_answer_is_not_worth_packing(caller: Caller) -> None:
    answer = caller.ask("GET", "/Contacts", headers=GZIP)
    assert "Content-Encoding" not in answer.headers
