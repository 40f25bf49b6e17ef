from collections.abc import Iterator

import pytest

from tests.testing.simulator.caller import Caller, calling


@pytest.fixture
def caller() -> Iterator[Caller]:
    with calling() as one:
        yield one
