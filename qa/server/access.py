"""Access: who may use the server; a key in a header, or a signed cookie for a browser that showed the key."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from itsdangerous import TimestampSigner

if TYPE_CHECKING:
    from starlette.datastructures import Headers

COOKIE = "cited-qa-session"
SESSION_SECONDS = 12 * 3600


class Access:
    """Compares keys and signs sessions; without a key everybody may come in.

    Args:
        api_key: the key, or None.

    """

    def __init__(self, api_key: str | None) -> None:
        self._digest = _hash(api_key) if api_key is not None else None
        self._signer = TimestampSigner(self._digest or b"", salt=COOKIE, digest_method=hashlib.sha256)

    @property
    def is_open(self) -> bool:
        """Whether no key is needed."""
        return self._digest is None

    def is_key(self, given: str) -> bool:
        """Whether this is the key; takes the same time whatever was given."""
        return self._digest is not None and hmac.compare_digest(_hash(given), self._digest)

    def shown(self, headers: Headers) -> str | None:
        """The key in a request's `Authorization: Bearer` or `X-API-Key`; None where there is none."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            return token.strip()
        return headers.get("x-api-key")

    def session(self) -> str:
        """A new session, to be kept in a cookie."""
        return self._signer.sign(secrets.token_urlsafe(12)).decode()

    def has_session(self, headers: Headers) -> bool:
        """Whether a request comes with a session that this key signed and that is not over."""
        return self._signer.validate(_cookie(headers.get("cookie", "")), max_age=SESSION_SECONDS)


def _cookie(header: str) -> str:
    """The session in a `Cookie` header; ours needs no quoting, and to undo others' takes unbounded time."""
    parts = (part.strip().partition("=") for part in header.split(";"))
    return next((value for name, _, value in parts if name == COOKIE), "")


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
