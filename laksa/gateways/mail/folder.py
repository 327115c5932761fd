"""The file twin of the mail server: letters become .eml files, so that a fresh clone needs no account anywhere."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from laksa.gateways import GatewayError
from laksa.gateways.mail.letter import Letter, compose, full_id, public_host


@dataclass(frozen=True)
class FolderMail:
    """Writes each letter into `folder`; any mail program opens the files."""

    folder: Path

    def send(self, letter: Letter) -> str:
        """Write the letter as `<message_id>.eml`; the same id again writes the same file."""
        content = compose(letter, sender=f"laksa@{public_host()}").message().as_bytes()
        try:
            # Letters hold addresses and secret links: the folder is for its owner only.
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Written aside and renamed: a crash leaves the whole letter or none.
            handle, draft = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(draft, self.folder / f"{letter.message_id}.eml")
        except OSError as error:
            raise GatewayError(f"the letter could not be written: {error.strerror}") from error
        return full_id(letter)

    def letters(self, *, limit: int = 100) -> list[EmailMessage]:
        """Return the letters written so far, newest first."""
        files = sorted(self.folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
        reader = BytesParser(policy=policy.default)
        return [reader.parsebytes(file.read_bytes()) for file in files[:limit]]
