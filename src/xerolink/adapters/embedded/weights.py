"""The suggestion model's numbers, as they ship; `benchmarks.training.suggest` makes them."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from xerolink.domain.contacts.weights import Chances, Steps, Weights


@cache
def embedded_weights() -> Weights:
    """The shipped weights, read once."""
    text = files("xerolink.adapters.embedded").joinpath("suggestions.json").read_text("utf-8")
    return weights_of(json.loads(text))


def weights_of(told: dict[str, Any]) -> Weights:
    """The weights that a file tells."""
    evidence = {name: _steps(steps) for name, steps in told["evidence"].items()}
    common = {word: int(rare) for rare, words in told["common"].items() for word in words.split()}
    conflict, no_match = (_chances(told[f"beside_a_{what}"]) for what in ("conflict", "no_match"))
    return Weights(told["prior"], evidence, conflict, no_match, common)


def _chances(told: dict[str, Any]) -> Chances:
    return Chances(_steps(told["firms"]), _steps(told["people"]))


def _steps(told: dict[str, Any]) -> Steps:
    return Steps(tuple(told["edges"]), tuple(told["worth"]))
