"""Heirs: survivors of a merge in Xero to whom the pair of a loser is about to come."""

from collections.abc import Sequence

from attrs import frozen

from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import XeroContactId
from xerolink.ports.store import UnitOfWork

CHAIN = 20
"""How many merges in a row are followed; a longer chain, or a loop, is left alone."""
_FOLLOWING = (LinkState.SYNCED, LinkState.SUSPENDED)


@frozen
class Heirs:
    """The *survivors* that get a pair; *forgotten*: linked losers that are not due."""

    survivors: frozenset[XeroContactId]
    forgotten: frozenset[XeroContactId]


def heirs_of(unit: UnitOfWork, rows: Sequence[StagedContact]) -> Heirs:
    """Which of *rows*, none of them linked, survive a linked contact (semantics row 23).

    Were one matched or imported first, its host contact would stand beside the loser's.
    """
    ends = {row.contact.xero_id: row.contact.xero_id for row in rows}
    survivors, linked = set[XeroContactId](), set[XeroContactId]()
    for _ in range(CHAIN):
        merged = unit.staged.losers(list(ends))
        ends = {loser: ends[to] for to, losers in merged.items() for loser in losers}
        if not ends:
            break
        links = unit.links.by_xero(list(ends)).values()
        found = {link.xero_id for link in links if link.state in _FOLLOWING}
        linked |= found
        survivors |= {ends[loser] for loser in found}
    staged = unit.staged.get_many(list(linked))
    forgotten = frozenset(xero_id for xero_id, row in staged.items() if not row.due)
    return Heirs(frozenset(survivors), forgotten)
