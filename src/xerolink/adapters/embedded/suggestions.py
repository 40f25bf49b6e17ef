"""Suggestions that ship: no network, no model to download."""

from xerolink.adapters.embedded.similarity import similarity
from xerolink.adapters.embedded.weights import embedded_weights
from xerolink.ports.suggestions import SuggestionModel


def embedded_suggestions() -> SuggestionModel:
    """The shipped weights, with the distance that is installed (extra `matching`, or in Python)."""
    return SuggestionModel(embedded_weights(), similarity)
