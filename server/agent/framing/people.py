"""People: questions about groups of people and what may be done with them: segments, tribes, tests, value."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from server.agent.framing.frame import Frame, Refusal
from server.agent.framing.marking import Marked
from server.agent.framing.refusals import RULES
from server.agent.framing.strangers import Stranger
from server.agent.framing.vocabulary import Segment, Vocabulary

TOOLS = (
    "segment_audience", "describe_segment", "compare_segments", "segment_drift", "find_emerging_segment", "tribes",
    "lookalikes", "value_tiers", "audience_features", "test_plan", "test_result", "frequency_caps",
)  # fmt: skip
"""Tools about people, of which such a question wants one."""
SURE = 0.45
"""Probability of all of them together from which a question without their words is one of people; see ADR 0005."""

_GROUP = r"(?:segments?|clusters?|personas?|tribes?|cohorts?|audience groups?|(?:customer|user|people|member) groups?)"
_WORDS = re.compile(
    rf"\b{_GROUP}\b|\bsegmentation\b|\bsegmented\b|\bclustering\b|\blook-?alikes?\b|\bwho are our (?:people|customers|users|members)\b|"
    r"\b(?:customer|member) value\b|\bvalue tiers?\b|\brfm\b|\ba/?b[- ]?tests?\b|\bexperiments?\b|\bhold-?outs?\b|\bcontrol group\b|"
    r"\bsample size\b|\bfrequency cap\w*\b|\b(?:custom|matched) audiences?\b|\bmicro-?target\w*\b"
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBER = rf"(\d{{1,2}}|{'|'.join(_COUNTS)})"
_ORDER = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "biggest": 1,
    "largest": 1,
    "main": 1,
}
_ONE = re.compile(rf"\b(?:segment|cluster|group|persona)s?\s*(?:number\s*|no\.?\s*|#\s*)?{_NUMBER}\b")
_MORE = re.compile(
    rf"\s*(?:,|and|&|vs\.?|versus|with|to|from|against|or|than)+\s*(?:(?:segment|cluster|group|persona)\s*)?#?{_NUMBER}\b"
)
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDER)})(?:[- ](?:biggest|largest))? (?:segment|cluster|group|persona)\b")
_HOW_MANY = re.compile(rf"\b{_NUMBER} (?:segments|clusters|groups|personas)\b")
_AT_MOST = re.compile(
    rf"\b(?:only|at most|no more than|up to|max(?:imum)?(?: of)?)\b.{{0,30}}\b{_NUMBER} (?:\w+ )?(?:segments|clusters|groups|personas|audiences)\b"
)

_SOMEBODY = (
    r"(?:@\w+|he|she|(?:this|that|the) (?:user|person|customer|member|author)|(?:user|customer|member|author) \w+)"
)
_MEMBERS = re.compile(
    rf"\bwho(?:'s| is| are| exactly)*(?: the (?:people|users|members|customers))? (?:in|part of|inside|belongs? to)\b.{{0,40}}{_GROUP}|"
    rf"\b(?:names?|handles?|e-?mails?|ids?|accounts?|phone numbers?|contacts?|usernames?|list)\b.{{0,30}}\b(?:of|for|from|in)\b.{{0,40}}{_GROUP}|"
    rf"{_GROUP}.{{0,40}}\b(?:give|list|show|tell|send)\b.{{0,20}}\b(?:names?|handles?|e-?mails?|ids|accounts|members)\b|"
    rf"\b(?:list|name|show|give|tell)(?: me| us)?(?: all| every| the| each)* (?:people|members|users|customers|authors|individuals)\b.{{0,40}}{_GROUP}|"
    rf"\b(?:is|are|does|do) {_SOMEBODY} (?:in|part of|belong to)\b.{{0,20}}{_GROUP}|\b(?:which|what) {_GROUP} (?:is|does|did) {_SOMEBODY}"
)
_EXPORT = re.compile(
    r"\b(?:export|upload|sync|activate)\b.{0,60}\b(?:meta|facebook|instagram|linkedin|x|twitter|ads?|custom audiences?|crm)\b|"
    rf"\b(?:export|upload|sync|activate)\b.{{0,40}}{_GROUP}"
)
_PROOF = re.compile(r"\bprov(?:e|es|ing|en)\b(?! (?:us|me|them)\b)|\bproof\b")
_PROTECTED = re.compile(
    rf"(?:{_GROUP}|\bsegment\b|\bgroup\b|\btarget\b|\bcluster\b).{{0,50}}\b(?:by|based on|according to|of|who are|that are)\b.{{0,20}}\b(?:religion|race|ethnicit\w+|gender|sex|sexual\w*|"
    r"age|disabilit\w+|health|pregnan\w+|politic\w+|nationalit\w+|origin|income|depress\w+|gay|muslims?|jews?|jewish|christians?|women|men)\b"
)


def segments_in(said: str, vocabulary: Vocabulary) -> tuple[Segment, ...]:
    """Return the registered segments that a text names, in reading order."""
    low = said.lower()
    found = [(low.find(segment.name.lower()), segment) for segment in vocabulary.segments]
    return tuple(segment for at, segment in sorted(found, key=lambda each: each[0]) if at >= 0)


def numbered(said: str, named: Sequence[Segment]) -> str:
    """Return a text with the names of segments put as their numbers: `describe segment 1`."""
    for segment in sorted(named, key=lambda each: -len(each.name)):
        whole = rf"(?:\b(?:the )?segment )?(?:the )?{re.escape(segment.name)}"
        said = re.sub(whole, f"segment {segment.number}", said, flags=re.IGNORECASE)
    return said


def is_of_people(marked: Marked, shares: Mapping[str, float]) -> bool:
    """Return whether a question is about groups of people, by its words or by the router."""
    words = _WORDS.search(marked.masked()) or _EXPORT.search(marked.question.lower())
    return bool(words) or sum(shares.get(name, 0.0) for name in TOOLS) >= SURE


def refused_of_people(
    marked: Marked, strangers: Sequence[Stranger], vocabulary: Vocabulary, named: Sequence[Segment] = ()
) -> Refusal | None:
    """Return why a question about groups of people is not answered; none where nothing forbids it."""
    text = marked.question.lower()
    for rule in RULES:
        if rule.kind == "private" and rule.pattern.search(marked.masked()):
            return Refusal(kind=rule.kind, reason=rule.reason, closest=rule.closest)
    if _EXPORT.search(text):
        return Refusal(kind="outside", reason=_export_reason(vocabulary, named), closest="Who are our people?")
    if _MEMBERS.search(text):
        return Refusal(
            kind="private",
            reason="It asks who is in a segment. Groundswell tells of groups of 20 people and more, and names, lists or "
            "looks up nobody in them.",
            closest=f"Describe segment {next(iter(numbers_in(text)), 1)}",
        )
    if _PROOF.search(text):
        return Refusal(
            kind="causal",
            reason="It asks to prove a cause. A test with arms drawn by lot tells by how much they differ beyond chance; it "
            "speaks for what was tested, among those people, and proves nothing else.",
            closest="Did the test work, and was it fair?",
        )
    if _PROTECTED.search(text):
        return Refusal(
            kind="private",
            reason="It asks to group people by a protected trait. Segments are formed by what people do; nothing here "
            "holds such a trait, and Groundswell does not guess it.",
            closest="Who are our people?",
        )
    return _unregistered(strangers, vocabulary)


def people_reading(
    frame: Frame, marked: Marked, vocabulary: Vocabulary, named: Sequence[Segment], shares: Mapping[str, float]
) -> Frame:
    """Return the frame of a question about groups of people: which tool, which segments, how many groups."""
    text = marked.question.lower()
    segments = numbers_in(text)
    cut: dict[str, Any] = dict(named[0].cut) if named else {}
    if match := _AT_MOST.search(text):
        cut["capacity"] = _count(match[1])
    elif not segments and (match := _HOW_MANY.search(text)):
        cut["k"] = _count(match[1])
    best = max(TOOLS, key=lambda name: shares.get(name, 0.0))
    asks = (best,) if shares.get(best, 0.0) > 0 else ("describe_segment" if segments else "segment_audience",)
    notes = tuple(map(_registered, named))
    own = tuple(brand.name for brand in vocabulary.facts.brands if brand.is_own)
    change = {
        "asks": asks, "parts": (), "segments": segments, "cut": cut, "notes": (*frame.notes, *notes), "phrase": None,
        "topic": None, "features": (), "group_by": None, "polarity": None,
        "brands": tuple(name for name in frame.brands if name not in own),
    }  # fmt: skip
    return frame.model_copy(update=change)


def following(now: Frame, before: Frame, shares: Mapping[str, float]) -> Frame:
    """Complete a follow-up: the tool, segments, definition and days of the question before, where it says no other."""
    change: dict[str, Any] = {"follows": True, "segments": now.segments or before.segments, "cut": before.cut | now.cut}
    if shares.get(now.asks[0], 0.0) < SURE:
        change["asks"] = before.asks
    for name in ("platforms", "regions", "langs", "period", "spans", "event"):
        change[name] = getattr(now, name) or getattr(before, name)
    return now.model_copy(update=change)


def numbers_in(text: str) -> tuple[int, ...]:
    """Return the numbers of segments that a (lower-case) text speaks of, in reading order, each once."""
    return tuple(dict.fromkeys(number for _, number in sorted(_numbers(text))))


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _ONE.finditer(text):
        yield match.start(1), _count(match[1])
        at = match.end()
        while more := _MORE.match(text, at):
            yield more.start(1), _count(more[1])
            at = more.end()
    for match in _ORDINAL.finditer(text):
        yield match.start(), _ORDER[match[1]]


def _count(word: str) -> int:
    return _COUNTS[word] if word in _COUNTS else int(word)


def _registered(segment: Segment) -> str:
    said = f"{segment.name} is segment {segment.number} as it was registered"
    return (
        f"{said}." if segment.is_current else f"{said}, on data that have changed since: the people may be others now."
    )


def _export_reason(vocabulary: Vocabulary, named: Sequence[Segment]) -> str:
    name = f'"{named[0].name}"' if named else "NAME"
    return (
        "Exports leave the house only by the command line, under a reviewer's signature, never from a question: "
        f"groundswell segments export {name} --dataset {vocabulary.facts.dataset} --to meta --out FILE. It takes an "
        "approved segment, a purpose the people were told of, and a data protection impact assessment where the "
        "segment is sensitive."
    )


def _unregistered(strangers: Sequence[Stranger], vocabulary: Vocabulary) -> Refusal | None:
    """Refuse a segment by a name that nobody registered."""
    known = " ".join(segment.name.lower() for segment in vocabulary.segments)
    for stranger in strangers:
        if (
            stranger.kind == "name"
            and stranger.typed.lower() not in known
            and not _WORDS.search(stranger.typed.lower())
        ):
            listed = ", ".join(segment.name for segment in vocabulary.segments) or "none yet"
            return Refusal(
                kind="untracked",
                reason=f"No segment is registered by the name {stranger.typed!r} (registered: {listed}). Segments are "
                "numbered from the largest; name one with groundswell segments define.",
                closest="Describe segment 1",
            )
    return None
