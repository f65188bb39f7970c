"""Reasons: why there are so many segments, and why by that algorithm, in words whose numbers are figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.segmentation.asked import Algorithm, Definition
from tools.segmentation.clustering.choosing import Choice, Tried
from tools.wording import capital, listed

WORDS = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
"""Numbers of groups as they are written in sentences."""
ALGORITHM: Mapping[Algorithm, str] = {
    "gaussian_mixture": "a Gaussian mixture",
    "kmeans": "k-means",
    "hierarchical": "Ward's hierarchical clustering",
    "hdbscan": "HDBSCAN",
}
_HOLDS = (
    "they come back in random halves of the people, are narrower than one crowd with the same features would be, and "
    "it is emptier between neighbours than within"
)


def reasons(choice: Choice, definition: Definition) -> Iterator[str]:
    """Say why in two sentences: the number of groups, then the algorithm."""
    if choice.k == 1:
        yield from _none(choice)
        return
    yield _number(choice, definition)
    yield _algorithm(choice, definition)


def _none(choice: Choice) -> Iterator[str]:
    if choice.algorithm == "hdbscan":
        yield "HDBSCAN was asked for: it finds no dense places that come back in random halves of the people."
        return
    yield (
        "They are one crowd whose members differ by degrees: groups cut from it do not come back in random halves of "
        "the people, or are no narrower than those of people drawn without groups, or have no emptier place between "
        "them."
    )
    if choice.tried:
        yield f"Tried were {WORDS[2]} to {WORDS[choice.tried[-1].k]} groups, and dense places of any shape (HDBSCAN)."


def _number(choice: Choice, definition: Definition) -> str:
    k, held = choice.k, choice.held
    if choice.algorithm == "hdbscan":
        return f"{capital(WORDS[k])} dense places of any shape come back in random halves of the people."
    if definition.k:
        own = next((tried for tried in choice.tried if tried.k == k), None)
        holds = "and they hold" if own and not own.lacks else f"but {listed(own.lacks)}" if own else "untried"
        best = f"; the most that hold are {WORDS[max(held)]}" if held and max(held) != k else ""
        none = "" if held else "; no number of groups holds"
        return f"{capital(WORDS[k])} groups were asked for, {holds}{best}{none}."
    if not held:
        return (
            f"{capital(WORDS[k])} groups come back in random halves of the people and are, of all numbers tried, the "
            "farthest from what one crowd with the same features would show; but they run into each other: between "
            "some neighbours it is no emptier than within them, so that borders are a matter of choice."
        )
    more = [number for number in held if number > k]
    if more and k not in held:
        return (
            f"The groups that hold are {WORDS[min(more)]}, more than you can serve ({WORDS[definition.capacity]}): "
            f"{WORDS[k]} are the ones among so many that come back best, though each may hold several."
        )
    if more:
        return (
            f"{capital(WORDS[k])} is the most that hold among as many as you can serve ({WORDS[definition.capacity]}): "
            f"{_HOLDS}; {WORDS[max(more)]} would hold as well."
        )
    return f"{capital(WORDS[k])} groups are the most that hold: {_HOLDS}{_next(choice)}."


def _next(choice: Choice) -> str:
    """Say why one group more does not hold."""
    after: Tried | None = next((tried for tried in choice.tried if tried.k == choice.k + 1), None)
    return f"; with {WORDS[after.k]}, {after.lacks[0]}" if after and after.lacks else ""


def _algorithm(choice: Choice, definition: Definition) -> str:
    name = ALGORITHM[choice.algorithm]
    others = [one for one in choice.compared if one.algorithm != choice.algorithm and one.k == choice.k]
    if definition.algorithm:
        return f"{capital(name)} was asked for."
    if choice.algorithm == "hdbscan":
        return "HDBSCAN was taken since groups around centres do not hold here."
    why = "says how sure each membership is" if choice.algorithm == "gaussian_mixture" else "comes back best"
    if not others:
        return f"{capital(name)} was taken since it {why}."
    return (
        f"{capital(name)} was taken since its groups come back about as well as those of any other algorithm tried "
        f"({listed(ALGORITHM[one.algorithm] for one in others)}), and it {why}."
    )
