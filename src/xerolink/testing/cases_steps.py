"""The steps of a golden case: what people do on either side, what time does, what is asked."""

from collections.abc import Callable, Mapping
from typing import Any

from xerolink.domain.errors import XerolinkError
from xerolink.domain.identity import SYNC, Actor
from xerolink.domain.inbox import EventCategory
from xerolink.testing.cases_answers import expect, expect_problems
from xerolink.testing.cases_faults import spoil, turn
from xerolink.testing.cases_invoices_steps import INVOICE_STEPS
from xerolink.testing.cases_stage import Firm, Left, Stage, only_step
from xerolink.testing.cases_then import check
from xerolink.testing.cases_verbs import STEP_WORDS, verb_of
from xerolink.testing.cases_webhook import tell
from xerolink.testing.cases_words import CaseError, as_duration, as_values, only
from xerolink.testing.crashes import Crash
from xerolink.testing.worlds import ANNA

Step = Mapping[str, Any]


def perform(stage: Stage, step: Step) -> None:
    """Do one step; raises `CaseError` for a word that nobody knows."""
    kinds = [kind for kind in _KINDS if kind in step]
    if len(kinds) != 1:
        raise CaseError(f"a step has exactly one of {list(_KINDS)}, not {kinds}")
    _KINDS[kinds[0]](stage, step)


def _do(stage: Stage, step: Step) -> None:
    verb = verb_of(step)
    signed = ("by",) if verb.signed else ()
    known = (*STEP_WORDS, *signed, *verb.may)
    only(f"the step {step['do']!r}", step, known=known, needed=verb.words)
    firm = stage.firm(step)
    call = verb.prepare(stage, firm, step, _actor(step))
    expected = _ends(step)
    try:
        answer = call()
    except (XerolinkError, Crash) as error:
        if expected != type(error).__name__:
            raise AssertionError(f"expected {expected or 'no error'}, not {error!r}") from error
        if "problems" in step:
            expect_problems(error, step["problems"])
        return
    if expected or "problems" in step:
        raise AssertionError(f"expected {expected}, but it was done")
    _keep(stage, firm, step, answer)
    stage.learn_names()
    if "answers" in step:
        expect(firm, answer, step["answers"])


def _ends(step: Step) -> str:
    """The error that the step ends with: refused, or failed for the world's reasons."""
    named: str = step.get("refused") or step.get("fails") or ""
    return named


def _actor(step: Step) -> Actor:
    by = step.get("by")
    if by is None:
        return ANNA
    return SYNC if by == "the sync" else Actor.person(by)


def _keep(stage: Stage, firm: Firm, step: Step, answer: Any) -> None:
    if "as" in step:
        stage.kept[step["as"]] = answer, firm.connection.latest_runs(1)[0].run_id


def _in_host(stage: Stage, step: Step) -> None:
    firm, name = stage.firm(step), step["in host"]
    if "new" in step:
        only_step(step, "in host", "new")
        firm.add_to_host(name, step["new"])
    elif "set" in step:
        only_step(step, "in host", "set")
        values = _edited(step["set"])
        firm.world.host.edit(firm.host_id(name), values)
        _remember(firm.host_left, name, values)
    elif "merged into" in step:
        only_step(step, "in host", "merged into")
        firm.world.host.merge(firm.host_id(name), firm.host_id(step["merged into"]))
        firm.host_left.pop(name, None)
    else:
        only_step(step, "in host", "is")
        if step["is"] != "deleted":
            raise CaseError("a host contact can only become deleted")
        firm.world.host.delete(firm.host_id(name))
        firm.host_left.pop(name, None)


def _in_xero(stage: Stage, step: Step) -> None:
    firm, name = stage.firm(step), step["in xero"]
    if "new" in step:
        only_step(step, "in xero", "new")
        firm.add_to_xero(name, step["new"])
    elif "set" in step:
        only_step(step, "in xero", "set")
        values = _edited(step["set"])
        firm.world.xero.edit(firm.xero_id(name), values)
        _remember(firm.xero_left, name, values)
    elif "merged into" in step:
        only_step(step, "in xero", "merged into")
        firm.merge_in_xero(name, step["merged into"])
    elif "marked" in step:
        only_step(step, "in xero", "marked")
        only("the marks", step["marked"], needed=("customer", "supplier"))
        marks = {f"is_{mark}": on for mark, on in step["marked"].items()}
        firm.world.xero.flag(firm.xero_id(name), **marks)
    else:
        only_step(step, "in xero", "is")
        _become(firm, name, step["is"])


def _become(firm: Firm, name: str, status: str) -> None:
    ways: Mapping[str, Callable[[str], None]] = {
        "archived": firm.archive,
        "active again": firm.restore,
        "erased": firm.erase,
    }
    if status not in ways:
        raise CaseError(f"a Xero contact cannot become {status!r}; known: {list(ways)}")
    ways[status](name)


def _edited(given: Step) -> dict[Any, Any]:
    only("an edit", given, known=("name", "email", "phone", "address"))
    return as_values(given)


def _remember(left: Left, name: str, values: dict[Any, Any]) -> None:
    left.setdefault(name, {}).update(values)


def _time(stage: Stage, step: Step) -> None:
    only("the step", step, needed=("time passes",))
    firm = next(iter(stage.firms.values()))
    firm.world.clock.advance(as_duration(step["time passes"]).total_seconds())


def _then(stage: Stage, step: Step) -> None:
    only_step(step, "then")
    check(stage.firm(step), step["then"])


def _webhook(stage: Stage, step: Step) -> None:
    only_step(step, "webhook tells of")
    firm = stage.firm(step)
    ids = [firm.xero_id(name) for name in step["webhook tells of"]]
    tell(firm.world, EventCategory.CONTACT, ids)


def _fault(stage: Stage, step: Step) -> None:
    only_step(step, "at the next", "fault")
    spoil(stage.firm(step).world, step["at the next"], step["fault"])


def _from_now_on(stage: Stage, step: Step) -> None:
    only_step(step, "from now on")
    turn(stage.firm(step).world, step["from now on"])


_KINDS: Mapping[str, Callable[[Stage, Step], None]] = {
    "do": _do,
    "in host": _in_host,
    "in xero": _in_xero,
    "time passes": _time,
    "then": _then,
    "webhook tells of": _webhook,
    "at the next": _fault,
    "from now on": _from_now_on,
    **INVOICE_STEPS,
}
