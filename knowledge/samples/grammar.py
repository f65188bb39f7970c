"""Grammar: texts told from weighted, recursive productions, with agreement, memory and wear.

A rule name is looked up through a scope, nearest first: asked for `claim` in the scope of own.sum.pos, sum.pos and
sum, the most particular rule of that name answers. Wear keeps a corpus from showing its seams: each use of a
production makes its next use less likely, so no phrase is heard much more often than its fellows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from knowledge.samples.morphology import FORMS, article
from knowledge.samples.productions import Choice, Node, Number, Production, Ref, Sequence, read_productions
from tools.errors import UnknownName

_PRONOUNS = {
    "he": {"m": "he", "f": "she", "n": "they"},
    "him": {"m": "him", "f": "her", "n": "them"},
    "his": {"m": "his", "f": "her", "n": "their"},
}


_ECHO = {"event": "the event", "session": "that session", "when": "later", "who": "", "one": "", "thing": ""}
"""How a second mention in one text is said; "" repeats the first, shortened."""


@dataclass
class Telling:
    """What one text remembers while it is told: its scope, bound words, what was named, and the marks it met.

    `rules` are the full names of the rules used, `marks` the flags of their productions.
    """

    scope: tuple[str, ...] = ()
    bound: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    rules: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    plural: bool = False
    gender: str = "n"


class Told(NamedTuple):
    """A text, with the rules that made it and the marks of their productions."""

    text: str
    rules: frozenset[str]
    marks: frozenset[str]


class Grammar:
    """All productions, and how often each has been used so far."""

    def __init__(self, rules: Mapping[str, tuple[Production, ...]], rng: Random) -> None:
        self._rules, self._rng = rules, rng
        self._wear: Counter[tuple[str, int]] = Counter()
        self._found: dict[tuple[tuple[str, ...], str], str] = {}

    def tell(self, rule: str, scope: tuple[str, ...] = (), bound: Mapping[str, str] | None = None) -> Told:
        """Tell one text of `rule`; raises UnknownName if no rule of that name lies in the scope."""
        telling = Telling(scope, dict(bound or {}))
        text = self._ref(Ref(rule, "", ()), telling)
        return Told(text, frozenset(telling.rules), frozenset(telling.marks))

    def has(self, rule: str, scope: tuple[str, ...] = ()) -> bool:
        """Whether the scope holds a rule of that name."""
        return self._resolve(rule, scope) is not None

    def _resolve(self, rule: str, scope: tuple[str, ...]) -> str | None:
        key = (scope, rule)
        if key not in self._found:
            names = [f"{prefix}.{rule}" for prefix in scope if prefix] + [rule]
            self._found[key] = next((name for name in names if name in self._rules), "")
        return self._found[key] or None

    def _ref(self, ref: Ref, telling: Telling) -> str:
        if ref.rule in _PRONOUNS:
            text = _PRONOUNS[ref.rule][telling.gender]
        elif ref.rule in telling.bound and not ref.bind:
            text = telling.bound[ref.rule]
        elif ref.rule in telling.said:
            text = _ECHO[ref.rule] or shortened(telling.said[ref.rule])
        else:
            text = self._expand(ref.rule, telling)
        for form in ref.forms:
            text = FORMS[form](text)
        if ref.bind:
            telling.bound[ref.bind] = text
        return text

    def _expand(self, rule: str, telling: Telling) -> str:
        name = self._resolve(rule, telling.scope)
        if name is None:
            raise UnknownName("rule of the sample grammar", rule, self._rules)
        productions = self._rules[name]
        weights = [p.weight / (1 + self._wear[name, i] / p.weight) ** 1.5 for i, p in enumerate(productions)]
        index = self._rng.choices(range(len(productions)), weights)[0]
        self._wear[name, index] += 1
        telling.rules.add(name)
        flags = productions[index].flags
        telling.marks |= flags
        text = self._say(productions[index].parts, telling)
        if rule in _ECHO:
            telling.said[rule] = text
        if rule == "thing":
            telling.plural = "pl" in flags
        telling.gender = next(iter(flags & {"f", "m", "n"}), telling.gender)
        return text

    def _say(self, parts: Sequence, telling: Telling) -> str:
        return "".join(self._node(part, telling) for part in parts)

    def _node(self, node: Node, telling: Telling) -> str:
        if isinstance(node, str):
            return node
        if isinstance(node, Ref):
            return self._ref(node, telling)
        if isinstance(node, Choice):
            return self._say(self._rng.choice(node.options), telling)
        if isinstance(node, Number):
            return str(self._rng.randint(node.low, node.high))
        return node.plural if telling.plural else node.singular


def shortened(name: str) -> str:
    """Say a person or thing again: Yuki from the comms team -> Yuki, a woman next to me -> the woman."""
    short = re.split(r" (?:from|who|next|in the|at|on the) ", name)[0]
    return re.sub(r"^an? ", "the ", short)


def tidy(text: str) -> str:
    """Mend the spacing, stops, articles and sentence capitals of an expansion."""
    text = re.sub(r"\ban? (?=[A-Za-z0-9])(\S+)", lambda found: article(found[1]), text)
    text = re.sub(r"\b[Tt]he (the|that)\b", r"\1", re.sub(r"[ \t]+", " ", text))
    text = re.sub(r" ([,.;:!?)])", r"\1", text)
    text = re.sub(r"([?!…])[.,](?!\.)", r"\1", text)
    text = re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)
    text = re.sub(r",([.,!?])", r"\1", text)
    text = re.sub(r" *\n *", "\n", text).strip(" ,\n")
    return re.sub(r"(^|[.!?]\s+|\n+)([a-z])", lambda found: found[1] + found[2].upper(), text)


@cache
def sample_rules() -> Mapping[str, tuple[Production, ...]]:
    """The productions of the sample launch, read once a process."""
    return read_productions(Path(__file__).parent / "grammar")


def sample_grammar(rng: Random) -> Grammar:
    """A fresh grammar over the sample's productions, with no wear."""
    return Grammar(sample_rules(), rng)
