"""A simulator as a JSON file, so that another process can go on with it."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import asdict

from .access import Access, Grant
from .contact import Contact
from .identifiers import Identifiers
from .organisation import Clock, Identity, Organisation
from .rules import Switches

VERSION = 1


def organisation_to_json(organisation: Organisation) -> dict[str, Any]:
    """Everything of one organisation but the six minutes of its Idempotency-Keys."""
    with organisation.lock:
        return {
            "identity": asdict(organisation.identity),
            "switches": asdict(organisation.switches),
            "taken": dict(organisation.ids.taken),
            "last_stamp": organisation.last_stamp,
            "contacts": [asdict(contact) for contact in organisation.book],
        }


def organisation_from_json(found: Mapping[str, Any], clock: Clock) -> Organisation:
    """The organisation that `organisation_to_json` wrote."""
    identity = Identity(**found["identity"])
    ids = Identifiers(identity.tenant_id, found["taken"])
    organisation = Organisation(identity, ids, clock, Switches(**found["switches"]))
    organisation.last_stamp = found["last_stamp"]
    for contact in found["contacts"]:
        organisation.book.put(Contact(**{**contact, "persons": tuple(contact["persons"])}))
    organisation.book.begin()
    return organisation


def access_to_json(access: Access) -> dict[str, Any]:
    tokens, grants = access.everything()
    return {
        "tokens": list(tokens),
        "grants": [{**asdict(one), "since": one.since.isoformat()} for one in grants],
    }


def restore_access(access: Access, found: Mapping[str, Any]) -> None:
    grants = [
        Grant(**{**one, "since": datetime.fromisoformat(one["since"])}) for one in found["grants"]
    ]
    access.restore(found["tokens"], grants)


def write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps({"version": VERSION, **content}), encoding="utf-8")


def read(path: Path) -> dict[str, Any]:
    """What `write` wrote; ValueError for another version."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if found["version"] != VERSION:
        raise ValueError(f"saved by version {found['version']}, this is version {VERSION}")
    return found
