"""Audience: the people that a test could take, their segments, when they were last there, and what ties them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import MissingData, TooFewPosts
from tools.inputs import Tables
from tools.scope import bounds
from tools.segmentation.disclosure import Counter
from tools.segmentation.segmented import Segmenter
from tools.segmentation.testing.membership import Membership, membership
from tools.segmentation.testing.planning.asked import MINIMUM, TestPlanQuery

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]


class Audience(NamedTuple):
    """People in order of their ids, which never leave, by segment; arrays of shape (people,)."""

    members: Membership
    counter: Counter
    away: NDArray[np.floating[Any]] | None
    """Days since each person was last seen; NaN if never. None where nothing says when people were there."""
    tied: Bits | None
    """Who follows or is followed by another; none where that is not known."""
    tested: Bits
    """Who is in a test already."""

    @property
    def n(self) -> int:
        """How many there are, rounded."""
        return self.counter.n

    @property
    def weights(self) -> NDArray[np.floating[Any]]:
        """How often each person is counted, shape (people,): once, but for those who stand in and are stood in for."""
        import numpy as np

        people = len(self.members.people)
        return np.bincount(self.counter.counted(np.arange(people)), minlength=people).astype(float)


def audience_of(query: TestPlanQuery, tables: Tables, segmenter: Segmenter) -> Audience | None:
    """Return the people of a dataset that can be tested; none where it holds none and a base is given.

    Raises TooFewPosts below `MINIMUM` people.
    """
    try:
        members = membership(query.definition, query.segments, tables, segmenter)
    except (MissingData, TooFewPosts):
        if query.base is None:
            raise
        return None
    counter = Counter(members.people, members.code)
    if len(members.people) < MINIMUM:
        raise TooFewPosts(found=counter.n, needed=MINIMUM, what="people to test on")
    tested = _ids("assignments", "user_id", tables)
    return Audience(
        members,
        counter,
        _away(query, members.people, tables),
        _tied(members.people, tables) if "follows" in tables else None,
        _among(members.people, tested),
    )


def days_to_reach(audience: Audience, people: int) -> int | None:
    """Return in how many days so many different people were last seen, counting back; none if not so many ever were."""
    import numpy as np

    if audience.away is None:
        return None
    days = np.sort(audience.away[~np.isnan(audience.away)])
    return int(days[people - 1]) + 1 if people <= len(days) else None


def _away(query: TestPlanQuery, people: tuple[str, ...], tables: Tables) -> NDArray[np.floating[Any]] | None:
    import numpy as np

    if "events" not in tables:
        return None
    events = tables["events"]
    if query.period:
        start, end = bounds(query.period, tables.facts)
        events = events.filter(events["at"] >= start, events["at"] < end)
    rows = events.group_by("user_id").aggregate(last=events["at"].max()).to_pyarrow()
    last = dict(zip(rows["user_id"].to_pylist(), rows["last"].to_pylist(), strict=True))
    if not last:
        return None
    end_of_data, day = max(last.values()), timedelta(days=1)
    return np.asarray([(end_of_data - last[p]) // day if p in last else np.nan for p in people], dtype=float)


def _tied(people: tuple[str, ...], tables: Tables) -> Bits:
    import ibis
    import pyarrow as pa

    here = ibis.memtable(pa.table({"person": list(people)}))
    ties = tables["follows"].filter(lambda tie: tie.from_id != tie.to_id).select("from_id", "to_id")
    ties = ties.filter(ties.from_id.isin(here.person), ties.to_id.isin(here.person))
    tied = ties.select(person=ties.from_id).union(ties.select(person=ties.to_id), distinct=True).to_pyarrow()
    return _among(people, set(tied["person"].to_pylist()))


def _ids(table: str, column: str, tables: Tables) -> set[str]:
    return set(tables[table].select(column).distinct().to_pyarrow()[column].to_pylist()) if table in tables else set()


def _among(people: tuple[str, ...], ids: set[str]) -> Bits:
    import numpy as np

    return np.asarray([person in ids for person in people], dtype=bool)
