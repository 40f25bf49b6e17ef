"""One field of one pair after quiet: equal, excused by exactly one reason, or broken.

Judged from what each side held at the last look and from what people did since; the library's own
rules of comparison and decision are not used.
"""

from collections.abc import Mapping
from contextlib import suppress

from xerolink.domain.contacts.model import FieldName, FieldValue
from xerolink.domain.contacts.normalise import xero_name_key
from xerolink.domain.settings import BothChanged
from xerolink.testing.edits import Side
from xerolink.testing.verdicts import Reason, canonical, standing
from xerolink.testing.worlds.looks import Case
from xerolink.testing.worlds.steps import BrokenError


def judge(case: Case, name: FieldName) -> Reason | None:
    """None: the two are equal and nothing is lost. Raises `BrokenError`."""
    return _Field(case, name).verdict()


class _Field:
    def __init__(self, case: Case, name: FieldName) -> None:
        self.case, self.name = case, name
        self.host = canonical(name, case.host.fields.get(name))
        self.xero = canonical(name, case.xero.fields.get(name))
        self.stored = canonical(name, case.stores(name, case.xero.fields.get(name)))
        self.then = (case.look.host[name], case.look.xero[name])
        made = [(n, e) for n, e in case.edits if e.field is name]
        self.history = [e for _, e in made]
        self.in_host = [canonical(name, e.after) for e in self.history if e.side is Side.HOST]
        self.in_xero = [canonical(name, e.after) for e in self.history if e.side is Side.XERO]
        asked = case.asked or 0
        self.after_asked = [e for n, e in made if n >= asked]

    @property
    def equal(self) -> bool:
        return self.host in (self.xero, self.stored)

    @property
    def differed(self) -> bool:
        return self.then[0] != self.then[1]

    def verdict(self) -> Reason | None:
        if self.case.asked is not None or self.case.merged or not self.case.look.sure:
            self._last_edits_stand()
            return self._told() if not self.case.merged else self._excuse()
        if self.case.two_way and self.case.look.two_way:
            return self._two_way()
        return self._from_xero()

    def _broken(self, what: str) -> BrokenError:
        ids = f"{self.case.xero.xero_id[:4]}, {self.case.host.host_id}"
        held = f"host {self.host!r}, Xero {self.xero!r}; then {self.then!r}"
        people = f"people: host {self.in_host!r}, Xero {self.in_xero!r}"
        return BrokenError(f"{what}: {self.name.value} of {ids}: {held}; {people}")

    def _last_edits_stand(self) -> None:
        """Whoever alone edited a field after the last verb finds it as they left it."""
        sides = {e.side for e in self.after_asked}
        quiet = {e.side for e in self.history} == sides and len(sides) == 1
        if not quiet or self.case.merged or self.differed or not self.case.look.sure:
            return
        last = canonical(self.name, self.after_asked[-1].after)
        held = self.host if sides == {Side.HOST} else self.xero
        if held != last and not self._refusable():
            raise self._broken("an edit made after the last verb is lost")

    def _told(self) -> Reason | None:
        """After a person's verb."""
        if self.equal:
            return None
        if not (self.case.two_way and self.case.look.two_way):
            return Reason.AGREED_DIFFERENCE
        return self._excuse()

    def _excuse(self) -> Reason | None:
        if self.equal:
            return None
        if self._refusable():
            return Reason.REFUSED
        if self.in_host and self.in_xero:
            return Reason.FIELD_CONFLICT
        return Reason.AGREED_DIFFERENCE

    def _two_way(self) -> Reason | None:
        """Who typed the value that the other side had may have seen it, or hit on it by chance."""
        if self.history and not self.equal and self._gone_back():
            return Reason.AGREED_DIFFERENCE
        try:
            return self._wanted(standing(self.name, self.history))
        except BrokenError:
            return self._wanted(self._unseen())

    def _gone_back(self) -> bool:
        """Whether people left both sides as they once agreed to differ, which nobody minds."""
        left = (self.in_host or self.then[:1])[-1], (self.in_xero or self.then[1:])[-1]
        now = {Side.HOST: self.host, Side.XERO: self.xero}
        agreed = all(self._once(i, v) or self._began(i, v) for i, v in now.items())
        return agreed and left == (self.host, self.xero)

    def _unseen(self) -> dict[Side, FieldValue]:
        """What people want if each value that no other put there was their own."""
        began = {Side.HOST: self.then[0], Side.XERO: self.then[1]}
        held, wanted = dict(began), dict[Side, FieldValue]()
        for edit in self.history:
            before = canonical(self.name, edit.before)
            if before != held[edit.side]:  # the sync brought it: what the other side wanted is done
                began = dict.fromkeys(Side, before)
                wanted.clear()
            held[edit.side], wanted[edit.side] = canonical(self.name, edit.after), edit.after
        return {i: v for i, v in wanted.items() if canonical(self.name, v) != began[i]}

    def _wanted(self, wanted: Mapping[Side, FieldValue]) -> Reason | None:
        values = {side: canonical(self.name, value) for side, value in wanted.items()}
        rest = {i: v for i, v in values.items() if not self._agreed(i, v)}
        if self.differed and rest and len(rest) < len(values):
            # Who goes back to what was agreed gives way; unless they agreed on more since.
            with suppress(BrokenError):
                return self._decided(rest)
        return self._decided(values)

    def _decided(self, values: Mapping[Side, object]) -> Reason | None:
        match len(values):
            case 0:
                return self._untouched()
            case 1:
                return self._one_sided(*next(iter(values.items())))
            case _:
                return self._both(values[Side.HOST], values[Side.XERO])

    def _agreed(self, side: Side, value: object) -> bool:
        """Whether *side* goes back to *value* where both had agreed on it, or may have."""
        shared = value in self.case.flowed.get(self.name, ()) or self._began(side, value)
        return self._once(side, value) or (shared and value not in (self.host, self.xero))

    def _once(self, side: Side, value: object) -> bool:
        """Whether *value* is what *side* had when both last agreed, as far as a look saw it."""
        found = self.case.look.agreed.get(self.name)
        return found is not None and value == found[0 if side is Side.HOST else 1]

    def _began(self, side: Side, value: object) -> bool:
        """Whether it is what *side* had at what no look saw."""
        return (side, self.name, value) in self.case.begun

    def _untouched(self) -> Reason | None:
        now = (self.host, self.xero)
        if now == self.then:
            return None if self.equal else self._standing_difference()
        if not self.history and not self.differed and not self._as_stored(self.then[1]):
            raise self._broken("changed by nobody")
        if self.host not in (*self.then, *self.in_host, *self.in_xero, self.stored):
            raise self._broken("the host's value is nobody's")
        if self.xero not in (*self.then, *self.in_host, *self.in_xero):
            raise self._broken("Xero's value is nobody's")
        return self._excuse() if self.differed or self.history else None

    def _as_stored(self, value: object) -> bool:
        return self.xero == value and self.equal

    def _standing_difference(self) -> Reason:
        """It differed at the last look already, and was excused then."""
        if self._refusable():
            return Reason.REFUSED
        held = self.name in self.case.look.held
        return Reason.FIELD_CONFLICT if held else Reason.AGREED_DIFFERENCE

    def _one_sided(self, side: Side, value: object) -> Reason | None:
        here, there = (self.host, self.xero) if side is Side.HOST else (self.xero, self.host)
        cleared = self.name is FieldName.NAME and not value  # which it never is (row 14)
        if self.differed and self.equal and (cleared or self._agreed(side, value)):
            return None  # taken back, so that the other side's edit is the only one
        contested = self.differed or (bool(self.in_host) and bool(self.in_xero))
        if here != value and not (contested and self._policy_decides()):
            raise self._broken(f"an edit in {side.value} alone is lost")
        if self.equal:
            return None
        if self._refusable():
            return Reason.REFUSED
        if self.differed and there == self.then[1 if side is Side.HOST else 0]:
            return Reason.FIELD_CONFLICT
        if self._landed_and_typed_over(side):
            return Reason.FIELD_CONFLICT
        raise self._broken(f"an edit in {side.value} alone did not flow")

    def _landed_and_typed_over(self, side: Side) -> bool:
        """Whether a lost answer hides that people in Xero had seen what the host had typed."""
        hidden = side is Side.XERO and self.name in self.case.unanswered
        return hidden and self.host in self.in_host

    def _both(self, host: object, xero: object) -> Reason | None:
        if self.equal and not self._held(host, xero):
            if self.xero in (host, xero) and (self._policy_decides() or host == xero):
                return None
            if self._refusable():
                return Reason.REFUSED
            if self._was_not_seen(host, xero):
                return None
            raise self._broken("both were edited, and nobody chose")
        if (self.host, self.xero) != (host, xero) and not self._policy_decides():
            raise self._broken("held, but not as people left it")
        if self._refusable():
            return Reason.REFUSED
        if BothChanged.HOLD in self.case.policies:
            return Reason.FIELD_CONFLICT
        raise self._broken("the policy left a difference")

    def _was_not_seen(self, host: object, xero: object) -> bool:
        """Whether a lost answer or a lagging replica kept the two edits from being seen as two."""
        unsure = self.case.interrupted or self.name in self.case.unanswered
        hidden = unsure and self._gave_way(host, xero)
        return hidden or (self.case.lagged and self.xero in (host, xero))

    def _gave_way(self, host: object, xero: object) -> bool:
        """Whether the side that lost had gone back to what both had before an answer was lost."""
        loser, others = (host, self.in_xero) if self.xero == xero else (xero, self.in_host)
        return self.xero in (host, xero) and loser in (*others, *self.then)

    def _held(self, host: object, xero: object) -> bool:
        """Whether each side has what its own people typed, though a poor host would store both so.

        What was typed there differs from what Xero has (row 13); only what was written is known
        to be stored as something else.
        """
        typed = (self.host, self.xero) == (host, xero)
        return typed and host != xero and not self._policy_decides()

    def _policy_decides(self) -> bool:
        return bool(self.case.policies - {BothChanged.HOLD})

    def _from_xero(self) -> Reason | None:
        if self.in_xero and self.xero != self.in_xero[-1]:
            raise self._broken("one-way: an edit in Xero is lost")
        if not self.in_xero and self.xero != self.then[1]:
            raise self._broken("one-way: Xero was changed")
        back = self.then[:1] if self.xero == self.then[1] else ()
        wanted = (*self.in_xero[-1:], *self.in_host[-1:], self.stored, *back)
        if self.history and self.host not in wanted:
            raise self._broken("one-way: the host holds what nobody left there")
        if self.in_xero and not self.in_host and not self.equal and not self.differed:
            raise self._broken("one-way: an edit in Xero did not flow")
        return None if self.equal else Reason.AGREED_DIFFERENCE

    def _refusable(self) -> bool:
        """Whether Xero would not take what the host holds, or held since the last look."""
        values = [self.case.host.fields.get(self.name)]
        values += [e.after for e in self.history if e.side is Side.HOST]
        return any(_refused(self.name, value, self.case.taken_names) for value in values)


def _refused(name: FieldName, value: FieldValue, taken: frozenset[str]) -> bool:
    match name:
        case FieldName.NAME:
            said = str(value or "").strip()
            return not said or xero_name_key(said) in taken
        case FieldName.BILLING_EMAIL:
            return bool(value) and "@" not in str(value)
        case _:
            return False
