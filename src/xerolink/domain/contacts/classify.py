"""What a classifier answers about a contact (semantics row 12)."""

from attrs import field, frozen

from xerolink.domain.contacts.model import ContactKind


@frozen
class Classification:
    """What a contact is. *confidence* in thousandths, 0 to 1000; *reason* in words.

    The reason may name a word of the contact's name ("ends in Ltd") and is stored, never logged.
    """

    kind: ContactKind
    confidence: int
    reason: str = field(repr=False)


UNCLASSIFIED = Classification(ContactKind.ORGANISATION, 0, "not classified")
"""What a contact is taken for when the classifier gave no answer."""
