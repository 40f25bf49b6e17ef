"""Whom the journal says that a verb concerned."""

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.journal import Entry

UNASKED = frozenset({"sync", "run_once", "import", "preview", "webhook"})
"""What links nothing that a person stopped or took back."""
TAKEN_BACK = frozenset({"undo of import", "undo of sync", "undo of inbox"})


def lives(entry: Entry) -> bool:
    """Whether a pair that *entry* tells of is in sync after it."""
    return entry.values is None or any(link.live for link in entry.values.links_after)


def concerned(entry: Entry) -> set[str]:
    """Everybody whom *entry* names."""
    links = (*entry.values.links_before, *entry.values.links_after) if entry.values else ()
    ids = (
        entry.fact.xero_id,
        entry.fact.host_id,
        *(i for x in links for i in (x.xero_id, x.host_id)),
    )
    return {i for i in ids if i is not None}


def was_live(old: Link | None) -> bool:
    """Whether *old*, a pair before a verb, was one that flows or may flow again by itself."""
    return old is not None and old.state is not LinkState.PREVIOUSLY_SYNCED
