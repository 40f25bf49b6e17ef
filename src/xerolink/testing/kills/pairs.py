"""Pairs in the states in which a person finds them."""

from xerolink.domain.contacts.model import Address, FieldName, Phone
from xerolink.domain.identity import HostContactId, RunId, XeroContactId
from xerolink.testing.worlds import ANNA, World, fields

NAME, EMAIL, PHONE = FieldName.NAME, FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE
BEFORE = fields("Acme", "a@acme.example", Phone("555 0101"))
QUAY = Address(("1 Quay Street",), "Auckland")


def linked(world: World) -> tuple[XeroContactId, HostContactId]:
    """One pair in sync."""
    xero_id, host = world.xero.add(BEFORE), world.host.add(BEFORE)
    world.imported()
    return xero_id, host.host_id


def stopped(world: World) -> tuple[XeroContactId, HostContactId]:
    """One pair that Anna has stopped."""
    xero_id, host_id = linked(world)
    world.connection().stop_syncing([xero_id], ANNA)
    world.pass_time()
    return xero_id, host_id


def pushed(world: World) -> tuple[XeroContactId, HostContactId]:
    """One pair that a push made: one-way."""
    world.imported()
    host = world.host.add(BEFORE)
    made = world.connection().create_xero_contact(host.host_id, ANNA)
    assert made.link is not None
    world.pass_time()
    return made.link.xero_id, host.host_id


def conflict(world: World, name: str = "Acme") -> XeroContactId:
    """One name under two billing emails; Xero has the phone, the host the address."""
    xero_id = world.xero.add(fields(name, "new@x.example", Phone("555 0101")))
    world.host.add(fields(name, "old@x.example", None, QUAY))
    return xero_id


def two_pairs(world: World) -> list[XeroContactId]:
    """Two pairs in sync; of the first, either side was edited since."""
    first, host_id = linked(world)
    second = world.xero.add(fields("Kauri", "k@x.example"))
    world.connection().sync_contacts()
    world.pass_time()
    world.host.edit(host_id, {EMAIL: "host@x.example"})
    world.xero.edit(first, {PHONE: Phone("555 0199")})
    return [first, second]


def two_stopped(world: World) -> list[XeroContactId]:
    """Two pairs that Anna has stopped, one of them edited before."""
    ids = two_pairs(world)
    world.connection().stop_syncing(ids, ANNA)
    world.pass_time()
    return ids


def two_unlinked(world: World) -> list[HostContactId]:
    """Two contacts of the host alone, after the import."""
    world.imported()
    return [world.host.add(fields(n, f"{n}@x.example")).host_id for n in ("Acme", "Kauri")]


def some_of_each(world: World) -> None:
    """A Full Match that overwrites, two No Matches, a Conflict and an archived contact."""
    world.xero.add(fields("Acme", "a@x.example", Phone("555 0101")))
    world.host.add(fields("Acme", "a@x.example"))
    world.xero.add(fields("Created", "c@x.example"))
    world.xero.add(fields("Created too", "c@x.example"))
    world.xero.add(fields("Conflict", "new@x.example"))
    world.host.add(fields("Conflict", "old@x.example"))
    world.xero.archive(world.xero.add(fields("Gone")))


def edited(world: World) -> None:
    """After the import of these, edits of both sides, on several pairs, one of them held."""
    some_of_each(world)
    world.imported()
    names = {contact.fields.name: contact.xero_id for contact in world.xero.contacts()}
    x0, x1, x2 = (names[name] for name in ("Acme", "Created", "Created too"))
    h0, h2 = (world.pairs()[xero_id] for xero_id in (x0, x2))
    world.host.edit(h0, {NAME: "Renamed", PHONE: Phone("555 0155")})
    world.xero.edit(x0, {EMAIL: "moved@x.example"})
    world.xero.edit(x1, {PHONE: Phone("555 0177")})
    world.host.edit(h2, {NAME: "Held here"})
    world.xero.edit(x2, {NAME: "Held there"})
    world.xero.add(fields("Newcomer"))


def last_run(world: World) -> RunId:
    return world.connection().latest_runs(1)[0].run_id
