"""Identifiers: what platforms match people by, normalised as they document it, then hashed.

A value that does not normalise is no identifier: a guess would reach a stranger. Sources are in docs/export.md.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date

_EMAIL = re.compile(r"[^@\s,;\"]+@[^@\s,;\"]+\.[^@\s,;\"]{2,}")
_DEVICE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NO_DEVICE = "00000000-0000-0000-0000-000000000000"
_HANDLE = re.compile(r"[a-z0-9_]{1,15}")
_SHORTEST_PHONE, _LONGEST_PHONE = 8, 15
_GENDERS = {"m": "m", "male": "m", "man": "m", "f": "f", "female": "f", "woman": "f"}


def sha256_hex(value: str) -> str:
    """SHA-256 of the UTF-8 bytes of a normalised value, without salt, in lower-case hex, as all platforms ask."""
    return hashlib.sha256(value.encode()).hexdigest()


def email(text: str) -> str | None:
    """`Test@Example.com ` -> `test@example.com`; none where it is no address."""
    plain = _plain(text)
    return plain if _EMAIL.fullmatch(plain) else None


def phone(text: str) -> str | None:
    """`+44 (0)20 7183-8750` -> `442071838750`: E.164 digits without the plus.

    None unless the number begins with `+` or `00`: without a country code it is somebody else's number elsewhere.
    """
    plain = _plain(text).replace("(0)", "")
    if not plain.startswith(("+", "00")) or re.search(r"[^\d\s().+/-]", plain):
        return None
    digits = re.sub(r"\D", "", plain).lstrip("0")
    return digits if _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE else None


def handle(text: str) -> str | None:
    """`@Jack ` -> `jack`; none for what cannot be an X user name (1 to 15 of a-z, 0-9 and _)."""
    plain = _plain(text).removeprefix("@")
    return plain if _HANDLE.fullmatch(plain) else None


def device(text: str) -> str | None:
    """A mobile advertising id in lower case with its hyphens; none for the all-zero id of who opted out."""
    plain = _plain(text)
    return plain if _DEVICE.fullmatch(plain) and plain != _NO_DEVICE else None


def name(text: str) -> str | None:
    """A first or last name: lower case, without punctuation; accented letters stay."""
    return " ".join("".join(c if c.isalpha() or c.isspace() else "" for c in _plain(text)).split()) or None


def place(text: str) -> str | None:
    """A city or state: lower case, letters only, no blanks; a US state by its two letters."""
    return "".join(filter(str.isalpha, _plain(text))) or None


def postcode(text: str, country: str | None = None) -> str | None:
    """`94035-1234` -> `94035` in the US, `SW1A 1AA` -> `sw1a1` in Britain; else lower case without blanks."""
    plain = re.sub(r"[^\w-]", "", _plain(text))
    if country == "us":
        plain = plain[:5]
    elif country == "gb" and len(plain) > 4:
        plain = plain[:-2]
    return plain or None


def country(text: str) -> str | None:
    """An ISO 3166-1 code of two letters, lower case; none for anything longer, since names of countries vary."""
    plain = _plain(text)
    return plain if re.fullmatch("[a-z]{2}", plain) else None


def birth(text: str) -> str | None:
    """`1991-03-07` -> `19910307`; none for what is no ISO date."""
    try:
        return date.fromisoformat(text.strip()[:10]).strftime("%Y%m%d")
    except ValueError:
        return None


def gender(text: str) -> str | None:
    """`m` or `f`, the values that Meta takes; none for anything else."""
    return _GENDERS.get(_plain(text))


def _plain(text: str) -> str:
    """NFC, no blanks around, lower case."""
    return unicodedata.normalize("NFC", text).strip().lower()
