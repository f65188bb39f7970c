"""Seen: the figures of one segment in a result, found by what they measure."""

from __future__ import annotations

from tools.figure import Figure
from tools.segmentation.describing.asked import DescribeSegmentResult, Portrait


class Seen:
    """Figures of one portrait of a result."""

    def __init__(self, result: DescribeSegmentResult, portrait: Portrait) -> None:
        self.portrait = portrait
        self._held = [figure for figure in result.figures if figure.group.get("segment") == portrait.name]

    def all(self, stem: str, **group: str) -> list[Figure]:
        """Return the figures `stem.segment_2...` of a group, in the result's order."""
        slug = self.portrait.name.replace(" ", "_")
        lead = f"{stem}.{slug}"
        return [
            figure
            for figure in self._held
            if (figure.name == lead or figure.name.startswith(f"{lead}.")) and group.items() <= figure.group.items()
        ]

    def one(self, stem: str, **group: str) -> Figure | None:
        """Return the first of them; none where there is none."""
        return next(iter(self.all(stem, **group)), None)

    def contrast(self, feature: str) -> Figure | None:
        """Return the index of a feature, or its difference where it has no index."""
        return self.one("index", feature=feature) or self.one("difference", feature=feature)
