"""The suggestion model's numbers, as they ship; `benchmarks.training.suggest` makes them."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from xerolink.domain.contacts.weights import Steps, Weights


@cache
def embedded_weights() -> Weights:
    """The shipped weights, read once."""
    text = files("xerolink.adapters.embedded").joinpath("suggestions.json").read_text("utf-8")
    return weights_of(json.loads(text))


def weights_of(told: dict[str, Any]) -> Weights:
    """The weights that a file tells."""
    evidence = {name: _steps(steps) for name, steps in told["evidence"].items()}
    common = {word: int(rare) for rare, words in told["common"].items() for word in words.split()}
    chance, people = _steps(told["chance"]), _steps(told["chance_of_people"])
    return Weights(told["prior"], evidence, chance, common, people)


def _steps(told: dict[str, Any]) -> Steps:
    return Steps(tuple(told["edges"]), tuple(told["worth"]))
