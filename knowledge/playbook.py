"""Playbook: support articles and house rules, read from Markdown pages; what replies may rest on.

A page is a file of `knowledge/playbooks`, or of `playbooks` in the data folder when that exists: then it alone counts.
Front matter holds `key: value` lines; every `## heading` begins a passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from knowledge.home import Home
from tools.base import Model
from tools.errors import Unavailable, UnknownName

SHIPPED = Path(__file__).parent / "playbooks"
_HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)


class Passage(Model):
    """One section of a page: the least that a reply can cite."""

    id: str = Field(description="Page and section: `account-and-billing#refunds`.")
    page: str
    title: str
    text: str
    asked: tuple[str, ...] = Field((), description="How people ask for it, as the page lists.")
    link: str | None = Field(None, description="Its article on the brand's own site; none if it has none.")
    ask: str | None = Field(None, description="The question to ask when the answer may not fit; none if it has none.")
    risk: Literal["low", "high"] = "low"

    @property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences; each stands on a line of its own in the page."""
        return tuple(line for line in self.text.splitlines() if line and not line.startswith("- "))

    @property
    def items(self) -> tuple[str, ...]:
        """Its list items."""
        return tuple(line.removeprefix("- ") for line in self.text.splitlines() if line.startswith("- "))


class Page(Model):
    """One page of a playbook."""

    name: str
    title: str
    kind: Literal["support", "policy"]
    brand: str | None = Field(None, description="Whose page it is; none where it holds for every brand.")
    fields: dict[str, str] = Field(default_factory=dict, description="Further lines of its front matter.")
    text: str = Field(description="The page as Markdown, without front matter.")
    passages: tuple[Passage, ...]


class Playbook(Model):
    """All pages."""

    pages: tuple[Page, ...]

    def page(self, name: str) -> Page:
        """Return a page by name; UnknownName if there is none."""
        for page in self.pages:
            if page.name == name:
                return page
        raise UnknownName("playbook page", name, (page.name for page in self.pages))

    def passage(self, passage_id: str) -> Passage:
        """Return a passage by id; UnknownName if there is none."""
        known = {passage.id: passage for page in self.pages for passage in page.passages}
        if passage_id not in known:
            raise UnknownName("playbook passage", passage_id, known)
        return known[passage_id]

    def support(self, brand: str | None) -> tuple[Passage, ...]:
        """Return the passages that may answer a customer of a brand: its own and those of no brand."""
        wanted = (brand or "").casefold()
        return tuple(
            passage
            for page in self.pages
            if page.kind == "support" and (page.brand is None or page.brand.casefold() == wanted)
            for passage in page.passages
        )

    def listed(self, page: str, field: str) -> tuple[str, ...]:
        """Return a comma-separated field of a page's front matter; empty if it has none."""
        return tuple(part.strip() for part in self.page(page).fields.get(field, "").split(",") if part.strip())

    def phrases(self, section: str) -> tuple[str, ...]:
        """Return the phrases that the tone-of-voice page lists under a heading."""
        return self.passage(f"tone-of-voice#{_slug(section)}").items


def load_playbook(home: Home) -> Playbook:
    """Read the data folder's own pages if it has a `playbooks` folder, else those that ship.

    The house rules (`reply-rules`, `tone-of-voice`) are taken from those that ship where the folder lacks them.
    Raises Unavailable for a page that cannot be read.
    """
    own = home.path / "playbooks"
    if not own.is_dir():
        return _shipped()
    pages = {page.name: page for page in _pages(own)}
    rules = (page for page in _shipped().pages if page.kind == "policy")
    return Playbook(pages=(*pages.values(), *(page for page in rules if page.name not in pages)))


@cache
def _shipped() -> Playbook:
    return Playbook(pages=tuple(_pages(SHIPPED)))


def _pages(folder: Path) -> Iterator[Page]:
    for path in sorted(folder.glob("*.md")):
        yield _page(path)


def _page(path: Path) -> Page:
    _, *parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 2:
        raise Unavailable(
            f"Playbook page {path.name!r} has no front matter. Begin it with ---, title: and kind: lines."
        )
    fields = dict(_fields(parts[0].splitlines()))
    kind = fields.pop("kind", "")
    if kind not in ("support", "policy") or "title" not in fields:
        raise Unavailable(f"Playbook page {path.name!r} needs a title: and a kind: of support or policy.")
    body, risk = parts[1].strip(), fields.get("risk", "low")
    return Page(
        name=path.stem, title=fields.pop("title"), kind="support" if kind == "support" else "policy",
        brand=fields.pop("brand", None), fields=fields, text=body,
        passages=tuple(_passages(path.stem, body, "high" if risk == "high" else "low")),
    )  # fmt: skip


def _passages(page: str, body: str, risk: Literal["low", "high"]) -> Iterator[Passage]:
    _, *pieces = _HEADING.split(body)
    for title, section in zip(pieces[::2], pieces[1::2], strict=True):
        lines = section.strip().splitlines()
        head = [line for line in lines if re.match(r"(?:asked|link|ask|risk): ", line)]
        fields = dict(_fields(head))
        own_risk = fields.get("risk", risk)
        yield Passage(
            id=f"{page}#{_slug(title)}", page=page, title=title.strip(),
            text="\n".join(line for line in lines if line not in head).strip(),
            asked=tuple(part.strip() for part in fields.get("asked", "").split(",") if part.strip()),
            link=fields.get("link"), ask=fields.get("ask"), risk="high" if own_risk == "high" else "low",
        )  # fmt: skip


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, found, value = line.partition(": ")
        if found:
            yield name.strip(), value.strip()


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
