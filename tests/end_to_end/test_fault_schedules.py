"""Whatever Xero's answers do: nothing twice, nothing lost, no token astray, no sleep too long."""

from collections.abc import Callable
from typing import Any

import pytest

from xerolink.adapters.xero.answer import Answer
from xerolink.domain.identity import TenantId
from xerolink.ports.errors import UnavailableError
from xerolink.testing.fault_schedules import MakeClient, Outcome, run_schedule, run_struck
from xerolink.testing.fault_watch import WatchedClient

SCHEDULES = 100
FIRST = 130
"""Among the seeds from here are those in which a replica hides a contact from an update."""


class Repeats(WatchedClient):
    """Sends a create again when its answer is lost, as a new request and without a look."""

    def ask(self, verb: Callable[..., Any], **arguments: Any) -> Answer:
        try:
            return super().ask(verb, **arguments)
        except UnavailableError:
            if arguments.pop("idempotency_key", None) is None:
                raise
            return super().ask(verb, **arguments)


class SleepsLonger(WatchedClient):
    """Waits for its turn for as long as Xero wishes."""

    def __init__(self, token: Callable[[], str], tenant_id: TenantId, **given: Any) -> None:
        super().__init__(token, tenant_id, **{**given, "wait_seconds": 65})


def one_token_for_all() -> MakeClient:
    """Clients that all ask the first one's organisation for a token."""
    first: list[Callable[[], str]] = []

    def make(token: Callable[[], str], tenant_id: TenantId, **given: Any) -> WatchedClient:
        first.append(token)
        return WatchedClient(first[0], tenant_id, **given)

    return make


def first_broken(make: Callable[[], MakeClient], words: str) -> Outcome | None:
    outcomes = (run_schedule(seed, make()) for seed in range(60))
    return next((one for one in outcomes if words in " ".join(one.broken)), None)


def test_no_schedule_breaks_anything() -> None:
    """Ten thousand: `python -m benchmarks faults --schedules 10000`."""
    assert [one for one in run_struck(SCHEDULES, seed=FIRST) if one.broken] == []


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Repeats, "created twice in Xero"),
        (lambda: SleepsLonger, "a call slept"),
        (one_token_for_all, "sent for another organisation"),
    ],
)
def test_a_planted_mistake_is_found(make: Callable[[], MakeClient], words: str) -> None:
    assert first_broken(make, words) is not None


def test_a_seed_repeats_its_schedule() -> None:
    assert run_schedule(3) == run_schedule(3)
