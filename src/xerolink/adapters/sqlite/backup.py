"""Copy a database while it is in use, and put a copy back (docs/sqlite.md tells what that means).

Both are for any process: they take paths, and need no store that is open.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from errno import errorcode
from os import PathLike
from pathlib import Path
from stat import S_IMODE
from tempfile import mkstemp

from xerolink.adapters.sqlite.errors import translated
from xerolink.adapters.sqlite.leases import hold
from xerolink.adapters.sqlite.migrate import migrate, shipped
from xerolink.adapters.sqlite.pool import BUSY_SECONDS, Pool, connect, named, placed
from xerolink.adapters.sqlite.requests import pause_all, paused_all
from xerolink.adapters.sqlite.session import Session
from xerolink.domain.identity import Actor
from xerolink.ports.clock import Clock
from xerolink.ports.errors import StoreError
from xerolink.ports.requests import Paused

HELD = timedelta(seconds=120)
"""How long nobody may begin after a restore: as long as a worker's lease, and so its last call."""
RESTORED = "restored"
"""The owner of the leases meanwhile."""
_KEEP_NEWER = (
    "insert or replace into lease select * from live.lease",
    "delete from consent",
    "delete from token_binding",
    "delete from token_set",
    "insert into token_set select * from live.token_set",
    "insert into token_binding select * from live.token_binding",
    "insert into consent select * from live.consent",
)
_ATTEMPTS = 20
"""How often a restore begins again because somebody has written meanwhile."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _MovedError(Exception):
    """Somebody has written what is not taken over yet."""


def backup(path: str | PathLike[str], to: str | PathLike[str]) -> None:
    """Copy the database at *path*, as it is at one moment, to the new file *to*.

    Nobody waits for it, neither readers nor the writer. The copy is checked, page by page, and
    takes its name in the end: what is under *to* is whole. Who may read the database, and nobody
    else, may read the copy. Raises `StoreError`: there is no
    database, *to* is there already, or the copy cannot be written or is not sound.
    """
    source, target = placed(path), placed(to)
    _refuse_missing(source)
    if target.exists():
        raise _there(target)
    with _beside(target) as part:
        _copy(source, part)
        _refuse_unsound(part, f"a copy of {named(source)}")
        _rename(part, target, source)


def restore(
    copy: str | PathLike[str],
    to: str | PathLike[str],
    by: Actor,
    clock: Clock,
    busy_seconds: float = BUSY_SECONDS,
) -> None:
    """Put *copy*, which `backup` made of a store or of tokens, in the place of the database *to*.

    Whoever has *to* open goes on with what is in it then; where it is missing it is made, and one
    that is damaged is to be moved away first, with its log. *copy* stays as it is. Fences and
    tokens are those of *to*, if it is there: Xero honours the latest alone. All connections are
    paused by *by*, and none can be claimed for `HELD`: by then the last call of a worker that
    still lived is over.

    Raises `StoreError`: a copy that is not sound, or of a newer xerolink, or of something else, or
    *to* itself; *to* cannot be used, or somebody writes to it for *busy_seconds*. Then *to* is as
    it was.
    """
    source, target = placed(copy), placed(to)
    _refuse_missing(source)
    _refuse_itself(source, target)
    there = target.exists()
    if not there:
        _refuse_stray_log(target)
    with _beside(target) as part:
        _copy(source, part)
        _refuse_unsound(part, named(source))
        with closing(Pool(part)) as pool:
            migrate(pool, shipped())

        def rest() -> None:
            with closing(Pool(part)) as pool, pool.writing() as session:
                _put_to_rest(session, by, clock.now(), source.name)

        if there:
            _put_in_place(part, target, rest, busy_seconds)
        else:
            rest()
            _rename(part, target, source)


def _put_to_rest(session: Session, by: Actor, now: datetime, name: str) -> None:
    """Fences grow by the time: beyond all that came after the copy, also in a lost file."""
    milliseconds = (now - _EPOCH) // timedelta(milliseconds=1)
    hold(session, RESTORED, now + HELD, milliseconds)
    if paused_all(session) is None:
        pause_all(session, Paused(by, now, f"restored from the backup {name}"))


def _put_in_place(part: Path, target: Path, rest: Callable[[], None], busy_seconds: float) -> None:
    """Give *target* the content of *part*, with the fences and tokens that *target* has then.

    *rest* is called once *part* has them. What somebody commits meanwhile is taken over, too.
    """
    _require_usable(target)
    with translated(named(target)), closing(connect(target)) as watched:
        for _ in range(_ATTEMPTS):
            still = _unmoved(watched)
            _keep_newer(part, target)
            rest()
            with suppress(_MovedError):
                _copy(part, target, busy_seconds, still)
                return
    raise StoreError(named(target), "somebody else is writing to it", "stop whoever does")


def _unmoved(raw: sqlite3.Connection) -> Callable[[], bool]:
    """Whether nobody else has committed since this call, as *raw* sees it."""

    def version() -> int:
        return int(raw.execute("pragma data_version").fetchone()[0])

    before = version()
    return lambda: version() == before


def _require_usable(target: Path) -> None:
    try:
        with closing(Pool(target)) as live:
            migrate(live, shipped())
    except StoreError as error:
        way = "move it away, with its -wal and -shm, and restore again"
        raise StoreError(error.what, error.why, way) from error


def _keep_newer(part: Path, target: Path) -> None:
    with translated(named(target)), closing(connect(part)) as raw:
        raw.execute("attach database ? as live", (str(target),))
        # Not immediate: that would write to both.
        raw.execute("begin")
        for statement in _KEEP_NEWER:
            raw.execute(statement)
        raw.execute("commit")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A file beside *target*, of nobody else and for nobody else, that is gone in the end."""
    try:
        handle, name = mkstemp(".part", f"{target.name}.", target.parent)
    except OSError as error:
        why = f"nothing can be made in its folder ({errorcode.get(error.errno or 0, 'OSError')})"
        way = "create the folder, make room there, and give this process write access"
        raise StoreError(named(target), why, way) from error
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def _rename(part: Path, target: Path, like: Path) -> None:
    """Name *part*, with the rights that *like* has, if nobody has taken the name meanwhile.

    The name, too, is on the disk when this returns, where a folder can be written through.
    """
    part.chmod(S_IMODE(like.stat().st_mode))
    try:
        os.link(part, target)
    except FileExistsError:
        raise _there(target) from None
    except OSError:
        # A file system without a second name for a file.
        part.replace(target)
    with suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _there(target: Path) -> StoreError:
    return StoreError(named(target), "there is a file already", "give the path of a new one")


def _copy(
    source: Path,
    target: Path,
    busy_seconds: float = BUSY_SECONDS,
    still: Callable[[], bool] | None = None,
) -> None:
    """All pages in one step, so that no writer makes it begin again.

    *still* is asked once nobody else can write to *target*, after the first page; where it says
    no, *target* stays as it is, and `_MovedError` is raised.
    """
    asked = still is None

    def step(status: int, remaining: int, total: int) -> None:  # noqa: ARG001 - as sqlite3 calls it
        nonlocal asked
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(named(target), "somebody else is writing to it", "try again later")
        if not asked and still is not None and not still():
            raise _MovedError
        asked = True

    with (
        translated(named(source)),
        closing(connect(source)) as read,
        translated(named(target)),
        closing(sqlite3.connect(target, timeout=busy_seconds)) as written,
    ):
        read.backup(written, pages=-1 if still is None else 1, progress=step)


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise StoreError(named(path), "there is no such file", "give the path of a database")


def _refuse_itself(source: Path, target: Path) -> None:
    """By whatever path: nothing would come back, and every connection be paused."""
    if target.exists() and source.samefile(target):
        way = "give the path of a copy that `backup` made"
        raise StoreError(named(target), f"it is {source} itself", way)


def _refuse_stray_log(target: Path) -> None:
    """SQLite would take it for the log of the database that comes there, and apply it."""
    log = target.with_name(f"{target.name}-wal")
    if log.exists():
        why = f"the log of an earlier one, {log.name}, was left behind"
        raise StoreError(named(target), why, "move it away too, and restore again")


def _refuse_unsound(path: Path, what: str) -> None:
    with translated(what), closing(connect(path)) as raw:
        found = raw.execute("pragma integrity_check").fetchall()
        orphans = raw.execute("pragma foreign_key_check").fetchall()
    if found != [("ok",)] or orphans:
        why = f"it is damaged ({len(found) + len(orphans)} faults)"
        raise StoreError(what, why, "use an earlier backup, and look at the disk")
