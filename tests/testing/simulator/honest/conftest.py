"""Without the official description there is nothing to hold the simulator against."""

from tests.testing.simulator.honest.description import HERE

collect_ignore = [] if HERE else ["test_as_described.py"]
