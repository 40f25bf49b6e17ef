"""Refusals of forgetting a connection: what has to be done, or said, before it is possible."""

from collections.abc import Collection

from xerolink.domain.errors import RefusedError
from xerolink.domain.identity import ConnectionId, IntentId
from xerolink.domain.journal import Head


class StillConnectedError(RefusedError):
    """A connection that works is not forgotten: it has to be disconnected first."""

    def __init__(self, connection_id: ConnectionId) -> None:
        self.connection_id = connection_id
        super().__init__(
            f"connection {connection_id!r} is still connected, and nothing was forgotten; "
            "possible: Xerolink.disconnect, then export_journal, then forget"
        )


class NotExportedError(RefusedError):
    """The journal is not known to be exported to its end; *head* is its end, None: it is empty."""

    def __init__(
        self, connection_id: ConnectionId, exported: Head | None, head: Head | None
    ) -> None:
        self.connection_id, self.exported, self.head = connection_id, exported, head
        super().__init__(
            f"the journal of connection {connection_id!r} ends at {_told(head)}, the export that "
            f"was named at {_told(exported)}; nothing was forgotten; possible: export_journal, "
            "keep what it writes, and give forget what it answers"
        )


class OpenEffectsError(RefusedError):
    """What became of some effects is not known; who forgets them has to name them."""

    def __init__(self, connection_id: ConnectionId, open_effects: Collection[IntentId]) -> None:
        self.connection_id, self.open_effects = connection_id, tuple(sorted(open_effects))
        super().__init__(
            f"of connection {connection_id!r} {len(self.open_effects)} effects are open: a call "
            "may have landed whose answer was lost; nothing was forgotten; possible: connect and "
            "sync_contacts, which finds out, or forget(..., abandoned=error.open_effects)"
        )


def _told(head: Head | None) -> str:
    return "nothing" if head is None else f"entry {head.sequence}"
