"""Who a person is to us: a random token in their browser, its hash in the database."""

from __future__ import annotations

import hashlib
import secrets
from typing import NewType

PersonToken = NewType("PersonToken", str)

TOKEN_BYTES = 32  # 256 random bits; nobody guesses another person's history


def new_person_token() -> PersonToken:
    return PersonToken(secrets.token_urlsafe(TOKEN_BYTES))


def person_id(token: PersonToken) -> str:
    """What the database knows a person by: whoever reads the database cannot make the cookie from it.

    A plain SHA-256 is enough, because the token is random and not a password.
    """
    return hashlib.sha256(token.encode()).hexdigest()
