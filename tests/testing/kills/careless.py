"""A verb that writes to the host without an intent, and what is found out about it.

`python -m tests.testing.kills.careless GROUND` prints the points after which it is not made good.
"""

import sys

from xerolink.connection import Connection
from xerolink.domain.contacts.effects import HostDraft
from xerolink.domain.contacts.model import ContactKind
from xerolink.domain.identity import IntentId
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.lives import Ground
from xerolink.testing.kills.report import Trial, tried
from xerolink.testing.kills.scene import Make, Scene
from xerolink.testing.worlds import fields


def careless(make: Make) -> Scene:
    """Each call has a key of its own, so each makes another contact."""

    def create(firm: Firm) -> object:
        key = IntentId(firm.ids.new())
        draft = HostDraft(key, fields("Acme"), ContactKind.ORGANISATION, "")
        return firm.sides().host.create_many([draft])

    world = make()
    world.connect()
    return Scene(world, Connection.keep_separate, create, at_once=True)


def main() -> None:
    """One point a line."""
    report = tried(Trial(Ground(sys.argv[1])), {"careless": careless})
    sys.stdout.write("".join(f"{one['point']}\n" for one in report.broken))


if __name__ == "__main__":
    main()
