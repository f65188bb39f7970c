"""Spikes: are alarms early and few on four labelled series of tweets, scored as the Numenta Anomaly Benchmark does?

    python -m evals.spikes [../shared/data/spikes] [--around]

Development data: the chance and the quiet hours of an alarm were chosen on these four series; `--around` prints the
score at other values of both, which says how much the choice matters. Scoring: evals/nab.py.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evals.nab import Outcome, Window, outcome, together
from tools.errors import MissingData
from tools.statistics.alarms import CHANCE, QUIET_HOURS, alarms, chances_as_they_come, raised

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHARED = Path("../shared/data/spikes")
PER_HOUR = 12
_QUIETS = (QUIET_HOURS // 2, 3 * QUIET_HOURS // 4, QUIET_HOURS, 3 * QUIET_HOURS // 2)


class Labelled(NamedTuple):
    """A series of five-minute counts with the windows that somebody labelled."""

    name: str
    counts: NDArray[np.float64]
    times: NDArray[np.datetime64]
    windows: tuple[Window, ...]


def labelled_series(folder: Path) -> list[Labelled]:
    """Read the series; MissingData if the folder does not hold their windows."""
    if not (folder / "windows.json").exists():
        raise MissingData(f"There is no windows.json in {str(folder)!r}. Pass the folder with the labelled series.")
    windows = json.loads((folder / "windows.json").read_text(encoding="utf-8"))
    return [_series(folder / Path(name).name, spans) for name, spans in sorted(windows.items())]


def scores(series: Sequence[Labelled]) -> Mapping[str, Outcome]:
    """Score the alarms of each series, by name."""
    return {
        one.name: outcome(alarms(one.counts, one.times, per_hour=PER_HOUR), one.windows, rows=len(one.counts))
        for one in series
    }


def main(arguments: Sequence[str]) -> int:
    """Print the tables; return the exit status."""
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")]
    try:
        series = labelled_series(folders[0] if folders else SHARED)
    except MissingData as error:
        sys.stderr.write(f"{error}\n")
        return 1
    tables = [_table(("series", "score", "windows met", "false alarms"), _rows(series))]
    if "--around" in arguments:
        tables.append(_table(("chance", *(f"{hours} quiet hours" for hours in _QUIETS)), _around(series)))
    sys.stdout.write("\n".join(tables))
    return 0


def _rows(series: Sequence[Labelled]) -> Iterator[tuple[str, ...]]:
    found = scores(series)
    for name, one in (*found.items(), ("together", together(found.values()))):
        yield name, f"{one.score:.1f}", f"{one.met} of {one.windows}", str(one.false_alarms)


def _around(series: Sequence[Labelled]) -> Iterator[tuple[str, ...]]:
    """Scores at other chances (rows) and quiet hours (columns)."""
    chances = {one.name: chances_as_they_come(one.counts, one.times, per_hour=PER_HOUR) for one in series}
    for chance in (CHANCE * 10**power for power in (3, 2, 1, 0, -1, -2, -3)):
        cells = []
        for quiet in _QUIETS:
            said = {name: raised(row, per_hour=PER_HOUR, chance=chance, quiet=quiet) for name, row in chances.items()}
            whole = together(outcome(said[one.name], one.windows, rows=len(one.counts)) for one in series)
            cells.append(f"{whole.score:.1f}")
        yield f"{chance:.0e}", *cells


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _series(path: Path, spans: Sequence[Sequence[str]]) -> Labelled:
    import numpy as np

    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    times = np.array([row[0] for row in rows], dtype="datetime64[s]")
    ends = [[np.datetime64(end).astype("datetime64[s]") for end in span] for span in spans]
    windows = tuple(
        Window(int(np.searchsorted(times, first)), int(np.searchsorted(times, last, side="right")) - 1)
        for first, last in ends
    )
    return Labelled(path.stem, np.array([float(row[1]) for row in rows]), times, windows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
