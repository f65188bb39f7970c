"""Meant: what the words of a question stand for in tools of several parts: an exposure, an outcome, whose campaign.

What names a part of the query must not narrow the posts too: who ask whether reddit posts are likelier to be negative
want them set against the others.
"""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from server.agent.framing.frame import Frame
from server.agent.framing.people import TOOLS
from tools.facts import Facts


class Meant(NamedTuple):
    """Options that a question says, and the frame with what those took out of the filter."""

    options: Mapping[str, Any]
    frame: Frame


_WHO = r"(?:people|persons?|users?|customers?|members?|authors?|folks?|ppl|those|anyone|someone|they)"
_MORE = r"(?:(?:any |much |far )?(?:more|less) likely|likelier|more prone|more inclined|(?:more|less) often)"
_LIKELIER: Sequence[re.Pattern[str]] = (
    re.compile(
        rf"\b(?P<who>{_WHO}|posts?|tweets?|comments?)\s+(?:who|that|which)\s+(?:\w+ )?(?:mention|talk|write|post|speak|used?|using|name|say|complain)\w*\s+(?:about |of |the )*(?P<one>.+?)\s+(?:(?:also|then|really|actually)\s+)*(?:{_MORE}|tend)\s+to\s+(?P<two>.+)"
    ),
    re.compile(
        rf"\b(?:are|is|do|does)\s+(?:the )?(?P<one>(?:new|long[- ]time|old|loyal|established) (?P<who>{_WHO})|[\w -]+? (?:posts?|tweets?|comments?))\s+(?:{_MORE}|tend)\s+to\s+(?P<two>.+)"
    ),
    re.compile(
        rf"\bdid\s+(?P<who>{_WHO})\s+who\s+(?P<one>.+?)\s+(?P<two>churn|leave|left|cancel|buy|convert)\w*\s+(?:less|more)\b"
    ),
    re.compile(
        r"\b(?:correlat\w+|associations?|links?|relations?(?:hip)?|connections?)\s+between\s+(?P<one>.+?)\s+and\s+(?P<two>.+)"
    ),
    re.compile(r"\bdo(?:es)?\s+(?P<one>.+?)\s+(?:correlate|go together|go hand in hand|coincide)\s+with\s+(?P<two>.+)"),
    re.compile(
        r"\b(?:what|which \w+)\s+(?:is|are|goes|go|correlates?|predicts?|comes?)\s*(?:most |strongly |closely |best )*(?:associated|together|correlated|linked|tied|connected|hand in hand)?\s*(?:with|to)?\s+(?P<two>churn\w*|complain\w*|prais\w*|negativ\w*|frustrat\w*|anger|leaving|convert\w*|buying)"
    ),
)
_OUTCOMES: Sequence[tuple[str, str]] = (
    ("complaint", r"complain\w*|moan\w*|gripe"), ("praise", r"prais\w+|recommend\w*|advocat\w+|rave"),
    ("suggestion", r"suggest\w*|ask for (?:something|features?)|feature requests?"),
    ("churned", r"churn\w*|leav\w+|left|cancel\w*|quit\w*"), ("converted", r"convert\w*|buy\w*|bought|purchas\w*|sign up"),
    ("frustration", r"frustrat\w+"), ("confusion", r"confus\w+"), ("anger", r"ang(?:er|ry)|mad|furious"), ("joy", r"joy\w*"),
    ("negative", r"negativ\w*|unhapp\w*|bad|critical|dislike|hate"), ("positive", r"positiv\w*|happ(?:y|ier)|good|like|love"),
)  # fmt: skip
_OF_PEOPLE = ("churned", "converted")
"""Outcomes that are recorded of people, beside which what they did is recorded too."""
_DONE = re.compile(r"(?:used?|using|tried|opened)\s+(?:the |our )*(\w+(?: \w+)?)$")
_PLAIN = re.compile(r"\b(?:the|a|an|our|their|be|about|of|on|in|at all|posts?|tweets?|comments?)\b|[?!.,]")
_KINDS: Sequence[tuple[str, str]] = (
    ("rising", r"\brising\b|\bgaining\b|\bup[- ]and[- ]coming\b|\bgrow\w*\b.{0,20}\b(?:fast\w*|audience|following|reach)\b|\bemerging (?:voices?|people|creators?)\b|\bbreaking through\b"),
    ("influencers", r"\binfluencers?\b|\bkols?\b|\bopinion leaders?\b|\bcreators?\b|\b(?:most|biggest|largest|widest) (?:reach|audience|followings?|followers)\b|\b(?:work|partner|collaborate|team up) with\b|\bcarr(?:y|ies) (?:most |more )?weight\b"),
    ("detractors", r"\bdetractors?\b|\bcritics?\b|\bhaters?\b|\b(?:keeps?|always|constantly|again and again|repeatedly|most often)\b.{0,25}\b(?:complain\w*|moan\w*|slat\w+|bash\w*|attack\w*|critici[sz]\w*|trash\w*)|\bcomplain\w*\b.{0,20}\b(?:most|again|repeatedly|all the time)\b|\b(?:most |so )?(?:negative|angriest|unhappiest|angry|toxic) (?:authors?|people|users?|voices?|accounts?|customers?)\b|\bagainst us\b|\bhates? us\b"),
    ("advocates", r"\badvocates?\b|\b(?:super)?fans?\b|\bambassadors?\b|\bpromoters?\b|\bsupporters?\b|\bchampions?\b|\bprais\w+\b|\blov\w+ us\b|\bloyal\b|\bspeaks? (?:up|well) (?:for|of)\b|\bevangelists?\b"),
)  # fmt: skip
_CAMPAIGN = re.compile(
    r"\b(?:campaign|promo(?:tion)?|advert\w*|ads?|stunt|giveaway|announcement|event|push|launch|sponsorship)s?\b"
)


_GROWS = re.compile(
    r"\b(?:is|are|has|have)\b(?=.*\b(?:talk|chatter|discussions?|mentions?|conversations?|posts|buzz|interest)\b).*"
    r"\b(?:grow\w*|rising|risen|increas\w+|going up|gone up|taking off|picking up|spreading|on the rise|more common)\b"
)


def meant(tool: str, frame: Frame, facts: Facts) -> Meant:
    """Return what a question means by its words for a tool; nothing for tools that filters and splits describe."""
    reader = _READERS.get(tool)
    return reader(_unheld(frame), facts) if reader else Meant({}, frame)


def settles(frame: Frame) -> bool:
    """Tell whether a question is answered though too few posts hold its words: by authors who ever said them, say."""
    refused = frame.refusal is not None and frame.refusal.kind == "not_held"
    return refused and any(pattern.search(frame.question.lower()) for pattern in _LIKELIER)


def asks_of_growth(frame: Frame) -> bool:
    """Tell whether it is asked if talk about something grows: `is privacy talk growing`, `are posts about X going up`."""
    return bool((frame.topic or frame.phrase or frame.features) and _GROWS.search(frame.question.lower()))


def _unheld(frame: Frame) -> Frame:
    """Drop a phrase that the question does not say: it was taken for what is only another way of asking."""
    said = frame.phrase is None or frame.phrase.lower() in frame.question.lower()
    return frame if said else frame.model_copy(update={"phrase": None, "phrases": ()})


def _associations(frame: Frame, facts: Facts) -> Meant:
    asked = frame.question.lower()
    match = next((found for pattern in _LIKELIER if (found := pattern.search(asked))), None)
    if match is None:
        return Meant({}, frame)
    parts = match.groupdict()
    outcome = next((name for name, said in _OUTCOMES if re.search(rf"\b(?:{said})\b", parts["two"])), None)
    exposure = _exposure(parts.get("one") or "", frame, facts)
    if outcome in _OF_PEOPLE and (done := _DONE.match(parts.get("one") or "")):
        exposure = f"use {done[1]}"
    people = bool(parts.get("who")) and not re.match(r"posts?|tweets?|comments?", parts["who"])
    options = {"exposure": exposure, "outcome": outcome, "unit": "authors" if people else None}
    named = {"platforms": (), "regions": (), "langs": (), "features": (), "phrase": None, "phrases": (), "topic": None}
    kept = {name: value for name, value in options.items() if value}
    return Meant(kept, frame.model_copy(update=named if exposure else {"phrase": None, "phrases": (), "topic": None}))


def _exposure(said: str, frame: Frame, facts: Facts) -> str | None:
    """An exposure as the tool takes it: of the dataset's names where the words are one, else the words themselves."""
    words = " ".join(_PLAIN.sub(" ", said).split())
    if not words:
        return None
    if len(frame.platforms) == 1 and frame.platforms[0] in words:
        return f"platform: {frame.platforms[0]}"
    if len(frame.features) == 1:
        return f"feature: {frame.features[0]}"
    if match := re.match(r"(new|long[- ]time|established)\b", words):
        return f"tenure: {match[1].replace(' ', '-')} customers"
    return next((f"feature: {name}" for name in facts.features if words in name.lower()), words)


def _compare_brands(frame: Frame, facts: Facts) -> Meant:
    """Rivals that are named are set against us; one whose campaign is asked for against everybody else."""
    own = tuple(brand.name for brand in facts.brands if brand.is_own)
    rivals = tuple(name for name in frame.brands if name not in own)
    asked = f"{frame.heard} {frame.question}".lower()
    if frame.event is None and frame.period and frame.period.days == 1 and _CAMPAIGN.search(asked):
        frame = frame.model_copy(update={"event": frame.period.start, "period": None})
    options: dict[str, Any] = {"event": frame.event.isoformat()} if frame.event else {}
    if rivals and (_CAMPAIGN.search(asked) or frame.event):
        return Meant(options | {"event_brand": rivals[0]}, frame.model_copy(update={"brands": ()}))
    return Meant(options, frame.model_copy(update={"brands": (*own, *rivals) if rivals else ()}))


def _voices(frame: Frame, _facts: Facts) -> Meant:
    now, heard = frame.question.lower(), frame.heard.lower()
    kind = next((name for text in (now, heard) for name, said in _KINDS if re.search(said, text)), None)
    kind = kind or {"negative": "detractors", "positive": "advocates"}.get(frame.polarity or "")
    return Meant({"kind": kind} if kind else {}, frame)


def _early_warning(frame: Frame, facts: Facts) -> Meant:
    """Whose crisis it is: ours where nobody is named; a single day is the one to judge."""
    own = tuple(brand.name for brand in facts.brands if brand.is_own)
    frame = frame if frame.brands else frame.model_copy(update={"brands": own})
    day = frame.event or (frame.period.start if frame.period and frame.period.days == 1 else None)
    options: dict[str, Any] = {}
    if day:
        options["as_of"] = day.isoformat()
        frame = frame.model_copy(update={"period": None})
    if match := re.search(
        r"\bat (\d{1,2})(?::00)?\s?(am|pm|o'?clock|in the morning|in the afternoon)\b", frame.question.lower()
    ):
        hour = int(match[1]) + (12 if match[2] in ("pm", "in the afternoon") and int(match[1]) < 12 else 0)
        options["hour"] = max(0, hour - 1) if 0 <= hour <= 24 else None
    return Meant({name: value for name, value in options.items() if value is not None}, frame)


def _emerging(frame: Frame, _facts: Facts) -> Meant:
    """Words that talk is asked to grow about are looked for in all posts, not what all posts must hold."""
    about = frame.phrase or frame.topic or next(iter(frame.features), None)
    if not about or not re.search(rf"\b{re.escape(about.lower())}\b", frame.question.lower()):
        about = None
    options: dict[str, Any] = {"about": about} if about else {}
    if frame.event:
        options["event"] = frame.event.isoformat()
    return Meant(options, frame.model_copy(update={"phrase": None, "phrases": ()}))


def _of_segments(frame: Frame, _facts: Facts) -> Meant:
    """Which segments, how people are put into them, and two stretches of days that are set against each other."""
    options: dict[str, Any] = dict(frame.cut)
    options |= dict(zip(("segment", "against"), frame.segments, strict=False))
    if frame.spans:
        options |= {"before": frame.spans[0].model_dump(mode="json"), "after": frame.spans[1].model_dump(mode="json")}
    if frame.event:
        options["event"] = frame.event.isoformat()
    asked = frame.question.lower()
    options["outcome"] = next((kind for kind, said in _CAME_OF if re.search(rf"\b(?:{said})\b", asked)), None)
    for name, said, read in _AMOUNTS:
        if match := re.search(said, asked):
            options[name] = read(match[1].replace(",", ""))
    return Meant({name: value for name, value in options.items() if value is not None}, frame)


_AMOUNTS: Sequence[tuple[str, str, Callable[[str], float | int]]] = (
    ("ahead_days", r"\b(?:next|coming) (\d{1,3}) days\b", int),
    ("within_days", r"\bwithin (\d{1,3}) days\b", int),
    ("lift", r"\b(\d{1,2}(?:\.\d+)?) (?:percentage )?points?\b", lambda said: round(float(said) / 100, 6)),
    ("power", r"\b(\d{2}) ?(?:%|percent) power\b", lambda said: int(said) / 100),
    ("people", r"\bwith (\d[\d,]{1,9}) (?:people|members|customers|users)\b", int),
    ("cap", r"\b(?:more than|over|cap (?:of|at)) (\d{1,2})\b", int),
)
"""Amounts that a question about tests and messages gives, each an option of the tool that has one."""
_CAME_OF: Sequence[tuple[str, str]] = (
    ("churned", r"churn\w*|leav(?:e|ing)|left us|cancel\w*"), ("converted", r"convert\w*|conversions?"),
    ("purchased", r"buyers?|buy|bought|purchas\w*"), ("surveyed", r"survey\w*"),
)  # fmt: skip
"""What came of people, by the words for it."""
_READERS: Mapping[str, Callable[[Frame, Facts], Meant]] = {
    "associations": _associations, "compare_brands": _compare_brands, "voices": _voices,
    "early_warning": _early_warning, "emerging_topics": _emerging, **dict.fromkeys(TOOLS, _of_segments),
}  # fmt: skip
