"""Numbered migrations, forward only, each recorded with a checksum."""

from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

from attrs import frozen

from xerolink.adapters.sqlite.pool import Pool
from xerolink.adapters.sqlite.session import Session
from xerolink.ports.errors import StoreError

STORE, HOST_BOOK = "migrations", "host_migrations"
"""The folders of the two kinds of database: what the library remembers, a host's contacts."""

_TABLE = """
create table if not exists migration (
  version integer primary key,
  name text not null,
  checksum text not null
) strict
"""


@frozen
class Migration:
    """One numbered file. The checksum does not depend on how a line ends."""

    version: int
    name: str
    sql: str

    @property
    def row(self) -> tuple[int, str, str]:
        """What is recorded of it."""
        return (self.version, self.name, sha256(self.sql.encode()).hexdigest())


def shipped(folder: str = STORE) -> tuple[Migration, ...]:
    """The migrations of one kind of database, in their order."""
    place = resources.files(__package__).joinpath(folder)
    files = [file for file in place.iterdir() if file.name.endswith(".sql")]
    return tuple(_migration(file) for file in sorted(files, key=lambda file: file.name))


def migrate(pool: Pool, steps: tuple[Migration, ...]) -> None:
    """Apply those of *steps* that are new to the database, all of them or none.

    Raises `StoreError` for a database that a newer version wrote, or with other migrations.
    A database that is up to date is only read.
    """
    with pool.reading() as session:
        if len(_applied(session, steps, pool.name)) == len(steps):
            return
    with pool.writing() as session:
        done = len(_applied(session, steps, pool.name))
        session.run(_TABLE)
        for step in steps[done:]:
            _apply(session, step)


def latest(session: Session) -> str:
    """The name of the last migration that the database has had."""
    found = session.rows("select name from migration order by version desc limit 1")
    return str(found[0][0])


def _migration(file: Traversable) -> Migration:
    name = file.name.removesuffix(".sql")
    sql = file.read_text(encoding="utf-8").replace("\r\n", "\n")
    return Migration(int(name.partition("_")[0]), name, sql)


def _applied(
    session: Session, steps: tuple[Migration, ...], what: str
) -> list[tuple[int, str, str]]:
    if not session.rows("select 1 from sqlite_schema where name = 'migration'"):
        return []
    found = session.rows("select version, name, checksum from migration order by version")
    known = [step.row for step in steps]
    if len(found) > len(known):
        why = f"a newer xerolink wrote it (migration {found[-1][0]}; known: {len(known)})"
        raise StoreError(what, why, "use that version of xerolink, or another database")
    if found != known[: len(found)]:
        why = "its migrations are not those of this xerolink"
        raise StoreError(what, why, "install xerolink anew, or give the path of its own database")
    return found


def _apply(session: Session, step: Migration) -> None:
    for statement in _statements(step.sql):
        session.run(statement)
    session.run("insert into migration (version, name, checksum) values (?, ?, ?)", *step.row)


def _statements(sql: str) -> list[str]:
    """A blank line ends a statement: sqlite3 has no call for many that keeps a transaction."""
    return [part for part in sql.split("\n\n") if part.strip()]
