"""What the simulator serves and says, held against the official description."""

import json
from collections.abc import Iterable, Iterator, Set
from http import HTTPStatus
from urllib.parse import parse_qsl

from tests.testing.simulator.honest.description import (
    ACCOUNTING,
    IDENTITY,
    WEBHOOKS,
    Description,
    Operation,
    Violation,
    description,
)
from tests.testing.simulator.honest.recording import Exchange
from tests.testing.simulator.honest.serving import Served

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


def of_service(served: Iterable[Served]) -> set[Violation]:
    """What is served though it is not described: paths, methods, query parameters."""
    return {found for one in served for found in _of_service(one)}


def of_webhooks(bodies: Iterable[bytes]) -> set[Violation]:
    file = description(WEBHOOKS)
    schema = file.schema("WebhookEvent")
    return {found for body in bodies for found in file.broken(schema, json.loads(body))}


def _of_service(one: Served) -> Iterator[Violation]:
    file, operation = described(one.method, one.path)
    if operation is not None:
        yield from _undeclared(operation, one.parameters)
    elif one.path not in file.oauth:
        yield Violation(f"{one.method} {one.path}", "path")


def _undeclared(operation: Operation, names: Set[str]) -> Iterator[Violation]:
    for name in names - operation.parameters:
        yield Violation(f"{operation.name} ?{name}", "parameter")


def _of_request(one: Exchange) -> Iterator[Violation]:
    query = parse_qsl(one.query, keep_blank_values=True)
    names = frozenset(name.lower() for name, _ in query)
    yield from _of_service(Served(one.method, one.path, names))
    file, operation = described(one.method, one.path)
    if operation is None or not (one.sent and one.sent_type.startswith(_JSON)):
        return
    if operation.body is None:
        yield Violation(operation.name, "body")
    else:
        yield from file.broken(operation.body, json.loads(one.sent))


def _of_answer(one: Exchange) -> Iterator[Violation]:
    file, operation = described(one.method, one.path)
    if operation is None:
        yield from _of_tokens(file, one)
        return
    if one.status not in operation.answers:
        yield Violation(f"status {one.status}", "undeclared")
        return
    schema = operation.answers[one.status]
    if schema is None and one.answered:
        yield Violation(f"{operation.name} {one.status}", "body")
    if schema is not None:
        yield from file.broken(schema, json.loads(one.answered))
        yield from _of_refused_rows(file, operation, one)


def _of_tokens(file: Description, one: Exchange) -> Iterator[Violation]:
    if one.path in file.oauth and one.status == HTTPStatus.OK:
        yield from file.broken(file.schema("AccessToken"), json.loads(one.answered))


def _of_refused_rows(file: Description, operation: Operation, one: Exchange) -> Iterator[Violation]:
    """The elements of a 400 are rows, so they are held against those of a 200."""
    rows = operation.answers.get(HTTPStatus.OK)
    if one.status == HTTPStatus.BAD_REQUEST and rows is not None:
        resource = operation.name.split("/")[1]
        elements = json.loads(one.answered).get("Elements", [])
        yield from file.broken(rows, {resource: elements})
