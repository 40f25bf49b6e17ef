"""What a host's book on disk promises of several processes; it inherits `HostSharedContract`."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing import get_context
from typing import Any

import pytest

from xerolink.domain.contacts.effects import (
    HostDraft,
    HostOutcome,
    HostPatch,
    HostRemoval,
    HostRemoved,
    HostStale,
    HostStored,
)
from xerolink.domain.identity import HostContactId
from xerolink.ports.host import Changed, HostContacts
from xerolink.testing.conformance.hooks import missing
from xerolink.testing.conformance.host_cases import (
    EMAIL,
    NAME,
    create,
    draft,
    drain,
    patch,
    removal,
    stored,
)

Opening = Callable[[], AbstractContextManager[HostContacts]]
"""Opens one firm's book, in any process: it can be pickled."""
TIMES = 5
"""How often each process repeats a call."""


def create_elsewhere(opening: Opening, drafts: Sequence[HostDraft]) -> list[list[HostOutcome]]:
    """The answers to the same drafts, made again and again."""
    with opening() as book:
        return [list(book.create_many(drafts)) for _ in range(TIMES)]


def update_elsewhere(opening: Opening, patches: Sequence[HostPatch]) -> list[list[HostOutcome]]:
    """The answers to the same patches, made again and again."""
    with opening() as book:
        return [list(book.update_many(patches)) for _ in range(TIMES)]


def remove_elsewhere(opening: Opening, removals: Sequence[HostRemoval]) -> list[HostOutcome]:
    with opening() as book:
        return list(book.remove_many(removals))


def create_one_by_one(opening: Opening, drafts: Sequence[HostDraft]) -> list[HostContactId]:
    with opening() as book:
        return [stored(book.create_many([one])[0]).host_id for one in drafts]


def follow(book: HostContacts, others: Future[Any]) -> set[HostContactId]:
    """Whom the feed tells of, read from cursor to cursor until *others* have ended, then once."""
    cursor, seen, over = None, set[HostContactId](), False
    while not over:
        over = others.done()
        changes, cursor = drain(book, cursor)
        seen |= {change.host_id for change in changes if isinstance(change, Changed)}
    return seen


class HostSharedContract:
    """For a book that several processes open: keys, versions and the feed hold among them."""

    can_remove = True
    """False for a host that keeps every contact."""

    @pytest.fixture
    def opening(self) -> Opening:
        """Opens the book of one firm, empty at first, for a `with`; it can be pickled."""
        raise missing("opening")

    @pytest.fixture
    def book(self, opening: Opening) -> Iterator[HostContacts]:
        with opening() as opened:
            yield opened

    @pytest.fixture(scope="class")
    @classmethod
    def elsewhere(cls) -> Iterator[ProcessPoolExecutor]:
        """Two other processes."""
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            yield pool

    def test_a_key_stored_elsewhere_creates_nothing_here(
        self, book: HostContacts, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        ash = draft("Ash")
        first = elsewhere.submit(create_elsewhere, opening, [ash]).result()[0]
        _, head = drain(book)
        assert (list(book.create_many([ash])), drain(book, head)[0]) == (first, [])

    def test_one_key_in_two_processes_at_once_creates_one_contact(
        self, book: HostContacts, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        drafts = [draft(name) for name in ("Ash", "Birch", "Cedar")]
        one, two = elsewhere.map(create_elsewhere, [opening] * 2, [drafts] * 2)
        assert len({repr(answer) for answer in (*one, *two)}) == 1
        assert len(drain(book)[0]) == len(drafts)

    def test_one_patch_in_two_processes_at_once_is_applied_once(
        self, book: HostContacts, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        (ash,) = create(book, "Ash")
        renamed = [patch(ash, {NAME: "Alder"})]
        one, two = elsewhere.map(update_elsewhere, [opening] * 2, [renamed] * 2)
        after = book.get_many([ash.host_id])[ash.host_id]
        assert [*one, *two] == [[HostStored(after)]] * (2 * TIMES)

    def test_a_patch_stored_elsewhere_changes_nothing_here(
        self, book: HostContacts, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        (ash,) = create(book, "Ash")
        renamed = patch(ash, {NAME: "Alder"})
        first = elsewhere.submit(update_elsewhere, opening, [renamed]).result()[0]
        (alder,) = book.get_many([ash.host_id]).values()
        book.update_many([patch(alder, {EMAIL: "new@host.example"})])
        assert list(book.update_many([renamed])) == first

    def test_of_two_patches_of_one_version_in_two_processes_one_is_stale(
        self, book: HostContacts, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        (ash,) = create(book, "Ash")
        patches = [[patch(ash, {NAME: name})] for name in ("Alder", "Aspen")]
        one, two = elsewhere.map(update_elsewhere, [opening] * 2, patches)
        assert sorted(isinstance(answers[0][0], HostStale) for answers in (one, two)) == [
            False,
            True,
        ]

    def test_a_removal_in_two_processes_at_once_is_removed_in_both(
        self, book: HostContacts, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        if not self.can_remove:
            pytest.skip("this host keeps every contact")
        (ash,) = create(book, "Ash")
        gone = [removal(ash)]
        answers = list(elsewhere.map(remove_elsewhere, [opening] * 2, [gone] * 2))
        assert answers == [[HostRemoved()], [HostRemoved()]]

    def test_who_follows_the_feed_meanwhile_misses_nobody(
        self, book: HostContacts, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        """From cursor to cursor, while another process creates one contact after the other."""
        drafts = [draft(f"Ash {number}") for number in range(20)]
        made = elsewhere.submit(create_one_by_one, opening, drafts)
        assert follow(book, made) == set(made.result())
