"""Local composer: the tools' own sentences, and posts quoted as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from knowledge.dataset import Post
from server.agent.answer import Claim
from server.agent.composing.asked import with_asked_first
from server.agent.composing.draft import Draft, Material
from server.agent.composing.excerpt import excerpt
from server.agent.composing.heading import headline
from server.agent.composing.premise import denial, with_deciding_first
from server.agent.composing.scope import scope_of
from server.runtime import Call
from tools.base import Evidence, Sentence
from tools.groups import By, phrase

_BYS: tuple[By, ...] = get_args(By)
MOST_CLAIMS = 14  # of one call; a reader of more wants the table


class LocalComposer:
    """Composes without a model, the same way every time."""

    def compose(self, material: Material, _faults: Sequence[str] = ()) -> Draft:
        """Return what the tools say, in the order they were run, then the quotes."""
        material = with_deciding_first(material)
        by_call = [list(_said(call, material)) for call in material.calls]
        said = [claim for claims in by_call for claim in claims]
        said = [claim for claim in said if _rests(claim)] or said
        quotes = [_quoted(post, material) for post in material.posts]
        claims = tuple(
            claim.model_copy(update={"id": f"c{number}"}) for number, claim in enumerate([*said, *quotes], start=1)
        )
        return Draft(headline=headline(by_call, material), claims=claims)


def unrested(material: Material) -> tuple[str, ...]:
    """Return what tools say that rests on no figure or post, where something else does: a caveat, and no claim."""
    said = list(_all_said(material))
    return tuple(claim.text for claim in said if not _rests(claim)) if any(map(_rests, said)) else ()


def _all_said(material: Material) -> Iterator[Claim]:
    for call in material.calls:
        yield from _said(call, material)


def _rests(claim: Claim) -> bool:
    return bool(claim.figures or claim.posts)


def _said(call: Call, material: Material) -> Iterator[Claim]:
    shown = {post.post_id for post in material.posts}
    # The days of an explained change are in its own words.
    scope = scope_of(call.query.model_copy(update={"period": None}) if call.tool == "explain_change" else call.query)
    denied = denial(material, call)
    # Several runs of one tool differ in scope alone, so each of their sentences must name it.
    each = sum(other.tool == call.tool for other in material.calls) > 1
    for number, sentence in enumerate(_asked(call, material)[:MOST_CLAIMS]):
        scoped = scope and (each or number == 0)
        text = f"{scope}: {sentence.text}" if scoped else sentence.text
        yield Claim(
            id="c",
            text=f"{denied}: {_lower(text)}" if denied and number == 0 else text,
            kind=sentence.kind,
            figures=tuple(f"{call.id}#{name}" for name in sentence.figures),
            posts=tuple(post_id for post_id in sentence.posts if post_id in shown),
        )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _asked(call: Call, material: Material) -> list[Sentence]:
    """A call's sentences; where one of its groups was asked for by name, those about that group, if there are any."""
    sentences = with_asked_first(call.sentences(), call, material.frame)
    by = getattr(call.query, "by", None)
    named = set(material.frame.brands if by == "brand" else material.frame.platforms if by == "platform" else ())
    if getattr(call.query, "contrast", None) != "groups" or len(named) != 1:
        return sentences
    about = {figure.name for figure in call.result.figures if named & set(figure.group.values())}
    return [sentence for sentence in sentences if about & set(sentence.figures)] or sentences


def _quoted(post: Post, material: Material) -> Claim:
    lead = _lead(material.roles[post.post_id])
    text = f"{lead}, on {post.platform}: “{excerpt(post.text or '')}”"
    return Claim(id="c", text=text, kind="quote", posts=(post.post_id,))


def _lead(evidence: Evidence) -> str:
    """`A typical positive post about Acme`, `It disagrees: a negative post about Acme`, `Found`."""
    if evidence.role == "match":
        return "Found"
    typical = evidence.role == "representative"
    side = evidence.group.get("sentiment") or (evidence.group.get("side", "") if typical else "")
    about = "".join(phrase(by, evidence.group[by]) for by in _BYS if by in evidence.group)
    return " ".join(filter(None, ["A typical" if typical else "It disagrees: a", side, f"post{about}"]))
