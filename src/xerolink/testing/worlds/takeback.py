"""Undo right after a run brings both sides back to the values before it, but for what cannot be."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import RunId, host_entity, xero_entity
from xerolink.domain.journal import Entry
from xerolink.domain.plan import Applied
from xerolink.domain.run import RunKind
from xerolink.testing.worlds import checks
from xerolink.testing.worlds.scribe import Book
from xerolink.testing.worlds.steps import BrokenError, Step
from xerolink.testing.worlds.world import ANNA

if TYPE_CHECKING:
    from xerolink.testing.worlds.place import Moment
    from xerolink.testing.worlds.story import Story


NOT_TAKEN_BACK = frozenset({"plan", "change_settings", "undo", "connect", "disconnect"})


def restored(story: "Story", step: Step, before: "Moment", *, calm: bool) -> None:
    """Take back what the step did, and compare; *calm*: the next sync moves nothing either."""
    if len(story.place.outside.edits) != before.edits or step.verb in NOT_TAKEN_BACK:
        return
    done = story.place.entries()[before.entries :]
    runs = list(dict.fromkeys(entry.fact.run_id for entry in done))
    if len(runs) != 1:
        return
    meanwhile = _meanwhile(story, step, before)
    writes = len(story.place.scribe.log)
    applied = story.place.world.connection().undo(RunId(runs[0]), ANNA)
    checks.undo_keeps_edits(story.place.scribe.log, writes, story.place.outside.edits)
    story.tally["taken back"] += 1
    for said in applied.impossible:
        story.tally[f"not undone: {said.why}"] += 1
    story.judgement.asked(Step("undo"), before.edits, story.place.entries()[before.entries :])
    if meanwhile:
        return
    excused = _excused(story, applied, done)
    _compare("the host", before.host.book, story.place.moment().host.book, excused, step)
    _compare("Xero", before.xero.book, story.place.moment().xero.book, excused, step)
    if calm:
        _stays(story, step, before, excused | _asked_again(done))


def _meanwhile(story: "Story", step: Step, before: "Moment") -> bool:
    """Somebody types over what the run has written, if the step says so."""
    if step.trouble is None or step.trouble.at % 3:
        return False
    named = {name.value: name for name in FieldName}
    fields = [w for w in story.place.scribe.log[before.writes :] if w.what in named]
    if fields:
        one = fields[step.trouble.at % len(fields)]
        story.place.outside.type_over(one.side, one.contact_id, named[one.what], step.trouble.at)
        story.tally["typed over"] += 1
    return bool(fields)


def _stays(story: "Story", step: Step, before: "Moment", excused: set[str]) -> None:
    """What was taken back does not come again by itself."""
    story.place.world.pass_time()
    story.place.world.connection().sync_contacts()
    links = story.place.stored().links
    excused = excused | {link.host_id for link in links if link.xero_id in excused}
    again = Step(f"{step.verb} and a sync")
    _compare("the host", before.host.book, story.place.moment().host.book, excused, again)
    _compare("Xero", before.xero.book, story.place.moment().xero.book, excused, again)


def _asked_again(done: Sequence[Entry]) -> set[str]:
    """The contacts of pairs that a person's answer made: they are decided anew."""
    answers = [e for e in done if e.fact.trigger is RunKind.REVIEW and e.values is not None]
    links = [
        x for e in answers if e.values for x in (*e.values.links_before, *e.values.links_after)
    ]
    return {i for link in links for i in (link.host_id, link.xero_id)}


def _excused(story: "Story", applied: Applied, done: Sequence[Entry]) -> set[str]:
    """Whom the answer itself names as not brought back."""
    subjects = {said.subject for said in applied.impossible}
    found: set[str] = set()
    left = bool(applied.moved or applied.refused or applied.uncertain)
    for entry in done:
        ids = (entry.fact.host_id, entry.fact.xero_id)
        keys = {host_entity(ids[0]) if ids[0] else None, xero_entity(ids[1]) if ids[1] else None}
        if left or keys & subjects:
            moved = entry.values.links_after if entry.values else ()  # to whom a merge led
            found |= {i for i in (*ids, *(x.xero_id for x in moved)) if i is not None}
    return found


def _compare(side: str, before: Book, now: Book, excused: set[str], step: Step) -> None:
    for contact_id in {*before, *now} - excused:
        was, is_now = before.get(contact_id), now.get(contact_id)
        if was is None and is_now is not None and is_now[0] and side == "the host":
            raise BrokenError(f"undo of {step.verb}: {contact_id} is still in {side}")
        if was is None and is_now is not None and is_now[0]:
            raise BrokenError(f"undo of {step.verb}: {contact_id[:4]} is still active in {side}")
        if was is not None and was != is_now:
            raise BrokenError(f"undo of {step.verb}: {contact_id[:6]} in {side}: {was} {is_now}")
