"""Which line of an edited invoice is which line in Xero (semantics row 39)."""

from collections import deque
from collections.abc import Sequence

from xerolink.domain.invoices.xero import LineItemId, XeroLine


def match_lines(
    was: Sequence[XeroLine], ids: Sequence[LineItemId], lines: Sequence[XeroLine]
) -> tuple[LineItemId | None, ...]:
    """The LineItemID for each of *lines*; None: a new one. An id that is absent is deleted.

    *ids* are those of *was*, in order. Equal lines keep theirs, wherever they moved; those that
    are left take what is left, in order. No id is given twice.
    """
    left: dict[XeroLine, deque[LineItemId]] = {}
    for one, line_id in zip(was, ids, strict=True):
        left.setdefault(one, deque()).append(line_id)
    found = [left[line].popleft() if left.get(line) else None for line in lines]
    kept = set(found)
    spare = iter([line_id for line_id in ids if line_id not in kept])
    return tuple(line_id or next(spare, None) for line_id in found)
