"""What the admin pages answer, and where their parts are found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen
from werkzeug.exceptions import NotFound

from .organisation import Organisation

if TYPE_CHECKING:
    from .simulator import XeroSimulator

HOME = "/simulator/"


@frozen
class Page:
    """A template and what it shows."""

    template: str
    shown: Mapping[str, object] = field(repr=False)


@frozen
class See:
    """On to another page, after a change."""

    path: str


@frozen
class Text:
    """A file as it is."""

    text: str = field(repr=False)
    content_type: str


Done = Page | See | Text


def organisation_of(xero: XeroSimulator, tenant: str) -> Organisation:
    """The one with this tenant id; raises NotFound."""
    for one in xero.organisations:
        if one.tenant_id == tenant:
            return one
    raise NotFound("There is no such organisation.")
