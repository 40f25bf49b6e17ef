"""The format of the golden cases: what is not known, or not said, does not pass."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from xerolink.testing.cases import CaseError, read_case, run_case

ANN = {"name": "Ann Lee", "email": "ann@one.example"}
LINKED = {"links": [["x1", "h1"]]}
STORY: Mapping[str, Any] = {
    "title": "Ann",
    "rules": [3],
    "host": {"h1": ANN},
    "xero": {"x1": {**ANN, "phone": "555 0101"}},
    "steps": [{"do": "import"}],
    "then": {**LINKED, "host": {"h1": {"phone": "555 0101"}}},
}


def tell(folder: Path, changed: Mapping[str, Any]) -> None:
    """Run the story with some of it *changed*."""
    path = folder / "case.json"
    path.write_text(json.dumps({**STORY, **changed}), encoding="utf-8")
    run_case(read_case(path))


def test_the_story_as_it_is_comes_out(tmp_path: Path) -> None:
    tell(tmp_path, {})


@pytest.mark.parametrize(
    "changed",
    [
        {"tittle": "Ann"},
        {"settings": {"contact_filters": "all"}},
        {"settings": {"contact_filter": "everybody"}},
        {"settings": {"link_name_only": "yes"}},
        {"settings": {"mass_change": {"percent": 10}}},
        {"host": {"h1": {**ANN, "telephone": "1"}}},
        {"host": {"h1": {"email": "ann@one.example"}}},
        {"host": {"h1": {**ANN, "phone": {"prefix": "64"}}}},
        {"host": {"h1": {**ANN, "address": {"street": "1 Quay Street"}}}},
        {"host": {"h1": {**ANN, "phone": 5550101}}},
        {"host": {"h{n}": ANN}},
        {"xero": {"x1": {**ANN, "client": True}}},
        {"the host has no": ["fax"]},
        {"steps": [{"does": "import"}]},
        {"steps": [{"do": "imports"}]},
        {"steps": [{"do": "plan preview"}]},
        {"steps": [{"do": "import", "bye": "anna"}]},
        {"steps": [{"do": "create xero contact"}]},
        {"steps": [{"do": "create xero contact", "host": "h2"}]},
        {"steps": [{"do": "undo", "run": "a run that nobody kept"}]},
        {"steps": [{"do": "import", "time passes": "1 day"}]},
        {"steps": [{"do": "import", "firm": "north"}]},
        {"steps": [{"time passes": "a while"}]},
        {"steps": [{"in host": "h1", "sets": {"name": "Bo"}}]},
        {"steps": [{"in host": "h1", "set": {"nam": "Bo"}}]},
        {"steps": [{"in host": "h1", "is": "archived"}]},
        {"steps": [{"in xero": "x1", "is": "deleted"}]},
        {"steps": [{"in xero": "x9", "set": {"name": "Bo"}}]},
        {"steps": [{"in xero": "x1", "marked": {"customer": True}}]},
        {"steps": [{"at the next": "import", "fault": "the answer is lost"}]},
        {"steps": [{"from now on": "it rains"}]},
        {"steps": [{"then": {"link": []}}]},
        {"then": {**LINKED, "hosts": {}}},
        {"then": {**LINKED, "host": {"h1": {"fone": "555 0101"}}}},
        {"then": {"links": ["x1"]}},
        {"then": {**STORY["then"], "issues": [["x1", "name-only", []]]}},
    ],
    ids=str,
)
def test_a_word_that_is_not_known_is_an_error(tmp_path: Path, changed: Mapping[str, Any]) -> None:
    with pytest.raises(CaseError):
        tell(tmp_path, changed)


@pytest.mark.parametrize(
    "then",
    [
        {"host": {"h1": {"phone": "555 0101"}}},
        {**LINKED},
        {**STORY["then"], "links": [["x1", "h1", "suspended"]]},
        {**STORY["then"], "links": [["x1", "h1", "synced", "from_xero"]]},
        {**STORY["then"], "links": [["x1", "h1"], ["x2", "h2"]]},
        {**STORY["then"], "issues": [["x1", "name_only", ["h1"]]]},
        {**STORY["then"], "match issues": [["x1", "name_only", {}]]},
        {**STORY["then"], "host": {"h1": {"phone": "555 0102"}}},
        {**STORY["then"], "host": {"h1": {"phone": "555 0101", "type": "client"}}},
        {**STORY["then"], "host": {"h1": None}},
        {**STORY["then"], "xero": {"x1": {"phone": ""}}},
        {**STORY["then"], "xero": {"x1": {"archived": True}}},
        {**STORY["then"], "near matches": [["x1", "h1"]]},
    ],
    ids=str,
)
def test_what_comes_out_otherwise_is_a_failure(tmp_path: Path, then: Mapping[str, Any]) -> None:
    with pytest.raises(AssertionError):
        tell(tmp_path, {"then": then})


@pytest.mark.parametrize(
    "step",
    [
        {"do": "import", "refused": "AlreadyLinkedError"},
        {"do": "preview", "answers": {"full_match": 2}},
        {"do": "sync"},
    ],
    ids=str,
)
def test_a_step_that_ends_otherwise_is_a_failure(tmp_path: Path, step: Mapping[str, Any]) -> None:
    with pytest.raises(AssertionError):
        tell(tmp_path, {"steps": [step, {"do": "import"}]})


def test_an_entry_with_a_number_is_repeated(tmp_path: Path) -> None:
    """ "{n}" stands for 1 to the case's "copies"."""
    book = {"{n}": {"name": "Client {n}", "email": "books@keeper.example"}}
    links = {"links": [["{n}", "{n}"]]}
    tell(tmp_path, {"copies": 3, "host": book, "xero": book, "then": links})
