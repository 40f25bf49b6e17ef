"""A whole small world, and the machine that lives in it: people, faults, quiet, the judgement.

`World` holds the two books, the store and one connection. A `Story` lives steps in it and judges
what came of them; `run_schedules` makes stories from seeds, `worlds.stateful` from Hypothesis.
"""

from xerolink.testing.worlds.world import (
    ANNA,
    SEVERAL_MINUTES,
    START,
    World,
    fields,
)

__all__ = ["ANNA", "SEVERAL_MINUTES", "START", "World", "fields"]
