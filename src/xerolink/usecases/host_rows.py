"""Rows of the host, read so that one that its adapter cannot hand over holds nobody else up.

An adapter makes its rows one by one, and raises for the one that cannot be made: an amount that is
NaN, a text where a status belongs. The call is then asked again in halves, until that row is alone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Generic, TypeVar

from attrs import field, frozen

from xerolink.domain.contacts.host_kinds import require_contact
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.errors import RefusedError, XerolinkError
from xerolink.domain.given_errors import WrongKindError
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.ports.host import HostContacts
from xerolink.usecases.groups import groups
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.run import Run

Id = TypeVar("Id", bound=str)
Row = TypeVar("Row")

OF_A_ROW = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RefusedError)
"""What the making of a row raises. Anything else is trouble of the whole host, and ends the run."""
MOST = 20
"""How many rows of one call may stand alone; with more, it is the adapter that is broken."""


@frozen
class Rows(Generic[Id, Row]):
    """What the host has of the ids that were asked for, and why others were not handed over.

    *unread* rows may be there: what is in neither is not there. The words repeat no value.
    """

    found: Mapping[Id, Row]
    unread: Mapping[Id, str] = field(repr=False)


def read_contacts(
    run: Run, ids: Collection[HostContactId], most: int = MOST
) -> Rows[HostContactId, HostContact]:
    """The contacts of *ids*; raises what the adapter raised where more than *most* are unread."""
    return _read(run.ports.host.get_many, ids, require_contact, run.before_call, most)


def contacts_there(run: Run, ids: Collection[HostContactId]) -> Mapping[HostContactId, HostContact]:
    """Those of *ids* that are handed over; another may be there, or gone: the feed tells."""
    return read_contacts(run, ids, len(ids)).found


def contacts_shown(
    host: HostContacts, ids: Collection[HostContactId]
) -> Mapping[HostContactId, HostContact]:
    """As `contacts_there`, outside of a run."""
    return _read(host.get_many, ids, require_contact, lambda: None, len(ids)).found


def read_invoices(
    run: Run, ids: Collection[HostInvoiceId], most: int = MOST
) -> Rows[HostInvoiceId, HostInvoice]:
    """The invoices of *ids*; raises what the adapter raised where more than *most* are unread."""
    asked = sides_of(run).host.get_many
    return _read(asked, ids, _require_invoice, run.before_call, most)


def _read(
    asked: Callable[[Sequence[Id]], Mapping[Id, Row]],
    ids: Collection[Id],
    require: Callable[[object], None],
    before: Callable[[], None],
    most: int,
) -> Rows[Id, Row]:
    found, unread = dict[Id, Row](), dict[Id, str]()
    waiting: list[Sequence[Id]] = [tuple(ids)] if ids else []
    while waiting:
        part = waiting.pop()
        before()
        try:
            found |= _sound(asked(part), require)
        except OF_A_ROW as error:
            if len(part) == 1 and len(unread) == most:
                raise
            if len(part) == 1:
                unread[part[0]] = _said(error)
            else:
                waiting += groups(part, (len(part) + 1) // 2)
    return Rows(found, unread)


def _sound(rows: Mapping[Id, Row], require: Callable[[object], None]) -> Mapping[Id, Row]:
    for row in rows.values():
        require(row)
    return rows


def _said(error: Exception) -> str:
    """Our own errors name the field and repeat no value; of others only the class is told."""
    return str(error) if isinstance(error, XerolinkError) else type(error).__name__


def _require_invoice(row: object) -> None:
    if not isinstance(row, HostInvoice):
        raise WrongKindError("what was answered", type(row).__name__, "a HostInvoice")
