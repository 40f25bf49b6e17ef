"""A small world in which a verb is about to be called."""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from xerolink.app import Xerolink
from xerolink.connection import Connection
from xerolink.connection.planning import Planning
from xerolink.testing.kills.firm import Firm
from xerolink.testing.worlds import ANNA

Verb = Callable[..., object]
"""A method of `Connection` or of `Xerolink`, as the class holds it."""
Call = Callable[[Firm], object]
Make = Callable[..., Firm]
"""Makes a world; takes `Firm`'s *settings*."""
Prepare = Callable[[Make], "Scene"]


@frozen
class Scene:
    """A world and the *verb* in it; calling it makes the connection anew, as a screen does.

    *at_once*: a sync that came first would do more than the verb, so nobody waits for one.
    """

    world: Firm
    verb: Verb
    call: Call
    at_once: bool = False
    given: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(factory=dict)

    def press(self) -> object:
        """Call the verb in the world as it is now."""
        return self.call(self.world)


def asked(world: Firm, verb: Verb, *given: object, at_once: bool = False, **named: object) -> Scene:
    """A verb of the connection."""

    def call(firm: Firm) -> object:
        return verb(firm.connection(), *given, **named)

    return Scene(world, verb, call, at_once, given, named)


def told(world: Firm, verb: Verb, *given: object, at_once: bool = False) -> Scene:
    """A verb of the app."""
    return Scene(world, verb, lambda firm: verb(firm.app(), *given), at_once)


_PLANS: Mapping[str, Verb] = {
    "import_contacts": Connection.plan_import,
    "sync_contacts": Connection.plan_sync,
    "change_settings": Connection.plan_settings,
    "send_invoices": Connection.plan_invoices,
    "save_invoice_settings": Connection.plan_invoice_settings,
    "undo_invoices": Connection.plan_undo_invoices,
}
"""Plans that are not called as their verb is."""


def plan_of(verb: str) -> Verb | None:
    """The verb that plans what *verb* does; None: there is none."""
    return _PLANS.get(verb) or vars(Planning).get(f"plan_{verb}")


def planned(prepare: Prepare) -> Prepare:
    """The same world, and the plan of what would be done in it."""

    def scene(make: Make) -> Scene:
        made = prepare(make)
        verb = plan_of(made.verb.__name__)
        assert verb is not None
        return asked(made.world, verb, *(made.given or (ANNA,)), **made.named)

    return scene


def verbs_of(owner: type[Connection] | type[Xerolink]) -> dict[str, Verb]:
    """Its public verbs, inherited ones too."""
    names = [name for name in dir(owner) if not name.startswith("_")]
    return {name: getattr(owner, name) for name in names if callable(getattr(owner, name))}
