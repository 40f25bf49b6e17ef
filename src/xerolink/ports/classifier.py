"""Person or organisation."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from xerolink.domain.contacts.classify import Classification
from xerolink.domain.contacts.model import XeroContact

__all__ = ["Classification", "ContactClassifier"]


class ContactClassifier(Protocol):
    """Tells people from organisations (semantics row 12); one that raises never stops a run."""

    @abstractmethod
    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        """One answer for each contact, in their order; none: empty. Any thread may call.

        The same contact gets the same answer, whatever stands beside it. Each answer can be kept
        (`domain.contacts.classify.sound`), however long or odd the name.
        """
