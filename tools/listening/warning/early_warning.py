"""Early warning: how severe the talk against a brand is as of a day, one to five, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from pydantic import Field

from tools.base import Evidence, Model, Period, Query, Result, tool
from tools.errors import BadRequest, TooFewPosts
from tools.inputs import Tables
from tools.listening.warning.components import Part, day_at, scored
from tools.listening.warning.course import Course, Moment, as_of, course, last_day, told
from tools.listening.warning.figures import METHOD, Assessed, figures
from tools.listening.warning.grave import DANGER
from tools.listening.warning.saying import said
from tools.listening.warning.severity import (
    FLOOR,
    Gate,
    Judged,
    Step,
    by_chance,
    judged,
    ladder,
    turns,
    under_other_weights,
)
from tools.listening.warning.usual import FEWEST_DAYS, LOOKED_BACK_DAYS, usual
from tools.listening.warning.window import Window, window

MINIMUM = 30
"""People heard, day by day, in the days before the one that is judged."""
_LISTED, _MOST_DAYS = 14, 92
"""Days whose severity is listed: without a period, and at most."""
_WARNING = 3


class EarlyWarningQuery(Query):
    """Is this a crisis? Only posts up to `as_of` are looked at; `period` names the days whose severity is listed."""

    as_of: date | None = Field(
        None, description="Day to judge, by posts up to its end; none: last day of `period`, or of the data."
    )
    hour: int | None = Field(
        None, ge=0, le=23, description="Judge the 24 hours that end with this hour of that day; none: the whole day."
    )
    floor: int = Field(FLOOR, ge=3, description="People who must complain for more than severity 2.")
    seed: int = Field(0, ge=0, description="Seed of the simulation behind the intervals.")


class Component(Model):
    """One of the six parts of the severity, with what it adds."""

    name: Part
    score: float | None = Field(description="0 (as usual) to 1 (at its full); none where the data cannot say.")
    points: float = Field(description="What it adds to the 100 points.")


class EarlyWarningResult(Result):
    """A severity, its components, what would change it, and the step that fits."""

    as_of: date | None = Field(None, description="Day that is judged.")
    hour: int | None = Field(None, description="Last hour that is looked at; none for the whole day.")
    about: tuple[str, ...] = Field((), description="Brands asked about; none: all posts.")
    severity: int = Field(1, ge=1, le=5, description="1 calm, 2 watch, 3 warning, 4 serious, 5 crisis.")
    name: str = Field("", description="The severity in a word.")
    components: tuple[Component, ...] = Field((), description="The six parts, with their points.")
    gate: Gate | None = Field(None, description="What held the severity below its points; none if nothing did.")
    weekly: bool = Field(False, description="Whether the week moved more than the day.")
    platforms: tuple[str, ...] = Field((), description="Platforms on which complaints rose.")
    would_raise: tuple[Part, ...] = Field((), description="Parts that alone, at their full, would raise it.")
    would_lower: tuple[Part, ...] = Field((), description="Parts that alone, were they as usual, would lower it.")
    since: date | None = Field(None, description="First day of the warning that still stands; none below 3.")
    steps: tuple[Step, ...] = Field((), description="What to do, with the playbook passage that it follows.")

    @property
    def until(self) -> str:
        """The moment that is judged, as sentences name it."""
        return f"{self.as_of}" if self.hour is None else f"{self.as_of}T{self.hour:02}:59"


@tool(
    title="Early warning",
    toolset="listen",
    needs=("posts", "readings"),
    method=METHOD,
    examples=(
        "Is this a crisis?",
        "How severe is it right now?",
        "is something going wrong with our reputation",
        "do we have a crisis on our hands",
        "should we be worried about the backlash",
        "was there a crisis in March",
        "how bad was the outage on 27 March",
        "is a shitstorm brewing",
        "should we call the crisis team",
        "what severity is this on a scale of one to five",
        "crisis check",
        "any early warning signs",
        "is the negative talk getting out of hand",
        "are complaints about safety spreading",
        "do we need to escalate this",
        "what should we do about the bad press",
        "is it just one loud complainer or a real problem",
        "how fast is the anger spreading",
        "which playbook step applies now",
        "is our reputation at risk",
    ),
    say=said,
    tags=("crisis", "severity", "alarm", "escalation", "reputation", "backlash", "risk", "playbook"),
)
def early_warning(query: EarlyWarningQuery, tables: Tables) -> EarlyWarningResult:
    """Severity from 1 (calm) to 5 (crisis) of the talk against a brand as of a day, and the step.

    Points, of 100, by published weights: how many people complain against a seasonal baseline, their share, how fast
    they double, words of safety, ethics and law, influential voices, and spread over platforms and reshares. A person
    counts once a day, copies once, suspected bots not at all. Nothing beyond chance is 1; fewer than `floor` people are
    2 at most. Looks only at posts up to the day. Raises TooFewPosts below 7 days, or 30 people heard, before it;
    BadRequest for a day outside the data.
    """
    moment = _moment(query, tables)
    start = _first_listed(query, moment)
    known = told(query, as_of(tables, moment), moment, since=start - timedelta(days=LOOKED_BACK_DAYS))
    days = course(known, moment)
    _refuse_short(days, moment)
    one = _assessed(days, course(known, moment, everybody=True), query)
    read = window(known, moment)
    severities = _severities(days, query, moment)
    raising, lowering = turns(one.found, one.day.voices, floor=query.floor)
    return EarlyWarningResult(
        figures=tuple(figures(one, days, read, severities)),
        posts=tuple(_evidence(read, moment)),
        caveats=tuple(_caveats(query, tables, days, one)),
        period=_period(query, days, moment),
        n_posts=int(days.heard[-1]),
        as_of=moment.day,
        hour=query.hour,
        about=query.filter.brands,
        severity=one.judged.severity,
        name=ladder()[str(one.judged.severity)].name,
        components=tuple(
            Component(name=part, score=score, points=one.judged.parts.get(part, 0.0))
            for part, score in one.found.parts.items()
        ),
        gate=one.judged.gate,
        weekly=one.found.weekly,
        platforms=one.found.risen,
        would_raise=tuple(turn.part for turn in raising),
        would_lower=tuple(turn.part for turn in lowering),
        since=_since(days, query.floor),
        steps=tuple(_steps(one.judged, read)),
    )


def _moment(query: EarlyWarningQuery, tables: Tables) -> Moment:
    if query.filter.suspected_bots == "only":
        raise BadRequest(
            "suspected_bots = 'only' leaves nobody to judge: posts of suspected bots make no severity. Leave it out, "
            "or ask `suspected_bots` how much they wrote."
        )
    last = last_day(tables)
    day = query.as_of or min(query.period.end if query.period else last, last)
    if day > last:
        raise BadRequest(f"as_of is {day}, and the newest post is of {last}. Give a day up to then.")
    return Moment(day, 23 if query.hour is None else query.hour)


def _refuse_short(days: Course, moment: Moment) -> None:
    before = len(days.days) - 1
    if before < FEWEST_DAYS:
        raise TooFewPosts(
            found=max(before, 0),
            needed=FEWEST_DAYS,
            what=f"days of history before {moment.day}",
            advice="Too short to know what is usual: ask about a later day, or import older posts.",
        )
    heard = int(days.heard[:-1].sum())
    if heard < MINIMUM:
        raise TooFewPosts(found=heard, needed=MINIMUM, what=f"people heard before {moment.day}")


def _assessed(days: Course, every: Course, query: EarlyWarningQuery) -> Assessed:
    place = len(days.days) - 1
    day, due = day_at(days, place), usual(days, place)
    found = scored(day, due)
    loudly = day_at(every, place)
    return Assessed(
        day=day,
        due=due,
        found=found,
        judged=judged(found, day.voices, floor=query.floor),
        chance=by_chance(day, due, floor=query.floor, seed=query.seed),
        others=under_other_weights(found, day.voices, floor=query.floor),
        everybody=judged(scored(loudly, usual(every, place)), loudly.voices, floor=query.floor),
    )


def severity_at(days: Course, place: int, *, floor: int = FLOOR) -> Judged:
    """Judge the day at a place of a course by the days before it."""
    day = day_at(days, place)
    return judged(scored(day, usual(days, place)), day.voices, floor=floor)


def _first_listed(query: EarlyWarningQuery, moment: Moment) -> date:
    """Return the first day whose severity is listed: of the period, or of the last fourteen."""
    start = query.period.start if query.period else moment.day - timedelta(days=_LISTED - 1)
    return min(max(start, moment.day - timedelta(days=_MOST_DAYS - 1)), moment.day)


def _severities(days: Course, query: EarlyWarningQuery, moment: Moment) -> Mapping[str, Judged]:
    """Judge the days listed, up to the moment's; those without a week before them are left out."""
    start, end = _first_listed(query, moment), min(query.period.end, moment.day) if query.period else moment.day
    return {
        day.isoformat(): severity_at(days, place, floor=query.floor)
        for place, day in enumerate(days.days)
        if start <= day <= end and place >= FEWEST_DAYS
    }


def _since(days: Course, floor: int) -> date | None:
    """Return the first day of the run of warnings that ends on the last day; none where that is no warning."""
    place = len(days.days) - 1
    while place >= FEWEST_DAYS and severity_at(days, place, floor=floor).severity >= _WARNING:
        place -= 1
    return days.days[place + 1] if place + 1 < len(days.days) else None


def _steps(found: Judged, read: Window) -> Iterator[Step]:
    if any(read.subjects[subject] for subject in DANGER):
        yield ladder()["danger"]
    yield ladder()[str(found.severity)]


def _evidence(read: Window, moment: Moment) -> Iterator[Evidence]:
    about = {"day": moment.day.isoformat()}
    for post_id in dict.fromkeys((*read.typical, *read.loud)):
        voice = {"voice": "influential"} if post_id in read.loud else {}
        yield Evidence(post_id=post_id, role="representative", group=about | voice)
    if read.contrary:
        yield Evidence(post_id=read.contrary, role="contrary", group=about)


def _period(query: EarlyWarningQuery, days: Course, moment: Moment) -> Period:
    start = max(query.period.start, days.days[0]) if query.period else moment.day
    return Period(start=min(start, moment.day), end=moment.day)


def _caveats(query: EarlyWarningQuery, tables: Tables, days: Course, one: Assessed) -> Iterator[str]:
    tracked = [brand.name for brand in tables.facts.brands]
    if len(tracked) > 1 and not query.filter.brands:
        yield f"All brands are judged together; name one of {', '.join(tracked)} in the filter to judge its own."
    if one.day.loud is None:
        yield "Followers and reach are not in the data, so influential voices are not judged; the other parts fill in."
    if days.unread[-1] > days.heard[-1]:
        yield "More posts of the day could not be read reliably than people were heard: other languages may hide more."
    if one.found.parts["spread"]:
        yield "Likes and shares are those of the export, which may have grown since the day that is judged."
    if len(days.days) <= 2 * _LISTED:
        yield "Under four weeks lie before it, so that busy weekdays are not told from unusual ones."
    yield (
        "Severity counts words and people, not whether a charge is true: read the posts cited before you act. "
        "Sentiment is as the reader labelled it; its errors are the same on the days before."
    )
