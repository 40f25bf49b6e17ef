"""Ids by chance."""

from uuid import uuid4

from xerolink.ports.clock import Ids


class RandomIds(Ids):
    """Version 4 UUIDs as text, 36 characters, from the machine's source of chance."""

    def new(self) -> str:
        return str(uuid4())
