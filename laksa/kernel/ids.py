"""Codes that can be said on the phone, and secrets that can't be guessed."""

from __future__ import annotations

import hashlib
import secrets

# 29 signs (a prime) without the look-alikes B, I, L, O, S, U, Z: with weights below 29 the check
# character finds every single wrong sign and every two neighbours that changed places.
ALPHABET = "0123456789ACDEFGHJKMNPQRTVWXY"
LOOK_ALIKES = str.maketrans("BILOSUZ", "8110" + "5V2")
FREE_SIGNS = 5


def make_code(prefix: str) -> str:
    """Return a new random code such as "TNG-7K3M-9Q"; its last sign is the check character."""
    return write_code(prefix, "".join(secrets.choice(ALPHABET) for _ in range(FREE_SIGNS)))


def write_code(prefix: str, body: str) -> str:
    """Return the code that has these free signs, with its check character."""
    return _written(prefix, body + check_sign(body))


def check_sign(body: str) -> str:
    """Return the check character of a code's free signs."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]


def read_code(typed: str, prefix: str) -> str | None:
    """Return the code a person meant, or None when no code can be meant.

    Takes lower case, missing dashes, a missing prefix and look-alikes (O for 0, I for 1).
    """
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    if signs.startswith(prefix) and len(signs) > FREE_SIGNS + 1:
        signs = signs[len(prefix) :]
    signs = signs.translate(LOOK_ALIKES)
    if len(signs) != FREE_SIGNS + 1 or any(sign not in ALPHABET for sign in signs):
        return None
    return _written(prefix, signs) if check_sign(signs[:-1]) == signs[-1] else None


def _written(prefix: str, signs: str) -> str:
    return f"{prefix}-{signs[:4]}-{signs[4:]}"


def make_token() -> str:
    """Return a secret of 128 bits in 22 characters that are safe in an address."""
    return secrets.token_urlsafe(16)


def digest_token(token: str) -> str:
    """Return what is stored of a secret (64 hexadecimal digits); the secret itself is never stored.

    A plain hash is enough: 128 random bits leave nothing to guess.
    """
    return hashlib.sha256(token.encode()).hexdigest()
