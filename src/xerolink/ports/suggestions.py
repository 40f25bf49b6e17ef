"""What suggestions are reckoned by: numbers and a measure, both of the adapter's choice."""

from attrs import field, frozen

from xerolink.domain.contacts.kinship import Distance
from xerolink.domain.contacts.weights import Weights

__all__ = ["SuggestionModel"]


@frozen
class SuggestionModel:
    """The weights of the evidence, and how alike two words are.

    Both are pure: the same two contacts get the same probability on every machine.
    """

    weights: Weights = field(repr=False)
    distance: Distance = field(repr=False)
