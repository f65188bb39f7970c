"""DPIA: an impact assessment as a Markdown file that a person fills in, and what must stand in it.

Source: GDPR Art. 35(7): the processing and its purposes, necessity and proportionality, risks to the people concerned,
measures against them; Art. 35(11): it is reviewed, here within twelve months.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta

from server.desk.visible import hidden
from server.segments.model import Content, Dpia, Registered
from tools.errors import BadRequest

LONGEST_VALID = timedelta(days=366)
_FEWEST_WORDS = 8
_LONGEST = 20_000
_TITLES = {
    "necessity": "Necessity and proportionality", "data": "Data used", "risks": "Risks to people",
    "mitigations": "Mitigations",
}  # fmt: skip
_PROMPTS = {
    "necessity": "What is the segment for, why is that worth grouping people, and why would less not do?",
    "data": "Which data of which people, from where, kept for how long, seen by whom? What were people told?",
    "risks": "What could go wrong for the people in it, and for those left out: unfair treatment, exposure, pressure?",
    "mitigations": "What is done about each risk, by whom, and how would you notice that it does not work?",
}
_PLACEHOLDER = re.compile(r"\b(?:tbd|todo|to be done|lorem ipsum|xxx+|fill in)\b", re.IGNORECASE)


def template(found: Registered, *, today: date) -> str:
    """Return the file for a person to fill in. Lines that begin with `>` are facts and questions, and are left out."""
    lines = [f"# DPIA: {found.name}", "", f"segment: {found.id}", f"scope: {scope(found.content)}", "author: "]
    lines += [f"expires: {today + timedelta(days=365)}", ""]
    lines += ["> Answer every part in your own words. Lines that begin with > are left out."]
    for part, title in _TITLES.items():
        lines += ["", f"## {title}", "", f"> {_PROMPTS[part]}"]
        lines += [f"> {fact}" for fact in _facts(found, part)] + [""]
    return "\n".join([*lines, ""])


def parsed(text: str, found: Registered, *, today: date) -> Dpia:
    """Return the assessment that a file holds.

    Raises BadRequest, one sentence a fault, for a file about another segment or another scope, without author, with
    an expiry that is past or more than twelve months away, or with a part that is missing, empty, or not answered.
    """
    if len(text) > _LONGEST or hidden(text.replace("\t", " ").replace("\r", "")):
        raise BadRequest(f"The assessment has hidden characters, or more than {_LONGEST:,}. Write it as plain text.")
    head, parts = _taken_apart(text)
    faults = [*_about(head, found), *_signed_by(head), *_in_date(head, today), *_answered(parts)]
    if faults:
        raise BadRequest(f"The assessment of {found.name!r} is not complete. {' '.join(faults)}")
    return Dpia(author=head["author"], expires=date.fromisoformat(head["expires"]), **parts)


def scope(content: Content) -> str:
    """16 hex digits of what an assessment is about: whom the segment holds, what for, and what makes it sensitive."""
    traits = sorted({f"{one.category} {one.where}" for one in content.sensitivity.traits})
    said = [content.definition_hash, str(content.segment), content.purpose, *traits]
    return hashlib.sha256("\x00".join(said).encode()).hexdigest()[:16]


def _taken_apart(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the lines `name: value` before the first part, and each part's own words."""
    head: dict[str, str] = {}
    parts: dict[str, list[str]] = {}
    by_title = {title.casefold(): part for part, title in _TITLES.items()}
    current: list[str] | None = None
    for line in text.splitlines():
        if line.startswith("##"):
            current = parts.setdefault(by_title.get(line.lstrip("#").strip().casefold(), line), [])
        elif current is not None and not line.lstrip().startswith(">"):
            current.append(line)
        elif current is None and ":" in line and not line.startswith((">", "#")):
            name, _, value = line.partition(":")
            head[name.strip().casefold()] = " ".join(value.split())
    return head, {part: "\n".join(parts.get(part, ())).strip() for part in _TITLES}


def _about(head: dict[str, str], found: Registered) -> Iterator[str]:
    if head.get("segment") != found.id:
        yield f"It is about segment {head.get('segment') or 'none'!r}, not {found.id}."
    elif head.get("scope") != scope(found.content):
        yield "The segment's people, purpose or sensitivity changed since the file was written: write a new one."


def _signed_by(head: dict[str, str]) -> Iterator[str]:
    if not head.get("author"):
        yield "It names no author: fill in `author:`."


def _in_date(head: dict[str, str], today: date) -> Iterator[str]:
    try:
        expires = date.fromisoformat(head.get("expires", ""))
    except ValueError:
        yield f"{head.get('expires', '')!r} is no day on which it expires: write `expires: 2027-05-31`."
        return
    if not today < expires <= today + LONGEST_VALID:
        yield f"It expires on {expires}: take a day after today and within twelve months."


def _answered(parts: dict[str, str]) -> Iterator[str]:
    for part, said in parts.items():
        own = " ".join(said.split()).replace(_PROMPTS[part], "")
        if len(own.split()) < _FEWEST_WORDS or _PLACEHOLDER.search(own):
            yield f"{_TITLES[part]!r} is empty or not answered: at least {_FEWEST_WORDS} words of your own."
    if len({said.casefold() for said in parts.values() if said}) < len([said for said in parts.values() if said]):
        yield "Two parts say the same: answer each."


def _facts(found: Registered, part: str) -> Iterator[str]:
    content = found.content
    if part == "necessity":
        yield f"Purpose: {content.purpose}. Owner: {content.owner}."
        yield f"It holds about {content.people:,} of {content.of:,} people."
    elif part == "data":
        days = content.lineage.features
        yield f"Features, {days.first} to {days.last}: {', '.join(days.names)}."
        yield f"Tables: {', '.join(one.name for one in content.lineage.tables)}."
    elif part == "risks":
        for trait in content.sensitivity.traits:
            yield f"Sensitive ({trait.category}): {trait.word!r} in {trait.where}."
