"""A Xero organisation over its Accounting API; needs the extra `xero`."""

try:
    from xerolink.adapters.xero.catalogue import XeroApiCatalogue
    from xerolink.adapters.xero.client import XeroClient
    from xerolink.adapters.xero.contacts import XeroApiContacts
    from xerolink.adapters.xero.gate import AppGate, Gate, OpenGate
    from xerolink.adapters.xero.invoices import XeroApiInvoices
    from xerolink.adapters.xero.oauth import Addresses, XeroOAuth
    from xerolink.adapters.xero.organisation import XeroApiOrganisation
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] not in {"xero_python", "urllib3", "oauthlib"}:
        raise
    raise ImportError(
        'the Xero adapter is not installed; pip install "xerolink[xero]"'
    ) from missing

__all__ = [
    "Addresses",
    "AppGate",
    "Gate",
    "OpenGate",
    "XeroApiCatalogue",
    "XeroApiContacts",
    "XeroApiInvoices",
    "XeroApiOrganisation",
    "XeroClient",
    "XeroOAuth",
]
