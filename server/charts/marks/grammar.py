"""Grammar: the few words of Altair that marks are written in, with types where the library has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import altair as alt

Row = dict[str, Any]


class Layers(NamedTuple):
    """The marks of a picture from the lowest to the topmost, and the height of the space that they fill, in pixels."""

    charts: Sequence[alt.Chart]
    height: int


def over(rows: Sequence[Row]) -> alt.Chart:
    """Return a picture without marks over rows that are written into it."""
    import altair as alt

    return alt.Chart(alt.Data(values=list(rows)))  # type: ignore[no-untyped-call]


def x_px(pixels: float) -> Any:  # noqa: ANN401 - Altair's
    """Return a place that many pixels from the left edge of the marks."""
    import altair as alt

    return alt.XValue(pixels)  # type: ignore[no-untyped-call]


def x_after(pixels: int) -> Any:  # noqa: ANN401 - Altair's
    """Return a place that many pixels beyond the right edge of the marks."""
    import altair as alt

    return alt.XValue(alt.expr(f"width + {pixels}"))  # type: ignore[no-untyped-call]


def y_px(pixels: float) -> Any:  # noqa: ANN401 - Altair's
    """Return a place that many pixels below the top of the marks."""
    import altair as alt

    return alt.YValue(pixels)  # type: ignore[no-untyped-call]


def own_colour(field: str = "colour:N") -> alt.Color:
    """Return the colour that each row names itself."""
    import altair as alt

    return alt.Color(field, scale=None, legend=None)
