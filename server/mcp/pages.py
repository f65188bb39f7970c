"""Pages: the method pages and playbooks that ship with the product, found by name among those there are."""

from __future__ import annotations

from importlib.resources import files
from typing import Literal

from tools.errors import UnknownName

Kind = Literal["methods", "playbooks"]


def page_names(kind: Kind) -> tuple[str, ...]:
    """Return the names of all pages of a kind, sorted."""
    folder = files("knowledge") / kind
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(entry.name.removesuffix(".md") for entry in found if entry.name.endswith(".md")))


def page_text(kind: Kind, name: str) -> str:
    """Return a page's Markdown. UnknownName if there is none: the name is looked up, never made into a path."""
    known = page_names(kind)
    if name not in known:
        raise UnknownName(kind.removesuffix("s") + " page" * (kind == "methods"), name, known)
    return (files("knowledge") / kind / f"{name}.md").read_text(encoding="utf-8")
