"""A mail gateway for tests: keeps what it was given, and refuses whom it is told to refuse."""

from __future__ import annotations

from dataclasses import dataclass, field

from laksa.gateways import GatewayError
from laksa.gateways.mail.letter import Letter, compose, full_id


@dataclass
class FakeMail:
    """Holds letters by their id; `faults` maps an address to the error that it answers with."""

    faults: dict[str, GatewayError] = field(default_factory=dict)
    kept: dict[str, Letter] = field(default_factory=dict)

    def send(self, letter: Letter) -> str:
        """Keep the letter; the same id again replaces it, as a provider that knows the id would."""
        compose(letter, sender="laksa@localhost")
        if fault := self.faults.get(letter.to):
            raise fault
        self.kept[letter.message_id] = letter
        return full_id(letter)

    @property
    def sent(self) -> list[Letter]:
        """The letters taken so far, oldest first."""
        return list(self.kept.values())
