"""A suite that is not given all it needs says so: none is passed over in silence."""

import os
import subprocess
import sys

import pytest

MODULE = """
import pytest
from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.memory.store import MemoryStore
from xerolink.adapters.memory.tokens import MemoryTokens
from xerolink.testing.conformance import classifier, clock, host, host_invoices, identity, observer
from xerolink.testing.conformance import store, tokens, xero, xero_catalogue, xero_invoices

class TestEmptyClassifier(classifier.ClassifierContract): ...
class TestEmptyClock(clock.ClockContract): ...
class TestEmptyIds(clock.IdsContract): ...
class TestEmptyHost(host.HostContactsContract): ...
class TestEmptyInvoices(host_invoices.HostInvoicesContract): ...
class TestEmptyIdentity(identity.XeroIdentityContract): ...
class TestEmptyObserver(observer.ObserverContract): ...
class TestEmptyStore(store.StoreContract): ...
class TestEmptyTokens(tokens.TokenStoreContract): ...
class TestEmptyXero(xero.XeroContactsContract): ...
class TestEmptyOrganisation(xero.XeroOrganisationContract): ...
class TestEmptySales(xero_invoices.XeroInvoicesContract): ...
class TestEmptyCatalogue(xero_catalogue.XeroCatalogueContract): ...

class TestSharedStore(store.SharedStoreContract):
    @pytest.fixture
    def store(self, clock):
        return MemoryStore(clock)

class TestSharedTokens(tokens.SharedTokenStoreContract):
    @pytest.fixture
    def tokens(self, clock):
        return MemoryTokens(clock)

class TestNoHook(host.HostContactsContract):
    @pytest.fixture
    def books(self):
        firms = {}
        return lambda firm: firms.setdefault(firm, MemoryHostBook(page_size=2))

    def edit_as_user(self, book, host_id, values):
        book.edit(host_id, values)

    def delete_as_user(self, book, host_id):
        book.delete(host_id)

class TestNobodyMerges(TestNoHook):
    can_merge = False
"""
SOME = "Empty or NobodyMerges or lease_held_here or leased_here or (NoHook and merge)"
NEEDS = "NotImplementedError: the conformance suite needs "


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What pytest tells of each test, run in a folder of its own, as a host would."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "test_host.py").write_text(MODULE, encoding="utf-8")
    pytest_on = [sys.executable, "-m", "pytest", "-q", "-rfEp", "--tb=no", "-p", "no:cacheprovider"]
    command = [*pytest_on, "--rootdir", str(folder), "-k", SOME, str(folder)]
    wide = {**os.environ, "COLUMNS": "400"}
    done = subprocess.run(
        command, cwd=folder, env=wide, capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines()


def about(told: list[str], suite: str) -> list[str]:
    return [line for line in told if f"::Test{suite}" in line]


@pytest.mark.parametrize(
    ("suite", "hook"),
    [
        ("EmptyClassifier", "classifier"),
        ("EmptyClock", "clock"),
        ("EmptyIds", "ids"),
        ("EmptyHost", "books"),
        ("EmptyInvoices", "books"),
        ("EmptyIdentity", "identity"),
        ("EmptyObserver", "observer"),
        ("EmptyStore", "store"),
        ("EmptyTokens", "tokens"),
        ("EmptyXero", "xero"),
        ("EmptyOrganisation", "organisation"),
        ("EmptySales", "invoices"),
        ("EmptyCatalogue", "catalogue"),
        ("SharedStore", "opening"),
        ("SharedTokens", "opening"),
        ("NoHook", "merge_as_user"),
    ],
)
def test_suite_names_what_it_was_not_given(told: list[str], suite: str, hook: str) -> None:
    assert any(f"{NEEDS}{hook}:" in line for line in about(told, suite))


def test_no_test_of_a_suite_that_is_given_nothing_passes(told: list[str]) -> None:
    assert not [line for line in about(told, "Empty") if line.startswith("PASSED")]


def test_host_in_which_nobody_can_merge_needs_no_merge_as_user(told: list[str]) -> None:
    assert {line.split()[0] for line in about(told, "NobodyMerges")} == {"PASSED"}
