"""Card: a segment as a persona card in Markdown: what its people do, and neither a face nor a life story.

A persona that is given a name, a sex and an age invites everybody to see in it what they believe already (Marsden &
Haag, CHI 2016, 4017-4031); this one has figures and a rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.figure import Figure
from tools.segmentation.describing.seen import Seen
from tools.segmentation.describing.units import plain

BARS = 6
CAUTION = "Describes behaviour on average, no individual."
_FULL, _MOST = 20, 300


def bars(seen: Seen) -> tuple[Figure, ...]:
    """Return up to six indices for the card: those of over-indexed features first, at least two of the others."""
    over = [figure for feature in seen.portrait.over if (figure := seen.one("index", feature=feature))]
    under = [figure for feature in seen.portrait.under if (figure := seen.one("index", feature=feature))]
    room = max(BARS - min(len(under), BARS // 2), BARS // 2)
    kept = over[:room]
    return (*kept, *under[: BARS - len(kept)])


def card(seen: Seen) -> str:
    """Write the card: title, size, bars of indices, the rule, what they write, and the caution."""
    return "\n".join(_lines(seen))


def _lines(seen: Seen) -> Iterator[str]:
    portrait, size, share = seen.portrait, seen.all("size")[0], seen.all("share")[0]
    yield f"### {portrait.label}"
    yield f"{portrait.name.capitalize()} · {size.shown} people · {share.shown} of all"
    yield ""
    for figure in bars(seen):
        yield f"- `{_bar(figure.value)}` {figure.shown} {plain(figure.group['feature'])}"
    yield ""
    yield f"**How to tell them:** {rule_line(seen)}"
    for lead, parts in (("Write more often of", portrait.talks_of), ("Express more often", portrait.expresses)):
        if parts:
            yield f"**{lead}:** {', '.join(parts)}"
    yield ""
    yield f"*{CAUTION} Index 100 is everybody asked about.*"


def rule_line(seen: Seen) -> str:
    """Return the rule as one line, or that there is none to rely on."""
    portrait = seen.portrait
    if not portrait.rules:
        return "no simple rule tells them."
    doubt = "" if portrait.holds else " (a hint only: it tells too few of them right)"
    return f"{portrait.rules[0]}{' …' if len(portrait.rules) > 1 else ''}{doubt}."


def _bar(index: float) -> str:
    filled = round(min(index, _MOST) / _MOST * _FULL)
    return "█" * filled + "·" * (_FULL - filled)
