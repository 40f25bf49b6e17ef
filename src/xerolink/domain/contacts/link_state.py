"""The states of a link, as a table.

Laws, each with its test in tests/domain/contacts/test_link_state.py:

1. A state changes only by a row of this table; anything else raises and moves nothing.
2. Every state can be reached from a new link.
3. ENDED is the only state without a way out.
4. Nothing automatic leaves PREVIOUSLY_SYNCED: a person separated the pair (semantics row 26).
"""

from enum import Enum
from types import MappingProxyType

from xerolink.domain.state_table import StateTable, drawn, step


class LinkState(Enum):
    """What a pair is to each other (glossary)."""

    SYNCED = "synced"
    SUSPENDED = "suspended"
    DORMANT = "dormant"
    PREVIOUSLY_SYNCED = "previously_synced"
    ENDED = "ended"


class LinkEvent(Enum):
    """What happened to a pair."""

    ARCHIVED_IN_XERO = "archived in xero"
    RESTORED_IN_XERO = "restored in xero"
    DELETED_IN_HOST = "deleted in host"
    STOPPED = "stopped"
    RELINKED = "relinked"
    DISCONNECTED = "disconnected"
    RECONNECTED = "reconnected"
    REPLACED = "replaced"
    FORGOTTEN = "forgotten"


AUTOMATIC = frozenset(
    {
        LinkEvent.ARCHIVED_IN_XERO,
        LinkEvent.RESTORED_IN_XERO,
        LinkEvent.DELETED_IN_HOST,
    }
)
"""Events that a run finds by itself; people cause the others."""

_S, _E = LinkState, LinkEvent
TRANSITIONS: StateTable[LinkState, LinkEvent] = MappingProxyType(
    {
        _S.SYNCED: {
            _E.ARCHIVED_IN_XERO: _S.SUSPENDED,
            _E.DELETED_IN_HOST: _S.PREVIOUSLY_SYNCED,
            _E.STOPPED: _S.PREVIOUSLY_SYNCED,
            _E.DISCONNECTED: _S.DORMANT,
            _E.FORGOTTEN: _S.ENDED,
        },
        _S.SUSPENDED: {
            _E.RESTORED_IN_XERO: _S.SYNCED,
            _E.DELETED_IN_HOST: _S.PREVIOUSLY_SYNCED,
            _E.STOPPED: _S.PREVIOUSLY_SYNCED,
            _E.DISCONNECTED: _S.DORMANT,
            _E.FORGOTTEN: _S.ENDED,
        },
        _S.DORMANT: {
            _E.RECONNECTED: _S.SYNCED,
        },
        _S.PREVIOUSLY_SYNCED: {
            _E.RELINKED: _S.SYNCED,
            _E.REPLACED: _S.ENDED,
            _E.FORGOTTEN: _S.ENDED,
        },
        _S.ENDED: {},
    }
)
INITIAL = LinkState.SYNCED
"""The state of a new link."""


def advance(state: LinkState, event: LinkEvent) -> LinkState:
    """The state after *event*; raises `IllegalTransitionError` if the table has no such row."""
    return step(TRANSITIONS, state, event)


def diagram() -> str:
    """The table as a Mermaid state diagram; docs/link-states.md holds what this returns."""
    return drawn(TRANSITIONS, INITIAL)
