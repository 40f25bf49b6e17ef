"""A host contact book against a simple model, as a Hypothesis state machine."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Generic

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from xerolink.domain.contacts.effects import (
    HostDraft,
    HostOutcome,
    HostPatch,
    HostRemoval,
    HostRemoved,
    HostStale,
    HostStored,
    Refused,
)
from xerolink.domain.contacts.model import FieldName, FieldValue, HostContact, HostVersion
from xerolink.domain.contacts.normalise import same
from xerolink.domain.identity import HostContactId
from xerolink.domain.run import HostCursor
from xerolink.ports.host import Changed, Merged
from xerolink.testing.conformance.host_cases import (
    EMAIL,
    NAME,
    Book,
    HostCases,
    about,
    draft,
    fresh_key,
    stored,
)

Values = dict[FieldName, FieldValue]

_EXAMPLES = count(1)
_NAMES = st.sampled_from(["Ash", "Birch", "Cedar & Co", "Élan", "", "   "])
_EMAILS = st.sampled_from(["", "a@host.example", "b@host.example"])
_VALUES: st.SearchStrategy[Values] = st.fixed_dictionaries(
    {}, optional={NAME: _NAMES, EMAIL: _EMAILS}
)
_NUMBER = st.integers(0, 99)
_REMOVALS = st.lists(st.tuples(_NUMBER, st.booleans()), max_size=4)
_PATCHES = st.lists(st.tuples(_NUMBER, st.booleans(), _VALUES), max_size=4)


class HostMachine(RuleBasedStateMachine, Generic[Book]):
    """The library writes, people edit, a reader follows the feed; *alive* is what must be there."""

    def __init__(self, suite: HostCases[Book], books: Callable[[str], Book]) -> None:
        super().__init__()
        self.suite = suite
        self.book = books(f"example {next(_EXAMPLES)}")
        self.alive: dict[HostContactId, HostContact] = {}
        self.gone: set[HostContactId] = set()
        self.drafts: list[tuple[HostDraft, HostContact]] = []
        self.patches: list[tuple[HostPatch, HostContact]] = []
        self.removals: list[HostRemoval] = []
        self.cursor: HostCursor | None = None
        self.followed: dict[HostContactId, HostContact] = {}

    def pick(self, number: int) -> HostContact:
        return self.alive[sorted(self.alive)[number % len(self.alive)]]

    @rule(names=st.lists(_NAMES, max_size=4))
    def create(self, names: Sequence[str]) -> None:
        drafts = [draft(name) for name in names]
        for wanted, outcome in zip(drafts, self.book.create_many(drafts), strict=True):
            self.created(wanted, outcome)

    def created(self, wanted: HostDraft, outcome: HostOutcome) -> None:
        if not (wanted.fields.name or "").strip():
            assert isinstance(outcome, Refused)
            return
        contact = stored(outcome)
        assert contact.host_id not in self.alive
        assert same(NAME, contact.fields.name, wanted.fields.name)
        self.alive[contact.host_id] = contact
        self.drafts.append((wanted, contact))

    @precondition(lambda self: self.drafts)
    @rule(number=_NUMBER)
    def create_again(self, number: int) -> None:
        wanted, then = self.drafts.pop(number % len(self.drafts))
        (outcome,) = self.book.create_many([wanted])
        if then.host_id not in self.alive:
            self.created(wanted, outcome)
            return
        assert outcome == HostStored(then)
        self.drafts.append((wanted, then))

    @precondition(lambda self: self.alive)
    @rule(rows=_PATCHES)
    def update(self, rows: Sequence[tuple[int, bool, Values]]) -> None:
        by_id = {self.pick(number).host_id: (fresh, values) for number, fresh, values in rows}
        patches = [
            HostPatch(
                fresh_key(),
                host_id,
                self.alive[host_id].version if fresh else HostVersion("never"),
                values,
            )
            for host_id, (fresh, values) in by_id.items()
        ]
        for patch, outcome in zip(patches, self.book.update_many(patches), strict=True):
            self.updated(patch, outcome)

    def updated(self, patch: HostPatch, outcome: HostOutcome) -> None:
        before = self.alive[patch.host_id]
        if patch.expected != before.version:
            assert outcome == HostStale()
        elif not str(patch.values.get(NAME, "named")).strip():
            assert isinstance(outcome, Refused)
        else:
            after = stored(outcome)
            self.expect(before, patch.values, after)
            self.alive[patch.host_id] = after
            self.patches.append((patch, after))

    def expect(
        self, before: HostContact, values: Mapping[FieldName, FieldValue], after: HostContact
    ) -> None:
        wanted = before.fields.with_values(values)
        assert all(same(name, after.fields.get(name), wanted.get(name)) for name in FieldName)

    @precondition(lambda self: self.patches)
    @rule(number=_NUMBER)
    def update_again(self, number: int) -> None:
        patch, then = self.patches[number % len(self.patches)]
        (outcome,) = self.book.update_many([patch])
        assert outcome == (HostStored(then) if patch.host_id in self.alive else HostStale())

    @precondition(lambda self: self.alive)
    @rule(rows=_REMOVALS)
    def remove(self, rows: Sequence[tuple[int, bool]]) -> None:
        by_id = {self.pick(number).host_id: fresh for number, fresh in rows}
        removals = [
            HostRemoval(fresh_key(), i, self.alive[i].version if fresh else HostVersion("never"))
            for i, fresh in by_id.items()
        ]
        for removal, outcome in zip(removals, self.book.remove_many(removals), strict=True):
            self.removed(removal, outcome)

    def removed(self, removal: HostRemoval, outcome: HostOutcome) -> None:
        if not self.suite.can_remove:
            assert isinstance(outcome, Refused | HostStale)
        elif removal.expected != self.alive[removal.host_id].version:
            assert outcome == HostStale()
        else:
            assert outcome == HostRemoved()
            self.bury(removal.host_id)
            self.removals.append(removal)

    @precondition(lambda self: self.removals)
    @rule(number=_NUMBER)
    def remove_again(self, number: int) -> None:
        removal = self.removals[number % len(self.removals)]
        assert list(self.book.remove_many([removal])) == [HostRemoved()]

    @precondition(lambda self: self.alive)
    @rule(number=_NUMBER, email=_EMAILS)
    def edit(self, number: int, email: str) -> None:
        before = self.pick(number)
        self.suite.edit_as_user(self.book, before.host_id, {EMAIL: email})
        after = self.book.get_many([before.host_id])[before.host_id]
        self.expect(before, {EMAIL: email}, after)
        self.alive[after.host_id] = after

    @precondition(lambda self: self.alive)
    @rule(number=_NUMBER)
    def delete(self, number: int) -> None:
        host_id = self.pick(number).host_id
        self.suite.delete_as_user(self.book, host_id)
        self.bury(host_id)

    @precondition(lambda self: self.suite.can_merge and len(self.alive) > 1)
    @rule(number=_NUMBER, step=_NUMBER)
    def merge(self, number: int, step: int) -> None:
        from_id = self.pick(number).host_id
        self.bury(from_id)
        into_id = self.pick(step).host_id
        self.suite.merge_as_user(self.book, from_id, into_id)
        self.alive.update(self.book.get_many([into_id]))

    def bury(self, host_id: HostContactId) -> None:
        del self.alive[host_id]
        self.gone.add(host_id)

    @rule()
    def follow(self) -> None:
        self.read_page()

    def read_page(self) -> bool:
        """Read one page of the feed and answer whether there is more."""
        page = self.book.changes(self.cursor)
        self.cursor = page.cursor
        ids = [about(change) for change in page.changes]
        assert len(ids) == len(set(ids))
        for gone in ids:
            self.followed.pop(gone, None)
        changed = {change.host_id for change in page.changes if isinstance(change, Changed)}
        merged = {change.into_id for change in page.changes if isinstance(change, Merged)}
        self.followed.update(self.book.get_many(changed | merged))
        return page.more

    @invariant()
    def the_book_holds_what_it_must(self) -> None:
        assert self.book.get_many({*self.alive, *self.gone}) == self.alive

    def teardown(self) -> None:
        """Who follows the feed to its head knows every contact as it is."""
        while self.read_page():
            pass
        assert self.followed == self.alive
