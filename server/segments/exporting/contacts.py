"""Contacts: what table `authors` says of the people of a segment, and whether they may be exported at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tools.inputs import Tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

_KEYS = {
    "email": ("email", "e_mail", "mail", "email_address"),
    "phone": ("phone", "mobile", "telephone", "phone_number"),
    "first_name": ("first_name", "firstname", "fn", "given_name"),
    "last_name": ("last_name", "lastname", "ln", "surname", "family_name"),
    "postcode": ("zip", "postcode", "postal_code", "zip_code"),
    "city": ("city", "ct", "town"),
    "state": ("state", "st", "province"),
    "country": ("country", "country_code"),
    "birth": ("date_of_birth", "dob", "birthday", "birth_date"),
    "gender": ("gender", "gen", "sex"),
    "device": ("madid", "gaid", "google_aid", "googleaid", "idfa", "device_id"),
    "extern_id": ("extern_id", "external_id", "crm_id"),
    "handle": ("x_handle", "twitter", "twitter_handle", "x"),
}
"""How declared attributes may be named; case, blanks and hyphens do not matter."""
_REFUSED = {"no", "none", "denied", "refused", "withdrawn", "revoked", "false"}
_X = ("x", "twitter")


class Contact(NamedTuple):
    """One person: what they declared, by our names (see `_KEYS`), and what they allow."""

    author_id: str
    declared: Mapping[str, str]
    opted_out: bool = False
    purposes: frozenset[str] | None = None
    """Purposes that the person allows; none where it is not stated, so that the dataset's purposes hold."""
    refused: bool = False
    """The person's consent says no."""

    def allows(self, purpose: str) -> bool:
        """Whether the person may be used for a purpose that the dataset was collected for."""
        return not self.refused and (self.purposes is None or purpose in self.purposes)


def contacts_of(tables: Tables) -> dict[str, Contact]:
    """Return what table `authors` says of everybody, by author; nobody where there is no such table.

    A handle counts as one of X only where it was declared as such or the person wrote there: elsewhere the same
    name may be somebody else's.
    """
    if "authors" not in tables:
        return {}
    on_x = _on_x(tables)
    columns = ("author_id", "handle", "company", "job_title", "attributes", "consent", "purposes", "opt_out")
    rows = tables["authors"].select(*columns).to_pyarrow().to_pylist()
    return {row["author_id"]: _contact(row, row["author_id"] in on_x) for row in rows}


def _on_x(tables: Tables) -> frozenset[str]:
    if "posts" not in tables:
        return frozenset()
    posts: ir.Table = tables["posts"]
    found = posts.filter(posts.platform.isin(_X) & posts.author_id.notnull()).select("author_id").distinct()
    return frozenset(found.to_pyarrow().column("author_id").to_pylist())


def _contact(row: Mapping[str, object], is_on_x: bool) -> Contact:  # noqa: FBT001 - of this file only
    said = {_key(name): str(value) for name, value in _attributes(row["attributes"]).items() if value is not None}
    declared = {ours: said[name] for ours, names in _KEYS.items() for name in reversed(names) if name in said}
    declared |= {name: str(row[name]) for name in ("company", "job_title") if row[name]}
    if is_on_x and row["handle"]:
        declared.setdefault("handle", str(row["handle"]))
    purposes = row["purposes"]
    return Contact(
        author_id=str(row["author_id"]),
        declared=declared,
        opted_out=bool(row["opt_out"]),
        purposes=None if purposes is None else frozenset(part.strip().lower() for part in str(purposes).split(",")),
        refused=str(row["consent"] or "").strip().lower() in _REFUSED,
    )


def _attributes(text: object) -> Mapping[str, object]:
    try:
        found = json.loads(str(text or "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _key(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")
