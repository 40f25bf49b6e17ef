"""Which line of an edited invoice is which line in Xero (semantics row 39)."""

from collections.abc import Sequence

from xerolink.domain.invoices.xero import LineItemId, XeroLine


def match_lines(
    was: Sequence[XeroLine], ids: Sequence[LineItemId], lines: Sequence[XeroLine]
) -> tuple[LineItemId | None, ...]:
    """The LineItemID for each of *lines*; None: a new one. An id that is absent is deleted.

    *ids* are those of *was*, in order. Equal lines keep theirs, wherever they moved; those that
    are left take what is left, in order. No id is given twice.
    """
    left = list(zip(was, ids, strict=True))
    found: list[LineItemId | None] = []
    for line in lines:
        equal = next((one for one in left if one[0] == line), None)
        if equal is not None:
            left.remove(equal)
        found.append(equal[1] if equal else None)
    spare = iter([line_id for _, line_id in left])
    return tuple(line_id or next(spare, None) for line_id in found)
