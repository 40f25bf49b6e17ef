"""What a journal's entry says was written, in the words of the scribe."""

from xerolink.domain.contacts.model import FieldName
from xerolink.domain.journal import Entry, EntryKind, Values
from xerolink.testing.edits import Side
from xerolink.testing.worlds.scribe import Written, canonical_values


def claims(entry: Entry) -> list[Written]:
    """What *entry* says was written."""
    fact, values = entry.fact, entry.values
    if fact.kind is not EntryKind.WRITTEN or values is None or fact.outcome == "refused":
        return []
    match fact.what:
        case "ImportContact":
            return [_made(Side.HOST, str(fact.host_id), values.host_after)]
        case "CreateContact":
            return [_made(Side.XERO, str(fact.xero_id), values.xero_after)]
        case "RemoveContact":
            return [Written(Side.HOST, str(fact.host_id), "removed")]
        case "ArchiveContact":
            return [Written(Side.XERO, str(fact.xero_id), "archived")]
        case _:
            return [
                *_changed(Side.HOST, fact.host_id, values),
                *_changed(Side.XERO, fact.xero_id, values),
            ]


def _made(side: Side, contact_id: str, fields: object) -> Written:
    values = canonical_values(fields)  # told by a create, which has them
    return Written(side, contact_id, "made", None, tuple(values.items()))


def _changed(side: Side, contact_id: object, values: Values) -> list[Written]:
    before = values.host_before if side is Side.HOST else values.xero_before
    after = values.host_after if side is Side.HOST else values.xero_after
    if before is None or after is None:
        return []
    was, now = canonical_values(before), canonical_values(after)
    return [
        Written(side, str(contact_id), name.value, was[name], now[name])
        for name in FieldName
        if was[name] != now[name]
    ]
