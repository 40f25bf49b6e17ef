"""What goes on by itself, or was planned: runs, plans that are applied, undo, settings."""

from collections.abc import Mapping

from xerolink.app import Xerolink
from xerolink.connection import Connection
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.model import Phone
from xerolink.domain.plan import Plan
from xerolink.domain.run import RunKind
from xerolink.domain.settings import ContactSettings, ContactTypeFilter, DeletedInHost
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.pairs import (
    NAME,
    conflict,
    edited,
    last_run,
    some_of_each,
    two_pairs,
    two_stopped,
)
from xerolink.testing.kills.scene import Make, Prepare, Scene, asked
from xerolink.testing.kills.scenes_people import (
    confirm_link,
    create_new_from_xero,
    create_xero_contacts,
    keep_separate,
    make_two_way,
    rematch,
    resolve,
    stop_syncing,
)
from xerolink.testing.worlds import ANNA, World, fields

CUSTOMERS = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
EVERYBODY = ContactSettings()


def preview(make: Make) -> Scene:
    world = make()
    some_of_each(world)
    world.connect()
    return asked(world, Connection.preview, ANNA)


def an_import(make: Make) -> Scene:
    """A Full Match that overwrites, two creations and a conflict."""
    world = make()
    conflict(world, "Conflict")
    world.xero.add(fields("Acme", "a@x.example", Phone("555 0101")))
    world.host.add(fields("Acme", "a@x.example", Phone("555 0100")))
    world.xero.add(fields("Created", "c@x.example"))
    world.xero.add(fields("Created too"))
    world.connect()
    return asked(world, Connection.import_contacts, ANNA)


def import_after_preview(make: Make) -> Scene:
    world = make()
    some_of_each(world)
    world.connect().preview(ANNA)
    return asked(world, Connection.import_contacts, ANNA)


def a_sync(make: Make) -> Scene:
    world = make()
    two_pairs(world)
    return asked(world, Connection.sync_contacts)


def sync_of_many(make: Make) -> Scene:
    world = make()
    edited(world)
    return asked(world, Connection.sync_contacts)


def sync_of_the_gone(make: Make) -> Scene:
    """One is archived in Xero, one erased, one merged; one is deleted in the host."""
    world = make(settings=ContactSettings(deleted_in_host=DeletedInHost.ARCHIVE))
    names = ("Archived", "Erased", "Loser", "Survivor", "Deleted")
    xero = {name: world.xero.add(fields(name, f"{name}@x.example")) for name in names}
    world.imported()
    world.xero.archive(xero["Archived"])
    world.xero.erase(xero["Erased"])
    world.xero.merge(xero["Loser"], xero["Survivor"])
    world.host.delete(world.pairs()[xero["Deleted"]])
    return asked(world, Connection.sync_contacts)


def reconcile(make: Make) -> Scene:
    world = make()
    edited(world)
    return asked(world, Connection.reconcile, ANNA)


def run_once(make: Make) -> Scene:
    """It is time to look what changed."""
    world = make()
    edited(world)
    wait_for_the_next_poll(world)
    return asked(world, Connection.run_once)


def worker_syncs(make: Make) -> Scene:
    world = make()
    two_pairs(world)
    wait_for_the_next_poll(world)
    return Scene(world, Xerolink.run_once, turn)


def worker_reads_the_inbox(make: Make) -> Scene:
    """A webhook told of an edit."""
    world = make()
    first, _ = two_pairs(world)
    world.app().receive(payload(world, first))
    return Scene(world, Xerolink.run_once, turn)


def worker_takes_what_is_queued(make: Make) -> Scene:
    """Whoever sees that their run did not come to its end starts it again."""
    world = an_import(make).world

    def start_and_turn(firm: Firm) -> None:
        firm.connection().start(RunKind.IMPORT, ANNA)
        turn(firm)

    return Scene(world, Xerolink.run_once, start_and_turn)


def turn(firm: Firm) -> object:
    return firm.app().run_once(lambda _: firm.sides())


def wait_for_the_next_poll(world: World) -> None:
    for _ in range(4):
        world.pass_time()


def payload(world: Firm, resource: str, category: str = "CONTACT") -> dict[str, object]:
    """What Xero's webhook says of an edit; *category*: CONTACT or INVOICE."""
    kind = f"{category.title()}s"
    event = {
        "resourceUrl": f"https://api.xero.com/api.xro/2.0/{kind}/{resource}",
        "resourceId": resource,
        "eventDateUtc": world.clock.now().replace(tzinfo=None).isoformat(),
        "eventType": "UPDATE",
        "eventCategory": category,
        "tenantId": world.tenant_id(),
        "tenantType": "ORGANISATION",
    }
    return {"events": [event], "firstEventSequence": 1, "lastEventSequence": 1, "entropy": "X"}


def undo_of(prepare: Prepare) -> Prepare:
    """The verb of *prepare* was called, and what it did is taken back."""

    def scene(make: Make) -> Scene:
        made = prepare(make)
        made.press()
        run_id = last_run(made.world)
        made.world.pass_time()
        return asked(made.world, Connection.undo, run_id, ANNA)

    return scene


def apply(world: Firm, plan: Plan, *, at_once: bool = False) -> Scene:
    """*plan* without its last row, by the names in Xero."""
    names = {str(contact.xero_id): contact.fields.name or "" for contact in world.xero.contacts()}
    last = max(plan.rows, key=lambda row: names.get(str(row.xero_id), ""))
    return asked(world, Connection.apply, plan.without([last.decision_id]), ANNA, at_once=at_once)


def apply_import(make: Make) -> Scene:
    world = an_import(make).world
    return apply(world, world.connection().plan_import(ANNA))


def apply_sync(make: Make) -> Scene:
    world = make()
    ids = two_pairs(world)
    world.xero.edit(ids[1], {NAME: "Kauri Ltd"})
    return apply(world, world.connection().plan_sync(ANNA), at_once=True)


def apply_undo(make: Make) -> Scene:
    made = an_import(make)
    made.press()
    made.world.pass_time()
    return apply(made.world, made.world.connection().plan_undo(last_run(made.world), ANNA))


def apply_relink(make: Make) -> Scene:
    world = make()
    ids = two_stopped(world)
    return apply(world, world.connection().plan_relink(ids, ANNA))


def narrow(make: Make) -> Firm:
    world = make(settings=CUSTOMERS)
    world.xero.add(fields("Customer", "c@x.example"), is_customer=True)
    world.xero.add(fields("Supplier", "s@x.example", Phone("555 0100")), is_supplier=True)
    world.host.add(fields("Supplier", "s@x.example"))
    world.xero.add(fields("New client"))
    world.imported()
    return world


def change_settings(make: Make) -> Scene:
    return asked(narrow(make), Connection.change_settings, EVERYBODY, ANNA)


def apply_settings(make: Make) -> Scene:
    world = narrow(make)
    return apply(world, world.connection().plan_settings(EVERYBODY, ANNA))


RUNS: Mapping[str, Prepare] = {
    "preview": preview,
    "import_contacts": an_import,
    "import_contacts, after a preview": import_after_preview,
    "sync_contacts": a_sync,
    "sync_contacts, many": sync_of_many,
    "sync_contacts, the gone": sync_of_the_gone,
    "reconcile": reconcile,
    "run_once": run_once,
    "run_once of the app, a sync": worker_syncs,
    "run_once of the app, the inbox": worker_reads_the_inbox,
    "run_once of the app, what is queued": worker_takes_what_is_queued,
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
}
"""By what is run, in which case."""
