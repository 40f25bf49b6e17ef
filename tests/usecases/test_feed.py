"""A feed of the host that says there is more moves on, or the run ends and says so."""

from typing import Any

import pytest
from attrs import evolve

from xerolink.ports.errors import RejectedError
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.worlds.world import ANNA, World


class _Stuck:
    """A host whose feed ends nowhere: each page says that there is more, and none follows."""

    def __init__(self, host: object) -> None:
        self._host: Any = host

    def __getattr__(self, name: str) -> Any:
        return getattr(self._host, name)

    def changes(self, cursor: Any) -> Any:
        return evolve(self._host.changes(cursor), more=True)


def test_an_import_does_not_read_contacts_for_ever() -> None:
    world = World()
    world.seen_host = _Stuck(world.host)
    with pytest.raises(RejectedError, match="let the cursor move"):
        world.connect().import_contacts(ANNA)


def test_a_run_does_not_read_invoices_for_ever() -> None:
    world = BillingWorld()
    world.opened()
    world.seen_invoices = _Stuck(world.invoices)
    with pytest.raises(RejectedError, match="let the cursor move"):
        world.send()
