"""A simulator as a JSON file, so that another process can go on with it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import asdict
from cattrs.preconf.json import make_converter

from .contact import Contact
from .identifiers import Identifiers
from .identity import IdentityService, IdentityState
from .ledger import LedgerState
from .organisation import Clock, Identity, Organisation
from .switches import Switches

VERSION = 3
_CONVERTER = make_converter()


def organisation_to_json(organisation: Organisation) -> dict[str, Any]:
    """Everything of one organisation but the six minutes of its Idempotency-Keys."""
    with organisation.lock:
        return {
            "identity": asdict(organisation.identity),
            "switches": asdict(organisation.switches),
            "taken": dict(organisation.ids.taken),
            "last_stamp": organisation.last_stamp,
            "contacts": [asdict(contact) for contact in organisation.book],
            "ledger": _CONVERTER.unstructure(organisation.ledger.state()),
        }


def organisation_from_json(found: Mapping[str, Any], clock: Clock) -> Organisation:
    """The organisation that `organisation_to_json` wrote."""
    identity = Identity(**found["identity"])
    ids = Identifiers(identity.tenant_id, found["taken"])
    organisation = Organisation(identity, ids, clock, Switches(**found["switches"]))
    organisation.last_stamp = found["last_stamp"]
    for contact in found["contacts"]:
        organisation.book.put(Contact(**{**contact, "persons": tuple(contact["persons"])}))
    # A new organisation has numbered its accounts once more.
    organisation.ids.taken.update(found["taken"])
    organisation.ledger.restore(_CONVERTER.structure(found["ledger"], LedgerState))
    organisation.book.begin()
    return organisation


def identity_to_json(identity: IdentityService) -> Any:
    """Tokens, codes, connections and the clients of custom connections."""
    return _CONVERTER.unstructure(identity.state())


def restore_identity(identity: IdentityService, found: Any) -> None:
    """Put back what `identity_to_json` wrote."""
    identity.restore(_CONVERTER.structure(found, IdentityState))


def write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps({"version": VERSION, **content}), encoding="utf-8")


def read(path: Path) -> dict[str, Any]:
    """What `write` wrote; ValueError for another version."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if found["version"] != VERSION:
        raise ValueError(f"saved by version {found['version']}, this is version {VERSION}")
    return found
