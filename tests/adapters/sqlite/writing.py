"""What a version of the store writes in a small story, to be read by every later version.

Before a new migration: python -m tests.adapters.sqlite.writing tests/adapters/sqlite/written
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from xerolink.adapters.sqlite.migrate import shipped
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.domain.contacts.model import Address, FieldName, Phone
from xerolink.ports.errors import UnavailableError
from xerolink.ports.store import Store
from xerolink.testing.conformance.store_base import claimed
from xerolink.testing.conformance.store_invoice_probes import fill_invoices
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields

NEW_EMAIL = "new@x.example"
"""What the host has, and Xero not yet: the last run was cut short before its call left."""


def lived(world: World) -> World:
    """Imported, pushed, archived, synced, cut short: its store holds some of everything."""
    phone, address = Phone("5551234", "9", "64"), Address(("1 Road",), "City", "", "1010", "NZ")
    kauri = world.xero.add(fields("Kauri Ltd", "kauri@x.example", phone, address))
    world.xero.add(fields("Rimu", "rimu@x.example"))
    world.xero.add(fields("Totara"))
    nikau = world.xero.add(fields("Nikau", "nikau@x.example"))
    world.host.add(fields("kauri ltd", "kauri@x.example"))
    world.host.add(fields("totara", "totara@x.example"))
    miro = world.host.add(fields("Miro", "miro@x.example")).host_id
    connection = world.imported()
    connection.create_xero_contact(miro, ANNA)
    world.xero.archive(nikau)
    world.pass_time()
    connection.sync_contacts(ANNA)
    world.pass_time()
    world.host.edit(world.pairs()[kauri], {FieldName.BILLING_EMAIL: NEW_EMAIL})
    cut_short(world)
    return world


def cut_short(world: World) -> None:
    trap = Trap(1, lost, only=lambda point: point == "before xero.update_many")
    world.seen_xero = Trapped(world.xero, "xero", trap)
    try:
        world.connection().sync_contacts(ANNA)
    except UnavailableError:
        world.seen_xero = world.xero
        world.pass_time()


def billed(store: Store, world: World) -> None:
    """Invoices in every state, queued, written and held."""
    lease = claimed(store, world.connection_id)
    with store.transaction(lease) as unit:
        fill_invoices(unit)
    store.release(lease)


def rows(path: Path) -> Iterator[str]:
    """Every row of the database as a statement, but for what it says of migrations."""
    with closing(sqlite3.connect(path)) as raw:
        for line in raw.iterdump():
            if line.startswith("INSERT") and not line.startswith('INSERT INTO "migration"'):
                yield line


def main(folder: Path) -> None:
    with TemporaryDirectory() as place:
        path, world = Path(place, "store.db"), World()
        with closing(SqliteStore(path, world.clock)) as store:
            world.store = world.seen_store = store
            lived(world)
            billed(store, world)
        written = folder / f"{len(shipped()):04}.sql"
        written.write_text("\n".join(rows(path)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
