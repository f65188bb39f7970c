"""Heading: which of the findings leads an answer: the one that was asked for, or both sides of a comparison."""

from __future__ import annotations

import re
from collections.abc import Sequence

from server.agent.answer import Claim
from server.agent.composing.draft import Material
from server.agent.framing.frame import Frame
from server.runtime import Call
from tools.groups import TIMES

_NONE = Claim(id="headline", text="", kind="theme")
_LEAST = re.compile(r"\b(?:least|lowest|fewest|worst|smallest|weakest|poorest)\b")
_MOST = re.compile(r"\b(?:most|best|highest|biggest|top|favou?rite|strongest)\b")
_FORMATS = {
    "video": r"videos?|clips?|reels?", "image": r"images?|pictures?|pics?|photos?", "text": r"text",
    "link": r"links?|articles?", "carousel": r"carousels?", "poll": r"polls?",
}  # fmt: skip
MOST_SIDES = 3


def headline(by_call: Sequence[Sequence[Claim]], material: Material) -> Claim:
    """Return the finding that leads, put together of two or three where they are set against each other.

    `by_call` are the claims of each call, quotes apart. A tool puts its finding first; what splits, and says the whole
    first, leads with the groups that were asked for.
    """
    pairs = [(call, claims) for call, claims in zip(material.calls, by_call, strict=True) if claims]
    if not pairs:
        return _NONE
    lead, said = pairs[0]
    if getattr(lead.result, "spikes", ()) or getattr(lead.result, "changed", False):
        return _joined(said[:2])  # what happened, and what it is made of
    if material.frame.apart:
        return _joined([claims[0] for _, claims in pairs][:MOST_SIDES])
    sides = [claims[0] for call, claims in pairs if call.tool == lead.tool]
    if len(sides) > 1 and material.frame.phrases:
        return _joined(_ranked(pairs, material.frame))
    if len(sides) > 1 and material.frame.spans:
        return _joined(sides[:MOST_SIDES])
    return _joined(_of_groups(lead, said, material.frame) or said[:1])


def _ranked(pairs: Sequence[tuple[Call, Sequence[Claim]]], frame: Frame) -> list[Claim]:
    """What leads of several things: both of two; of more the highest and the lowest, or the end that is asked for."""
    values = {
        claims[0].text: (call.result.figure(_own(claims[0])).value, claims[0])
        for call, claims in pairs
        if call.tool == pairs[0][0].tool and claims[0].figures
    }
    ordered = [claim for _, claim in sorted(values.values(), key=lambda each: -each[0])]
    if _LEAST.search(frame.text) or "complain" in frame.asks or frame.polarity == "negative":
        return ordered[-1:]
    if _MOST.search(frame.text):
        return ordered[:1]
    return ordered if len(ordered) < MOST_SIDES else [ordered[0], ordered[-1]]


def _of_groups(call: Call, said: Sequence[Claim], frame: Frame) -> list[Claim]:
    """The claims about the groups asked for: first and last of a series, those named, else the highest or lowest."""
    by = getattr(call.query, "by", None)
    if by is None or call.tool not in ("engagement_rates", "share_of_voice"):
        return []
    groups = {figure.name: figure.group.get(by) for figure in call.result.figures}
    about = [claim for claim in said if claim.figures and groups.get(_own(claim))]
    if by in TIMES:
        return about[:1] + about[1:][-1:]
    if len(about) < 2 or call.tool != "engagement_rates":
        return []
    base = _own(about[0]).rsplit(".", 1)[0]
    alike = [claim for claim in about if _own(claim).rsplit(".", 1)[0] == base]
    named = [claim for claim in alike if by == "format" and _names_format(frame, str(groups[_own(claim)]))]
    if len(named) > 1:
        return named[:MOST_SIDES]
    choose = min if _LEAST.search(frame.text) else max
    return [choose(alike, key=lambda claim: call.result.figure(_own(claim)).value)]


def _own(claim: Claim) -> str:
    """Name of the first figure that a claim cites."""
    return claim.figures[0].partition("#")[2]


def _names_format(frame: Frame, group: str) -> bool:
    return bool(re.search(rf"\b(?:{_FORMATS.get(group, re.escape(group))})\b", frame.text))


def _joined(claims: Sequence[Claim]) -> Claim:
    """One claim of several, with all that they rest on."""
    if not claims:
        return _NONE
    return Claim(
        id="headline",
        text=" ".join(claim.text for claim in claims),
        kind=claims[0].kind,
        figures=tuple(dict.fromkeys(name for claim in claims for name in claim.figures)),
        posts=tuple(dict.fromkeys(post for claim in claims for post in claim.posts)),
    )
