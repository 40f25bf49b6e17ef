"""People on both sides who know nothing of the sync: they edit, archive, merge and delete."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from attrs import define, field

from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields, XeroStatus
from xerolink.domain.contacts.normalise import xero_name_key
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.ports.errors import RejectedError
from xerolink.testing.edits import Edit, Side
from xerolink.testing.verdicts import Stores, canonical
from xerolink.testing.worlds.simulated import SimulatedXero
from xerolink.testing.worlds.steps import Step
from xerolink.testing.worlds.values import contact, typed
from xerolink.testing.worlds.world import World

Item = TypeVar("Item")
FIELDS = tuple(FieldName)


def chosen(items: Sequence[Item], luck: int) -> Item | None:
    """One of *items*; None: there is none."""
    return items[luck % len(items)] if items else None


@define
class Outside:
    """Both sides' people, and the log of what they did: `edits` in order, and the rest by id.

    *times*: when each of the edits was made, by the library's clock.
    *alike*: see `Weather`. *named*: whoever ever had a name in Xero, by the key by which Xero
    compares. *moved*: contacts whose values are those of a merge, by the number of edits made
    before. *told*: what webhooks can tell, in order.
    """

    world: World
    xero: SimulatedXero
    stores: Stores
    alike: bool = True
    edits: list[Edit] = field(factory=list)
    times: list[datetime] = field(factory=list)
    made_in_host: set[HostContactId] = field(factory=set)
    made_in_xero: set[XeroContactId] = field(factory=set)
    named: dict[str, set[XeroContactId]] = field(factory=dict)
    moved: dict[str, int] = field(factory=dict)
    flagged: set[XeroContactId] = field(factory=set)
    erased: set[XeroContactId] = field(factory=set)
    archived: set[XeroContactId] = field(factory=set)
    """Whom people archived or restored; a merge archives whoever loses by it."""
    told: list[tuple[XeroContactId, str]] = field(factory=list)
    done: int = 0
    _fresh: int = 0

    def do(self, step: Step) -> None:
        """What the step says, as far as each side lets its people."""
        try:
            ACTS[step.verb](self, step)
            self.done += 1
        except RejectedError:
            pass
        self.look()

    def type_over(self, side: Side, contact_id: str, name: FieldName, luck: int) -> None:
        """Somebody sets a field that the sync has written."""
        try:
            if side is Side.HOST:
                _edit_host(self, HostContactId(contact_id), name, luck)
            else:
                _edit_xero(self, XeroContactId(contact_id), name, luck)
        except RejectedError:
            pass
        self.look()

    def look(self) -> None:
        """Remember who has which name in Xero."""
        for one in self.xero.contacts():
            key = xero_name_key(one.fields.name or "")
            self.named.setdefault(key, set()).add(one.xero_id)

    def forget_names(self) -> None:
        """Only who has a name now; what was refused for another's name was told by now."""
        self.named.clear()
        self.look()

    def hosts(self) -> list[HostContactId]:
        return list(self.world.host.contacts())

    def xeros(self) -> list[XeroContactId]:
        return [contact.xero_id for contact in self.xero.contacts()]

    def fresh(self) -> int:
        self._fresh += 1
        return self._fresh

    def note(self, side: Side, contact_id: str, name: FieldName, was: SyncedFields) -> None:
        """Log an edit that has been made, if it means anything."""
        now = self.fields_of(side, contact_id)
        before, after = was.get(name), now.get(name) if now else None
        if canonical(name, before) != canonical(name, after):
            self.edits.append(Edit(side, contact_id, name, before, after))
            self.times.append(self.world.clock.now())
            if side is Side.XERO:
                self.tell(XeroContactId(contact_id))

    def tell(self, xero_id: XeroContactId) -> None:
        at = self.world.clock.now().replace(tzinfo=None).isoformat(timespec="milliseconds")
        self.told.append((xero_id, at))

    def fields_of(self, side: Side, contact_id: str) -> SyncedFields | None:
        if side is Side.HOST:
            held = self.world.host.contacts().get(HostContactId(contact_id))
            return held.fields if held else None
        return self.xero.contact(XeroContactId(contact_id)).fields


def add_in_host(people: Outside, step: Step) -> None:
    values = contact(step.one, step.two, step.three, people.fresh())
    stored = {name: people.stores(name, values.get(name)) for name in FIELDS}
    added = people.world.host.add(SyncedFields().with_values(stored))
    people.made_in_host.add(added.host_id)


def add_in_xero(people: Outside, step: Step) -> None:
    values = contact(step.one, step.two, step.three, people.fresh())
    both = step.one + step.two
    xero_id = people.xero.add(values, is_customer=both % 4 != 0, is_supplier=both % 3 == 0)
    people.made_in_xero.add(xero_id)
    people.tell(xero_id)


def edit_host(people: Outside, step: Step) -> None:
    host_id = chosen(people.hosts(), step.one)
    if host_id is not None:
        _edit_host(people, host_id, FIELDS[step.two % 4], step.three)


def edit_xero(people: Outside, step: Step) -> None:
    xero_id = chosen(people.xeros(), step.one)
    if xero_id is not None:
        _edit_xero(people, xero_id, FIELDS[step.two % 4], step.three)


def edit_both(people: Outside, step: Step) -> None:
    """The same field of a pair, on both sides."""
    pair = chosen(sorted(people.world.pairs().items()), step.one)
    if pair is not None:
        _edit_xero(people, pair[0], FIELDS[step.two % 4], step.three)
        _edit_host(people, pair[1], FIELDS[step.two % 4], step.three + 1)


def _edit_host(people: Outside, host_id: HostContactId, name: FieldName, luck: int) -> None:
    host = people.world.host
    if host_id not in host.contacts():
        return
    was = host.contacts()[host_id].fields
    value = people.stores(name, _typed(people, name, luck, in_host=True))
    host.edit(host_id, {name: value})
    people.note(Side.HOST, host_id, name, was)


def _edit_xero(people: Outside, xero_id: XeroContactId, name: FieldName, luck: int) -> None:
    was = people.xero.contact(xero_id).fields
    people.xero.edit(xero_id, {name: _typed(people, name, luck, in_host=False)})
    people.note(Side.XERO, xero_id, name, was)


def _typed(people: Outside, name: FieldName, luck: int, *, in_host: bool) -> FieldValue:
    return typed(name, luck, people.fresh(), in_host=in_host, alike=people.alike)


def archive(people: Outside, step: Step) -> None:
    xero_id = chosen(people.xeros(), step.one)
    if xero_id is not None and _status(people, xero_id) is XeroStatus.ACTIVE:
        people.xero.archive(xero_id)
        people.archived.add(xero_id)
        people.tell(xero_id)


def restore(people: Outside, step: Step) -> None:
    archived = [i for i in people.xeros() if _status(people, i) is XeroStatus.ARCHIVED]
    xero_id = chosen(archived, step.one)
    if xero_id is not None:
        people.xero.restore(xero_id)
        people.archived.add(xero_id)
        people.tell(xero_id)


def erase(people: Outside, step: Step) -> None:
    """Somebody asks Xero to forget a contact, for good."""
    xero_id = chosen(people.xeros(), step.one)
    if xero_id is not None and _status(people, xero_id) is XeroStatus.ACTIVE:
        people.xero.erase(xero_id)
        people.erased.add(xero_id)
        people.tell(xero_id)


def merge_in_xero(people: Outside, step: Step) -> None:
    active = [i for i in people.xeros() if _status(people, i) is XeroStatus.ACTIVE]
    loser, survivor = chosen(active, step.one), chosen(active, step.two)
    if loser is not None and survivor is not None and loser != survivor:
        people.xero.merge(loser, survivor)
        people.moved[survivor] = people.moved[loser] = len(people.edits)
        people.flagged.add(survivor)
        people.archived.add(loser)
        people.tell(loser)


def flag(people: Outside, step: Step) -> None:
    xero_id = chosen(people.xeros(), step.one)
    if xero_id is not None:
        people.xero.flag(xero_id, is_customer=step.two % 2 == 0, is_supplier=step.three % 2 == 0)
        people.flagged.add(xero_id)


def delete_in_host(people: Outside, step: Step) -> None:
    host_id = chosen(people.hosts(), step.one)
    if host_id is not None:
        people.world.host.delete(host_id)


def merge_in_host(people: Outside, step: Step) -> None:
    loser, survivor = chosen(people.hosts(), step.one), chosen(people.hosts(), step.two)
    if loser is not None and survivor is not None and loser != survivor:
        people.world.host.merge(loser, survivor)
        people.moved[survivor] = len(people.edits)


def _status(people: Outside, xero_id: XeroContactId) -> XeroStatus:
    return people.xero.contact(xero_id).status


Act = Callable[[Outside, Step], None]
ACTS: Mapping[str, Act] = {
    act.__name__: act
    for act in (
        add_in_host,
        add_in_xero,
        edit_host,
        edit_xero,
        edit_both,
        archive,
        restore,
        erase,
        merge_in_xero,
        flag,
        delete_in_host,
        merge_in_host,
    )
}
