"""The same verbs, as plans: what each would do, for a person to read, cut, save and apply."""

from collections.abc import Mapping, Sequence

from xerolink.connection.people import XeroIds
from xerolink.connection.verbs import Verbs
from xerolink.domain.contacts.decide_person import BulkRule, Side
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import Actor, DecisionId, HostContactId, RunId, XeroContactId
from xerolink.domain.plan import Plan
from xerolink.domain.run import RunKind
from xerolink.domain.settings import ContactSettings
from xerolink.usecases.adopt import AdoptedPair, draw_adopt
from xerolink.usecases.confirm import draw_confirm, draw_confirm_all, draw_keep_separate
from xerolink.usecases.direction import draw_two_way
from xerolink.usecases.drawn import draw_import, draw_settings, draw_sync
from xerolink.usecases.given import listed, one_of, some_ids
from xerolink.usecases.push import Names, draw_push
from xerolink.usecases.repair import draw_repair
from xerolink.usecases.resolve import draw_resolve, draw_retry
from xerolink.usecases.resync import draw_create_new, draw_relink, draw_rematch
from xerolink.usecases.settle_merge import draw_settle_merge
from xerolink.usecases.stop_syncing import draw_stop
from xerolink.usecases.undo import draw_undo


class Planning(Verbs):
    """Plans. Making one writes to neither side; `apply` performs it."""

    def plan_import(self, by: Actor) -> Plan:
        """What `import_contacts` would do."""
        return self._plan("plan_import", RunKind.IMPORT, by, draw_import())

    def plan_sync(self, by: Actor) -> Plan:
        """What a sync would do now, what a brake or watch-only mode held back included."""
        return self._plan("plan_sync", RunKind.SYNC, by, draw_sync())

    def plan_settings(self, settings: ContactSettings, by: Actor) -> Plan:
        """What would be done under other *settings*; applying it sets them."""
        wanted = one_of(ContactSettings, settings, "settings")
        return self._plan("plan_settings", RunKind.SETTINGS, by, draw_settings(wanted))

    def plan_confirm_link(self, xero_id: XeroContactId, host_id: HostContactId, by: Actor) -> Plan:
        """What `confirm_link` would do."""
        return self._plan("plan_confirm_link", RunKind.REVIEW, by, draw_confirm(xero_id, host_id))

    def plan_confirm_all(self, rule: BulkRule, by: Actor) -> Plan:
        """What `confirm_all` would do."""
        return self._plan("plan_confirm_all", RunKind.REVIEW, by, draw_confirm_all(rule))

    def plan_keep_separate(self, xero_ids: XeroIds, by: Actor) -> Plan:
        """What `keep_separate` would do."""
        return self._plan(
            "plan_keep_separate", RunKind.REVIEW, by, draw_keep_separate(some_ids(xero_ids))
        )

    def plan_resolve_conflict(
        self, xero_id: XeroContactId, choices: Mapping[FieldName, Side], by: Actor
    ) -> Plan:
        """What `resolve_conflict` would do."""
        return self._plan(
            "plan_resolve_conflict", RunKind.REVIEW, by, draw_resolve(xero_id, choices)
        )

    def plan_settle_merge(self, xero_id: XeroContactId, keep: XeroContactId, by: Actor) -> Plan:
        """What `settle_merge` would do."""
        return self._plan("plan_settle_merge", RunKind.REVIEW, by, draw_settle_merge(xero_id, keep))

    def plan_retry(self, xero_ids: XeroIds, by: Actor) -> Plan:
        """What `retry` would do."""
        return self._plan("plan_retry", RunKind.REVIEW, by, draw_retry(some_ids(xero_ids)))

    def plan_stop_syncing(self, xero_ids: XeroIds, by: Actor, why: str = "") -> Plan:
        """What `stop_syncing` would do."""
        return self._plan("plan_stop_syncing", RunKind.STOP, by, draw_stop(some_ids(xero_ids), why))

    def plan_rematch(self, xero_ids: XeroIds, by: Actor) -> Plan:
        """What `rematch` would do."""
        return self._plan("plan_rematch", RunKind.RESYNC, by, draw_rematch(some_ids(xero_ids)))

    def plan_relink(self, xero_ids: XeroIds, by: Actor) -> Plan:
        """What `relink` would do: what changed on either side since the stop."""
        return self._plan("plan_relink", RunKind.RESYNC, by, draw_relink(some_ids(xero_ids)))

    def plan_create_new_contact(
        self, xero_ids: XeroIds, source: Side, by: Actor, name: str | None = None
    ) -> Plan:
        """What `create_new_contact` would do."""
        draw = draw_create_new(some_ids(xero_ids), source, name)
        return self._plan("plan_create_new_contact", RunKind.RESYNC, by, draw)

    def plan_create_xero_contacts(
        self, host_ids: Sequence[HostContactId], by: Actor, names: Names | None = None
    ) -> Plan:
        """What `create_xero_contact` or `create_xero_contacts` would do."""
        draw = draw_push(some_ids(host_ids), names)
        return self._plan("plan_create_xero_contacts", RunKind.PUSH, by, draw)

    def plan_make_two_way(self, xero_ids: XeroIds, by: Actor) -> Plan:
        """What `make_two_way` would do: the host's edits that would flow to Xero."""
        return self._plan(
            "plan_make_two_way", RunKind.DIRECTION, by, draw_two_way(some_ids(xero_ids))
        )

    def plan_adopt(self, pairs: Sequence[AdoptedPair], by: Actor) -> Plan:
        """What taking over the pairs of an earlier integration would do."""
        return self._plan("plan_adopt", RunKind.ADOPT, by, draw_adopt(listed(pairs)))

    def plan_repair(self, prefer: Side, by: Actor, *, also_agreed: bool = False) -> Plan:
        """What making drifting pairs equal would write on either side."""
        return self._plan("plan_repair", RunKind.REPAIR, by, draw_repair(prefer, also_agreed))

    def plan_undo(self, run_id: RunId, by: Actor, only: Sequence[DecisionId] = ()) -> Plan:
        """What taking a run back would do, and what cannot be taken back."""
        return self._plan("plan_undo", RunKind.UNDO, by, draw_undo(run_id, only))
