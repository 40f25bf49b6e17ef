"""Suggestions in a run: who is ranked, who is suggested, and when they are reckoned anew."""

from collections import defaultdict
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xerolink.adapters.embedded.suggestions import embedded_suggestions
from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.domain.contacts import terms
from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind, likelihood
from xerolink.domain.contacts.model import Phone, SyncedFields
from xerolink.domain.contacts.weights import Chances, Steps, Weights
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.plan_text import describe
from xerolink.domain.run import TermIndex
from xerolink.domain.settings import ContactSettings, NearMatch
from xerolink.ports.errors import UnavailableError
from xerolink.ports.suggestions import SuggestionModel
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases import stage_terms

REVIEW = ContactSettings(near_match=NearMatch.REVIEW)
PHONE = Phone("5550101", "9", "64")


def sure_of(chance: int) -> SuggestionModel:
    """A model that takes everybody who is looked at for the one, by *chance* thousandths."""
    nothing = Steps((), (0,))
    always = Chances(Steps((), (chance,)), Steps((), (chance,)))
    weights = Weights(0, defaultdict(lambda: nothing), always, always)
    return SuggestionModel(weights, lambda asked, other: 1000 * (asked == other))


SURE = sure_of(950)
DOUBTING = sure_of(300)


def asked_about(world: World) -> list[tuple[Candidate, ...]]:
    """The candidates of each open issue, the issues by their id."""
    return [one.issue.candidates for one in world.connection().match_issues()]


def suggested(world: World) -> list[HostContactId]:
    return [
        one.host_id
        for candidates in asked_about(world)
        for one in candidates
        if one.reason is CandidateReason.SUGGESTED
    ]


def renamed(model: SuggestionModel | None, settings: ContactSettings = REVIEW) -> World:
    """Somebody with another name and email in each book; the phone is the same."""
    world = World(settings=settings, suggestions=model)
    world.xero.add(fields("Huia Weaving", "huia@weaving.example", PHONE))
    world.host.add(fields("Huia Textiles", "office@textiles.example", PHONE))
    return world


def conflicting(
    model: SuggestionModel | None, page_size: int = 500
) -> tuple[World, HostContactId, HostContactId]:
    """One host contact shares the email, another the phone and a part of the name."""
    world = World(suggestions=model, host=MemoryHostBook(page_size=page_size))
    world.xero.add(fields("Huia Weaving", "books@practice.example", PHONE))
    same_email = world.host.add(fields("Bo Lee", "books@practice.example")).host_id
    alike = world.host.add(fields("Huia Textiles", "huia@textiles.example", PHONE)).host_id
    return world, same_email, alike


def test_a_candidate_gets_its_probability_and_its_reasons() -> None:
    world, _, _ = conflicting(embedded_suggestions())
    world.imported()
    (candidates,) = asked_about(world)
    assert all(c.probability is not None and c.reasons for c in candidates)


def test_a_host_contact_that_shares_no_key_is_suggested() -> None:
    world, same_email, alike = conflicting(DOUBTING)
    world.imported()
    (candidates,) = asked_about(world)
    assert {c.host_id: c.reason for c in candidates} == {
        same_email: CandidateReason.SAME_EMAIL,
        alike: CandidateReason.SUGGESTED,
    }


def test_without_a_model_nobody_is_suggested() -> None:
    world, same_email, _ = conflicting(None)
    world.imported()
    assert asked_about(world) == [(Candidate(same_email, CandidateReason.SAME_EMAIL),)]


def test_a_likely_one_is_told_on_the_link_of_the_new_contact() -> None:
    world = renamed(SURE, ContactSettings())
    (resembled,) = world.host.contacts()
    world.imported()
    (client,) = world.connection().client_list()
    assert client.link.near_match == resembled


def test_a_plan_warns_of_a_likely_one_and_repeats_no_reason() -> None:
    world = renamed(SURE, ContactSettings())
    (resembled,) = world.host.contacts()
    (row,) = world.connect().plan_import(ANNA).rows
    said = f"host contact {resembled!r} is the same to 95%, and stays beside the new one"
    assert row.warnings == (said,)


def test_a_likely_one_is_asked_about_where_that_was_chosen() -> None:
    world = renamed(SURE)
    (issue,) = world.imported().match_issues()
    assert (issue.issue.kind, suggested(world)) == (
        IssueKind.NEAR_MATCH,
        list(world.host.contacts()),
    )


def test_an_unlikely_one_is_neither_asked_about_nor_told() -> None:
    world = renamed(DOUBTING)
    world.imported()
    (client,) = world.connection().client_list()
    assert (asked_about(world), client.link.near_match) == ([], None)


@pytest.mark.parametrize("likely", [SURE, sure_of(1000)], ids=["95%", "certain"])
def test_nobody_is_linked_because_he_is_likely(likely: SuggestionModel) -> None:
    world = renamed(likely)
    world.imported()
    assert world.pairs() == {}


BOOKS = st.lists(
    st.builds(
        fields,
        st.sampled_from(["Huia", "huia", "Huia Ltd", "Hui A", "Rimu"]),
        st.sampled_from(["", "a@x.example", "A@x.example", "b@x.example"]),
        st.sampled_from([Phone(), PHONE]),
    ),
    max_size=4,
)
RULES = st.builds(
    ContactSettings, link_name_only=st.booleans(), near_match=st.sampled_from(NearMatch)
)


@given(BOOKS, BOOKS, RULES)
@settings(deadline=None)
def test_whoever_is_likely_the_pairs_are_those_of_the_exact_rule(
    in_xero: list[SyncedFields], in_host: list[SyncedFields], rules: ContactSettings
) -> None:
    """Semantics row 2, over any two books and every rule that links by itself."""

    def linked(model: SuggestionModel | None) -> set[tuple[XeroContactId, HostContactId]]:
        world = World(settings=rules, suggestions=model)
        named = {(row.name or "").casefold(): row for row in in_xero}.values()
        for row in named:
            world.xero.add(row)
        there = {world.host.add(row).host_id for row in in_host}
        world.imported()
        world.connection().sync_contacts(ANNA)
        return {(x, h) for x, h in world.pairs().items() if h in there}

    assert linked(sure_of(1000)) == linked(None)


def test_a_rule_that_links_the_only_candidate_counts_no_suggestion() -> None:
    """Semantics row 5: one of the name, an email missing on one side."""
    world = World(settings=ContactSettings(link_name_only=True), suggestions=DOUBTING)
    xero_id = world.xero.add(fields("Huia Weaving", "", PHONE))
    partner = world.host.add(fields("huia weaving", "h@weaving.example")).host_id
    world.host.add(fields("Huia Textiles", "office@textiles.example", PHONE))
    world.imported()
    assert world.pairs()[xero_id] == partner


def test_who_belongs_to_another_by_name_is_not_suggested() -> None:
    world, _, _ = conflicting(DOUBTING)
    world.xero.add(fields("Huia Textiles", "other@textiles.example"))
    world.imported()
    assert suggested(world) == []


def test_who_is_linked_is_not_suggested() -> None:
    world, _, alike = conflicting(DOUBTING)
    connection = world.imported()
    (before,) = world.xero.contacts()
    connection.confirm_link(before.xero_id, alike, ANNA)
    world.pass_time()
    world.xero.add(fields("Huia Weavers", "books@practice.example", PHONE))
    connection.sync_contacts(ANNA)
    assert (len(asked_about(world)), suggested(world)) == (1, [])


def test_one_who_got_a_partner_since_the_preview_is_suggested_until_the_next_run() -> None:
    world, _, alike = conflicting(DOUBTING)
    other = world.xero.add(fields("Somebody Else"))
    connection = world.connect()
    connection.preview(ANNA)
    connection.confirm_link(other, alike, ANNA)
    connection.import_contacts(ANNA)
    before = suggested(world)
    world.pass_time()
    connection.sync_contacts(ANNA)
    assert (before, suggested(world)) == ([alike], [])


def partnered(world: World, alike: HostContactId) -> XeroContactId:
    """The Xero contact that a person links *alike* to, once the books are imported."""
    connection = world.imported()
    partner = world.xero.add(fields("Somebody Else"))
    connection.sync_contacts(ANNA)
    connection.stop_syncing([partner], ANNA)
    connection.confirm_link(partner, alike, ANNA)
    world.pass_time()
    return partner


def test_a_suggestion_that_gets_a_partner_is_suggested_no_more() -> None:
    world, _, alike = conflicting(DOUBTING)
    partnered(world, alike)
    world.connection().sync_contacts(ANNA)
    assert suggested(world) == []


def test_a_likely_one_that_is_gone_is_asked_about_no_more() -> None:
    world = renamed(SURE)
    connection = world.imported()
    (gone,) = world.host.contacts()
    world.host.delete(gone)
    world.pass_time()
    connection.sync_contacts(ANNA)
    assert (asked_about(world), len(world.pairs())) == ([], 1)


def test_a_host_contact_shows_the_issue_in_which_it_is_suggested() -> None:
    world, _, alike = conflicting(DOUBTING)
    (issue,) = world.imported().match_issues()
    assert world.connection().xero_client(alike).issues == (issue.issue,)


def test_a_candidate_is_shown_with_its_likelihood_in_words() -> None:
    world, _, _ = conflicting(DOUBTING)
    (issue,) = world.imported().match_issues()
    (view,) = [c for c in issue.candidates if c.reason is CandidateReason.SUGGESTED]
    assert view.likelihood.startswith("30%: ")


@pytest.mark.parametrize(
    ("thousandths", "said"), [(0, "under 1%"), (9, "under 1%"), (10, "1%"), (999, "99%")]
)
def test_a_person_is_told_neither_of_nothing_nor_of_certainty(thousandths: int, said: str) -> None:
    assert likelihood(thousandths, ["same email"]) == f"{said}: same email"


def test_a_plan_says_who_is_likeliest() -> None:
    world, _, _ = conflicting(DOUBTING)
    text = describe(world.connect().plan_import(ANNA))
    assert "ask a person: email only; likeliest host contact" in text


# What is kept, and for how long


def test_an_answered_issue_keeps_no_reason() -> None:
    world, _, alike = conflicting(DOUBTING)
    connection = world.imported()
    (issue,) = connection.match_issues()
    connection.confirm_link(issue.contact.xero_id, alike, ANNA)
    with world.store.reading(world.connection_id) as unit:
        kept = unit.issues.get(issue.issue.issue_id)
    assert kept is not None
    assert [(c.probability, c.reasons) for c in kept.candidates] == [(None, ())] * 2


def test_an_erased_contact_leaves_no_profile_and_no_reason() -> None:
    """Semantics row 22: of its partner too, while another contact asks about that."""
    world, _, alike = conflicting(DOUBTING)
    world.xero.erase(partnered(world, alike))
    world.connection().sync_contacts(ANNA)
    with world.store.reading(world.connection_id) as unit:
        told = [c.reasons for i in unit.issues.naming([alike]) for c in i.candidates]
        assert (unit.index.profiles([alike]), any(told)) == ({}, False)


# The index is made anew


def profiles(world: World) -> int:
    with world.store.reading(world.connection_id) as unit:
        return unit.index.profiled()


def test_the_profile_of_a_contact_that_was_created_comes_with_the_feed() -> None:
    """It has a partner, and is suggested to nobody until then."""
    world = renamed(DOUBTING)
    world.imported()
    before = profiles(world)
    world.connection().sync_contacts(ANNA)
    assert (before, profiles(world)) == (1, 2)


def test_a_contact_that_the_feed_told_of_before_its_making_was_answered_keeps_its_profile() -> None:
    """A preview reads the feed and finishes nothing; the late answer tells no more than that."""
    world = World(suggestions=DOUBTING)
    world.imported()
    world.xero.add(fields("Huia Weaving"))
    trap = Trap(1, lost, only=lambda point: point == "after host.create_many")
    world.seen_host = Trapped(world.host, "host", trap)
    with suppress(UnavailableError):
        world.connection().sync_contacts(ANNA)
    world.seen_host = world.host
    world.pass_time()
    world.connection().preview(ANNA)
    before = profiles(world)
    world.connection().sync_contacts(ANNA)
    assert (before, profiles(world)) == (1, 1)


def record_terms(world: World) -> TermIndex:
    with world.store.reading(world.connection_id) as unit:
        found = unit.record.get()
    assert found is not None
    return found.terms


def test_a_store_of_before_suggestions_gets_them_with_the_next_run() -> None:
    world, _, alike = conflicting(None)
    world.imported()
    world.suggestions = DOUBTING
    world.connection().sync_contacts(ANNA)
    assert suggested(world) == [alike]


def test_no_profile_is_kept_where_nothing_is_suggested() -> None:
    world, _, _ = conflicting(DOUBTING)
    world.imported()
    world.suggestions = None
    world.connection().sync_contacts(ANNA)
    assert (profiles(world), record_terms(world)) == (0, TermIndex())


def test_another_version_of_the_terms_makes_the_index_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, _, _ = conflicting(DOUBTING)
    world.imported()
    before = (profiles(world), record_terms(world).version)
    monkeypatch.setattr(stage_terms, "INDEX_VERSION", terms.INDEX_VERSION + 1)
    world.connection().sync_contacts(ANNA)
    after = (profiles(world), record_terms(world).version)
    assert after == (before[0], before[1] + 1)


def test_an_index_that_is_current_is_not_read_again() -> None:
    world, _, _ = conflicting(DOUBTING)
    world.imported()
    trap = Trap(only=lambda point: point == "before host.get_many")
    world.seen_host = Trapped(world.host, "host", trap)
    world.connection().sync_contacts(ANNA)
    assert trap.points == []


def test_a_making_that_is_cut_short_goes_on_where_it_stopped() -> None:
    world, _, alike = conflicting(None, page_size=1)
    world.imported()
    world.suggestions = DOUBTING
    trap = Trap(3, lost, only=lambda point: point == "before host.changes")
    world.seen_host = Trapped(world.host, "host", trap)
    with pytest.raises(UnavailableError):
        world.connection().sync_contacts(ANNA)
    half = profiles(world)
    world.seen_host = world.host
    world.pass_time()
    world.connection().sync_contacts(ANNA)
    assert (half > 0, half < profiles(world), suggested(world)) == (True, True, [alike])
