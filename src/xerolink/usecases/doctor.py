"""The doctor: what is well with a connection, what is not, and what would help."""

from collections.abc import Callable, Mapping
from functools import partial

from xerolink.domain.identity import ConnectionId
from xerolink.usecases import checks_store as ours
from xerolink.usecases import checks_xero as theirs
from xerolink.usecases.checks import Check
from xerolink.usecases.run import Ports


def doctor(ports: Ports, connection_id: ConnectionId) -> tuple[Check, ...]:
    """Every check, each with its fix: one call to Xero, one to the host, nothing is written.

    It takes no lease, so it can be asked while a run goes on. A check that cannot be made says
    so and stops no other.
    """
    asked = theirs.ask(ports)
    return tuple(_made(name, look) for name, look in _looks(ports, connection_id, asked).items())


def _looks(
    ports: Ports, connection_id: ConnectionId, asked: theirs.Asked
) -> Mapping[str, Callable[[], Check]]:
    return {
        "xero": partial(theirs.check_xero, asked),
        "token": partial(theirs.check_token, ports, connection_id, asked),
        "scopes": partial(theirs.check_scopes, ports, connection_id),
        "clock": partial(theirs.check_clock, asked),
        "limits": partial(theirs.check_limits, ports),
        "schema": partial(ours.check_schema, ports),
        "webhooks": partial(ours.check_webhooks, ports, connection_id),
        "polling": partial(ours.check_polling, ports, connection_id),
        "feed": partial(ours.check_feed, ports, connection_id),
        "effects": partial(ours.check_intents, ports, connection_id),
        "connection": partial(ours.check_connection, ports, connection_id),
        "pause": partial(ours.check_pause, ports, connection_id),
        "mode": partial(ours.check_mode, ports, connection_id),
        "runs": partial(ours.check_runs, ports, connection_id),
        "mappings": partial(ours.check_mappings, ports, connection_id),
    }


def _made(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except Exception as error:
        found = f"it cannot be looked at ({type(error).__name__})"
        return Check(name, None, found, "look at that error first, then ask again")
