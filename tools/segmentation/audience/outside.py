"""Outside: whether the segments are groups that are known from elsewhere, an attribute or recorded segments."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping
from typing import NamedTuple

from tools.errors import MissingData, TooFewPosts, UnknownName
from tools.inputs import Tables
from tools.segmentation.clustering.agreement import adjusted_rand
from tools.segmentation.declared import declared
from tools.segmentation.disclosure import Counter, is_told
from tools.segmentation.segmented import Segmented

RECORDED = "segment"
FEWEST = 60
"""People of whom both must be known."""


class Match(NamedTuple):
    """Where most of a segment's people are among the groups known from elsewhere."""

    value: str
    share: float
    n: int
    """People of the segment of whom it is known, rounded."""


class Outside(NamedTuple):
    """How alike the segments and the groups known from elsewhere are, over people of whom both are known."""

    adjusted_rand: float
    information: float
    """Normalised mutual information: 0 one says nothing of the other, 1 they say the same."""
    n: int
    """People, rounded."""
    groups: int
    matches: Mapping[int, Match]
    """By segment; those that may be told of."""


def outside(segmented: Segmented, against: str, tables: Tables) -> Outside:
    """Compare segments with groups known from elsewhere.

    Raises MissingData where the table is missing, UnknownName where nobody has such an attribute, and TooFewPosts
    below `FEWEST` people of whom it is known.
    """
    import numpy as np
    from sklearn.metrics import normalized_mutual_info_score

    known = _known(against, tables)
    values = np.array([known.get(person, "") for person in segmented.matrix.people])
    both = (values != "") & (segmented.placing.segment > 0)
    counter = Counter(segmented.matrix.people, segmented.placing.segment)
    n = counter.count(both)
    if n < FEWEST:
        what = f"people of whom {against!r} is known"
        raise TooFewPosts(found=n, needed=FEWEST, what=what, advice="Leave out `against`.")
    segment, codes = segmented.placing.segment[both], np.unique(values[both], return_inverse=True)[1]
    matches = {}
    for number in range(1, segmented.k + 1):
        members = both & segmented.members(number)
        if found := _match(counter, values, members):
            matches[number] = found
    return Outside(
        adjusted_rand(segment, codes),
        float(normalized_mutual_info_score(segment, codes)),
        n,
        len(set(codes.tolist())),
        matches,
    )


def _match(counter: Counter, values: object, members: object) -> Match | None:
    """Return the commonest group of a segment, where both it and the rest may be told of."""
    import numpy as np

    held, rows = np.asarray(values), np.asarray(members)
    n = counter.count(rows)
    if not is_told(n):
        return None
    value = min(Tally(held[rows].tolist()).items(), key=lambda item: (-item[1], item[0]))[0]
    inside = counter.count(rows & (held == value))
    return Match(value, min(inside / n, 1.0), n) if is_told(inside) else None


def _known(against: str, tables: Tables) -> Mapping[str, str]:
    """Return the group of each person, of those in exactly one."""
    if against == RECORDED:
        assigned = tables["assignments"]
        rows = assigned.filter(assigned.segment.notnull()).select("user_id", "segment").distinct()
        pairs = [(row["user_id"], row["segment"]) for row in rows.to_pyarrow().to_pylist()]
    else:
        if "authors" not in tables:
            raise MissingData(
                f"Attributes are declared in the table 'authors', which dataset {tables.facts.dataset!r} does not "
                "have. Import it with --table authors, or leave out `against`."
            )
        said = declared(tables)
        names = {one.attribute for one in said}
        if against not in names:
            raise UnknownName("declared attribute", against, {*names, RECORDED})
        pairs = [(one.person, one.value) for one in said if one.attribute == against]
    times = Tally(person for person, _ in pairs)
    return {person: value for person, value in pairs if times[person] == 1}
