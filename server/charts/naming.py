"""Naming: what a family measures, in the words that its figures' labels have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from server.charts.families import PART, Family, words
from tools.wording import listed

_HOLES = "\ue000\ue001"
"""Stand for the first and the second group in a label; of the private use area, so in no label."""
_EACH: Mapping[str, str] = {"side": "either side's"}
_NOUNS = "account|feature|emotion|intent|language|campaign|format|topic|word"
_MOST_LISTED, _MOST_WORDS = 4, 2
_DANGLING = re.compile(r"(?:[\s,:;]|\b(?:of|on|in|at|from|about|by|for|with|that|which|the|and))+$")


def measured(family: Family) -> str:
    """Return what a family measures: `Share of posts that name each aspect and speak ill of it`."""
    holed = [_holed(row.figure.label, family.keys, row.groups) for row in family.rows]
    text = _filled(_common(list(dict.fromkeys(holed))), family.keys) or words(family.measure.replace(".", " "))
    fixed = "".join(f", {key} {value}" for key, value in family.fixed.items() if value not in text)
    return text[0].upper() + text[1:] + fixed


def _holed(label: str, keys: Sequence[str], groups: Sequence[str]) -> str:
    """Return the label with a hole for each group that it names."""
    for hole, key, group in zip(_HOLES, keys, groups, strict=False):
        if key != PART:
            label = re.sub(rf"(?<!\w){re.escape(group)}(?!\w)", hole, label, count=1)
    return label


def _filled(label: str, keys: Sequence[str]) -> str:
    """Fill each hole: `in the week from _` becomes `in each week`, `the emotion _` becomes `each emotion`."""
    for hole, key in zip(_HOLES, keys, strict=False):
        label = re.sub(rf"\bin the (week|hour|month) (?:from|of) {hole}", r"in each \1", label)
        label = re.sub(rf"(?:the )?\b({_NOUNS}) {hole}", r"each \1", label)
        label = re.sub(rf"[“\"]?{hole}[”\"]?", _EACH.get(key, f"each {key}"), label)
    return label


def _common(labels: Sequence[str]) -> str:
    """Return the words that all labels begin and end with, and between them what each has, or `…` for long ones."""
    if len(labels) == 1:
        return labels[0]
    split = [label.split() for label in labels]
    before = _shared(split)
    after = _shared([list(reversed(each[len(before) :])) for each in split])[::-1]
    if not before or not after or before[-1].endswith((",", ":")):
        return _DANGLING.sub("", " ".join(before))
    between = [" ".join(each[len(before) : len(each) - len(after)]) for each in split]
    short = len(between) <= _MOST_LISTED and all(0 < len(each.split()) <= _MOST_WORDS for each in between)
    return " ".join([*before, listed(between) if short else "…", *after])


def _shared(lists: Sequence[Sequence[str]]) -> list[str]:
    return [each[0] for each in takewhile(lambda each: len(set(each)) == 1, zip(*lists, strict=False))]
