"""The disk fails at each commit of an import and a sync: nothing is torn, the next run goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from attrs import frozen

from tests.adapters.sqlite.refusing import failing_commit
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.ports.errors import StoreError
from xerolink.testing.worlds import ANNA, World, fields

EMAIL, PHONE = FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE


@frozen
class Ended:
    """How both books and the pairs stood in the end, and what was said on the way."""

    books: tuple[object, object, object]
    said: str
    sound: bool


def firm() -> World:
    """One pair to be matched, one contact to be created, one conflict."""
    world = World()
    world.xero.add(fields("Kauri", "kauri@x.example"))
    world.xero.add(fields("Rimu", "rimu@x.example"))
    world.xero.add(fields("Totara"))
    world.host.add(fields("kauri", "kauri@x.example"))
    world.host.add(fields("totara", "totara@x.example"))
    return world


def work(world: World, path: Path) -> None:
    """Connect, import, and sync an edit of either side, each after what may hold a lease."""
    with closing(SqliteStore(path, world.clock)) as store:
        world.store = world.seen_store = store
        connection = world.connect()
        world.pass_time()
        connection.import_contacts(ANNA)
        edit(world)
        world.pass_time()
        connection.sync_contacts(ANNA)


def edit(world: World) -> None:
    """People edit once, whatever happens to us."""
    kauri = world.xero.contacts()[0]
    if kauri.fields.billing_email == "new@x.example":
        return
    world.xero.edit(kauri.xero_id, {EMAIL: "new@x.example"})
    for host_id in list(world.host.contacts()):
        world.host.edit(host_id, {PHONE: Phone("5551234", "9", "64")})


def ended(world: World, path: Path, said: str = "") -> Ended:
    with closing(sqlite3.connect(path)) as raw:
        sound = raw.execute("pragma integrity_check").fetchall() == [("ok",)]
    with closing(SqliteStore(path, world.clock)) as store:
        world.store = world.seen_store = store
        hosts = {i: c.fields for i, c in world.host.contacts().items()}
        xeros = {c.xero_id: c.fields for c in world.xero.contacts()}
        return Ended((hosts, xeros, dict(world.pairs())), said, sound)


def lived(path: Path, at: int) -> tuple[Ended, int]:
    """The disk fails at commit *at* (0: never); then the same again. And how many there were."""
    world, said = firm(), ""
    with pytest.MonkeyPatch.context() as patch, failing_commit(at, patch) as counted:
        try:
            work(world, path)
        except StoreError as error:
            said = str(error)
    commits = len(counted)
    world.pass_time()
    work(world, path)
    world.pass_time()
    work(world, path)
    return ended(world, path, said), commits


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, int]:
    return lived(tmp_path_factory.mktemp("calm") / "store.db", 0)


@pytest.fixture(scope="module")
def disturbed(
    tmp_path_factory: pytest.TempPathFactory, undisturbed: tuple[Ended, int]
) -> dict[int, Ended]:
    """One life for each commit of the undisturbed one."""
    folder = tmp_path_factory.mktemp("failing")
    points = range(1, undisturbed[1] + 1)
    return {at: lived(folder / f"{at}.db", at)[0] for at in points}


def test_every_commit_of_the_runs_was_refused_once(disturbed: dict[int, Ended]) -> None:
    assert len(disturbed) > 25


def test_whatever_commit_is_refused_the_next_runs_complete(
    undisturbed: tuple[Ended, int], disturbed: dict[int, Ended]
) -> None:
    calm = undisturbed[0].books
    assert [at for at, end in disturbed.items() if end.books != calm] == []


def test_whatever_commit_is_refused_the_file_stays_sound(disturbed: dict[int, Ended]) -> None:
    assert [at for at, end in disturbed.items() if not end.sound] == []


def test_a_refused_commit_is_told_unless_it_only_says_how_a_run_ended(
    disturbed: dict[int, Ended],
) -> None:
    """Three runs begin and end here; the end of each writes its record and gives the lease back."""
    silent = [at for at, end in disturbed.items() if not end.said]
    assert len(silent) <= 2 * 3


def test_what_is_said_of_a_refused_commit_names_the_file(disturbed: dict[int, Ended]) -> None:
    told = [end.said for end in disturbed.values() if end.said]
    assert [said for said in told if ".db: the disk does not answer" not in said] == []
