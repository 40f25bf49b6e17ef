"""A host contact that its adapter cannot hand over is an issue; nobody else waits for it."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest
from attrs import evolve

from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.model import FieldName, HostContact, SyncedFields
from xerolink.domain.given_errors import WrongKindError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.testing.worlds import ANNA, World, fields


class Picky:
    """A host whose adapter cannot make some rows; *answers*: what it makes of others."""

    def __init__(self, host: object, error: Exception | None = None) -> None:
        self._host: Any = host
        self.error = error or ValueError("zq-secret of a client")
        self.bad: set[HostContactId] = set()
        self.answers: dict[HostContactId, Any] = {}

    def __getattr__(self, verb: str) -> Any:
        return getattr(self._host, verb)

    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, HostContact]:
        if self.bad & set(ids):
            raise self.error
        return {
            **self._host.get_many(ids),
            **{i: self.answers[i] for i in ids if i in self.answers},
        }


def picky(world: World, *bad: HostContactId, error: Exception | None = None) -> Picky:
    host = Picky(world.host, error)
    host.bad |= set(bad)
    world.seen_host = host
    return host


def three() -> tuple[World, list[XeroContactId], list[HostContactId]]:
    """Three contacts that are in both books."""
    world, names = World(), ("Ash", "Birch", "Cedar")
    xero_ids = [world.xero.add(fields(name, f"{name}@x.example")) for name in names]
    host_ids = [world.host.add(fields(name, f"{name}@x.example")).host_id for name in names]
    return world, xero_ids, host_ids


def issues(world: World) -> list[Issue]:
    return list(world.connection().issues((IssueKind.INVALID,), size=100))


def sync(world: World) -> None:
    world.pass_time()
    world.connection().sync_contacts()


def paired() -> tuple[World, Picky, XeroContactId, HostContactId]:
    """Three pairs; the adapter cannot hand over the first one any more, which was edited."""
    world, xero_ids, host_ids = three()
    world.imported()
    host = picky(world, host_ids[0])
    world.host.edit(host_ids[0], {FieldName.BILLING_EMAIL: "new@x.example"})
    sync(world)
    return world, host, xero_ids[0], host_ids[0]


def test_the_others_are_imported() -> None:
    world, (_, birch, cedar), host_ids = three()
    picky(world, host_ids[0])
    world.imported()
    assert world.pairs().items() >= {birch: host_ids[1], cedar: host_ids[2]}.items()


def test_an_issue_names_it_and_the_way_out() -> None:
    world, _, host_ids = three()
    picky(world, host_ids[0])
    world.imported()
    (issue,) = issues(world)
    way_out = "mend it in the host, or the adapter; every run reads it again"
    why = f"its adapter cannot hand it over: ValueError; {way_out}"
    assert (issue.subject, issue.why) == (f"host:{host_ids[0]}", why)


def test_its_pair_stays() -> None:
    world, _, ash, host_id = paired()
    assert world.pairs()[ash] == host_id


def test_what_was_edited_flows_once_it_is_handed_over() -> None:
    """The feed has passed it, and the adapter alone was mended."""
    world, host, ash, _ = paired()
    host.bad.clear()
    sync(world)
    assert world.xero_contact(ash).fields.billing_email == "new@x.example"


def test_an_edit_in_xero_flows_once_it_is_handed_over() -> None:
    world, host, ash, host_id = paired()
    world.pass_time()
    world.xero.edit(ash, {FieldName.NAME: "Ash Ltd"})
    sync(world)
    host.bad.clear()
    sync(world)
    assert world.host.contacts()[host_id].fields.name == "Ash Ltd"


def test_the_issue_closes_once_it_is_handed_over() -> None:
    world, host, _, _ = paired()
    host.bad.clear()
    sync(world)
    assert issues(world) == []


def test_it_is_linked_once_it_is_handed_over() -> None:
    world, (ash, *_), host_ids = three()
    host = picky(world, host_ids[0])
    world.seen_xero = Hidden(world.xero, ash)
    world.imported()
    host.bad.clear()
    world.seen_xero = world.xero
    world.connection().reconcile(ANNA)
    sync(world)
    assert world.pairs()[ash] == host_ids[0]


class Hidden:
    """A Xero whose lists leave one contact out, as if it were made later."""

    def __init__(self, xero: object, xero_id: XeroContactId) -> None:
        self._xero: Any = xero
        self._hidden = xero_id

    def __getattr__(self, verb: str) -> Any:
        return getattr(self._xero, verb)

    def page(self, *asked: Any) -> Any:
        page = self._xero.page(*asked)
        return evolve(page, contacts=tuple(c for c in page.contacts if c.xero_id != self._hidden))


def test_nobody_is_made_in_its_place() -> None:
    """A contact that was known before keeps its keys."""
    world, _, host_ids = three()
    world.imported()
    lone = world.host.add(fields("Lone", "lone@x.example")).host_id
    sync(world)
    picky(world, lone)
    world.host.edit(lone, {FieldName.BILLING_EMAIL: "new@x.example"})
    sync(world)
    world.xero.add(fields("Lone", "lone@x.example"))
    sync(world)
    assert world.host.contacts().keys() == {*host_ids, lone}


def test_the_issue_closes_when_it_is_deleted() -> None:
    world, _, _, host_id = paired()
    world.host.delete(host_id)
    sync(world)
    assert issues(world) == []


def test_an_issue_of_a_contact_in_bad_order_closes_when_that_is_deleted() -> None:
    world, _, _ = three()
    odd = world.host.add(fields("bell\u0007"))
    connection = world.imported()
    world.host.delete(odd.host_id)
    connection.sync_contacts()
    assert issues(world) == []


def test_a_run_asks_again_for_each_of_many() -> None:
    """As many as there are, found over several pages of the feed."""
    world, _, _ = three()
    world.imported()
    host = picky(world)
    for batch in range(3):
        added = [world.host.add(fields(f"Odd {batch} {n}")).host_id for n in range(20)]
        host.bad |= set(added)
        sync(world)
    host.bad.clear()
    before = len(issues(world))
    sync(world)
    assert (before, len(issues(world))) == (60, 0)


def test_more_than_a_few_in_one_page_are_the_adapter_s_own_fault() -> None:
    world, _, _ = three()
    world.imported()
    host = picky(world)
    host.bad |= {world.host.add(fields(f"Odd {number}")).host_id for number in range(21)}
    with pytest.raises(ValueError, match="zq-secret"):
        sync(world)


def test_trouble_of_the_whole_host_ends_the_run() -> None:
    world, _, host_ids = three()
    picky(world, host_ids[0], error=ConnectionResetError())
    with pytest.raises(ConnectionResetError):
        world.imported()


ODD: list[tuple[str, dict[str, Any]]] = [
    ("HostContact.version is of type int; give str", {"version": 7}),
    ("HostContact.kind is of type str; give ContactKind or None", {"kind": "person"}),
    ("SyncedFields.name is of type int; give str or None", {"fields": SyncedFields(7)}),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("said", "values"), ODD, ids=[said.split()[0] for said, _ in ODD])
def test_a_value_of_another_kind_is_named(said: str, values: dict[str, Any]) -> None:
    world, _, host_ids = three()
    host = picky(world)
    host.answers[host_ids[0]] = evolve(world.host.contacts()[host_ids[0]], **values)
    world.imported()
    assert [issue.why.split(": ")[1].split("; mend")[0] for issue in issues(world)] == [said]


def test_what_is_no_contact_at_all_is_named() -> None:
    world, _, host_ids = three()
    picky(world).answers[host_ids[0]] = {"name": "Ash"}
    world.imported()
    (issue,) = issues(world)
    assert str(WrongKindError("what was answered", "dict", "a HostContact")) in issue.why


def test_match_issues_are_shown_beside_it() -> None:
    world, _, _ = three()
    world.xero.add(fields("Dogwood", "dog@x.example"))
    lone = world.host.add(fields("Dogwood", "other@x.example")).host_id
    world.imported()
    picky(world, lone)
    assert [issue.candidates for issue in world.connection().match_issues()] == [()]
