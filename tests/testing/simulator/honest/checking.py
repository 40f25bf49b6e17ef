"""What the simulator serves and says, held against the official description."""

import json
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl

from tests.testing.simulator.honest.description import (
    ACCOUNTING,
    IDENTITY,
    Description,
    Operation,
    Violation,
    description,
)
from tests.testing.simulator.honest.recording import Exchange

ROOT = "/api.xro/2.0"
_JSON = "application/json"


def described(method: str, path: str) -> tuple[Description, Operation | None]:
    """The operation of a path as it is asked for, and the file that has it or should."""
    if path.startswith(ROOT):
        file, tail = description(ACCOUNTING), path.removeprefix(ROOT)
    else:
        file, tail = description(IDENTITY), path
    return file, file.operation(method, tail)


def of_requests(exchanges: Iterable[Exchange]) -> set[Violation]:
    """What the requests break: unknown paths and parameters, bodies that are not as described.

    Bodies that are not JSON are not described.
    """
    return {found for one in exchanges for found in _of_request(one)}


def of_answers(exchanges: Iterable[Exchange]) -> set[Violation]:
    """What the answers break; one to an unknown path cannot break anything."""
    return {found for one in exchanges for found in _of_answer(one)}


def _of_request(one: Exchange) -> Iterator[Violation]:
    file, operation = described(one.method, one.path)
    if operation is None:
        yield Violation(f"{one.method} {one.path}", "path")
        return
    names = {name.lower() for name, _ in parse_qsl(one.query, keep_blank_values=True)}
    for name in names - operation.parameters:
        yield Violation(f"{operation.name} ?{name}", "parameter")
    if one.sent and one.sent_type.startswith(_JSON) and operation.body is None:
        yield Violation(operation.name, "body")
    if one.sent and one.sent_type.startswith(_JSON) and operation.body is not None:
        yield from file.broken(operation.body, json.loads(one.sent))


def _of_answer(one: Exchange) -> Iterator[Violation]:
    file, operation = described(one.method, one.path)
    if operation is None:
        return
    if one.status not in operation.answers:
        yield Violation(f"status {one.status}", "undeclared")
        return
    schema = operation.answers[one.status]
    if schema is None and one.answered:
        yield Violation(f"{operation.name} {one.status}", "body")
    if schema is not None:
        yield from file.broken(schema, json.loads(one.answered))
