"""`xerolink simulate` as a host's test run starts it: a process of its own, real HTTP."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3

TOLD = {
    "base_url",
    "tenant_id",
    "client_id",
    "client_secret",
    "access_token",
    "refresh_token",
    "webhook_key",
}
Told = dict[str, str]


@contextmanager
def started(*options: str) -> Iterator[tuple[Told, subprocess.Popen[str]]]:
    """The process and its first line; it is stopped in the end if it still runs."""
    command = [sys.executable, "-c", "from xerolink.cli import main; main()", "simulate", "--json"]
    with subprocess.Popen(
        [*command, *options], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline()), process
        finally:
            process.terminate()


def ask(told: Told, path: str, **headers: str) -> urllib3.BaseHTTPResponse:
    connected = {
        "Authorization": f"Bearer {told['access_token']}",
        "xero-tenant-id": told["tenant_id"],
        "Accept": "application/json",
    }
    with urllib3.PoolManager(retries=False) as pool:
        return pool.request("GET", f"{told['base_url']}{path}", headers=connected | headers)


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    """What a simulator of two organisations of 40 contacts tells; it runs."""
    with started("--seed", "3", "--contacts", "40", "--organisations", "2") as (found, _):
        yield found


def test_the_first_line_tells_how_to_connect(told: Told) -> None:
    assert set(told) == TOLD


def test_the_token_reads_as_many_contacts_as_were_asked_for(told: Told) -> None:
    answer = ask(told, "/api.xro/2.0/Contacts?page=1&includeArchived=true").json()
    assert answer["pagination"]["itemCount"] == 40


def test_the_token_reaches_every_organisation(told: Told) -> None:
    tenants = [one["tenantId"] for one in ask(told, "/connections").json()]
    assert (len(tenants), tenants[0]) == (2, told["tenant_id"])


def test_the_refresh_token_is_good_for_another_set(told: Told) -> None:
    form = {
        "grant_type": "refresh_token",
        "refresh_token": told["refresh_token"],
        "client_id": told["client_id"],
        "client_secret": told["client_secret"],
    }
    with urllib3.PoolManager(retries=False) as pool:
        url = f"{told['base_url']}/connect/token"
        answer = pool.request("POST", url, fields=form, encode_multipart=False)
    assert (answer.status, "access_token" in answer.json()) == (200, True)


def test_the_admin_page_is_there(told: Told) -> None:
    assert "Kauri Accounting" in ask(told, "/simulator/").data.decode()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_good_order(stop: signal.Signals) -> None:
    with started("--contacts", "1") as (_, process):
        process.send_signal(stop)
        _, complaints = process.communicate(timeout=30)
    assert (process.returncode, complaints) == (0, "")


def test_a_file_is_gone_on_with(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        with started("--contacts", "5", "--data", str(tmp_path / "xero.json")) as (told, process):
            found.append(ask(told, "/api.xro/2.0/Contacts?includeArchived=true").json()["Contacts"])
            process.terminate()
            process.wait(timeout=30)
    assert found[0] == found[1]


def test_people_are_told_the_same_and_where_the_pages_are() -> None:
    command = [sys.executable, "-c", "from xerolink.cli import main; main()", "simulate"]
    with subprocess.Popen([*command, "--contacts", "1"], text=True, stdout=subprocess.PIPE) as one:
        assert one.stdout is not None
        lines = list(iter(one.stdout.readline, "\n"))
        one.terminate()
    assert len(lines) == len(TOLD) + 1
    assert re.fullmatch(r"for people +http://127\.0\.0\.1:\d+/simulator/\n", lines[-1])
