"""Local composer: the tools' own sentences, and posts quoted as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.dataset import Post
from server.agent.answer import Claim
from server.agent.composing.draft import Draft, Material
from server.agent.composing.excerpt import excerpt
from server.runtime import Call

MOST_CLAIMS = 14  # of one call; a reader of more wants the table


class LocalComposer:
    """Composes without a model, the same way every time."""

    def compose(self, material: Material, _faults: Sequence[str] = ()) -> Draft:
        """Return what the tools say, in the order they were run, then the quotes."""
        said = [claim for call in material.calls for claim in _said(call, material)]
        quotes = [_quoted(post, material) for post in material.posts]
        claims = tuple(
            claim.model_copy(update={"id": f"c{number}"}) for number, claim in enumerate([*said, *quotes], start=1)
        )
        return Draft(headline=_headline(claims), claims=claims)


def _said(call: Call, material: Material) -> Iterator[Claim]:
    shown = {post.post_id for post in material.posts}
    for sentence in call.sentences()[:MOST_CLAIMS]:
        yield Claim(
            id="c",
            text=sentence.text,
            kind=sentence.kind,
            figures=tuple(f"{call.id}#{name}" for name in sentence.figures),
            posts=tuple(post_id for post_id in sentence.posts if post_id in shown),
        )


def _quoted(post: Post, material: Material) -> Claim:
    evidence = material.roles.get(post.post_id)
    contrary = evidence is not None and evidence.role == "contrary"
    lead = "Against it" if contrary else "Found" if evidence and evidence.role == "match" else "Typical"
    about = ", ".join(evidence.group.values()) if evidence else ""
    text = f"{lead}{f' ({about})' if about else ''}, on {post.platform}: “{excerpt(post.text or '')}”"
    return Claim(id="c", text=text, kind="quote", posts=(post.post_id,))


def _headline(claims: Sequence[Claim]) -> Claim:
    """The first thing the leading tool says: tools put their finding first."""
    found = next((claim for claim in claims if claim.kind != "quote"), None)
    return (found or Claim(id="headline", text="", kind="theme")).model_copy(update={"id": "headline"})
