"""Laws of matching, on two small books; and each kind of conflict as a named example."""

from collections.abc import Iterable, Mapping, Sequence

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind
from xerolink.domain.contacts.matching import (
    SHOWN_CANDIDATES,
    Book,
    Conflict,
    FullMatch,
    Hits,
    MatchOutcome,
    NoMatch,
    match_contact,
)
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.contacts.normalise import MatchKey, match_keys
from xerolink.domain.identity import HostContactId
from xerolink.domain.settings import MatchingMode
from xerolink.testing.strategies import blanks, keyed_fields

People = Mapping[str, SyncedFields]
Pairs = frozenset[tuple[str, str]]


def book(people: People, mode: MatchingMode = MatchingMode.NORMAL) -> Book:
    """The look-up of a whole book."""
    found: dict[MatchKey, list[str]] = {}
    for contact_id in sorted(people):
        for key in match_keys(people[contact_id], mode).present:
            found.setdefault(key, []).append(contact_id)
    return Book({key: Hits(len(ids), tuple(ids[:21])) for key, ids in found.items()})


def full_matches(asking: People, other: People, linked: Iterable[tuple[str, str]] = ()) -> Pairs:
    """The Full Matches of every unlinked contact in *asking*, as (other, asking)."""
    linked = tuple(linked)
    taken = frozenset(HostContactId(pair[0]) for pair in linked)
    busy = {pair[1] for pair in linked}
    theirs, ours = book(other), book(asking)
    outcomes = {
        contact_id: match_contact(match_keys(fields), theirs, ours, taken)
        for contact_id, fields in asking.items()
        if contact_id not in busy
    }
    return frozenset((o.host_id, i) for i, o in outcomes.items() if isinstance(o, FullMatch))


def swapped(pairs: Iterable[tuple[str, str]]) -> Pairs:
    return frozenset((right, left) for left, right in pairs)


def books(prefix: str) -> st.SearchStrategy[dict[str, SyncedFields]]:
    people = st.lists(keyed_fields(), max_size=6)
    return people.map(lambda all_of: {f"{prefix}{i}": f for i, f in enumerate(all_of)})


hosts, xeros = books("h"), books("x")


@st.composite
def linked_books(
    draw: st.DrawFn,
) -> tuple[dict[str, SyncedFields], dict[str, SyncedFields], tuple[tuple[str, str], ...]]:
    """Two books, and some pairs of them that are linked already."""
    host, xero = draw(hosts), draw(xeros)
    pairs = tuple(zip(draw(st.permutations(sorted(host))), sorted(xero), strict=False))
    return host, xero, pairs[: draw(st.integers(0, len(pairs)))]


def plain(text: str | None) -> str:
    """What the tests take for the meaning of a name or an email in ASCII."""
    return " ".join((text or "").split()).lower()


def both(fields: SyncedFields) -> tuple[str, str] | None:
    name, email = plain(fields.name), plain(fields.billing_email)
    return (name, email) if name and email else None


@given(hosts, xeros)
def test_a_full_match_is_the_only_one_with_both_keys_in_either_book(
    host: People, xero: People
) -> None:
    def only(meaning: tuple[str, str], people: People) -> bool:
        return [both(fields) for fields in people.values()].count(meaning) == 1

    expected = frozenset(
        (h, x)
        for h, left in host.items()
        for x, right in xero.items()
        if (meaning := both(left)) is not None
        and meaning == both(right)
        and only(meaning, host)
        and only(meaning, xero)
    )
    assert full_matches(xero, host) == expected


@given(linked_books())
def test_swapping_the_two_books_yields_the_same_pairs(
    drawn: tuple[People, People, tuple[tuple[str, str], ...]],
) -> None:
    host, xero, linked = drawn
    other_way = full_matches(host, xero, swapped(linked))
    assert full_matches(xero, host, linked) == swapped(other_way)


@given(linked_books())
def test_no_contact_is_linked_twice(
    drawn: tuple[People, People, tuple[tuple[str, str], ...]],
) -> None:
    host, xero, linked = drawn
    pairs = (*linked, *full_matches(xero, host, linked))
    ends = [end for pair in pairs for end in pair]
    assert len(ends) == len(set(ends))


@given(linked_books())
def test_a_link_never_makes_another_contact_a_full_match(
    drawn: tuple[People, People, tuple[tuple[str, str], ...]],
) -> None:
    """Elimination never links: what is linked still counts (decision 0002)."""
    host, xero, linked = drawn
    assert full_matches(xero, host, linked) <= full_matches(xero, host)


@given(st.lists(keyed_fields(), max_size=6), xeros)
def test_the_order_of_the_ids_makes_no_difference(people: list[SyncedFields], xero: People) -> None:
    forwards = {f"h{i}": fields for i, fields in enumerate(people)}
    backwards = {f"h{len(people) - i}": fields for i, fields in enumerate(people)}
    renamed = dict(zip(forwards, backwards, strict=True))
    expected = {(renamed[h], x) for h, x in full_matches(xero, forwards)}
    assert full_matches(xero, backwards) == expected


only_name = st.sampled_from((None, "", "new@mailbox.test"))
only_email = st.sampled_from((None, "  ", "somebody else"))


@given(hosts, xeros, st.data())
def test_a_host_contact_that_shares_one_key_never_spoils_a_full_match(
    host: People, xero: People, data: st.DataObject
) -> None:
    stranger = _sharing_one_key(xero, data)
    assert full_matches(xero, host) <= full_matches(xero, {**host, "h-stranger": stranger})


@given(hosts, xeros, st.data())
def test_a_xero_contact_that_shares_one_key_never_spoils_a_full_match(
    host: People, xero: People, data: st.DataObject
) -> None:
    stranger = _sharing_one_key(host, data)
    assert full_matches(xero, host) <= full_matches({**xero, "x-stranger": stranger}, host)


def _sharing_one_key(people: People, data: st.DataObject) -> SyncedFields:
    known = data.draw(st.sampled_from([SyncedFields("ann lee", "ann@one.test"), *people.values()]))
    if data.draw(st.booleans()):
        return SyncedFields(known.name, data.draw(only_name))
    return SyncedFields(data.draw(only_email), known.billing_email)


@given(hosts, blanks(), blanks())
def test_a_contact_that_says_nothing_matches_nobody(
    host: People, name: str | None, email: str | None
) -> None:
    """Blank never equals blank, however many blanks the other book holds."""
    silent = SyncedFields(name, email)
    found = match_contact(match_keys(silent), book(host), book({"x": silent}), frozenset())
    assert found == NoMatch()


@given(hosts, keyed_fields())
def test_each_candidate_shares_what_its_reason_says(host: People, asking: SyncedFields) -> None:
    found = match_contact(match_keys(asking), book(host), book({"x": asking}), frozenset())
    listed = found.candidates if isinstance(found, Conflict) else ()
    assert all(_shares(host[c.host_id], asking, c.reason) for c in listed)


def _shares(left: SyncedFields, right: SyncedFields, reason: CandidateReason) -> bool:
    name = plain(left.name) == plain(right.name) != ""
    email = plain(left.billing_email) == plain(right.billing_email) != ""
    return {
        CandidateReason.SAME_NAME_AND_EMAIL: name and email,
        CandidateReason.SAME_NAME: name,
        CandidateReason.SAME_EMAIL: email,
    }[reason]


@given(hosts, xeros, keyed_fields())
def test_no_match_means_that_neither_key_is_known(
    host: People, xero: People, asking: SyncedFields
) -> None:
    found = match_contact(match_keys(asking), book(host), book({**xero, "x": asking}), frozenset())
    names = {plain(fields.name) for fields in host.values()} - {""}
    emails = {plain(fields.billing_email) for fields in host.values()} - {""}
    known = plain(asking.name) in names or plain(asking.billing_email) in emails
    assert (found == NoMatch()) is not known


ANN = SyncedFields("Ann Lee", "ann@one.test")
NAME, EMAIL = CandidateReason.SAME_NAME, CandidateReason.SAME_EMAIL
BOTH = CandidateReason.SAME_NAME_AND_EMAIL


@frozen
class Example:
    """A Xero contact, the hosts beside it, and where it belongs."""

    says: str
    hosts: Mapping[str, SyncedFields]
    expected: MatchOutcome
    asking: SyncedFields = ANN
    rivals: Sequence[SyncedFields] = ()
    taken: Sequence[str] = ()
    mode: MatchingMode = MatchingMode.NORMAL


def conflict(kind: IssueKind, *listed: tuple[str, CandidateReason], shared: int = 0) -> Conflict:
    return Conflict(kind, tuple(Candidate(HostContactId(i), why) for i, why in listed), shared)


def near(*ids: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(HostContactId(i), CandidateReason.NEAR_NAME) for i in ids)


A, B = HostContactId("a"), HostContactId("b")
EXAMPLES = (
    Example("row 2: case and white space are no difference", {
        "a": SyncedFields(" ANN   lee ", "Ann@One.test ")}, FullMatch(A)),
    Example("row 2: a full-width letter is its plain letter", {
        "a": SyncedFields("\uff21nn Lee", "ann@one.test")}, FullMatch(A)),
    Example("row 2: punctuation makes another name", {
        "a": SyncedFields("Ann-Lee", "ann@one.test")},
        conflict(IssueKind.EMAIL_ONLY, ("a", EMAIL), shared=1)),
    Example("row 2: a legal suffix makes another name", {
        "a": SyncedFields("Ann Lee Ltd", "ann@one.test")},
        conflict(IssueKind.EMAIL_ONLY, ("a", EMAIL), shared=1)),
    Example("row 2: an accent makes another name", {
        "a": SyncedFields("Ann L\u00e9e", "ann@one.test")},
        conflict(IssueKind.EMAIL_ONLY, ("a", EMAIL), shared=1)),
    Example("row 2: another word order makes another name", {
        "a": SyncedFields("Lee Ann", "ann@one.test")},
        conflict(IssueKind.EMAIL_ONLY, ("a", EMAIL), shared=1)),
    Example("row 2: strict compares as typed", {
        "a": SyncedFields("ann lee", "ann@one.test")},
        conflict(IssueKind.EMAIL_ONLY, ("a", EMAIL), shared=1), mode=MatchingMode.STRICT),
    Example("row 3: one on both keys is a Full Match", {"a": ANN}, FullMatch(A)),
    Example("row 3: a bookkeeper's mailbox elsewhere does not spoil it", {
        "a": ANN,
        "b": SyncedFields("Bo", ANN.billing_email),
        "c": SyncedFields("Cy", ANN.billing_email),
    }, FullMatch(A)),
    Example("row 3: a namesake does not spoil it", {
        "a": ANN, "b": SyncedFields(ANN.name, "other@one.test")}, FullMatch(A)),
    Example("row 3: two host contacts on both keys", {"a": ANN, "b": ANN},
        conflict(IssueKind.AMBIGUOUS, ("a", BOTH), ("b", BOTH))),
    Example("row 3: a linked host contact is a candidate only", {"a": ANN},
        conflict(IssueKind.AMBIGUOUS, ("a", BOTH)), taken=("a",)),
    Example("row 3: the free one of two is not taken by elimination", {"a": ANN, "b": ANN},
        conflict(IssueKind.AMBIGUOUS, ("a", BOTH), ("b", BOTH)), taken=("a",)),
    Example("row 4: the name hits one, the email another", {
        "a": SyncedFields(ANN.name, "x@one.test"), "b": SyncedFields("Bo", ANN.billing_email)},
        conflict(IssueKind.SPLIT, ("a", NAME), ("b", EMAIL), shared=1)),
    Example("row 5: same name, no email in Xero", {"a": ANN},
        conflict(IssueKind.NAME_ONLY, ("a", NAME)), asking=SyncedFields("Ann Lee", "")),
    Example("row 5: same name, no email in the host", {"a": SyncedFields("Ann Lee")},
        conflict(IssueKind.NAME_ONLY, ("a", NAME))),
    Example("row 5: same name, no email on either side", {"a": SyncedFields("Ann Lee", " ")},
        conflict(IssueKind.NAME_ONLY, ("a", NAME)), asking=SyncedFields("Ann Lee", "")),
    Example("row 5: same name, another email", {"a": SyncedFields("Ann Lee", "x@one.test")},
        conflict(IssueKind.NAME_ONLY, ("a", NAME))),
    Example("row 5: a placeholder is no email", {"a": SyncedFields("Ann Lee", "n/a")},
        conflict(IssueKind.NAME_ONLY, ("a", NAME)), asking=SyncedFields("Ann Lee", "N/A")),
    Example("row 6: same email, other names", {
        "a": SyncedFields("Bo", ANN.billing_email), "b": SyncedFields("Cy", ANN.billing_email)},
        conflict(IssueKind.EMAIL_ONLY, ("a", EMAIL), ("b", EMAIL), shared=2)),
    Example("row 6: same email, no name in the host", {"a": SyncedFields("", ANN.billing_email)},
        conflict(IssueKind.EMAIL_ONLY, ("a", EMAIL), shared=1)),
    Example("row 7: two Xero contacts for one host contact", {"a": ANN},
        conflict(IssueKind.AMBIGUOUS, ("a", BOTH)), rivals=(ANN,)),
    Example("row 9: neither is known", {"a": SyncedFields("Bo", "bo@two.test")}, NoMatch()),
    Example("row 9: an empty book knows nobody", {}, NoMatch()),
    Example("row 9: nearly the same name resembles", {
        "a": SyncedFields("Lee, Ann"), "b": SyncedFields("Ann Lee Ltd")}, NoMatch(near(A, B))),
    Example("row 9: a linked contact is not resembled", {
        "a": SyncedFields("Lee, Ann"), "b": SyncedFields("Ann Lee Ltd")}, NoMatch(near(B)),
        taken=("a",)),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.says)
def test_where_a_contact_belongs(example: Example) -> None:
    """The examples of semantics rows 2 to 7."""
    xero = {f"x{i}": fields for i, fields in enumerate((example.asking, *example.rivals))}
    found = match_contact(
        match_keys(example.asking, example.mode),
        book(example.hosts, example.mode),
        book(xero, example.mode),
        frozenset(map(HostContactId, example.taken)),
    )
    assert found == example.expected


def test_a_crowd_of_candidates_is_counted_whole_and_listed_in_part() -> None:
    crowd = {f"h{i:02}": SyncedFields(f"client {i}", ANN.billing_email) for i in range(40)}
    found = match_contact(match_keys(ANN), book(crowd), book({"x": ANN}), frozenset())
    assert isinstance(found, Conflict)
    assert (found.shared_by, len(found.candidates)) == (40, SHOWN_CANDIDATES)


def test_of_a_crowd_that_resembles_a_part_is_listed() -> None:
    crowd = {f"h{i:02}": SyncedFields("Lee, Ann", f"{i}@x.test") for i in range(40)}
    found = match_contact(match_keys(ANN), book(crowd), book({"x": ANN}), frozenset())
    assert isinstance(found, NoMatch)
    assert found.near == near(*sorted(crowd))[:SHOWN_CANDIDATES]
