"""Answers in gzip for whoever asks for them."""

import gzip

from attrs import evolve

from .wire import Answer

_SMALLEST = 1_000
_LEVEL = 4


def packed(answer: Answer, accepted: str) -> Answer:
    """*answer* in gzip, if *accepted* (Accept-Encoding) has it and its body is worth it.

    *accepted* is read for the word alone, without its weights.
    """
    if "gzip" not in accepted.lower() or len(answer.body) < _SMALLEST:
        return answer
    body = gzip.compress(answer.body, _LEVEL, mtime=0)
    return evolve(answer, body=body, headers={**answer.headers, "Content-Encoding": "gzip"})
