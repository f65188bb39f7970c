"""Frequency caps: how many messages people get a week, from how many segments, and how many get too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.base import Sentence, tool
from tools.groups import slugs
from tools.inputs import Tables
from tools.segmentation.disclosure import is_told, told
from tools.segmentation.frequency.asked import METHOD, FrequencyCapsQuery, FrequencyCapsResult, Reached
from tools.segmentation.frequency.figures import Counted, figures
from tools.segmentation.frequency.reached import reach, sides, variants
from tools.segmentation.frequency.saying import say


def _say(query: FrequencyCapsQuery, result: FrequencyCapsResult) -> Sequence[Sentence]:
    return list(say(query, result))


@tool(
    title="Frequency caps",
    toolset="segment",
    needs=(),
    method=METHOD,
    examples=(
        "who gets too many messages",
        "how many messages a week does a person get from us",
        "are people over the frequency cap",
        "how many distinct messages does one segment see",
        "do we write to some segments too often",
        "how many people are in several segments at once",
        "how often do members see our recommendations each week",
        "are any variants shown to only a handful of people",
        "what share of people got more than three messages a week",
        "message fatigue by segment",
    ),
    say=_say,
    tags=("frequency capping", "fatigue", "exposure", "over-messaging", "micro-targeting", "contact pressure"),
)
def frequency_caps(query: FrequencyCapsQuery, tables: Tables) -> FrequencyCapsResult:
    """How many messages people get a week, what share of them more than the cap, and how many each segment sees.

    share over the cap = people with more than `cap` messages in any week (from Monday) / people reached; 0: nobody is
    written to too often. Groups of people under 20 are not told of, and messages that reached so few are counted as
    targeted too narrowly. Raises TooFewPosts below 30 people, MissingData without exposures or assignments.
    """
    found = reach(query, tables)
    seen, theirs = variants(query, found, tables), sides(query, found, tables)
    cells = {name: found.counter.count(who) for name, who in theirs.members.items()} if theirs else {}
    shown = [name for name in cells if name in told(cells)]
    keys = slugs(shown)
    counted = Counted(query, found, seen, theirs, keys)
    return FrequencyCapsResult(
        figures=tuple(figures(counted)),
        caveats=tuple(_caveats(query, counted)),
        period=found.period,
        log=found.log,
        counting=query.counting,
        cap=query.cap,
        breached=is_told(found.counter.count(found.over > 0)),
        segments=tuple(Reached(segment=name, key=keys[name]) for name in shown),
        thin=seen.thin,
    )


def _caveats(query: FrequencyCapsQuery, counted: Counted) -> Iterator[str]:
    what = "what was shown" if counted.reach.log == "exposures" else "tests that people were put in"
    yield f"Counted is {what}, as far as it is logged here; what other channels sent comes on top."
    yield "Weeks run from Monday, so the first and the last of a period may be cut short and hold fewer messages."
    if query.counting == "messages" and counted.reach.log == "exposures":
        yield "Everything shown counts, several at one time too; `counting: occasions` counts each time once."
    if counted.sides and len(counted.keys) < len(counted.sides.members):
        yield "Segments that few people reached belong to are not told of, so that no count singles anybody out."
    if counted.sides is None:
        yield "No segment is recorded with an assignment, so it cannot be told how many sides write to one person."
    if not query.filter.is_empty:
        yield "The filter is one of posts: it does not restrict who was written to, so it was not applied."
