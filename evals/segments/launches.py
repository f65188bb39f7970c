"""Launches: sample launches of several seeds, their people and the segment that each was planted in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.inputs import Tables
from tools.segmentation.asked import Definition
from tools.segmentation.segmenter import TableSegmenter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.samples import Launch
    from tools.segmentation.matrix import Matrix

_READ = ("events", "outcomes", "authors", "assignments")


class Members(NamedTuple):
    """The members of a launch as they are measured, and the number of each one's planted segment, from 0."""

    matrix: Matrix
    planted: NDArray[np.int64]


def members(seed: int) -> Members:
    """Generate a launch and measure its members by default."""
    import numpy as np

    from knowledge.samples import generate

    launch = generate(seed)
    matrix = TableSegmenter(tables_of(launch)).matrix(Definition(dataset="sample"))
    letters = [launch.truth.segments[person] for person in matrix.people]
    return Members(matrix, np.unique(letters, return_inverse=True)[1].astype(np.int64))


def tables_of(launch: Launch) -> Tables:
    """Return what a launch's members did, came to and declared as tables in memory."""
    import ibis
    import pyarrow as pa

    from tools.facts import Facts
    from tools.tables import TABLES

    connection = ibis.duckdb.connect()
    connection.raw_sql("SET TimeZone = 'UTC'")
    for name in _READ:
        schema = ibis.schema({column: spec.type for column, spec in TABLES[name].columns.items()}).to_pyarrow()
        rows = [row._asdict() for row in getattr(launch, name)]
        held = pa.Table.from_pylist([{column: row.get(column) for column in schema.names} for row in rows], schema)
        connection.con.register(name, held)
    return Tables({name: connection.table(name) for name in _READ}, Facts(dataset="sample"))
