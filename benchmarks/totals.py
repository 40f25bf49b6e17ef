"""How often our total of an invoice is another than the simulator's; `different` is to be 0."""

import time
from typing import Any

from attrs import asdict

from xerolink.testing.totals import compare_many


def measure_totals(invoices: int, seed: int) -> dict[str, Any]:
    """Count drawn invoices twice; `half_a_cent_share` has a tax on exactly half a cent."""
    started = time.perf_counter()
    found = compare_many(invoices, seed)
    return {
        **asdict(found),
        "half_a_cent_share": round(found.half_a_cent_share, 3),
        "seconds": round(time.perf_counter() - started, 1),
    }
