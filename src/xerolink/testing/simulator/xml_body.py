"""XML bodies, which Xero takes as it takes JSON: read into the same shape (fact sheet 1).

The one place of the package that reads XML, for clients that send it; the library neither sends
nor reads any.
"""

from typing import Any
from xml.etree import ElementTree

_ARRAYS = frozenset(
    (
        "addresses",
        "contactpersons",
        "contacts",
        "historyrecords",
        "invoices",
        "lineitems",
        "payments",
        "phones",
        "tracking",
    )
)
"""What holds rows, in lower case; every other element with content is an object."""


def from_xml(body: bytes) -> Any:
    """``{"Contacts": […]}`` or one bare object; every value is a text. Raises ValueError."""
    try:
        # Only callers at this machine come here, and what declares entities is not read on.
        parser = ElementTree.XMLParser(target=_Plain())  # noqa: S314 - see above
        root = ElementTree.fromstring(body, parser)  # noqa: S314 - see above
    except (ElementTree.ParseError, LookupError):
        raise ValueError("not XML") from None
    found = _value(root)
    return {root.tag: found} if isinstance(found, list) else found


class _Plain(ElementTree.TreeBuilder):
    """A tree of a document that declares nothing: entities come by a DOCTYPE only."""

    def doctype(self, *_: object) -> None:
        raise LookupError


def _value(element: ElementTree.Element) -> Any:
    if element.tag.lower() in _ARRAYS:
        return [_value(row) for row in element]
    if len(element):
        return {part.tag: _value(part) for part in element}
    return element.text or ""
