"""Signing: the canonical bytes that reviewers sign, and checking a signature. Holds no private key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def canonical(payload: Mapping[str, object]) -> str:
    """Write a payload as the one JSON text that it can be: sorted keys, no spaces, ASCII."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def is_signed(payload: str, *, signature: str, public_key: str) -> bool:
    """Whether `signature` (hex) over the payload was made with the private half of `public_key` (hex)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), payload.encode("ascii"))
    except (InvalidSignature, ValueError):
        return False
    return True


def sha256(body: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(body).hexdigest()
