"""The buttons that the firm's people press: settings, plans, undo, retry; each may go wrong."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import TypeVar

from attrs import define, evolve

from xerolink.connection import Connection
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoice_plan import InvoicePlan, PlannedInvoice
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.decision import InvoiceVerdict
from xerolink.domain.invoices.intent import CreateInvoice
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.settings import FormerPartner, SentAs, UnprovedTaxRule
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import AccountCode
from xerolink.domain.run import RunRecord
from xerolink.testing.billing_world import TODAY
from xerolink.testing.invoice_worlds.facts import UNSENT, differences
from xerolink.testing.invoice_worlds.firm import Firm
from xerolink.testing.invoice_worlds.prices import GST, NEW, terms
from xerolink.testing.invoice_worlds.scripts import Act
from xerolink.testing.worlds.world import ANNA

Verb = Callable[[Act], None]
Asked = Callable[[Connection, Act], object]
E = TypeVar("E", bound=Enum)


@define
class Office:
    """*backfill*: the start date of a plan that is being applied; None: none is.

    *between*: what people do after a plan was made and before it is applied. *struck*: whether
    anything has gone wrong while it was.
    """

    firm: Firm
    between: Callable[[], None]
    struck: Callable[[], bool]
    backfill: date | None = None
    accounts: int = 0
    events: int = 0

    def settings_verbs(self) -> Mapping[str, Verb]:
        """What is pressed while nobody is in the way."""
        return {
            "choose_account": lambda _: self._choose_account(),
            "choose_rate": lambda _: self._choose_rate(),
            "map_rate": lambda _: self._map_rate(),
            "change_settings": self._change_settings,
            "later_start": lambda _: self._start(TODAY + timedelta(days=1)),
            "earlier_start": lambda _: self._start(TODAY - timedelta(days=1)),
            "stop_syncing": self._stop_syncing,
            "resync": self._resync,
        }

    def asked(self) -> Mapping[str, Asked]:
        """What is pressed whatever goes wrong meanwhile."""
        return {
            "send_invoices": lambda c, _: c.send_invoices(ANNA),
            "run_once": lambda c, _: c.run_once(ANNA),
            "sync": lambda c, _: c.sync_contacts(ANNA),
            "webhook": self._webhook,
            "retry": self._retry,
            "retry_some": self._retry_some,
            "invoice_sent": self._invoice_sent,
            "plan": self._plan,
            "backfill": self._backfill,
            "undo": self._undo,
            "undo_by_plan": self._undo_by_plan,
        }

    def tidy(self) -> None:
        """What somebody had begun is done again, and invoices are switched on."""
        place = self.firm.place
        if self.backfill is not None:
            place.undisturbed_verb(lambda c: self._fill(c, self.backfill or place.start, ()))
        if not place.settings.on:
            self._mend_settings()
            place.save(evolve(place.settings, on=True))

    def _mend_settings(self) -> None:
        """Everything that they name works, or they could not be switched on."""
        bills = self.firm.place.bills
        bills.bill_with(terms(retainers=NEW in bills.terms().rate_of))
        self._choose_rate()
        self._choose_account()
        self._map_rate()

    def look_at_refusals(self) -> bool:
        """Who sees that Xero refused something, and nothing is in the way, tries it again."""
        held = self.firm.place.held()
        ids = sorted(i for i, kinds in held.items() if CauseKind.REFUSED in kinds)
        if ids:
            self._answer(ids)
            self.firm.place.connection().retry_invoices(ANNA, ids)
        return bool(ids)

    def _choose_account(self) -> None:
        place = self.firm.place
        self.accounts += 1
        code = f"2{self.accounts:02}x"
        place.people.add_account(code, f"Sales {self.accounts}")
        place.save(evolve(place.settings, revenue_account=AccountCode(code)))

    def _choose_rate(self) -> None:
        place = self.firm.place
        made = XeroTaxType(place.people.add_tax_rate("GST anew", "15"))
        place.save(evolve(place.settings, tax_rates={**place.settings.tax_rates, GST: made}))

    def _map_rate(self) -> None:
        place = self.firm.place
        if NEW in place.bills.terms().rate_of:
            now = place.settings.tax_rates
            place.save(evolve(place.settings, tax_rates={**now, NEW: now[GST]}))

    def _change_settings(self, act: Act) -> None:
        now = self.firm.place.settings
        chosen = self.firm.clients[act.more % len(self.firm.clients)]
        changed = (
            evolve(now, unproved_tax=_other(now.unproved_tax, UnprovedTaxRule)),
            evolve(now, unproved_tax=_other(now.unproved_tax, UnprovedTaxRule)),
            evolve(now, xero_status=_other(now.xero_status, SentAs)),
            evolve(now, former_partner=_other(now.former_partner, FormerPartner)),
            evolve(now, excluded=now.excluded ^ frozenset({chosen})),
            evolve(now, on=not now.on),
        )
        self.firm.place.save(changed[act.luck % len(changed)])

    def _start(self, day: date) -> None:
        self.firm.place.save(evolve(self.firm.place.settings, sync_start_date=day))

    def _stop_syncing(self, act: Act) -> None:
        """Not the first client: somebody has to be billed."""
        chosen = self._some_client(act)
        link = self.firm.place.link_of(chosen) if chosen else None
        if link is not None and link.live:
            self.firm.place.undisturbed_verb(lambda c: c.stop_syncing([link.xero_id], ANNA))

    def _resync(self, act: Act) -> None:
        chosen = self._some_client(act)
        link = self.firm.place.link_of(chosen) if chosen else None
        if link is not None and not link.live:
            self.firm.place.undisturbed_verb(lambda c: c.relink([link.xero_id], ANNA))

    def _some_client(self, act: Act) -> HostContactId | None:
        others = self.firm.clients[1:]
        return others[act.luck % len(others)] if others else None

    def _webhook(self, connection: Connection, act: Act) -> None:
        """Of one invoice that the firm has there, or of a few, then a worker's turn."""
        place = self.firm.place
        found = place.xero_invoices()
        self.events += 1
        events = [
            {
                "resourceId": one.invoice_id,
                "eventDateUtc": place.xero.now().strftime("%Y-%m-%dT%H:%M:%S.000"),
                "eventType": "UPDATE",
                "eventCategory": "INVOICE",
                "tenantId": place.xero.client.tenant_id,
                "tenantType": "ORGANISATION",
            }
            for one in found[act.luck % 3 :: 1 + act.more % 3]
        ]
        numbers = {"firstEventSequence": self.events, "lastEventSequence": self.events}
        place.world.app().receive({"events": events, **numbers})
        connection.run_once(ANNA)

    def _retry(self, connection: Connection, act: Act) -> None:
        for xero_id in self.firm.log.edited_there:
            self.firm.log.answered(xero_id)
        connection.retry_invoices(ANNA)

    def _retry_some(self, connection: Connection, act: Act) -> None:
        """One that is held, or two, or one that was left out of a plan."""
        held = sorted(self.firm.place.held())
        chosen = held[act.luck % len(held) :][: 1 + act.more % 2] if held else []
        out = sorted(self.firm.log.left_out)
        ids = [*chosen, *out[:1]] if act.more % 3 else chosen
        self._answer(ids)
        connection.retry_invoices(ANNA, ids)

    def _answer(self, ids: Iterable[HostInvoiceId]) -> None:
        bills = self.firm.place.bills.invoices()
        urls = {bills[host_id].url for host_id in ids if host_id in bills}
        for host_id in ids:
            self.firm.log.asked_again(host_id)
        for there in self.firm.place.xero_invoices():
            if there.url in urls:
                self.firm.log.answered(there.invoice_id)

    def _invoice_sent(self, connection: Connection, act: Act) -> None:
        if found := self.firm.some(act, *UNSENT):
            self._answer([found.host_id])
            connection.invoice_sent(found.host_id)

    def _plan(self, connection: Connection, act: Act) -> None:
        plan = connection.plan_invoices(ANNA)
        cut = _cut(plan, act)
        self.between()
        self._apply(connection, cut)

    def _backfill(self, connection: Connection, act: Act) -> None:
        day = TODAY - timedelta(days=act.luck % 2)
        self._fill(connection, day, (act,))

    def _fill(self, connection: Connection, day: date, acts: Iterable[Act]) -> None:
        """Saved first now and then, which sends nothing."""
        place = self.firm.place
        settings = evolve(place.settings, sync_start_date=day)
        plan = connection.plan_invoice_settings(settings, ANNA)
        for act in acts:
            plan = _cut(plan, act)
            self.between()
        self.backfill, self.firm.log.lowest = day, min(day, self.firm.log.lowest)
        self.firm.look()
        self._apply(connection, plan)
        place.settings, self.backfill = settings, None
        if settings.on:
            place.start = day

    def _apply(self, connection: Connection, plan: InvoicePlan) -> None:
        log, outside = self.firm.log, self._not_there()
        versions = {row.host_id: row.decision.rests_on.version for row in plan.left_out}
        log.left_out |= versions
        connection.apply_invoices(plan, ANNA)
        if not self.struck():
            sends = {row.host_id for row in plan.left_out if _sends(row)}
            log.kept_out |= {i: v for i, v in versions.items() if i in sends & outside}

    def _not_there(self) -> set[HostInvoiceId]:
        urls = {there.url for there in self.firm.place.xero_invoices()}
        return {one.host_id for one in self.firm.bills() if one.url not in urls}

    def _undo(self, connection: Connection, act: Act) -> None:
        if run := self._some_run(connection, act):
            only = [one.host_id for one in self.firm.bills()][act.luck % 3 :: 2]
            self._asks_for(self.firm.log.free.update)
            connection.undo_invoices(run.run_id, ANNA, only if act.more % 3 == 0 else ())

    def _undo_by_plan(self, connection: Connection, act: Act) -> None:
        if run := self._some_run(connection, act):
            plan = connection.plan_undo_invoices(run.run_id, ANNA)
            self.between()
            self._asks_for(self.firm.log.free.update)
            connection.apply_invoices(plan, ANNA)

    def _asks_for(self, note: Callable[[set[HostInvoiceId]], None]) -> None:
        """What an undo may take back: what nobody has edited on either side since."""
        there = {one.url: one for one in self.firm.place.xero_invoices()}
        free = set()
        for invoice in self.firm.bills():
            found = there.get(invoice.url)
            edited = found and next(differences(self.firm.place, invoice, found), "")
            if not edited or self._unseen(found.invoice_id if found else ""):
                free.add(invoice.host_id)
        note(free)

    def _unseen(self, xero_id: str) -> bool:
        edit = self.firm.log.edited_there.get(xero_id)
        return edit is not None and edit.unseen

    def _some_run(self, connection: Connection, act: Act) -> RunRecord | None:
        """One that wrote invoices, the last more often."""
        runs = [run for run in connection.latest_runs() if run.counts.get("invoices_written")]
        return runs[(0, 0, 1, act.luck)[act.more % 4] % len(runs)] if runs else None


def _sends(row: PlannedInvoice) -> bool:
    return isinstance(row.decision.action, CreateInvoice)


def _cut(plan: InvoicePlan, act: Act) -> InvoicePlan:
    """Now and then somebody takes a row out."""
    rows = [row for row in plan.rows if row.decision.verdict is not InvoiceVerdict.HELD]
    if act.more % 3 or not rows:
        return plan
    return plan.without([rows[act.luck % len(rows)].decision_id])


def _other(now: E, kinds: type[E]) -> E:
    return next(kind for kind in kinds if kind is not now)
