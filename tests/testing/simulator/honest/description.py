"""Xero's official description (OpenAPI), found beside the repository; it need not be there.

Schemas are made stricter than they are written: a property that is not described is a violation
too, and Xero's dates must look like ``/Date(1789378193493+0000)/``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import yaml
from attrs import field, frozen
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

Json = Mapping[str, Any]

FOLDER = Path(__file__).parents[5] / "shared" / "reference"
ACCOUNTING = FOLDER / "xero_accounting.yaml"
IDENTITY = FOLDER / "xero-identity.yaml"
WEBHOOKS = FOLDER / "xero-webhooks.yaml"
HERE = all(one.is_file() for one in (ACCOUNTING, IDENTITY, WEBHOOKS))

_METHODS = ("get", "put", "post", "delete")
_STAMP = r"^/Date\(-?\d+([+-]\d{4})?\)/$"
_LEFT_OUT = frozenset(("example", "properties", "items", "nullable"))


def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or bool(UUID(value))


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


_FORMATS = FormatChecker(())
_FORMATS.checkers = {"uuid": (_is_uuid, ValueError), "date-time": (_is_moment, ValueError)}


@frozen(order=True)
class Violation:
    """*at* is where, in the description's words: ``Contact.Name``; *what* is the broken rule."""

    at: str
    what: str


@frozen
class Operation:
    """One method of one path; *parameters* are of the query, in lower case."""

    name: str
    parameters: frozenset[str]
    body: Json | None = field(repr=False)
    answers: Mapping[int, Json | None] = field(repr=False)


class Description:
    """One file of the description."""

    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.document: Json = yaml.load(text, Loader=loader)
        schemas = self.document["components"]["schemas"]
        self._schemas = {name: strict(schema, name) for name, schema in schemas.items()}
        self._operations = tuple(self._read_operations())
        self.oauth = frozenset(_oauth_paths(self.document))

    def operation(self, method: str, path: str) -> Operation | None:
        """That of *path*, which follows the API's root; not described: None."""
        for one, pattern in self._operations:
            if one.name.startswith(f"{method} ") and _fits(pattern, path):
                return one
        return None

    def broken(self, schema: Json, value: object) -> Iterator[Violation]:
        """Each rule of *schema* that *value* breaks."""
        whole = {"components": {"schemas": self._schemas}, **strict(schema, "body")}
        for error in Draft202012Validator(whole, format_checker=_FORMATS).iter_errors(value):
            yield from _violations(error)

    def schema(self, name: str) -> Json:
        return {"$ref": f"#/components/schemas/{name}"}

    def _read_operations(self) -> Iterator[tuple[Operation, str]]:
        for path, described in self.document.get("paths", {}).items():
            for method in _METHODS:
                if method in described:
                    shared = described.get("parameters", ())
                    yield (
                        self._operation(f"{method.upper()} {path}", described[method], shared),
                        path,
                    )

    def _operation(self, name: str, described: Json, shared: Iterable[Json]) -> Operation:
        every = [self._found(one) for one in (*shared, *described.get("parameters", ()))]
        body = described.get("requestBody")
        return Operation(
            name=name,
            parameters=frozenset(one["name"].lower() for one in every if one["in"] == "query"),
            body=None if body is None else _content(self._found(body)),
            answers={
                int(status): _content(self._found(answer))
                for status, answer in described["responses"].items()
            },
        )

    def _found(self, part: Json) -> Json:
        reference = part.get("$ref")
        if reference is None:
            return part
        found: Any = self.document
        for name in reference.removeprefix("#/").split("/"):
            found = found[name]
        return self._found(found)


@cache
def description(path: Path) -> Description:
    """Read once, and only when a test asks for it."""
    return Description(path)


def strict(schema: Json, at: str) -> dict[str, Any]:
    """*schema* as JSON Schema: nothing beyond what is described; *at* is kept for violations."""
    found: dict[str, Any] = {k: v for k, v in schema.items() if k not in _LEFT_OUT} | {"x-at": at}
    if "properties" in schema:
        parts = schema["properties"].items()
        found["properties"] = {name: strict(part, f"{at}.{name}") for name, part in parts}
        found |= {"type": "object", "additionalProperties": False}
    if "items" in schema:
        found["items"] = strict(schema["items"], f"{at}[]")
    if schema.get("nullable"):
        found["type"] = [found["type"], "null"]
    if schema.get("x-is-msdate") or schema.get("x-is-msdate-time"):
        found["pattern"] = _STAMP
    return found


def _oauth_paths(document: Json) -> Iterator[str]:
    """Where consent is asked for and tokens are given: not among the paths, they have hosts."""
    for scheme in document["components"].get("securitySchemes", {}).values():
        for flow in scheme.get("flows", {}).values():
            yield urlsplit(flow["authorizationUrl"]).path
            yield urlsplit(flow["tokenUrl"]).path


def _content(described: Json) -> Json | None:
    schema: Json | None = described.get("content", {}).get("application/json", {}).get("schema")
    return schema


def _fits(pattern: str, path: str) -> bool:
    parts, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    return len(parts) == len(given) and all(map(_part_fits, parts, given))


def _part_fits(part: str, given: str) -> bool:
    if not part.startswith("{"):
        return part.lower() == given.lower()
    return not part.endswith("ID}") or re.fullmatch(r"[0-9a-fA-F-]{36}", given) is not None


def _violations(error: ValidationError) -> Iterator[Violation]:
    schema: Any = error.schema
    if error.validator != "additionalProperties":
        yield Violation(schema["x-at"], str(error.validator))
        return
    value: Any = error.instance
    for name in value.keys() - schema["properties"].keys():
        yield Violation(f"{schema['x-at']}.{name}", "undeclared")
