"""Labels: what the dataset's reader made of each post, taken from the stored readings and counted in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from server.runtime import Runtime

_SIDES = ("negative", "neutral", "positive")
_COLUMNS = ("post_id", "sentiment", "reliable", "emotions", "intents", "aspects")


class Read(NamedTuple):
    """A post as the reader read it: sentiment (none where it could not be told), and labels that passed thresholds."""

    sentiment: str | None
    reliable: bool
    emotions: frozenset[str] = frozenset()
    intents: frozenset[str] = frozenset()
    aspects: Mapping[str, str] = {}
    """Feature or brand -> the likeliest side of the mean over its mentions."""


def readings_of(runtime: Runtime, dataset: str) -> dict[str, Read]:
    """Return the stored readings of a dataset's current version by post id, past the tools' own queries."""
    import pyarrow.parquet as parquet

    files = runtime.dataset(dataset).files("readings")
    rows = (row for path in files for row in parquet.ParquetFile(path).read(columns=[*_COLUMNS]).to_pylist())
    return {row["post_id"]: _read(row) for row in rows}


def _read(row: Mapping[str, Any]) -> Read:
    return Read(
        sentiment=row["sentiment"],
        reliable=bool(row["reliable"]),
        emotions=frozenset(name for name, _ in row["emotions"] or ()),
        intents=frozenset(name for name, _ in row["intents"] or ()),
        aspects=_sides(row["aspects"] or ()),
    )


def _sides(mentions: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for mention in mentions:
        found[mention["name"]].append(mention)
    return {name: _likeliest(each) for name, each in found.items()}


def _likeliest(mentions: Sequence[Mapping[str, Any]]) -> str:
    return max(_SIDES, key=lambda side: fmean(mention[f"p_{side}"] for mention in mentions))
