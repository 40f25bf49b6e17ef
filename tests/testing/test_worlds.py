"""Whole worlds: people on both sides and at the desk, crashes, lost answers; then quiet."""

import json
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from xerolink.domain.settings import BothChanged, ContactSettings, DeletedInHost
from xerolink.testing.worlds.__main__ import main
from xerolink.testing.worlds.coverage import FAULTS
from xerolink.testing.worlds.desk import CHOICES
from xerolink.testing.worlds.record import Record
from xerolink.testing.worlds.schedules import Outcome, run_schedules, told
from xerolink.testing.worlds.scripts import OUTSIDE, Script, script
from xerolink.testing.worlds.stateful import live_worlds
from xerolink.testing.worlds.steps import Step, Trouble
from xerolink.testing.worlds.weather import Weather


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return list(islice(run_schedules(0), 24))


def test_no_seeded_story_breaks(outcomes: list[Outcome]) -> None:
    assert [(o.seed, o.broken) for o in outcomes if o.broken] == []


def test_the_seeded_stories_reach_every_verb_and_crash_and_lose_answers(
    outcomes: list[Outcome],
) -> None:
    """A world in which nothing happens would prove nothing."""
    tally = sum((outcome.tally for outcome in outcomes), Counter[str]())
    wanted = {*CHOICES, *OUTSIDE, *FAULTS, "plan", "taken back", "crashes", "schedules", "fields"}
    assert wanted - {name for name, times in tally.items() if times} == set()


def test_one_seed_is_one_story() -> None:
    one, again = told(script(7)), told(script(7))
    assert (one.trace, one.tally, one.broken) == (again.trace, again.tally, again.broken)


def test_typing_what_a_poor_host_would_store_of_xeros_new_address_is_a_field_conflict() -> None:
    """Nobody wrote it there: the two differ, and both are people's own (semantics row 13)."""
    both = (Step("edit_xero", 0, 3, 42), Step("edit_host", 0, 3, 15))
    story = Script(
        ContactSettings(), True, (Step("add_in_xero", 38, 36, 49), Step("import"), *both)
    )
    outcome = told(story)
    assert (outcome.broken, outcome.tally["excepted field conflict"]) == ("", 1)


def test_a_run_over_the_inbox_alone_leaves_the_rest_of_xero_unread() -> None:
    """The verb after it is the first to read that the other contact was erased, and scrubs it."""
    two = (Step("add_in_xero", 12, 43, 35), Step("add_in_xero", 5, 2, 37))
    inbox = (Step("webhook", 0), Step("quiet"), Step("erase", 0), Step("run_once"))
    story = Script(ContactSettings(), False, (*two, *inbox, Step("make_two_way", 0, 1, 1)))
    assert told(story).broken == ""


def test_what_a_policy_decided_stays_decided_when_the_winner_goes_back_to_the_old_value() -> None:
    """The host's edit lost to Xero's by the policy; Xero's next one is alone, and flows."""
    both = (Step("edit_host", 0, 3, 0), Step("edit_xero", 0, 3, 1), Step("sync"))
    begun = (Step("add_in_xero", 29, 0, 24), Step("quiet"))
    chosen = ContactSettings(both_changed=BothChanged.XERO)
    story = Script(chosen, False, (*begun, *both, Step("edit_xero", 0, 3, 42)))
    assert told(story).broken == ""


def test_a_contact_that_a_person_deleted_before_it_was_linked_is_no_orphan() -> None:
    """The import was cut short after the host had made it; the key makes another one then."""
    crash = Step("import", trouble=Trouble("crash", 3))
    steps = (Step("add_in_xero", 29, 0, 24), crash, Step("delete_in_host"))
    assert told(Script(ContactSettings(), False, steps)).broken == ""


def test_no_story_that_hypothesis_tells_breaks() -> None:
    live_worlds(25, 20)


def test_the_command_counts(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--steps", "5", "--json"])
    assert json.loads(capsys.readouterr().out)["steps"] >= 5


def test_a_second_invocation_goes_on_where_the_first_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.json"
    for steps in ("5", "12"):
        main(["--steps", steps, "--json", "--keep", str(kept)])
    first, both = (json.loads(part) for part in _documents(capsys.readouterr().out))
    alone = Record(0)
    for outcome in islice(run_schedules(0), both["stories"]):
        alone.add(outcome)
    assert (first["steps"] < both["steps"], both["steps"]) == (True, alone.report(0)["steps"])


def _documents(printed: str) -> list[str]:
    return printed.replace("}\n{", "}\0{").split("\0")


def test_what_broke_under_earlier_code_is_lived_again_and_told_apart(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    earlier = Record(2, broken={0: "a pair: of old", 1: "another: of old"})
    earlier.kinds.update(["a pair", "another"])
    earlier.save(kept)
    record = Record.load(kept, 0)
    assert (record.broken, dict(record.kinds), sorted(record.mended)) == ({}, {}, [0, 1])


def test_a_create_that_landed_is_no_orphan_though_a_late_look_up_names_an_old_holder() -> None:
    """Its answer was lost; a replica shows neither it nor that the name's holder was renamed."""
    begun = (Step("add_in_xero", 3, 58, 24), Step("add_in_host", 15, 31, 45))
    failed = Step("sync", 8, 16, 10, Trouble("ServerError", 10))
    renamed = (Step("edit_host", 41, 25, 54), failed, Step("edit_xero", 49, 8, 13))
    pushed = Step("create_xero_contact", 7, 35, 2, Trouble("lost", 25))
    steps = (*begun, Step("import", 20, 9, 10), *renamed, pushed)
    assert told(Script(ContactSettings(), False, steps)).broken == ""


def test_who_goes_back_to_what_was_there_while_the_first_effect_was_open_gives_way() -> None:
    """Both had one address; people moved it on either side before the import was finished."""
    begun = (Step("add_in_xero", 3, 1, 13), Step("add_in_host", 3, 1, 12))
    lost = Step("import", trouble=Trouble("lost", 4))
    meanwhile = (Step("edit_xero", 0, 3, 1), Step("edit_host", 0, 3, 3), Step("quiet"))
    steps = (*begun, lost, *meanwhile, Step("edit_xero", 0, 3, 9))
    assert told(Script(ContactSettings(), False, steps)).broken == ""


def test_an_archive_that_a_merge_in_xero_came_before_may_be_told_as_ours() -> None:
    """The import performs what the preview has read; Xero answers that the contact is archived."""
    begun = (Step("add_in_xero", 18, 50, 8), Step("keep_separate"), Step("add_in_xero", 50, 48, 45))
    previewed = (Step("delete_in_host"), Step("preview"), Step("merge_in_xero", 0, 1))
    chosen = ContactSettings(deleted_in_host=DeletedInHost.ARCHIVE)
    assert told(Script(chosen, False, (*begun, *previewed))).broken == ""


def test_a_pair_that_gets_another_contact_goes_on_from_what_was_written_to_the_former_one() -> None:
    """Nobody looked at the pair while it was suspended; its host contact was merged since."""
    begun = (Step("add_in_xero", 3, 3, 8), Step("add_in_host", 0, 3, 8), Step("quiet"))
    cleared = (Step("edit_xero", 0, 1, 0), Step("sync"), Step("archive"), Step("quiet"))
    typed = (Step("edit_xero", 0, 1, 1), Step("restore"), Step("merge_in_host", 1, 0))
    again = (Step("quiet"), Step("edit_host", 0, 1, 0))
    assert told(Script(ContactSettings(), False, (*begun, *cleared, *typed, *again))).broken == ""


def test_both_sides_as_an_undo_left_them_may_differ() -> None:
    """The host typed what Xero refuses, and went back to what the undo had left."""
    undone = Step("sync", 12, 8, 53, trouble=Trouble("undo", 7))
    lived = Script(
        ContactSettings(),
        False,
        (
            Step("add_in_xero", 56, 37, 20),
            Step("add_in_host", 40, 21, 12),
            Step("quiet"),
            Step("edit_host", 47, 41, 36),
            undone,
            Step("edit_host", 11, 13, 24),
            Step("delete_in_host", 44, 55, 48),
            Step("quiet"),
            Step("edit_host", 46, 57, 18),
        ),
    )
    assert told(lived).broken == ""


def test_who_goes_back_to_an_agreed_difference_has_asked_nobody_anything() -> None:
    """Xero's phone was blank when the two were linked, so that the host's was kept."""
    begun = (Step("add_in_xero", 3, 1, 0), Step("add_in_host", 3, 1, 13), Step("quiet"))
    apart = (Step("edit_xero", 0, 2, 1), Step("edit_host", 0, 2, 4), Step("quiet"))
    back = (Step("edit_xero", 0, 2, 0), Step("edit_host", 0, 2, 3))
    assert told(Script(ContactSettings(), False, (*begun, *apart, *back))).broken == ""


def test_what_a_person_left_out_stays_out_where_the_plan_was_cut_short() -> None:
    late = Trouble("edit", 21, Step("add_in_host", 35, 47, 28))
    lived = Script(
        ContactSettings(),
        False,
        (
            Step("add_in_xero", 49, 32, 33),
            Step("add_in_xero", 32, 35, 40),
            Step("add_in_host", 30, 0, 41),
            Step("import", 6, 22, 34),
            Step("sync", 21, 33, 49, trouble=late),
            Step("add_in_xero", 6, 55, 24),
            Step("quiet"),
            Step("edit_host", 11, 10, 21),
            Step("edit_host", 14, 42, 48),
            Step("plan", 54, 32, 25, trouble=Trouble("ServerError", 9)),
        ),
        Weather(unique=False, skew=226),
    )
    assert told(lived).broken == ""


def test_what_a_rival_syncs_while_a_plan_is_applied_is_not_the_plans() -> None:
    """A name that people cleared is filled again by the rival's sync (semantics row 14)."""
    plan = Step("plan", 44, 0, 4, Trouble("stall", 23))
    story = Script(ContactSettings(), False, (Step("add_in_xero", 52, 35, 31), Step("quiet"), plan))
    assert told(story).broken == ""


def test_an_edit_flows_to_a_contact_that_was_archived_unseen_and_restored() -> None:
    """Xero refused it, and the restored contact looks as it always did."""
    begun = (Step("add_in_xero", 7, 23, 13), Step("quiet"), Step("edit_host", 56, 43, 33))
    unseen = (Step("archive", 8), Step("sync", 0, 0, 43, Trouble("StaleReplica", 5)))
    story = Script(
        ContactSettings(),
        False,
        (*begun, *unseen, Step("restore", 42)),
        Weather(renews=False, alike=False),
    )
    assert told(story).broken == ""
