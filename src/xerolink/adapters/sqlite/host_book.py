"""A host's contact book in one SQLite file, for any number of firms."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from xerolink.adapters.sqlite import host_rows
from xerolink.adapters.sqlite.host_file import HostFile
from xerolink.domain.contacts.effects import HostDraft, HostOutcome, HostPatch, HostRemoval
from xerolink.domain.contacts.model import (
    ContactKind,
    FieldName,
    FieldValue,
    HostContact,
    HostVersion,
    SyncedFields,
)
from xerolink.domain.identity import HostContactId
from xerolink.domain.run import HostCursor
from xerolink.ports.host import HostContacts, HostFeed


class SqliteHostBook(HostFile, HostContacts):
    """The contacts of one *firm* in the file at *path*, which is made if it is not there.

    Any thread may call, and any number of books and processes may have the file open. This host
    has all four fields, so an unknown value is stored as an empty one. `add`, `edit`, `delete`
    and `merge` are what people do in the host; unlike the port they may store a blank or odd
    value, as people do. What they `keep` the port does not remove. Every call raises
    `UnavailableError` where the file cannot be used or stays locked for *busy_seconds*, and after
    `close`.
    """

    def __init__(
        self, path: Path | str, firm: str, page_size: int = 500, busy_seconds: float = 30.0
    ) -> None:
        super().__init__("the host's contact book", path, firm, busy_seconds)
        self._page_size = page_size

    @property
    def written(self) -> int:
        """How many contacts the port created, changed or removed; what changed nothing: none."""
        with self._reading() as sql:
            return int(sql.rows("select written from firm where firm = ?", self._firm)[0][0])

    def contacts(self) -> Mapping[HostContactId, HostContact]:
        """A snapshot of what there is, by id."""
        with self._reading() as sql:
            return MappingProxyType(host_rows.get_all(sql, self._firm))

    def add(
        self,
        fields: SyncedFields,
        kind: ContactKind | None = None,
        contact_type: str = "",
    ) -> HostContact:
        """A person makes a contact."""
        with self._writing() as sql:
            batch = host_rows.load(sql, self._firm)
            contact = HostContact(batch.next_id(), HostVersion(""), fields, kind, contact_type)
            stored = batch.add(contact)
            host_rows.save(sql, self._firm, batch, written=0)
            return stored

    def edit(self, host_id: HostContactId, values: Mapping[FieldName, FieldValue]) -> HostContact:
        """A person sets fields; raises `KeyError` if there is no such contact."""
        with self._writing() as sql:
            batch = host_rows.load(sql, self._firm, ids=[host_id])
            stored = batch.set(batch.contacts[host_id], values)
            host_rows.save(sql, self._firm, batch, written=0)
            return stored

    def delete(self, host_id: HostContactId) -> None:
        """A person deletes a contact; raises `KeyError` if there is no such contact."""
        with self._writing() as sql:
            host_rows.remove(sql, self._firm, host_id, None)

    def keep(self, host_id: HostContactId) -> None:
        """Something else comes to need a contact: the port leaves it there. Raises `KeyError`."""
        with self._writing() as sql:
            host_rows.keep(sql, self._firm, host_id)

    def merge(self, from_id: HostContactId, into_id: HostContactId) -> None:
        """A person merges two contacts; the survivor keeps its values. Raises `KeyError`."""
        with self._writing() as sql:
            host_rows.remove(sql, self._firm, from_id, into_id)

    def changes(self, cursor: HostCursor | None) -> HostFeed:
        with self._reading() as sql:
            return host_rows.feed(sql, self._firm, cursor, self._page_size)

    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, HostContact]:
        with self._reading() as sql:
            return host_rows.get_many(sql, self._firm, ids)

    def create_many(self, drafts: Sequence[HostDraft]) -> Sequence[HostOutcome]:
        with self._writing() as sql:
            batch = host_rows.load(sql, self._firm, keys=[draft.key for draft in drafts])
            outcomes = [batch.create(draft) for draft in drafts]
            host_rows.save(sql, self._firm, batch, len(batch.changed))
            return outcomes

    def update_many(self, patches: Sequence[HostPatch]) -> Sequence[HostOutcome]:
        ids, keys = [patch.host_id for patch in patches], [patch.key for patch in patches]
        with self._writing() as sql:
            batch = host_rows.load(sql, self._firm, ids, keys)
            outcomes = [batch.update(patch) for patch in patches]
            host_rows.save(sql, self._firm, batch, len(batch.changed))
            return outcomes

    def remove_many(self, removals: Sequence[HostRemoval]) -> Sequence[HostOutcome]:
        ids = [removal.host_id for removal in removals]
        with self._writing() as sql:
            batch, kept = host_rows.load(sql, self._firm, ids), host_rows.kept(sql, self._firm, ids)
            outcomes = [batch.remove(removal, kept) for removal in removals]
            host_rows.save(sql, self._firm, batch, len(batch.gone))
            return outcomes
