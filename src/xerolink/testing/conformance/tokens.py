"""Every promise of `xerolink.ports.tokens`: `TokenStoreContract`, and `Shared…` on disk.

An adapter's test inherits one of them and gives its fixture `tokens`, an empty store whose leases
and consents run out by the fixture `clock`; a shared one also gives `opening`.
"""

from xerolink.testing.conformance.tokens_bound import BindingPromises, ConsentPromises
from xerolink.testing.conformance.tokens_leased import LeasePromises, WritePromises
from xerolink.testing.conformance.tokens_shared import Opening, SharedPromises
from xerolink.testing.conformance.tokens_stored import StoredPromises

__all__ = ["Opening", "SharedTokenStoreContract", "TokenStoreContract"]


class TokenStoreContract(
    StoredPromises, LeasePromises, WritePromises, BindingPromises, ConsentPromises
):
    """What every token store promises."""


class SharedTokenStoreContract(TokenStoreContract, SharedPromises):
    """What a token store that several processes share promises on top."""
