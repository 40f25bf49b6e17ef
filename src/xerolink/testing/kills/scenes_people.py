"""A person is about to decide: one scene for each verb that does what they say, or more."""

from collections.abc import Mapping

from xerolink.connection import Connection
from xerolink.domain.contacts.decide_person import BulkRule, Side
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.testing.kills.pairs import (
    EMAIL,
    NAME,
    conflict,
    linked,
    pushed,
    stopped,
    two_pairs,
    two_stopped,
    two_unlinked,
)
from xerolink.testing.kills.scene import Make, Prepare, Scene, asked
from xerolink.testing.worlds import ANNA, fields


def confirm_link(make: Make) -> Scene:
    world = make()
    xero_id = conflict(world)
    world.imported()
    (host_id,) = world.host.contacts()
    return asked(world, Connection.confirm_link, xero_id, host_id, ANNA)


def confirm_another(make: Make) -> Scene:
    """A stopped contact gets another partner, which Xero overwrites."""
    world = make()
    xero_id, _ = stopped(world)
    host_id = world.host.add(fields("Other", "o@x.example")).host_id
    return asked(world, Connection.confirm_link, xero_id, host_id, ANNA)


def keep_separate(make: Make) -> Scene:
    world = make()
    ids = [conflict(world), conflict(world, "Kauri")]
    world.imported()
    return asked(world, Connection.keep_separate, ids, ANNA)


def confirm_all(make: Make) -> Scene:
    """Two that the rule covers and one that it does not."""
    world = make()
    conflict(world)
    for name in ("Kauri", "Rata"):
        world.xero.add(fields(name, "", Phone("555 0102")))
        world.host.add(fields(name, f"{name}@x.example"))
    world.imported()
    return asked(world, Connection.confirm_all, BulkRule.SAME_NAME_EMAIL_MISSING, ANNA)


def resolve(**sides: Side) -> Prepare:
    """Name and email were changed on both sides, differently."""
    choices = {FieldName(name): side for name, side in sides.items()}

    def scene(make: Make) -> Scene:
        world = make()
        xero_id, host_id = linked(world)
        world.xero.edit(xero_id, {NAME: "Xero", EMAIL: "x@x.example"})
        world.host.edit(host_id, {NAME: "Host", EMAIL: "h@x.example"})
        world.connection().sync_contacts()
        return asked(world, Connection.resolve_conflict, xero_id, choices, ANNA)

    return scene


def settle_merge(where: Side, keep: int) -> Prepare:
    """The first of two pairs was merged into the second; *keep*: which of them stands."""

    def scene(make: Make) -> Scene:
        world = make()
        names = ("Acme", "Kauri")
        xero = [world.xero.add(fields(n, f"{n}@x.example")) for n in names]
        host = [world.host.add(fields(n, f"{n}@x.example")).host_id for n in names]
        world.imported()
        if where is Side.XERO:
            world.xero.merge(xero[0], xero[1])
        else:
            world.host.merge(host[0], host[1])
        world.connection().sync_contacts()
        return asked(world, Connection.settle_merge, xero[0], xero[keep], ANNA)

    return scene


def retry(make: Make) -> Scene:
    """A name that was taken in Xero is free again."""
    world = make()
    xero_id, host_id = linked(world)
    holder = world.xero.add(fields("Kauri"))
    world.connection().sync_contacts()
    world.host.edit(host_id, {NAME: "Kauri"})
    world.connection().sync_contacts()
    world.xero.edit(holder, {NAME: "Kauri Holdings"})
    return asked(world, Connection.retry, [xero_id], ANNA)


def stop_syncing(make: Make) -> Scene:
    """What was edited before a stop does not flow any more."""
    world = make()
    ids = two_pairs(world)
    return asked(world, Connection.stop_syncing, ids, ANNA, "asked", at_once=True)


def rematch(make: Make) -> Scene:
    """The former partner moved on; another host contact has the name and email now."""
    world = make()
    xero_id, host_id = stopped(world)
    world.host.edit(host_id, {NAME: "Somebody else", EMAIL: "else@x.example"})
    world.host.add(fields("Acme", "a@acme.example"))
    return asked(world, Connection.rematch, [xero_id], ANNA)


def relink(make: Make) -> Scene:
    world = make()
    return asked(world, Connection.relink, two_stopped(world), ANNA)


def create_new_from_xero(make: Make) -> Scene:
    world = make()
    return asked(world, Connection.create_new_contact, two_stopped(world), Side.XERO, ANNA)


def create_new_from_host(make: Make) -> Scene:
    world = make()
    xero_id, _ = stopped(world)
    return asked(world, Connection.create_new_contact, [xero_id], Side.HOST, ANNA, "Acme Two")


def create_new_of_archived(make: Make) -> Scene:
    """The former partner is archived under the very name (semantics row 28)."""
    world = make()
    xero_id, _ = stopped(world)
    world.xero.archive(xero_id)
    world.connection().sync_contacts()
    world.pass_time()
    return asked(world, Connection.create_new_contact, [xero_id], Side.HOST, ANNA)


def create_xero_contact(make: Make) -> Scene:
    world = make()
    host_id, _ = two_unlinked(world)
    return asked(world, Connection.create_xero_contact, host_id, ANNA)


def create_xero_contacts(make: Make) -> Scene:
    world = make()
    ids = two_unlinked(world)
    return asked(world, Connection.create_xero_contacts, ids, ANNA, {ids[1]: "Kauri Two"})


def make_two_way(make: Make) -> Scene:
    world = make()
    xero_id, host_id = pushed(world)
    world.host.edit(host_id, {EMAIL: "host@x.example"})
    return asked(world, Connection.make_two_way, [xero_id], ANNA)


def adopt(make: Make) -> Scene:
    """Before the first import, as it is meant to be."""
    world = make()
    pairs = [(world.host.add(fields("Acme Ltd")).host_id, world.xero.add(fields("Acme")))]
    pairs += [(world.host.add(fields("Kauri")).host_id, world.xero.add(fields("Kauri")))]
    world.connect()
    return asked(world, Connection.adopt, pairs, ANNA)


def repair(prefer: Side) -> Prepare:
    """The two sides of an adopted pair agreed to differ."""

    def scene(make: Make) -> Scene:
        world = make()
        pair = (world.host.add(fields("Acme Ltd")).host_id, world.xero.add(fields("Acme")))
        world.connect().adopt([pair], ANNA)
        world.imported()
        return asked(world, Connection.repair, prefer, ANNA, also_agreed=True)

    return scene


PEOPLE: Mapping[str, Prepare] = {
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
}
"""By what a person does, in which case."""
