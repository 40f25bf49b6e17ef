"""How many connections lose their tokens when answers get lost and workers die."""

import time
from typing import Any

from attrs import asdict

from xerolink.testing.refreshes import refresh_many


def measure_refreshes(connections: int, refreshes: int, seed: int) -> dict[str, Any]:
    """Refresh the tokens of *connections* in virtual time; `dead` is to be 0."""
    started = time.perf_counter()
    found = asdict(refresh_many(connections, refreshes, seed))
    return {**found, "seconds": round(time.perf_counter() - started, 1)}
