"""Saying: an early warning in plain sentences: how severe, why, what would change it, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tools.base import Sentence
from tools.figure import Figure
from tools.listening.warning.figures import WORDS
from tools.wording import listed

if TYPE_CHECKING:
    from tools.listening.warning.early_warning import EarlyWarningQuery, EarlyWarningResult

_SUBJECTS = 3


def said(query: EarlyWarningQuery, result: EarlyWarningResult) -> Sequence[Sentence]:
    """Say the severity first (of a period its worst day's), then why, then how sure it is, then the step."""
    found = {figure.name: figure for figure in result.figures}
    calm = result.severity == 1
    sentences = [_severity(result, found), _voices(result, found)]
    sentences += [] if calm else [*_pace(found), *_gravity(found), *_spread(result, found)]
    sentences += [*_left_out(found), *_sure(result, found)]
    worst, since = list(_worst(query, found)), list(_since(result))
    sentences = [*worst, *sentences] if query.period else [*sentences, *worst]
    return [*sentences, *since, *_steps(result)]


def _severity(result: EarlyWarningResult, found: Mapping[str, Figure]) -> Sentence:
    severity, points = found["severity"], found["points"]
    about = f" about {listed(result.about)}" if result.about else ""
    text = f"Severity {severity.shown} of five, {result.name}, as of {result.until}{about}: {points.shown_full} points."
    if result.gate:
        held = {
            "as usual": "how many complain, and their share, are within what chance makes",
            "few voices": "too few people complain for more than a watch",
            "not many voices": "too few people complain for the highest severity",
        }[result.gate]
        text = f"{text[:-1]}, held down because {held}."
    posts = tuple(post.post_id for post in result.posts if post.role == "representative")
    return Sentence(text=text, figures=(severity.name, points.name), posts=posts)


def _voices(result: EarlyWarningResult, found: Mapping[str, Figure]) -> Sentence:
    voices, usual, ratio = found["voices"], found["voices.usual"], found["ratio"]
    who = "person" if voices.value == 1 else "people"
    text = f"{voices.shown} {who} complained, where {usual.shown} (usual range {usual.shown_interval}) are expected"
    cited = [voices.name, usual.name]
    if result.severity > 1:
        text, cited = f"{text}, {ratio.shown} times as many", [*cited, ratio.name]
    if share := found.get("share"):
        text = f"{text}; that is {share.shown} of those heard, usually {found['share.usual'].shown}"
        cited += [share.name, "share.usual"]
    if result.weekly:
        week, due = found["week.voices"], found["week.usual"]
        text = f"{text}. Over the other days of the week, its loudest aside, it was {week.shown} where {due.shown} are"
        text, cited = f"{text} expected", [*cited, week.name, due.name]
    return Sentence(text=f"{text}.", figures=tuple(cited))


def _pace(found: Mapping[str, Figure]) -> Iterator[Sentence]:
    if doubling := found.get("doubling"):
        text = f"They double every {doubling.shown} {doubling.unit} (95 % interval {doubling.shown_interval})."
        yield Sentence(text=text, figures=(doubling.name,))


def _gravity(found: Mapping[str, Figure]) -> Iterator[Sentence]:
    if "grave" not in found or not found["grave"].value:
        return
    share, usual = found["grave.share"], found["grave.usual"]
    subjects = sorted(
        (figure for figure in found.values() if "subject" in figure.group), key=lambda each: (-each.value, each.name)
    )[:_SUBJECTS]
    named = listed(f"{figure.group['subject']} ({figure.shown})" for figure in subjects)
    text = f"{share.shown} of them speak of safety, ethics or law, usually {usual.shown}"
    cited = (share.name, usual.name, *(figure.name for figure in subjects))
    yield Sentence(text=f"{text}: {named}." if named else f"{text}.", figures=cited)


def _spread(result: EarlyWarningResult, found: Mapping[str, Figure]) -> Iterator[Sentence]:
    reshares, usual = found["reshares"], found["reshares.usual"]
    where = f"It rose on {listed(result.platforms)}" if result.platforms else "It rose on no platform by itself"
    text = f"{where}, and was shared on {reshares.shown} times, usually {usual.shown}."
    cited = [reshares.name, usual.name]
    if (loud := found.get("influential")) and loud.value:
        people = "person is" if loud.value == 1 else "people are"
        text = f"{text[:-1]}; {loud.shown} influential {people} among them, usually {found['influential.usual'].shown}."
        cited += [loud.name, "influential.usual"]
    yield Sentence(text=text, figures=tuple(cited))


def _left_out(found: Mapping[str, Figure]) -> Iterator[Sentence]:
    posts, bots, copies, every = (
        found[name] for name in ("posts", "posts.suspected", "posts.copies", "severity.everybody")
    )
    if not bots.value + copies.value and every.value == found["severity"].value:
        return
    text = (
        f"Of {posts.shown} negative posts, {bots.shown} by suspected bots and {copies.shown} that repeat another's "
        f"words count for nothing, and a person counts once; were each a voice, the severity would be {every.shown}."
    )
    yield Sentence(text=text, figures=(posts.name, bots.name, copies.name, every.name))


def _sure(result: EarlyWarningResult, found: Mapping[str, Figure]) -> Iterator[Sentence]:
    if result.severity == 1:
        needed = found["voices.needed"]
        yield Sentence(text=f"{needed.shown} or more would have been beyond what is usual.", figures=(needed.name,))
        return
    least, most, share = found["severity.least"], found["severity.most"], found["share.weights"]
    if least.value == most.value:
        text = "No weight decides it: halving, doubling or leaving out any one of them gives the same severity."
        yield Sentence(text=text, kind="theme", figures=(least.name, most.name))
    else:
        text = (
            f"Halving, doubling or leaving out one weight at a time gives {least.shown} to {most.shown}, and the same "
            f"severity in {share.shown} of these trials."
        )
        yield Sentence(text=text, figures=(least.name, most.name, share.name))
    yield from _turns(result)


def _turns(result: EarlyWarningResult) -> Iterator[Sentence]:
    if result.would_raise:
        parts = " or ".join(WORDS[part] for part in result.would_raise)
        yield Sentence(text=f"It would be higher were {parts} alone at the full.", kind="theme", figures=("severity",))
    if result.would_lower:
        parts = " or ".join(WORDS[part] for part in result.would_lower)
        yield Sentence(text=f"It would be lower were {parts} alone as usual.", kind="theme", figures=("severity",))


def _worst(query: EarlyWarningQuery, found: Mapping[str, Figure]) -> Iterator[Sentence]:
    """Say which day listed was the most severe, the last of equal ones, where that is not the one judged."""
    days = [figure for figure in found.values() if "day" in figure.group]
    worst = max(days, key=lambda figure: (figure.value, figure.group["day"]), default=None)
    if worst and worst.value > found["severity"].value:
        when = f"Of {query.period} the most severe day" if query.period else "It was more severe before: the worst day"
        text = f"{when} was {worst.group['day']}, at severity {worst.shown} of five."
        yield Sentence(text=text, figures=(worst.name,))


def _since(result: EarlyWarningResult) -> Iterator[Sentence]:
    if result.since and result.since != result.as_of:
        yield Sentence(text=f"It has been a warning or more since {result.since}.", kind="theme", figures=("severity",))


def _steps(result: EarlyWarningResult) -> Iterator[Sentence]:
    for step in result.steps:
        source = f" (playbook {step.playbook})" if step.playbook else ""
        yield Sentence(text=f"Next step: {step.step}{source}", kind="theme", figures=("severity",))
