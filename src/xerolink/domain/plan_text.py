"""A plan as text for a person: one line for each row. It shows values; it is for no log."""

from collections.abc import Iterator
from unicodedata import category

from xerolink.domain.contacts.decide import (
    Action,
    ArchiveInXero,
    AskPerson,
    CreateInHost,
    CreateInXero,
    Decision,
    FollowMerge,
    LinkPair,
    MergePair,
    MoveLink,
    RemoveFromHost,
    TakeOver,
    Verdict,
)
from xerolink.domain.contacts.issues import likelihood
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.model import ContactKind, FieldName, FieldValue, SyncedFields
from xerolink.domain.contacts.normalise import is_empty
from xerolink.domain.plan import Impossible, Plan
from xerolink.domain.settings import Direction

_EMPTY = "(empty)"
_ODD = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control characters and what turns the direction of writing: they could forge lines."""


def describe(plan: Plan) -> str:
    """The printed plan: what it is, a line for each row, what cannot be done, and totals.

    Row 1 is `plan.rows[0]`.
    """
    lines = [
        _title(plan),
        *(_row(number, row) for number, row in enumerate(plan.rows, start=1)),
        *(_impossible(one) for one in plan.impossible),
        *_totals(plan),
    ]
    return "\n".join(lines) + "\n"


def _title(plan: Plan) -> str:
    who = f"made by {one_cell(plan.made_by.name)} at {plan.made_at:%Y-%m-%d %H:%M} UTC"
    return (
        f"Plan {one_cell(plan.plan_id)}: {plan.kind.value} of {one_cell(plan.connection_id)}, {who}"
    )


def _row(number: int, row: Decision) -> str:
    does = _does(row.action)
    what = [f"{_verdict(row.verdict)}: {_who(row)}", does, "; ".join(_changes(row))]
    parts = [*what, one_cell(row.reason)]
    warnings = "".join(f" ! {one_cell(warning)}" for warning in row.warnings)
    return f"  {number}. " + " | ".join(part for part in parts if part) + warnings


def _does(action: Action) -> str:
    """What happens to the pair or the contact, beside the fields; "": nothing else does."""
    match action:
        case LinkPair(host_id=host_id):
            return f"link it to host contact {one_cell(host_id)}"
        case CreateInHost() as creates:
            return _creates(creates)
        case CreateInXero():
            return "create it in Xero"
        case RemoveFromHost(host_id=host_id):
            return f"remove host contact {one_cell(host_id)}"
        case ArchiveInXero():
            return "archive it in Xero"
        case AskPerson() as asks:
            return _asks(asks)
        case _:
            return _of_the_link(action)


def _creates(action: CreateInHost) -> str:
    """A kind that somebody should look at is told with how sure it is, and why."""
    creates = f"create it in the host, as {_KINDS[action.kind]}"
    if not action.needs_a_look:
        return creates
    told = f"{action.confidence // 10}% sure: {one_cell(action.kind_reason)}"
    return f"{creates}, for a look ({told})"


def _asks(action: AskPerson) -> str:
    """The likeliest candidate is told with it; the issue lists them all."""
    best = max(action.candidates, key=lambda c: c.probability or 0, default=None)
    asks = f"ask a person: {action.kind.value.replace('_', ' ')}"
    if best is None or best.probability is None:
        return asks
    told = likelihood(best.probability, best.reasons)
    return f"{asks}; likeliest host contact {one_cell(best.host_id)} {one_cell(told)}"


_KINDS = {ContactKind.PERSON: "a person", ContactKind.ORGANISATION: "an organisation"}


def _of_the_link(action: Action) -> str:
    match action:
        case MoveLink(event=event):
            return f"the pair: {event.value}"
        case MergePair(event=LinkEvent() as event):
            return f"the pair: {event.value}"
        case MergePair(direction=Direction() as direction):
            return f"the pair: {direction.value.replace('_', ' ')}"
        case FollowMerge() | TakeOver():
            return "the pair follows the merge"
        case _:
            return ""


def _verdict(verdict: Verdict) -> str:
    return verdict.value.replace("_", " ")


def _who(row: Decision) -> str:
    sides = (row.xero_before, row.host_before, row.xero_after, row.host_after)
    names = (side.name for side in sides if side is not None and side.name)
    return one_cell(next(names, row.xero_id or row.host_id or "?"))


def _changes(row: Decision) -> Iterator[str]:
    yield from _side("host", row.host_before, row.host_after)
    yield from _side("Xero", row.xero_before, row.xero_after)


def _side(side: str, before: SyncedFields | None, after: SyncedFields | None) -> Iterator[str]:
    if after is None:
        return
    known = before or SyncedFields()
    for name in FieldName:
        old, new = known.get(name), after.get(name)
        if old == new or (before is None and _shown(new) == _EMPTY):
            continue
        yield f"{side} {name.value.replace('_', ' ')}: {_shown(old)} → {_shown(new)}"


def _shown(value: FieldValue) -> str:
    return _EMPTY if value is None or is_empty(value) else one_cell(str(value))


def _impossible(one: Impossible) -> str:
    what = f"{one_cell(one.subject)}, {one.field.value}" if one.field else one_cell(one.subject)
    return f"  not possible: {what} | {one_cell(one.why)}"


def _totals(plan: Plan) -> Iterator[str]:
    known = ((verdict, plan.counts.get(verdict, 0)) for verdict in Verdict)
    counts = ", ".join(f"{number} {_verdict(verdict)}" for verdict, number in known if number)
    yield _counted(len(plan.rows), "row") + (f": {counts}" if counts else "")
    if plan.left_out:
        yield f"{len(plan.left_out)} left out"
    if plan.settings is not None:
        yield "applying it changes the settings first: " + "; ".join(_settings(plan))
    if plan.excluded:
        yield (
            f"left out by the contact type filter: {_counted(plan.excluded, 'contact')}; "
            f"{plan.without_invoice} of them without an invoice yet, and neither customer "
            "nor supplier"
        )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _settings(plan: Plan) -> Iterator[str]:
    for name in type(plan.settings).__match_args__ if plan.settings else ():
        old, new = getattr(plan.settings_before, name, None), getattr(plan.settings, name)
        if old != new:
            yield f"{name} {_word(old)} → {_word(new)}"


def _word(value: object) -> str:
    return one_cell(str(getattr(value, "value", value)))


def one_cell(text: str) -> str:
    """As `printable`; the bar between the columns stands as its code, too: a name can add none."""
    return printable(text).replace("|", f"<{ord('|'):04X}>")


def printable(text: str) -> str:
    """On one line, whatever somebody typed; what cannot be shown stands as its code, `<001B>`."""
    return "".join(f"<{ord(c):04X}>" if category(c) in _ODD else c for c in text)
