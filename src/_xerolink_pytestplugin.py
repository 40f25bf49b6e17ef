"""The pytest plugin of xerolink: `xero_simulator`, a Xero of its own for each test.

Outside of the package, so that a run of pytest imports nothing of xerolink until a test asks:
it starts no slower, and coverage sees every import.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xerolink.testing.simulator import XeroSimulator


@pytest.fixture
def xero_simulator() -> Iterator[XeroSimulator]:
    """A simulator that listens on this machine, without organisations; stopped after the test."""
    from xerolink.testing.simulator import XeroSimulator  # noqa: PLC0415 - not at pytest's start

    with XeroSimulator() as xero:
        yield xero
