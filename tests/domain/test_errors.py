"""What a refusal says: which thing, why, and what would help."""

import pickle

import pytest

from xerolink.domain.errors import (
    AlreadyLinkedError,
    BusyError,
    IllegalTransitionError,
    NameTakenError,
    NotLinkedError,
    NotPossibleError,
    OtherTenantError,
    PreviouslySyncedError,
    RefusedError,
    RunningLoopError,
    UnknownConnectionError,
    XerolinkError,
)
from xerolink.domain.identity import ConnectionId, EntityKey, HostContactId, TenantId, XeroContactId
from xerolink.ports.errors import LeaseLostError, UnavailableError

FIRM = ConnectionId("firm-1")
REFUSALS: tuple[tuple[RefusedError, str], ...] = (
    (
        IllegalTransitionError("synced", "relinked", ["stopped", "forgotten"]),
        "relinked is not possible while synced; possible: forgotten, stopped",
    ),
    (
        IllegalTransitionError("ended", "stopped", []),
        "stopped is not possible while ended; possible: nothing",
    ),
    (
        UnknownConnectionError(FIRM),
        "connection 'firm-1' is not known; call Xerolink.connect first",
    ),
    (
        OtherTenantError(FIRM, TenantId("t-1"), TenantId("t-2")),
        (
            "connection 'firm-1' is bound to tenant t-1, not t-2; reconnect to the same "
            "organisation, or connect this one under a new connection id"
        ),
    ),
    (
        BusyError(FIRM, 120),
        (
            "another run works on connection 'firm-1'; try again later: its lease ends with it, "
            "or 120 s after its worker's last sign of life at the latest"
        ),
    ),
    (
        AlreadyLinkedError(HostContactId("h-1"), XeroContactId("x-1")),
        "host contact 'h-1' is linked to Xero contact x-1; stop_syncing ends that link",
    ),
    (
        PreviouslySyncedError(HostContactId("h-1"), XeroContactId("x-1")),
        (
            "host contact 'h-1' was synced with Xero contact x-1 before; re-sync it: relink or "
            "rematch the pair, or call create_new_contact from the host's data"
        ),
    ),
    (
        NotLinkedError(XeroContactId("x-1")),
        (
            "Xero contact x-1 has no link; possible: import_contacts, or confirm_link where it "
            "has a match issue"
        ),
    ),
    (
        NotPossibleError(EntityKey("xero:x-1"), "it is archived", ["stop_syncing", "wait"]),
        "not possible for xero:x-1: it is archived; possible: stop_syncing, wait",
    ),
    (
        NotPossibleError(EntityKey("xero:x-1"), "it is archived", []),
        "not possible for xero:x-1: it is archived; possible: nothing",
    ),
    (
        NameTakenError(HostContactId("h-1"), XeroContactId("x-1")),
        (
            "the name of host contact 'h-1' is used in Xero by its former partner x-1; possible: "
            "relink the two, give another name, or archive that contact in Xero first"
        ),
    ),
    (
        RunningLoopError("sync"),
        (
            "sync blocks and was called on a running event loop; "
            "use: await asyncio.to_thread(connection.sync, ...)"
        ),
    ),
)


@pytest.mark.parametrize(("error", "says"), REFUSALS, ids=lambda row: type(row).__name__)
def test_what_a_refusal_says(error: RefusedError, says: str) -> None:
    assert str(error) == says


@pytest.mark.parametrize(
    "error",
    [
        *(error for error, _ in REFUSALS),
        UnavailableError("Xero", "it is offline", retry_after=7),
        LeaseLostError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_passes_between_processes_with_its_parts(error: XerolinkError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again).keys()) == (
        type(error),
        str(error),
        vars(error).keys(),
    )


def test_a_refusal_keeps_its_parts() -> None:
    error = OtherTenantError(FIRM, TenantId("t-1"), TenantId("t-2"))
    assert (error.connection_id, error.bound, error.offered) == ("firm-1", "t-1", "t-2")
