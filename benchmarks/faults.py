"""How many seeded fault schedules break something: none may."""

import time
from collections import Counter
from typing import Any

from xerolink.testing.fault_schedules import run_struck


def measure_faults(schedules: int, seed: int) -> dict[str, Any]:
    """Run *schedules* in which a fault strikes, from *seed* upwards; `next_seed` goes on."""
    started = time.perf_counter()
    faults: Counter[str] = Counter()
    found = {"schedules": 0, "requests": 0, "struck": 0}
    broken, next_seed = [], seed
    for outcome in run_struck(schedules, seed):
        faults += outcome.faults
        found["schedules"] += 1
        found["requests"] += outcome.requests
        found["struck"] += outcome.struck
        next_seed = outcome.seed + 1
        if outcome.broken:
            broken.append({"seed": outcome.seed, "story": list(outcome.broken)})
    return {
        **found,
        "faults": dict(sorted(faults.items())),
        "broken": broken,
        "next_seed": next_seed,
        "seconds": round(time.perf_counter() - started, 1),
    }
