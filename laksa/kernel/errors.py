"""What a person is told when something is refused: one plain sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable


class Refused(Exception):
    """The city can't do what was asked; `message` says so in the reader's language.

    `field` names the input the sentence is about, empty when it is about the whole. `code` is a
    stable word for programs.
    """

    code = "refused"

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code or self.code


class MoveRefused(Refused):
    """The thing is not in a state from which this may be done."""

    code = "move_refused"


class Conflict(Refused):
    """Somebody else was quicker; what they did is told, and nothing of yours is lost."""

    code = "conflict"


class TooMany(Refused):
    """A limit on how often this may be done is reached; `retry_seconds` says when it ends."""

    code = "too_many"

    def __init__(self, message: str, *, retry_seconds: int) -> None:
        super().__init__(message)
        self.retry_seconds = retry_seconds


def all_refusals(*checks: Callable[[], object]) -> list[Refused]:
    """Return what each of these checks refuses, in their order: a form tells all that is wrong at once."""
    found = []
    for check in checks:
        try:
            check()
        except Refused as refusal:
            found.append(refusal)
    return found
