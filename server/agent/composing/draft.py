"""Draft: an answer before it is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from knowledge.dataset import Post
from server.agent.answer import Claim
from server.agent.framing.frame import Frame
from server.runtime import Call
from tools.base import Evidence, Model
from tools.figure import Figure


class Draft(Model):
    """A headline and claims, each with the figures and posts it rests on."""

    headline: Claim
    claims: tuple[Claim, ...]

    def texts(self) -> tuple[str, ...]:
        """What it says, headline first."""
        return (self.headline.text, *(claim.text for claim in self.claims))


class Material(NamedTuple):
    """What an answer may be made of: the calls of this run and the posts they returned, with their texts."""

    frame: Frame
    calls: tuple[Call, ...]
    posts: tuple[Post, ...]
    roles: Mapping[str, Evidence]

    def figures(self) -> dict[str, Figure]:
        """All figures of the calls by the id that answers cite."""
        return {f"{call.id}#{figure.name}": figure for call in self.calls for figure in call.result.figures}

    def post(self, post_id: str) -> Post | None:
        """Return a post of this run; none if it was not returned by a call."""
        return next((post for post in self.posts if post.post_id == post_id), None)


class Composer(Protocol):
    """Puts material into sentences."""

    def compose(self, material: Material, faults: Sequence[str]) -> Draft:
        """Return a draft; `faults` are what the checker found in the last one. Raises Unavailable if it cannot."""
        ...
