"""Keys in SQLite: how one is written, and look-ups by many match keys."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from xerolink.adapters.sqlite.session import listed
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.normalise import MatchKey, MatchKeys
from xerolink.domain.invoices.causes import Cause

# A key holds whatever somebody typed. SQLite ends a text at a NUL and takes no lone surrogate;
# the escapes of a JSON string keep equal keys equal and different ones apart.


def key_text(key: MatchKey) -> str:
    """*key* as its column holds it."""
    return json.dumps(key)


def cause_text(cause: Cause) -> str:
    """*cause* as its column holds it; the words do not count."""
    return json.dumps(cause.key)


def key_texts(keys: Collection[MatchKey]) -> str:
    """*keys* as the one parameter of a `json_each(?)`."""
    return listed(key_text(key) for key in keys)


def key_rows(owner: tuple[str, str], keys: MatchKeys) -> Iterator[tuple[str, str, str]]:
    """A row for each key that *owner*, a connection's id and a contact's, carries."""
    for key in keys.present:
        yield (*owner, key_text(key))


def hits_of(rows: list[tuple[Any, ...]]) -> Mapping[MatchKey, Hits]:
    """The hits of *rows*: key, number of contacts, one of their ids."""
    ids, totals = defaultdict[MatchKey, list[str]](list), dict[MatchKey, int]()
    for text, total, contact_id in rows:
        key = MatchKey(json.loads(text))
        ids[key].append(contact_id)
        totals[key] = total
    return {key: Hits(totals[key], tuple(sorted(found))) for key, found in ids.items()}
