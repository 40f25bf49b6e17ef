"""Tokens travel by TLS: another address is refused before anything is sent."""

import ssl

import pytest
import urllib3

from xerolink.adapters.xero import Addresses, XeroClient, XeroOAuth
from xerolink.adapters.xero.client import BASE_URL
from xerolink.adapters.xero.places import secured
from xerolink.domain.identity import TenantId

IN_CLEAR = (
    "http://api.xero.com",
    "http://10.0.0.7:8080",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://user@evil.example",
    "ftp://api.xero.com",
    "api.xero.com",
    "",
)


@pytest.mark.parametrize(
    "url", [BASE_URL, "http://127.0.0.1:80", "http://[::1]", "http://localhost"]
)
def test_tls_and_this_machine_are_taken(url: str) -> None:
    assert secured(url) == url


@pytest.mark.parametrize("url", IN_CLEAR)
def test_a_client_of_an_address_in_clear_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="take an https address"):
        XeroClient(lambda: "token", TenantId("t"), base_url=url)


@pytest.mark.parametrize("part", ["tokens", "connections"])
def test_an_identity_service_in_clear_is_refused(part: str) -> None:
    at = Addresses(**{part: "http://identity.xero.com/"})
    with pytest.raises(ValueError, match="take an https address"):
        XeroOAuth("app", "secret", addresses=at)


def test_xeros_own_addresses_are_by_tls() -> None:
    at = Addresses()
    assert [secured(one) for one in (at.authorise, at.tokens, at.connections)]


def test_certificates_are_checked_and_old_protocols_refused() -> None:
    """What urllib3 does where nothing is said, and the library says nothing."""
    context = urllib3.util.ssl_.create_urllib3_context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
