"""Where requests may go: by TLS, but for this machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def secured(url: str) -> str:
    """*url*; raises `ValueError` for one by which a token would travel in clear.

    Plain HTTP is for a simulator, which listens to this machine alone.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" or (parts.scheme == "http" and _here(host)):
        return url
    raise ValueError(f"{parts.scheme}://{host} is not reached by TLS; take an https address")


def _here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
