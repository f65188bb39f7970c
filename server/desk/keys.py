"""Keys: a reviewer's private key on disk, sealed by a passphrase. Imported by the deciding side only.

scrypt (N = 2^17, r = 8, p = 1: 128 MiB and some tenths of a second a guess) and AES-256-GCM, spelled out:
the "best available" PEM encryption of the library is PBKDF2, whose guesses are cheap on a graphics card.
"""

from __future__ import annotations

import json
import os
import secrets
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from knowledge.home import Home
from server.desk.signing import canonical
from tools.errors import BadRequest, Conflict, NotFound, NotPermitted

WORK = 2**17
_LARGEST_WORK = 2**20
MIN_LENGTH, MIN_DIFFERENT = 14, 8


class Signer(NamedTuple):
    """A reviewer whose passphrase was typed: can sign until the process ends. Never stored."""

    id: str
    name: str
    private_key: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        """The public half, 32 bytes in hex."""
        return self.private_key.public_key().public_bytes_raw().hex()

    def sign(self, payload: str) -> str:
        """Sign a canonical payload; returns the signature in hex."""
        return self.private_key.sign(payload.encode("ascii")).hex()


def new_signer(name: str) -> Signer:
    """Make a key pair and a random reviewer id for a name."""
    return Signer("rv_" + secrets.token_hex(8), name, Ed25519PrivateKey.generate())


def require_strong(passphrase: str, *, name: str) -> None:
    """Refuse a passphrase that guessing would find: too short, too uniform, or the reviewer's own name."""
    if len(passphrase) < MIN_LENGTH or len(set(passphrase)) < MIN_DIFFERENT:
        raise BadRequest(
            f"The passphrase has {len(passphrase)} characters, {len(set(passphrase))} of them different; at least "
            f"{MIN_LENGTH} and {MIN_DIFFERENT} are needed. Four or five unrelated words are easy to type."
        )
    rest = passphrase.casefold().replace(name.casefold(), "")
    if len(rest) < MIN_LENGTH - 4 or rest.isdigit() or _is_run(rest):
        raise BadRequest(
            "The passphrase is little more than a name, a number or a run of keys. Choose unrelated words."
        )


def save(home: Home, signer: Signer, passphrase: str, *, work: int = WORK) -> Path:
    """Write the private key, sealed, readable by its owner only; Conflict if that reviewer has a key file."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    about = {"id": signer.id, "name": signer.name, "public_key": signer.public_key, "kdf": "scrypt", "n": work}
    key = _derived(passphrase, salt, work)
    sealed = AESGCM(key).encrypt(nonce, signer.private_key.private_bytes_raw(), canonical(about).encode())
    content = {**about, "salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}
    folder = _folder(home)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{signer.id}.json"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Conflict(f"Reviewer {signer.name!r} has a key file already: {path.name}.") from None
    with os.fdopen(handle, "wb") as file:
        file.write(json.dumps(content, indent=1).encode())
        file.flush()
        os.fsync(file.fileno())
    return path


def unlock(home: Home, reviewer_id: str, passphrase: str) -> Signer:
    """Open a reviewer's private key; NotPermitted for a wrong passphrase, NotFound where the key is elsewhere."""
    path = _folder(home) / f"{reviewer_id}.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        about = {name: content[name] for name in ("id", "name", "public_key", "kdf", "n")}
        salt, nonce, sealed = (bytes.fromhex(content[name]) for name in ("salt", "nonce", "sealed"))
    except FileNotFoundError:
        raise NotFound(
            f"The key of reviewer {reviewer_id} is not on this machine. Approve where it was made."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise NotPermitted(f"The key file {path.name} is damaged. Restore it from a backup.") from None
    if not isinstance(about["n"], int) or not 2 <= about["n"] <= _LARGEST_WORK:
        raise NotPermitted(f"The key file {path.name} is damaged. Restore it from a backup.")
    try:
        raw = AESGCM(_derived(passphrase, salt, about["n"])).decrypt(nonce, sealed, canonical(about).encode())
    except InvalidTag:
        raise NotPermitted("That passphrase does not open the key. Nothing was decided; try again.") from None
    return Signer(str(about["id"]), str(about["name"]), Ed25519PrivateKey.from_private_bytes(raw))


def _folder(home: Home) -> Path:
    return home.keys / "reviewers"


def _derived(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=work, r=8, p=1).derive(passphrase.encode())


def _is_run(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) <= 1
