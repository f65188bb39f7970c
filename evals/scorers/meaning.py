"""Meaning: the share of headline and claims that say of their figures what the figures say.

Two ways to state a right number wrongly are looked for. A number stands beside the name of another group or polarity
than its own (`15 % negative` over a share of positive posts, a rival's share given to us). Or a claim points the other
way than the tool's own sentence over the same figures: falling for rising, lowest for highest, or either where the
tool says that chance could make it. Claims that repeat a tool's sentence are right; others are compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from evals.scorers.base import Exam, Score, share_right
from server.agent.answer import CitedFigure
from server.agent.answering import without_brackets
from tools.numbers import Number, numbers_in

_UP = r"ris(?:e|es|en|ing)|rose|improv\w+|increas\w+|grew|grow\w*|higher|highest|better|best|up|gain\w*|most"
_DOWN = r"fall(?:s|en|ing)?|fell|worsen\w*|declin\w+|decreas\w+|drop\w*|lower|lowest|worse|worst|down|least"
_LEADS, _TRAILS = r"leads?|ahead|beats?", r"trails?|behind"
_HEDGE = r"chance|not distinguishable from noise|unclear|not settled|no (?:clear )?(?:trend|change)|cannot be told"
_DIRECTIONS = re.compile(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<leads>{_LEADS})|(?P<trails>{_TRAILS}))\b", re.IGNORECASE
)
_NO_NAMES = frozenset({"from", "to", "before", "after"})
"""Groups whose names are common words: they stand beside numbers without naming them."""
_POLARITIES = ("positive", "neutral", "negative")


class Bearing(NamedTuple):
    """A direction that a text gives, and which named group it gives it to (none where it names no group)."""

    up: bool
    group: str | None


def meaning(exam: Exam) -> Score | None:
    """Compare claims with figures and with what the tools say of them; None for a refusal."""
    answer = exam.answer
    if answer.abstained:
        return None
    every = [figure.id for figure in answer.figures]
    texts = [("headline", answer.headline, every)]
    texts += [(claim.id, claim.text, list(claim.figures)) for claim in answer.claims if claim.kind != "quote"]
    faults = [_fault(where, text, cited, exam) for where, text, cited in texts]
    return share_right([fault for fault in faults if fault], len(texts))


def _fault(where: str, text: str, cited: Sequence[str], exam: Exam) -> str | None:
    own = [sentence.text for _, call in exam.calls for sentence in call.sentences()]
    if any(sentence in text for sentence in own):
        return None
    figures = [figure for figure in exam.answer.figures if figure.id in set(cited)]
    if stray := _misplaced(text, figures, exam):
        return f"{where} gives {stray}"
    return _against(where, text, figures, exam)


def _misplaced(text: str, figures: Sequence[CitedFigure], exam: Exam) -> str | None:
    """Find a number that stands beside another name of its kind than its own, between its neighbour numbers."""
    found = numbers_in(text)
    for place, number in enumerate(found):
        meant = [figure for figure in figures if any(n.key == number.key for n in numbers_in(figure.shown))]
        beside = _beside(text, found, place)
        for names in _kinds(exam):
            near = {name for name in names if _holds(beside, name)}
            own = {name for figure in meant for name in names if name in _tags(figure, exam)}
            if meant and near and own and not near & own:
                return f"{number.text} to {', '.join(sorted(near))}, but it is of {', '.join(sorted(own))}"
    return None


def _beside(text: str, found: Sequence[Number], place: int) -> str:
    """Return what stands between a number's neighbours, within its own sentence."""
    before = text[found[place - 1].end if place else 0 : found[place].start]
    after = text[found[place].end : found[place + 1].start if place + 1 < len(found) else len(text)]
    return f"{before.rpartition('. ')[2]} {after.partition('. ')[0]}"


def _kinds(exam: Exam) -> Iterator[Collection[str]]:
    """Names that exclude each other: polarities, and the groups of each kind that the results hold."""
    yield _POLARITIES
    kinds: dict[str, set[str]] = {}
    for _, call in exam.calls:
        for figure in call.result.figures:
            for kind, value in figure.group.items():
                kinds.setdefault(kind, set()).update({value} - _NO_NAMES)
        for kind, values in (("brand", call.query.filter.brands), ("platform", call.query.filter.platforms)):
            kinds.setdefault(kind, set()).update(values)
    kinds.setdefault("brand", set()).update(
        brand.name for brand in exam.runtime.dataset(exam.dataset).manifest.facts.brands
    )
    yield from (kind for kind in kinds.values() if len(kind) > 1)


def _tags(cited: CitedFigure, exam: Exam) -> set[str]:
    ran = exam.ran(cited.result)
    real = ran and next((figure for figure in ran.call.result.figures if figure.name == cited.name), None)
    wanted = ran.call.query.filter if ran else None
    tags = set(cited.name.split(".")) & set(_POLARITIES)
    tags |= set(real.group.values()) if real else set()
    # A filter names the posts of figures that carry no group of that kind themselves.
    filtered = {*wanted.brands, *wanted.platforms} if wanted else set()
    return tags | (filtered if not (real and {"brand", "platform"} & set(real.group)) else set())


def _against(where: str, text: str, figures: Sequence[CitedFigure], exam: Exam) -> str | None:
    names = sorted({name for kind in _kinds(exam) for name in kind})
    said = list(_bearings(text, names))
    for figure in figures:
        ran = exam.ran(figure.result)
        sentences = ran.call.sentences() if ran and said else ()
        about = [sentence.text for sentence in sentences if figure.name in sentence.figures]
        # What hedges another thing about the same figure ("no change of level") takes nothing from a sure sentence.
        sure = any(_agree(said, list(_bearings(sentence, names))) for sentence in about if not _hedged(sentence))
        # Nor does a hedge of one finding from another that the text repeats: no straight trend, and yet a fall.
        sure = sure or any(
            without_brackets(sentence.text) in text for sentence in sentences if not _hedged(sentence.text)
        )
        for sentence in about:
            meant = list(_bearings(sentence, names))
            if _hedged(sentence) and not _hedged(text) and not sure:
                return f"{where} is sure where the tool says: {sentence!r}"
            if meant and _contrary(said, meant):
                return f"{where} says {text!r} where the tool says: {sentence!r}"
    return None


def _bearings(text: str, names: Sequence[str]) -> Iterator[Bearing]:
    for match in _DIRECTIONS.finditer(text):
        verb = bool(match["leads"] or match["trails"])
        before, after = text[: match.start()], text[match.end() :]
        places = {name: _place(before, name, last=True) if verb else _place(after, name, last=False) for name in names}
        there = {name: place for name, place in places.items() if place is not None}
        group = (max if verb else min)(there, key=there.__getitem__) if there else None
        yield Bearing(bool(match["up"] or match["leads"]), group)


def _place(text: str, name: str, *, last: bool) -> int | None:
    places = [match.start() for match in _word(name).finditer(text)]
    return None if not places else places[-1] if last else places[0]


def _contrary(said: Sequence[Bearing], meant: Sequence[Bearing]) -> bool:
    """True if the same group, or the whole where neither names one, is said to go only the other way."""
    one, other = _by_group(said), _by_group(meant)
    return any(not one[group] & other[group] for group in one.keys() & other.keys())


def _agree(said: Sequence[Bearing], meant: Sequence[Bearing]) -> bool:
    return bool(set(said) & set(meant))


def _by_group(bearings: Sequence[Bearing]) -> Mapping[str | None, set[bool]]:
    found: dict[str | None, set[bool]] = {}
    for bearing in bearings:
        found.setdefault(bearing.group, set()).add(bearing.up)
    return found


def _hedged(text: str) -> bool:
    return bool(re.search(_HEDGE, text, re.IGNORECASE))


def _holds(text: str, name: str) -> bool:
    return bool(_word(name).search(text))


def _word(name: str) -> re.Pattern[str]:
    """A name as a whole word; very short ones (the platform x) only as written after `on`."""
    prefix = r"(?<=\bon )" if len(name) < 3 else r"(?<!\w)"
    return re.compile(rf"{prefix}{re.escape(name)}(?!\w)", re.IGNORECASE)
