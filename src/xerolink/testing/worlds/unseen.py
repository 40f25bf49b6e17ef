"""The window that remains: what people typed in Xero that no reading could show yet (protocol).

While a replica lags, the reading before an update is as old as the replica. An edit of the same
field that is younger is written over, as Xero has no conditional update.
"""

from datetime import timedelta

from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import XeroContactId
from xerolink.testing.edits import Side
from xerolink.testing.verdicts import canonical
from xerolink.testing.worlds.place import Moment, Place
from xerolink.testing.worlds.weather import LAG


def overwritten(place: Place, before: Moment) -> set[tuple[XeroContactId, FieldName]]:
    """The fields of Xero contacts in which a verb since *before* wrote over such an edit."""
    since = place.world.clock.now() - timedelta(seconds=LAG)
    young = {
        (edit.contact_id, edit.field.value, canonical(edit.field, edit.after))
        for edit, at in zip(place.outside.edits, place.outside.times, strict=True)
        if edit.side is Side.XERO and at >= since
    }
    return {
        (XeroContactId(w.contact_id), FieldName(w.what))
        for w in place.scribe.log[before.writes :]
        if w.side is Side.XERO and (w.contact_id, w.what, w.before) in young
    }


def sent_to_xero(place: Place, before: Moment) -> set[tuple[XeroContactId, FieldName]]:
    """The fields of Xero contacts that a verb since *before* wrote."""
    named = {name.value: name for name in FieldName}
    return {
        (XeroContactId(w.contact_id), named[w.what])
        for w in place.scribe.log[before.writes :]
        if w.side is Side.XERO and w.what in named
    }
