"""The verbs of the front door under the names that a golden case calls them by."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from inspect import signature
from typing import Any

from attrs import evolve

from xerolink.adapters.memory.xero import MemoryXero
from xerolink.app import Sides, Xerolink
from xerolink.connection import Connection
from xerolink.domain.contacts.decide_person import BulkRule, Side
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.testing.cases_invoices_verbs import INVOICE_PLANS, INVOICE_VERBS
from xerolink.testing.cases_stage import Firm, Stage, organisation
from xerolink.testing.cases_verb import Step, Verb, kept_plan, kept_run
from xerolink.testing.cases_words import FIELDS, CaseError, as_settings, only

STEP_WORDS = ("do", "firm", "as", "answers", "refused", "fails", "problems")


def _host(stage: Stage, firm: Firm, name: Any) -> HostContactId:
    return firm.host_id(name)


def _xero(stage: Stage, firm: Firm, name: Any) -> XeroContactId:
    return firm.xero_id(name)


def _xeros(stage: Stage, firm: Firm, names: Any) -> Sequence[XeroContactId]:
    return [firm.xero_id(name) for name in ([names] if isinstance(names, str) else names)]


def _text(stage: Stage, firm: Firm, text: Any) -> str:
    if not isinstance(text, str):
        raise CaseError(f"{text!r} is no text")
    return text


def _settings(stage: Stage, firm: Firm, given: Any) -> Any:
    firm.world.settings = as_settings(given, firm.world.settings)
    return firm.world.settings


def _choice(kind: type[Enum], chosen: Any) -> Any:
    if chosen not in {one.value for one in kind}:
        raise CaseError(f"{chosen!r} is no choice; known: {[one.value for one in kind]}")
    return kind(chosen)


def _source(stage: Stage, firm: Firm, chosen: Any) -> Any:
    return _choice(Side, chosen)


def _rule(stage: Stage, firm: Firm, chosen: Any) -> Any:
    return _choice(BulkRule, chosen)


def _fields(stage: Stage, firm: Firm, given: Any) -> Any:
    only("what is resolved", given, known=FIELDS)
    return {FIELDS[word]: _choice(Side, side) for word, side in given.items()}


def _pairs(stage: Stage, firm: Firm, given: Any) -> Any:
    return [(firm.host_id(host), firm.xero_id(xero)) for host, xero in given]


def _sides(stage: Stage, firm: Firm, to: Any) -> Sides:
    world = firm.world
    match to:
        case "the same organisation":
            return world.sides()
        case "another organisation":
            other = MemoryXero(world.clock, organisation("Somebody else"))
            return Sides(other, other, world.seen_host)
        case _:
            raise CaseError(f"nobody connects to {to!r}")


_SOME = {"xero": _xeros}
_VERBS: Mapping[str, Verb] = {
    "preview": Verb("preview"),
    "import": Verb("import_contacts"),
    "sync": Verb("sync_contacts"),
    "work": Verb("run_once"),
    "change settings": Verb("change_settings", {"settings": _settings}),
    "confirm link": Verb("confirm_link", {"xero": _xero, "host": _host}),
    "keep separate": Verb("keep_separate", _SOME),
    "confirm all": Verb("confirm_all", {"rule": _rule}),
    "stop syncing": Verb("stop_syncing", _SOME, {"why": _text}),
    "rematch": Verb("rematch", _SOME),
    "create new contact": Verb("create_new_contact", {**_SOME, "source": _source}, {"name": _text}),
    "relink": Verb("relink", _SOME),
    "create xero contact": Verb("create_xero_contact", {"host": _host}, {"name": _text}),
    "make two way": Verb("make_two_way", _SOME),
    "resolve conflict": Verb("resolve_conflict", {"xero": _xero, "fields": _fields}),
    "settle merge": Verb("settle_merge", {"xero": _xero, "keep": _xero}),
    "retry": Verb("retry", _SOME),
    "adopt": Verb("adopt", {"pairs": _pairs}),
    "reconcile": Verb("reconcile"),
    "undo": Verb("undo", {"run": kept_run}),
    "apply": Verb("apply", {"plan": kept_plan}),
    "disconnect": Verb("disconnect", of_app=True),
    "connect": Verb("connect", {"to": _sides}, of_app=True),
    **INVOICE_VERBS,
}
_PLANS = {
    "import": "plan_import",
    "sync": "plan_sync",
    "change settings": "plan_settings",
    **INVOICE_PLANS,
}
_UNPLANNED = frozenset(
    {
        "preview",
        "work",
        "create xero contact",
        "apply",
        "connect",
        "disconnect",
        "reconcile",
        *(verb for verb in INVOICE_VERBS if verb not in INVOICE_PLANS),
    }
)


def verb_of(step: Step) -> Verb:
    """The verb of a step that does something; "plan ..." is the plan of the verb that follows."""
    said = step["do"]
    planned = said.removeprefix("plan ")
    verb = _VERBS.get(planned)
    if verb is None or (planned != said and planned in _UNPLANNED):
        raise CaseError(f"nobody can {said!r}; known: {list(_VERBS)}, and 'plan' before most")
    if planned == said:
        return verb
    return evolve(verb, method=_PLANS.get(said.removeprefix("plan "), f"plan_{verb.method}"))


def asks(step: Step) -> Iterator[str]:
    """What a step asks of the front door: its methods, "method(argument)" for optional ones."""
    if "do" in step:
        verb = verb_of(step)
        yield verb.method
        yield from (f"{verb.method}({word})" for word in verb.may if word in step)
        if verb.signed:
            yield f"{verb.method}(by)"


def is_there(asked: str) -> bool:
    """Whether the front door has it; of a method that it lacks the arguments are not asked for."""
    method, _, word = asked.rstrip(")").partition("(")
    found = getattr(Connection, method, None) or getattr(Xerolink, method, None)
    if found is None:
        return bool(word)
    return not word or word in signature(found).parameters
