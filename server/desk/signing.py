"""Signing: the canonical bytes that reviewers sign, and checking a signature. Holds no private key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple

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
    except (InvalidSignature, ValueError):  # UnicodeEncodeError is a ValueError: no payload of ours leaves ASCII
        return False
    return True


def sha256(body: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(body).hexdigest()


class Signed(NamedTuple):
    """A payload as it was signed, what it says, and its signature; all empty where a record is damaged."""

    payload: str
    signature: str
    said: dict[str, object]


def signed_of(details: str) -> Signed:
    """Read a signed decision from the ledger's details, which anybody may have tampered with."""
    try:
        held = json.loads(details)
        said = json.loads(held["payload"])
        if isinstance(said, dict):
            return Signed(str(held["payload"]), str(held["signature"]), said)
    except (ValueError, KeyError, TypeError):
        pass
    return Signed("", "", {})
