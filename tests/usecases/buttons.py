"""Small worlds in which a person is about to press a button, one for each verb that writes."""

from collections.abc import Callable, Mapping

from attrs import frozen

from tests.usecases.asking import linked, pushed, stopped
from xerolink.domain.contacts.decide_person import BulkRule, Side
from xerolink.domain.contacts.model import Address, FieldName, Phone
from xerolink.domain.identity import HostContactId, RunId, XeroContactId
from xerolink.domain.plan import Plan
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.testing.worlds import ANNA, World, fields

NAME, EMAIL, PHONE = FieldName.NAME, FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE
QUAY = Address(("1 Quay Street",), "Auckland")
Press = Callable[[World], object]


@frozen
class Scene:
    """A world and the button in it; pressing it makes the connection anew, as a screen does.

    *at_once*: a sync that came first would do more than the button, so nobody waits for one.
    """

    world: World
    press: Press
    at_once: bool = False


def conflict(name: str = "Acme", world: World | None = None) -> tuple[World, XeroContactId]:
    """One name under two billing emails; Xero has the phone, the host the address."""
    world = world or World()
    xero_id = world.xero.add(fields(name, "new@x.example", Phone("555 0101")))
    world.host.add(fields(name, "old@x.example", None, QUAY))
    return world, xero_id


def only_host(world: World) -> HostContactId:
    (host_id,) = world.host.contacts()
    return host_id


def confirm_link() -> Scene:
    world, xero_id = conflict()
    world.imported()
    host_id = only_host(world)
    return Scene(world, lambda w: w.connection().confirm_link(xero_id, host_id, ANNA))


def confirm_another() -> Scene:
    """A stopped contact gets another partner, which Xero overwrites."""
    world, xero_id, _ = stopped()
    host_id = world.host.add(fields("Other", "o@x.example")).host_id
    return Scene(world, lambda w: w.connection().confirm_link(xero_id, host_id, ANNA))


def keep_separate() -> Scene:
    world, first = conflict()
    _, second = conflict("Kauri", world)
    world.imported()
    return Scene(world, lambda w: w.connection().keep_separate([first, second], ANNA))


def confirm_all() -> Scene:
    """Two that the rule covers and one that it does not."""
    world, _ = conflict()
    for name in ("Kauri", "Rata"):
        world.xero.add(fields(name, "", Phone("555 0102")))
        world.host.add(fields(name, f"{name}@x.example"))
    world.imported()
    rule = BulkRule.SAME_NAME_EMAIL_MISSING
    return Scene(world, lambda w: w.connection().confirm_all(rule, ANNA))


def resolve(**sides: Side) -> Callable[[], Scene]:
    """Name and email were changed on both sides, differently."""
    choices = {FieldName(name): side for name, side in sides.items()}

    def scene() -> Scene:
        world, xero_id, host_id = linked()
        world.xero.edit(xero_id, {NAME: "Xero", EMAIL: "x@x.example"})
        world.host.edit(host_id, {NAME: "Host", EMAIL: "h@x.example"})
        world.connection().sync_contacts()
        return Scene(world, lambda w: w.connection().resolve_conflict(xero_id, choices, ANNA))

    return scene


def settle_merge(where: Side, keep: int) -> Callable[[], Scene]:
    """The first of two pairs was merged into the second; *keep*: which of them stands."""

    def scene() -> Scene:
        world = World()
        names = ("Acme", "Kauri")
        xero = [world.xero.add(fields(n, f"{n}@x.example")) for n in names]
        host = [world.host.add(fields(n, f"{n}@x.example")).host_id for n in names]
        world.imported()
        if where is Side.XERO:
            world.xero.merge(xero[0], xero[1])
        else:
            world.host.merge(host[0], host[1])
        world.connection().sync_contacts()
        return Scene(world, lambda w: w.connection().settle_merge(xero[0], xero[keep], ANNA))

    return scene


def retry() -> Scene:
    """A name that was taken in Xero is free again."""
    world, xero_id, host_id = linked()
    holder = world.xero.add(fields("Kauri"))
    world.connection().sync_contacts()
    world.host.edit(host_id, {NAME: "Kauri"})
    world.connection().sync_contacts()
    world.xero.edit(holder, {NAME: "Kauri Holdings"})
    return Scene(world, lambda w: w.connection().retry([xero_id], ANNA))


def two_pairs() -> tuple[World, list[XeroContactId]]:
    """Two pairs in sync; of the first, either side was edited since."""
    world, first, host_id = linked()
    second = world.xero.add(fields("Kauri", "k@x.example"))
    world.connection().sync_contacts()
    world.pass_time()
    world.host.edit(host_id, {EMAIL: "host@x.example"})
    world.xero.edit(first, {PHONE: Phone("555 0199")})
    return world, [first, second]


def stop_syncing() -> Scene:
    """What was edited before a stop does not flow any more."""
    world, ids = two_pairs()
    return Scene(world, lambda w: w.connection().stop_syncing(ids, ANNA, "asked"), at_once=True)


def two_stopped() -> tuple[World, list[XeroContactId]]:
    world, ids = two_pairs()
    world.connection().stop_syncing(ids, ANNA)
    world.pass_time()
    return world, ids


def rematch() -> Scene:
    """The former partner moved on; another host contact has the name and email now."""
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {NAME: "Somebody else", EMAIL: "else@x.example"})
    world.host.add(fields("Acme", "a@acme.example"))
    return Scene(world, lambda w: w.connection().rematch([xero_id], ANNA))


def relink() -> Scene:
    world, ids = two_stopped()
    return Scene(world, lambda w: w.connection().relink(ids, ANNA))


def create_new_from_xero() -> Scene:
    world, ids = two_stopped()
    return Scene(world, lambda w: w.connection().create_new_contact(ids, Side.XERO, ANNA))


def create_new_from_host() -> Scene:
    world, xero_id, _ = stopped()
    return Scene(
        world,
        lambda w: w.connection().create_new_contact([xero_id], Side.HOST, ANNA, "Acme Two"),
    )


def create_new_of_archived() -> Scene:
    """The former partner is archived under the very name (semantics row 28)."""
    world, xero_id, _ = stopped()
    world.xero.archive(xero_id)
    world.connection().sync_contacts()
    world.pass_time()
    return Scene(world, lambda w: w.connection().create_new_contact([xero_id], Side.HOST, ANNA))


def two_unlinked() -> tuple[World, list[HostContactId]]:
    world = World()
    world.imported()
    return world, [world.host.add(fields(n, f"{n}@x.example")).host_id for n in ("Acme", "Kauri")]


def create_xero_contact() -> Scene:
    world, (host_id, _) = two_unlinked()
    return Scene(world, lambda w: w.connection().create_xero_contact(host_id, ANNA))


def create_xero_contacts() -> Scene:
    world, ids = two_unlinked()
    names = {ids[1]: "Kauri Two"}
    return Scene(world, lambda w: w.connection().create_xero_contacts(ids, ANNA, names))


def make_two_way() -> Scene:
    world, xero_id, host_id = pushed()
    world.host.edit(host_id, {EMAIL: "host@x.example"})
    return Scene(world, lambda w: w.connection().make_two_way([xero_id], ANNA))


def adopt() -> Scene:
    """Before the first import, as it is meant to be."""
    world = World()
    pairs = [(world.host.add(fields("Acme Ltd")).host_id, world.xero.add(fields("Acme")))]
    pairs += [(world.host.add(fields("Kauri")).host_id, world.xero.add(fields("Kauri")))]
    world.connect()
    return Scene(world, lambda w: w.connection().adopt(pairs, ANNA))


def repair(prefer: Side) -> Callable[[], Scene]:
    """The two sides of an adopted pair agreed to differ."""

    def scene() -> Scene:
        world = World()
        pair = (world.host.add(fields("Acme Ltd")).host_id, world.xero.add(fields("Acme")))
        world.connect().adopt([pair], ANNA)
        world.imported()
        return Scene(world, lambda w: w.connection().repair(prefer, ANNA, also_agreed=True))

    return scene


def undo_of(make: Callable[[], Scene]) -> Callable[[], Scene]:
    """The button of *make* was pressed, and what it did is taken back."""

    def scene() -> Scene:
        made = make()
        made.press(made.world)
        run_id = last_run(made.world)
        made.world.pass_time()
        return Scene(made.world, lambda w: w.connection().undo(run_id, ANNA))

    return scene


def last_run(world: World) -> RunId:
    return world.connection().latest_runs(1)[0].run_id


def an_import() -> Scene:
    """A Full Match that overwrites, two creations and a conflict."""
    world, _ = conflict("Conflict")
    world.xero.add(fields("Acme", "a@x.example", Phone("555 0101")))
    world.host.add(fields("Acme", "a@x.example", Phone("555 0100")))
    world.xero.add(fields("Created", "c@x.example"))
    world.xero.add(fields("Created too"))
    world.connect()
    return Scene(world, lambda w: w.connection().import_contacts(ANNA))


def a_sync() -> Scene:
    world, _ = two_pairs()
    return Scene(world, lambda w: w.connection().sync_contacts())


def apply(world: World, plan: Plan, *, at_once: bool = False) -> Scene:
    """*plan* without its last row."""
    cut = plan.without([plan.rows[-1].decision_id])
    return Scene(world, lambda w: w.connection().apply(cut, ANNA), at_once)


def apply_import() -> Scene:
    world = an_import().world
    return apply(world, world.connection().plan_import(ANNA))


def apply_sync() -> Scene:
    world, ids = two_pairs()
    world.xero.edit(ids[1], {NAME: "Kauri Ltd"})
    return apply(world, world.connection().plan_sync(ANNA), at_once=True)


def apply_undo() -> Scene:
    made = an_import()
    made.press(made.world)
    made.world.pass_time()
    return apply(made.world, made.world.connection().plan_undo(last_run(made.world), ANNA))


def apply_relink() -> Scene:
    world, ids = two_stopped()
    return apply(world, world.connection().plan_relink(ids, ANNA))


CUSTOMERS = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
EVERYBODY = ContactSettings()


def narrow() -> World:
    world = World(settings=CUSTOMERS)
    world.xero.add(fields("Customer", "c@x.example"), is_customer=True)
    world.xero.add(fields("Supplier", "s@x.example", Phone("555 0100")), is_supplier=True)
    world.host.add(fields("Supplier", "s@x.example"))
    world.xero.add(fields("New client"))
    world.imported()
    return world


def change_settings() -> Scene:
    return Scene(narrow(), lambda w: w.connection().change_settings(EVERYBODY, ANNA))


def apply_settings() -> Scene:
    world = narrow()
    return apply(world, world.connection().plan_settings(EVERYBODY, ANNA))


def disconnect() -> Scene:
    world, _ = two_pairs()
    return Scene(world, lambda w: w.app().disconnect(w.connection_id, ANNA), at_once=True)


def reconnect() -> Scene:
    """Either side was edited meanwhile."""
    world, _ = two_pairs()
    world.app().disconnect(world.connection_id, ANNA)
    world.pass_time()
    return Scene(world, lambda w: w.connect())


BUTTONS: Mapping[str, Callable[[], Scene]] = {
    "confirm_link": confirm_link,
    "confirm_link, another partner": confirm_another,
    "keep_separate": keep_separate,
    "confirm_all": confirm_all,
    "resolve_conflict, Xero": resolve(name=Side.XERO, billing_email=Side.XERO),
    "resolve_conflict, host": resolve(name=Side.HOST, billing_email=Side.HOST),
    "resolve_conflict, mixed": resolve(name=Side.HOST, billing_email=Side.XERO),
    "settle_merge in Xero, survivor": settle_merge(Side.XERO, 1),
    "settle_merge in Xero, loser": settle_merge(Side.XERO, 0),
    "settle_merge in the host, survivor": settle_merge(Side.HOST, 1),
    "settle_merge in the host, loser": settle_merge(Side.HOST, 0),
    "retry": retry,
    "stop_syncing": stop_syncing,
    "rematch": rematch,
    "relink": relink,
    "create_new_contact, Xero": create_new_from_xero,
    "create_new_contact, host": create_new_from_host,
    "create_new_contact, archived": create_new_of_archived,
    "create_xero_contact": create_xero_contact,
    "create_xero_contacts": create_xero_contacts,
    "make_two_way": make_two_way,
    "adopt": adopt,
    "repair, Xero": repair(Side.XERO),
    "repair, host": repair(Side.HOST),
    "undo of a confirm": undo_of(confirm_link),
    "undo of a create": undo_of(keep_separate),
    "undo of a resolve": undo_of(resolve(name=Side.HOST, billing_email=Side.XERO)),
    "undo of a stop": undo_of(stop_syncing),
    "undo of a rematch": undo_of(rematch),
    "undo of a create new": undo_of(create_new_from_xero),
    "undo of make_two_way": undo_of(make_two_way),
    "undo of an import": undo_of(an_import),
    "undo of a push": undo_of(create_xero_contacts),
    "undo of a sync": undo_of(a_sync),
    "undo of an undo": undo_of(undo_of(an_import)),
    "apply, import": apply_import,
    "apply, sync": apply_sync,
    "apply, undo": apply_undo,
    "apply, relink": apply_relink,
    "apply, settings": apply_settings,
    "change_settings": change_settings,
    "disconnect": disconnect,
    "reconnect": reconnect,
}
