"""Idempotency keys: what makes a write that is repeated within six minutes harmless."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from xerolink.domain.identity import IntentId, TenantId


def attempt_key(tenant_id: TenantId, keys: Iterable[IntentId], body: Mapping[str, Any]) -> str:
    """An Idempotency-Key: equal only for the same intents and body of the same organisation.

    64 characters; Xero takes 128 (fact sheet 7).
    """
    parts = (tenant_id, *keys, json.dumps(body))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
