"""Productions: how a line of a grammar file is read.

@rule.name          starts a rule; the lines under it are its productions
3 * some text       a production drawn three times as often
[one|two|]          a choice, the last one empty; choices nest
{rule}              the text of another rule; {rule+s}, {rule+ing}, {rule+a} ask for a form
{who=rule}          the same, and {who} repeats it later in the text
<is|are>            agrees with the number of the last thing named
{#2-9}              a whole number
... ~pl  ~f  ~m     at the end of a line: what it names is plural, a woman, a man
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from tools.errors import BadRequest


class Ref(NamedTuple):
    """A call of another rule, or of what an earlier call bound."""

    rule: str
    bind: str
    forms: tuple[str, ...]


class Choice(NamedTuple):
    """One of several continuations, each as likely."""

    options: tuple[Sequence, ...]


class Agree(NamedTuple):
    """Two forms, for the singular and for the plural."""

    singular: str
    plural: str


class Number(NamedTuple):
    """A whole number from `low` to `high`."""

    low: int
    high: int


Node: TypeAlias = str | Ref | Choice | Agree | Number
Sequence: TypeAlias = tuple[Node, ...]


class Production(NamedTuple):
    """One way to say a rule: its weight, its parts, and the flags of what it names."""

    weight: float
    parts: Sequence
    flags: frozenset[str]


_REF = re.compile(r"\{(?:(?P<bind>\w+)=)?(?P<rule>[\w.]+)(?P<forms>(?:\+\w+)*)\}")
_NUMBER = re.compile(r"\{#(\d+)-(\d+)\}")
_AGREE = re.compile(r"<([^<>|]*)\|([^<>|]*)>")
_WEIGHT = re.compile(r"(\d+(?:\.\d+)?) \* ")
_FLAGS = re.compile(r"((?:\s+~\w+)+)$")


def parse_production(line: str) -> Production:
    """Read one production; raises BadRequest on an unclosed bracket or a malformed reference."""
    flags: frozenset[str] = frozenset()
    if found := _FLAGS.search(line):
        flags, line = frozenset(found[1].replace("~", "").split()), line[: found.start()]
    weight = 1.0
    if head := _WEIGHT.match(line):
        weight, line = float(head[1]), line[head.end() :]
    parts, end = _sequence(line.replace("\\n", "\n"), 0, closing="")
    if end != len(line.replace("\\n", "\n")):
        raise BadRequest(f"Found a stray bracket at character {end} of {line!r}. Close or remove it.")
    return Production(weight, parts, flags)


def _sequence(text: str, start: int, *, closing: str) -> tuple[Sequence, int]:
    parts: list[Node] = []
    position = start
    while position < len(text) and text[position] not in closing:
        node, position = _node(text, position)
        parts.append(node)
    return tuple(parts), position


def _node(text: str, position: int) -> tuple[Node, int]:
    if text[position] == "[":
        return _choice(text, position + 1)
    if found := _NUMBER.match(text, position):
        return Number(int(found[1]), int(found[2])), found.end()
    if found := _REF.match(text, position):
        forms = tuple(form for form in found["forms"].split("+") if form)
        return Ref(found["rule"], found["bind"] or "", forms), found.end()
    if found := _AGREE.match(text, position):
        return Agree(found[1], found[2]), found.end()
    if text[position] in "{]":
        raise BadRequest(f"Found a malformed reference at character {position} of {text!r}. Write it as {{rule}}.")
    end = position + 1
    while end < len(text) and text[end] not in "[]{<|":
        end += 1
    return text[position:end], end


def _choice(text: str, position: int) -> tuple[Choice, int]:
    options: list[Sequence] = []
    while True:
        option, position = _sequence(text, position, closing="|]")
        options.append(option)
        if position >= len(text):
            raise BadRequest(f"Found an open '[' in {text!r}. Close it with ']'.")
        if text[position] == "]":
            return Choice(tuple(options)), position + 1
        position += 1


def read_productions(folder: Path) -> dict[str, tuple[Production, ...]]:
    """Read every `*.txt` of a folder, in order of name; a rule met twice gathers both lists."""
    rules: dict[str, list[Production]] = {}
    for path in sorted(folder.glob("*.txt")):
        for rule, number, line in _lines(path):
            try:
                rules.setdefault(rule, []).append(parse_production(line))
            except BadRequest as error:
                raise BadRequest(f"{path.name}, line {number}: {error}") from error
    return {rule: tuple(productions) for rule, productions in rules.items()}


def _lines(path: Path) -> Iterator[tuple[str, int, str]]:
    rule = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("# "):
            continue
        if line.startswith("@") and " " not in line:
            rule = line[1:]
        elif rule:
            yield rule, number, "" if line == "(nothing)" else line
        else:
            raise BadRequest(f"{path.name}, line {number}: text before any rule. Start with a line such as @claim.")
