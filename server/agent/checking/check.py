"""Check: what every claim must satisfy, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from server.agent.answer import Claim
from server.agent.composing.draft import Draft, Material
from server.agent.composing.excerpt import is_verbatim
from tools.base import Model
from tools.figure import Figure, show
from tools.numbers import dates_in, numbers_in

_QUOTED = re.compile(r"“(?P<quote>.*)”|\"(?P<plain>[^\"]*)\"", re.DOTALL)
_INTERVAL = re.compile(r"\b95 % interval")
_LINK = re.compile(r"https?://|www\.|\]\(|!\[|<[a-zA-Z/!]|javascript:|data:\w+/", re.IGNORECASE)


class Fault(Model):
    """What is wrong with a claim, said so that its writer can mend it."""

    claim: str
    reason: str


def faults(draft: Draft, material: Material) -> tuple[Fault, ...]:
    """Return what is wrong with a draft: nothing, if every claim is borne out by what it cites."""
    figures = material.figures()
    found = []
    for claim in (draft.headline, *draft.claims):
        found += [Fault(claim=claim.id, reason=reason) for reason in _reasons(claim, material, figures)]
    return tuple(found)


def _reasons(claim: Claim, material: Material, figures: Mapping[str, Figure]) -> Iterator[str]:
    if not claim.text.strip():
        yield "It says nothing."
    for figure in claim.figures:
        if figure not in figures:
            yield f"It cites figure {figure!r}, which this run did not compute."
    for post in claim.posts:
        if material.post(post) is None:
            yield f"It cites post {post!r}, which this run did not return."
    if claim.kind == "quote":
        yield from _misquoted(claim, material)
    else:
        yield from _misstated(claim, material, [figures[name] for name in claim.figures if name in figures])


def _misstated(claim: Claim, material: Material, cited: Sequence[Figure]) -> Iterator[str]:
    plain = without_names(claim.text, cited, material)
    shown = shown_numbers(cited)
    for number in numbers_in(_INTERVAL.sub("interval", plain)):
        if number.key not in shown:
            yield f"The number {number.text!r} is shown by none of the figures it cites."
    for dated in dates_in(plain):
        if dated.text not in _days(material):
            yield f"The date {dated.text!r} is not one of the period that was looked at."
    if _LINK.search(plain):
        yield "It holds a link or markup."


def _misquoted(claim: Claim, material: Material) -> Iterator[str]:
    quoted = _QUOTED.search(claim.text)
    texts = [post.text or "" for post_id in claim.posts if (post := material.post(post_id))]
    quote = (quoted["quote"] or quoted["plain"] or "") if quoted else ""
    if not any(is_verbatim(quote, text) for text in texts):
        yield "What it quotes is not in the post it cites, word for word."
    elif quoted and _LINK.search(claim.text.replace(quoted[0], "")):
        yield "It holds a link or markup beside the quote."


def shown_numbers(figures: Iterable[Figure]) -> set[tuple[str, str]]:
    """Return the keys of every number that the figures display: value, interval, n, and the value before correction."""
    texts: list[str] = []
    for figure in figures:
        raw = show(figure.raw, figure.unit) if figure.raw is not None else ""
        texts += [figure.shown, figure.shown_interval or "", f"{figure.n:,}", raw]
    return {number.key for text in texts for number in numbers_in(text)}


def without_names(text: str, cited: Sequence[Figure], material: Material) -> str:
    """Blank the names and the asker's own words, whose digits are no findings: `7-Eleven`, `4S`, “top 10”."""
    frame = material.frame
    names = {value for figure in cited for value in figure.group.values()}
    names |= {call.query.dataset for call in material.calls} | set(frame.names())
    names |= {word for figure in cited for word in re.findall(r"“([^”]+)”", figure.label)}
    names |= {word for word in (frame.topic, frame.phrase) if word}
    names |= {str(getattr(call.query, "query", "")) for call in material.calls}
    for name in sorted(filter(None, names), key=len, reverse=True):
        if not dates_in(name):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " _ ", text, flags=re.IGNORECASE)
    return text


def _days(material: Material) -> set[str]:
    """Days that an answer may name: those of the periods asked for and found, and of the groups of series."""
    days: set[str] = set()
    for call in material.calls:
        for period in (call.query.period, call.result.period):
            if period:
                days |= {period.start.isoformat(), period.end.isoformat()}
        for figure in call.result.figures:
            days |= {dated.text for value in figure.group.values() for dated in dates_in(value)}
            days |= {dated.text for dated in dates_in(figure.label)}
        days |= _dates(call.result.model_dump(mode="json", exclude={"figures", "caveats", "posts"}))
    if material.frame.event:
        days.add(material.frame.event.isoformat())
    return days


def _dates(value: object) -> set[str]:
    """Every day in a result's own fields, however deep: change points, gaps, peaks."""
    if isinstance(value, Mapping):
        return {day for part in value.values() for day in _dates(part)}
    if isinstance(value, list):
        return {day for part in value for day in _dates(part)}
    if isinstance(value, str):
        return {value[:10]} if re.fullmatch(r"\d{4}-\d{2}-\d{2}(T.*)?", value) else set()
    return {value.date().isoformat()} if isinstance(value, datetime) else set()
