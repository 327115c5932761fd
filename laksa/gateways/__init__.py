"""Small doors to services outside the house; each has a real folder and a fake twin."""

from __future__ import annotations


class GatewayError(Exception):
    """The other side refused or was out of reach; `permanent` means never try the same again."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
