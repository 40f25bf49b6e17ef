"""The promises of `ports.store`: `StoreContract` for every store, `SharedStoreContract` on disk.

An adapter's test inherits one of them in a class of its own and gives its fixture `store`, an
empty store whose leases run out by the fixture `clock`; a shared one also gives `opening`.
"""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from xerolink.ports.store import Store
from xerolink.testing.conformance.store_app_wide import AppWidePromises
from xerolink.testing.conformance.store_contended import ContendedPromises
from xerolink.testing.conformance.store_decisions import DecisionsPromises
from xerolink.testing.conformance.store_erasing import ErasingPromises
from xerolink.testing.conformance.store_held import HeldPromises
from xerolink.testing.conformance.store_inbox import InboxPromises
from xerolink.testing.conformance.store_intents import (
    IntentsPromises,
    RecordPromises,
    RunsPromises,
)
from xerolink.testing.conformance.store_invoice_machine import InvoiceMachine
from xerolink.testing.conformance.store_invoice_work import (
    InvoiceIntentsPromises,
    InvoiceIssuesPromises,
)
from xerolink.testing.conformance.store_invoices import (
    InvoiceBooksPromises,
    InvoicesChosenPromises,
    InvoicesPromises,
)
from xerolink.testing.conformance.store_issues import IssuesPromises
from xerolink.testing.conformance.store_journal import JournalPromises, SharedJournalPromises
from xerolink.testing.conformance.store_keys import KeyPromises
from xerolink.testing.conformance.store_leases import LeasesPromises
from xerolink.testing.conformance.store_links import LinksPromises
from xerolink.testing.conformance.store_machine import StoreMachine
from xerolink.testing.conformance.store_pauses import (
    LookingPromises,
    PausePromises,
    RequestsWaitPromises,
)
from xerolink.testing.conformance.store_requests import (
    CancelPromises,
    QueuePromises,
    RunsOfStatesPromises,
    SharedRequestsPromises,
)
from xerolink.testing.conformance.store_round_trips import RoundTripPromises
from xerolink.testing.conformance.store_sending import (
    SendingPromises,
    SendingWaitsPromises,
    SharedSendingPromises,
)
from xerolink.testing.conformance.store_shared import Opening
from xerolink.testing.conformance.store_staged import StagedPromises
from xerolink.testing.conformance.store_terms import TermPromises
from xerolink.testing.conformance.store_units import BusyPromises, UnitsPromises
from xerolink.testing.conformance.store_waiting import TurnsPromises, WaitingPromises

__all__ = ["Opening", "SharedStoreContract", "StoreContract"]

_SETTINGS = settings(
    max_examples=40,
    report_multiple_bugs=False,
    stateful_step_count=20,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class StoreContract(
    LinksPromises,
    IssuesPromises,
    StagedPromises,
    KeyPromises,
    TermPromises,
    DecisionsPromises,
    IntentsPromises,
    RunsPromises,
    RecordPromises,
    InboxPromises,
    JournalPromises,
    AppWidePromises,
    WaitingPromises,
    TurnsPromises,
    RunsOfStatesPromises,
    QueuePromises,
    CancelPromises,
    PausePromises,
    RequestsWaitPromises,
    LookingPromises,
    InvoicesPromises,
    InvoicesChosenPromises,
    HeldPromises,
    InvoiceBooksPromises,
    InvoiceIntentsPromises,
    InvoiceIssuesPromises,
    RoundTripPromises,
    SendingPromises,
    SendingWaitsPromises,
    LeasesPromises,
    UnitsPromises,
    BusyPromises,
    ErasingPromises,
):
    """What every store promises."""

    def test_any_history_agrees_with_a_simple_model(self, store: Store) -> None:
        """Whatever is written in turn, and whatever fails, every question has its one answer."""

        class Here(StoreMachine):
            def __init__(self) -> None:
                super().__init__(store)

        run_state_machine_as_test(Here, settings=_SETTINGS)

    def test_any_history_of_invoices_agrees_with_a_simple_model(self, store: Store) -> None:
        """Erasures among it, and what is queued while a worker has the lease."""

        class Here(InvoiceMachine):
            def __init__(self) -> None:
                super().__init__(store)

        run_state_machine_as_test(Here, settings=_SETTINGS)


class SharedStoreContract(
    StoreContract,
    SharedJournalPromises,
    SharedRequestsPromises,
    SharedSendingPromises,
    ContendedPromises,
):
    """What a store that several processes share promises on top."""
