"""Render: an answer as text, for people. What posts hold is escaped and never becomes markup."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from server.agent.answer import Answer, CitedFigure, CitedPost
from server.desk.visible import one_line
from tools.figure import show

Style = Literal["headline", "claim", "label", "quote", "dim", "caveat", "next", ""]
WIDEST_LABEL = 58


class Line(NamedTuple):
    """A line of text, and what it is."""

    text: str
    style: Style = ""


def rendered(answer: Answer, *, width: int = 100) -> list[Line]:
    """Return the answer line by line, wrapped to `width`: finding, claims, quotes, figures, caveats, next step."""
    lines = [*_wrapped(answer.headline, width, "headline"), Line("")]
    if not answer.abstained:
        aliases = {figure.id: f"f{number}" for number, figure in enumerate(answer.figures, start=1)}
        lines += [*_claims(answer, aliases, width), *_quotes(answer.posts, width), *_figures(answer, aliases)]
    lines += _caveats(answer.caveats, width)
    if answer.next_step and not answer.abstained:
        lines += [*_wrapped(answer.next_step, width, "next"), Line("")]
    return [*lines, *_colophon(answer, width)]


def as_text(answer: Answer, *, width: int = 100) -> str:
    """Return the answer as plain text."""
    return "\n".join(line.text for line in rendered(answer, width=width))


def _claims(answer: Answer, aliases: dict[str, str], width: int) -> Iterator[Line]:
    said = [claim for claim in answer.claims if claim.kind != "quote"]
    # The headline repeats its claim; a reader needs it once, here only for its citations.
    for claim in said:
        cited = [aliases[name] for name in claim.figures if name in aliases] + list(claim.posts)[:3]
        more = f" +{len(claim.posts) - 3}" if len(claim.posts) > 3 else ""
        citation = f" [{', '.join(cited)}{more}]" if cited else ""
        yield from _wrapped(f"- {one_line(claim.text, 2_000)}{citation}", width, "claim", indent="  ")
    if said:
        yield Line("")


def _quotes(posts: Sequence[CitedPost], width: int) -> Iterator[Line]:
    if posts:
        yield Line("Posts", "label")
    for post in posts:
        sign = {"contrary": "disagrees", "match": "found", "representative": "typical"}.get(post.role, post.role)
        yield from _wrapped(f"“{one_line(post.quote, 400)}”", width, "quote", prefix="  ", indent="   ")
        parts = [
            post.author and one_line(post.author, 40),
            post.platform,
            f"{post.created_at:%Y-%m-%d %H:%M}",
            sign,
            f"[{post.id}]",
        ]
        yield Line("   " + ", ".join(filter(None, parts)), "dim")
        if post.url:
            yield Line("   " + one_line(post.url, 300), "dim")
    if posts:
        yield Line("")


def _figures(answer: Answer, aliases: dict[str, str]) -> Iterator[Line]:
    if not answer.figures:
        return
    yield Line("Figures", "label")
    rows = [_row(figure, aliases[figure.id]) for figure in answer.figures]
    rows.insert(0, ("", "what", "value", "95 % interval", "n", "recompute with"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [row[0].ljust(widths[0]), row[1].ljust(widths[1]), row[2].rjust(widths[2]), row[3].rjust(widths[3]),
                 row[4].rjust(widths[4]), row[5]]  # fmt: skip
        yield Line("  " + "  ".join(cells).rstrip(), "dim" if number == 0 else "")
    for result in dict.fromkeys(figure.result for figure in answer.figures):
        figure = next(figure for figure in answer.figures if figure.result == result)
        tool = next((call.tool for call in answer.tool_calls if call.result == result), "")
        scope = "; ".join(filter(None, [figure.period, one_line(figure.filter, 120)]))
        yield Line(f"  {result}: {tool}, {scope}", "dim")
    yield Line("")


def _row(figure: CitedFigure, alias: str) -> tuple[str, ...]:
    interval = ""
    if figure.low is not None and figure.high is not None:
        interval = f"{show(figure.low, figure.unit)} to {show(figure.high, figure.unit)}"
    return (alias, one_line(figure.label, WIDEST_LABEL), figure.shown, interval, f"{figure.n:,}", figure.result)


def _caveats(caveats: Sequence[str], width: int) -> Iterator[Line]:
    if caveats:
        yield Line("Beware", "label")
    for caveat in caveats:
        yield from _wrapped(f"- {one_line(caveat, 1_000)}", width, "caveat", prefix="  ", indent="    ")
    if caveats:
        yield Line("")


def _colophon(answer: Answer, width: int) -> list[Line]:
    newest = f", newest post {answer.as_of:%Y-%m-%d %H:%M}" if answer.as_of else ""
    model = f", worded by {answer.model}" if answer.model else ""
    return _wrapped(f"{answer.dataset} {answer.dataset_version}{newest}{model}", width, "dim")


def _wrapped(text: str, width: int, style: Style, *, prefix: str = "", indent: str = "") -> list[Line]:
    flat = one_line(text, 4_000)
    wrapped = textwrap.wrap(flat, width, initial_indent=prefix, subsequent_indent=indent, break_long_words=False)
    return [Line(part, style) for part in wrapped]
