"""What a person of the host asks for: each verb plans and applies at once.

A verb about several contacts survives its worst row: what could not be done is in the answer.
"""

from collections.abc import Mapping, Sequence

from xerolink.connection.verbs import Verbs
from xerolink.domain.contacts.decide_person import BulkRule, Side
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import Actor, DecisionId, HostContactId, RunId, XeroContactId
from xerolink.domain.plan import Applied, Plan
from xerolink.domain.run import RunKind
from xerolink.usecases import push
from xerolink.usecases.adopt import AdoptedPair, draw_adopt
from xerolink.usecases.confirm import draw_confirm, draw_confirm_all, draw_keep_separate
from xerolink.usecases.direction import draw_two_way
from xerolink.usecases.given import an_id, listed, some_ids
from xerolink.usecases.plans import apply_plan
from xerolink.usecases.push import Names, Pushed, PushedMany
from xerolink.usecases.repair import draw_repair
from xerolink.usecases.resolve import draw_resolve, draw_retry
from xerolink.usecases.resync import draw_create_new, draw_relink, draw_rematch
from xerolink.usecases.settle_merge import draw_settle_merge
from xerolink.usecases.stop_syncing import draw_stop
from xerolink.usecases.undo import draw_undo

XeroIds = Sequence[XeroContactId]


class People(Verbs):
    """Decisions of people, performed at once."""

    def apply(self, plan: Plan, by: Actor) -> Applied:
        """Perform exactly the rows of *plan*; see `usecases.plans.apply_plan`."""
        return apply_plan(self._called("apply"), self.connection_id, plan, by)

    def confirm_link(self, xero_id: XeroContactId, host_id: HostContactId, by: Actor) -> Applied:
        """Link the two; Xero's values overwrite the host's; see `usecases.confirm`."""
        return self._do("confirm_link", RunKind.REVIEW, by, draw_confirm(xero_id, host_id))

    def confirm_all(self, rule: BulkRule, by: Actor) -> Applied:
        """Confirm every match issue that *rule* fits; see `usecases.confirm`."""
        return self._do("confirm_all", RunKind.REVIEW, by, draw_confirm_all(rule))

    def keep_separate(self, xero_ids: XeroIds, by: Actor) -> Applied:
        """A new host contact for each, none of the candidates; see `usecases.confirm`."""
        return self._do("keep_separate", RunKind.REVIEW, by, draw_keep_separate(some_ids(xero_ids)))

    def resolve_conflict(
        self, xero_id: XeroContactId, choices: Mapping[FieldName, Side], by: Actor
    ) -> Applied:
        """Say whose value of a held field stands; see `usecases.resolve`."""
        return self._do("resolve_conflict", RunKind.REVIEW, by, draw_resolve(xero_id, choices))

    def settle_merge(self, xero_id: XeroContactId, keep: XeroContactId, by: Actor) -> Applied:
        """Say which of two pairs stands after a merge; see `usecases.settle_merge`."""
        return self._do("settle_merge", RunKind.REVIEW, by, draw_settle_merge(xero_id, keep))

    def retry(self, xero_ids: XeroIds, by: Actor) -> Applied:
        """Try again what a side refused; see `usecases.resolve`."""
        return self._do("retry", RunKind.REVIEW, by, draw_retry(some_ids(xero_ids)))

    def stop_syncing(self, xero_ids: XeroIds, by: Actor, why: str = "") -> Applied:
        """End the links and keep both contacts; see `usecases.stop_syncing`."""
        return self._do("stop_syncing", RunKind.STOP, by, draw_stop(some_ids(xero_ids), why))

    def rematch(self, xero_ids: XeroIds, by: Actor) -> Applied:
        """Match former pairs again by name and billing email; see `usecases.resync`."""
        return self._do("rematch", RunKind.RESYNC, by, draw_rematch(some_ids(xero_ids)))

    def relink(self, xero_ids: XeroIds, by: Actor) -> Applied:
        """Link each to its former partner again; see `usecases.resync`."""
        return self._do("relink", RunKind.RESYNC, by, draw_relink(some_ids(xero_ids)))

    def create_new_contact(
        self, xero_ids: XeroIds, source: Side, by: Actor, name: str | None = None
    ) -> Applied:
        """A new partner for each, of Xero's data or the host's; see `usecases.resync`."""
        draw = draw_create_new(some_ids(xero_ids), source, name)
        return self._do("create_new_contact", RunKind.RESYNC, by, draw)

    def create_xero_contact(
        self, host_id: HostContactId, by: Actor, name: str | None = None
    ) -> Pushed:
        """Create a Xero contact from a host contact; see `usecases.push`."""
        ports, wanted = self._called("create_xero_contact"), an_id(host_id, "host_id")
        return push.create_xero_contact(ports, self.connection_id, wanted, by, name)

    def create_xero_contacts(
        self, host_ids: Sequence[HostContactId], by: Actor, names: Names | None = None
    ) -> PushedMany:
        """Create a Xero contact from each, under its name in *names*; see `usecases.push`."""
        return push.create_xero_contacts(
            self._called("create_xero_contacts"), self.connection_id, some_ids(host_ids), by, names
        )

    def make_two_way(self, xero_ids: XeroIds, by: Actor) -> Applied:
        """Let edits of pushed contacts flow both ways; see `usecases.direction`."""
        return self._do("make_two_way", RunKind.DIRECTION, by, draw_two_way(some_ids(xero_ids)))

    def adopt(self, pairs: Sequence[AdoptedPair], by: Actor) -> Applied:
        """Take over the pairs of an earlier integration; see `usecases.adopt`."""
        return self._do("adopt", RunKind.ADOPT, by, draw_adopt(listed(pairs)))

    def repair(self, prefer: Side, by: Actor, *, also_agreed: bool = False) -> Applied:
        """Make pairs that drift equal, as *prefer* holds them; see `usecases.repair`."""
        return self._do("repair", RunKind.REPAIR, by, draw_repair(prefer, also_agreed))

    def undo(self, run_id: RunId, by: Actor, only: Sequence[DecisionId] = ()) -> Applied:
        """Take back what a run did; see `usecases.undo`."""
        return self._do("undo", RunKind.UNDO, by, draw_undo(run_id, only))
