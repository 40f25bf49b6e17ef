"""The library reads no XML: neither does it import what could, nor does an answer get it to."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.webhook.conftest import Desk, desk
from tests.adapters.xero.conftest import CannedServer, server
from tests.architecture.test_imports import imported
from xerolink.adapters.xero import OpenGate, XeroApiContacts, XeroClient
from xerolink.domain.identity import TenantId
from xerolink.domain.inbox import Received
from xerolink.ports.errors import UnavailableError

__all__ = ["desk", "server"]

SOURCE = Path(__file__).parents[2] / "src" / "xerolink"
READERS = {"xml", "lxml", "defusedxml", "pyexpat", "xmltodict", "bs4"}
SIMULATED = {"testing/simulator/xml_body.py"}
"""Xero takes XML, and so does what stands for Xero in tests."""
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Contacts><Contact>&b;</Contact></Contacts>'
)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_nothing_that_reads_xml_is_imported() -> None:
    users = {
        path
        for path, tree in modules()
        for name in imported(path, tree)
        if name.partition(".")[0] in READERS
    }
    assert users == SIMULATED


@pytest.mark.parametrize("kind", ["application/xml", "text/xml", "application/json"])
def test_an_answer_in_xml_is_refused(server: CannedServer, kind: str) -> None:
    server.says(200, BOMB, Content_Length=str(len(BOMB)), Content_Type=kind)
    client = XeroClient(lambda: "token", TenantId("t"), base_url=server.base_url, gate=OpenGate())
    with pytest.raises(UnavailableError, match="not JSON"):
        XeroApiContacts(client).page(1, None)


def test_a_webhook_in_xml_is_counted_and_not_read(desk: Desk) -> None:
    """Signed as Xero signs; answered 200, for Xero would only send it again."""
    answer = desk.post(BOMB, CONTENT_TYPE="application/xml")
    assert (answer.status, desk.pending(), desk.heard()) == (200, 0, [Received(malformed=True)])
