"""What a full scan of an organisation costs: calls, bytes, and memory that does not grow."""

import time
import tracemalloc
from typing import Any

from benchmarks.served import Served, served
from xerolink import TenantId
from xerolink.adapters.xero import OpenGate, XeroApiContacts, XeroClient

FEW = 10_000


def measure_scan(contacts: int, seed: int) -> dict[str, Any]:
    """Scan *contacts* contacts page by page, and ten thousand to compare the memory with."""
    few, many = _scanned(FEW, seed), _scanned(contacts, seed)
    return {
        **many,
        "calls_allowed": -(-contacts // 1_000),
        "peak_mb_of_10000": few["peak_mb"],
        "memory_ratio": round(many["peak_mb"] / few["peak_mb"], 2),
    }


def _scanned(contacts: int, seed: int) -> dict[str, Any]:
    with served(contacts, seed) as xero:
        started = time.perf_counter()
        read, peak = _peak(xero)
        seconds = time.perf_counter() - started
        calls, size = xero.log()
    if read != contacts:
        raise RuntimeError(f"{read} of {contacts} contacts were read")
    return {
        "contacts": read,
        "calls": calls,
        "bytes": size,
        "peak_mb": round(peak / 1_000_000, 1),
        "seconds": round(seconds, 1),
    }


def _peak(xero: Served) -> tuple[int, int]:
    """Contacts read, and the most bytes that Python held meanwhile."""
    tenant = TenantId(xero.tenant_id)
    client = XeroClient(lambda: xero.access_token, tenant, base_url=xero.base_url, gate=OpenGate())
    tracemalloc.start()
    try:
        return _read(XeroApiContacts(client)), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _read(book: XeroApiContacts) -> int:
    number, read, more = 0, 0, True
    while more:
        number += 1
        page = book.page(number, None)
        read, more = read + len(page.contacts) + len(page.odd), page.more
    return read
