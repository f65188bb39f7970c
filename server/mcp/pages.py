"""Pages: method pages and playbooks, found by name among those there are; a name is never made into a path."""

from __future__ import annotations

from importlib.resources import files

from knowledge.home import Home
from knowledge.playbook import load_playbook
from tools.errors import UnknownName


def method_names() -> tuple[str, ...]:
    """Return the names of all method pages, sorted."""
    folder = files("knowledge") / "methods"
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(entry.name.removesuffix(".md") for entry in found if entry.name.endswith(".md")))


def method_text(name: str) -> str:
    """Return a method page's Markdown; UnknownName if there is none."""
    if name not in method_names():
        raise UnknownName("method page", name, method_names())
    return (files("knowledge") / "methods" / f"{name}.md").read_text(encoding="utf-8")


def playbook_names(home: Home) -> tuple[str, ...]:
    """Return the names of all playbook pages that count, sorted."""
    return tuple(sorted(page.name for page in load_playbook(home).pages))


def playbook_text(home: Home, name: str) -> str:
    """Return a playbook page's Markdown; UnknownName if there is none."""
    page = load_playbook(home).page(name)
    return f"# {page.title}\n\n{page.text}"
