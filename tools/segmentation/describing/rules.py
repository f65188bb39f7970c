"""Rules: a shallow tree that tells a segment's people from all others, and how well it does on people it has not seen.

The tree is a surrogate: it imitates the segmentation with a few plain conditions. Thresholds are rounded as people say
them, and it is the rounded rules that are measured.
Sources: Breiman et al., Classification and Regression Trees (1984); Craven & Shavlik, NIPS 8 (1996) 24-30 (trees as
explanations, fidelity); Breiman, Machine Learning 45 (2001) 5-32 (permutation importance).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.segmentation.describing.units import natural
from tools.segmentation.describing.used import told_places
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.segmented import Segmented

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Mask = NDArray[np.bool_]

DEPTH = 3
RELIABLE = 0.75
"""Precision and recall on unseen people from which rules may be relied on."""
_MOST_RULES = 3
_FOLDS = 5
_MOST_PEOPLE = 20_000
_SMALLEST_LEAF = 0.01
_SHUFFLES = 5
_ADDS = 0.05


class Condition(NamedTuple):
    """A feature at least `low` and below `high`; either may be none."""

    feature: int
    low: float | None
    high: float | None

    def holds(self, values: Array) -> Mask:
        """Return of which people it holds; `values` (people, features) without gaps."""
        import numpy as np

        column = values[:, self.feature]
        held: Mask = np.ones(len(column), dtype=bool)
        if self.low is not None:
            held &= column >= self.low
        if self.high is not None:
            held &= column < self.high
        return held


Rule = tuple[Condition, ...]
"""Conditions that hold together."""
_Step = tuple[int, bool, float]
"""A step down the tree: the feature, whether the way leads above the threshold, and the threshold."""


class Fidelity(NamedTuple):
    """How the rules do on people they were not made from: shares of 0 to 1.

    `precision`: of those they call members, who are; `recall`: of the members, whom they call so; `balanced`: mean of
    recall and of the share of others whom they rightly leave out, .5 for rules that know nothing.
    """

    balanced: float
    precision: float
    recall: float

    @property
    def holds(self) -> bool:
        """Whether the rules may be relied on."""
        return min(self.precision, self.recall) >= RELIABLE


class Surrogate(NamedTuple):
    """Rules, those that find most members first; their fidelity; and what each feature adds to it.

    `importance` is the balanced accuracy lost when a feature is shuffled among people, by place of the feature.
    """

    rules: tuple[Rule, ...]
    fidelity: Fidelity
    importance: Mapping[int, float]
    gaps: bool
    """Whether unknown values had to be filled in, by the feature's median."""


def surrogate(segmented: Segmented, segment: int, used: Collection[str], *, seed: int) -> Surrogate:
    """Make rules from the features that segments were made of, measured by five-fold cross-validation.

    On at most 20,000 people, drawn at random.
    """
    import numpy as np

    random = np.random.default_rng([seed, segment])
    some = _some(len(segmented.matrix.people), random)
    values, inside = filled(segmented.matrix.values[some]), segmented.members(segment)[some]
    features = _grown_on(segmented, used)
    fold = _folds(inside, random)
    said, lost = np.zeros(len(inside), dtype=bool), dict[int, list[float]]()
    for number in range(_FOLDS):
        held = fold == number
        rules = _rules(values[~held], inside[~held], features, seed=seed)
        said[held] = _any(rules, values[held])
        for feature, drop in _dropped(rules, values[held], inside[held], random).items():
            lost.setdefault(feature, []).append(drop)
    importance = {feature: sum(drops) / _FOLDS for feature, drops in sorted(lost.items())}
    gaps = bool(np.isnan(segmented.matrix.values[some][:, features]).any())
    return Surrogate(_rules(values, inside, features, seed=seed), _fidelity(said, inside), importance, gaps)


def filled(values: Array) -> Array:
    """Return the values with the median of those known in place of unknown ones; 0 where nobody's is known."""
    import numpy as np

    known = ~np.isnan(values)
    columns = zip(values.T, known.T, strict=True)
    middle = [float(np.median(column[held])) if held.any() else 0.0 for column, held in columns]
    whole: Array = np.where(known, values, np.asarray(middle))
    return whole


def _grown_on(segmented: Segmented, used: Collection[str]) -> list[int]:
    """Return the places of the features that rules may use: those the segments were made of, if they may be told."""
    told = told_places(segmented)
    return [place for place in told if segmented.matrix.features[place].name in used] or list(told)


def _some(n: int, random: np.random.Generator) -> NDArray[np.intp]:
    import numpy as np

    if n <= _MOST_PEOPLE:
        return np.arange(n)
    return np.sort(random.choice(n, _MOST_PEOPLE, replace=False))


def _folds(inside: Mask, random: np.random.Generator) -> NDArray[np.intp]:
    """Number the fold of each person, members and others spread evenly over the folds."""
    import numpy as np

    fold = np.empty(len(inside), dtype=np.intp)
    for side in (inside, ~inside):
        fold[side] = random.permutation(np.arange(int(side.sum())) % _FOLDS)
    return fold


def _rules(values: Array, inside: Mask, features: Sequence[int], *, seed: int) -> tuple[Rule, ...]:
    """Return the paths to where members are in the majority, or to the leaf that holds them most densely.

    A split whose both sides lead to members is no condition; rules that add under a twentieth of them are left out.
    """
    from sklearn.tree import DecisionTreeClassifier

    smallest = max(FLOOR // 2, int(_SMALLEST_LEAF * len(inside)))
    fitted = DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=smallest, class_weight="balanced", random_state=seed
    ).fit(values[:, features], inside)
    shares = _shares(fitted.tree_, fitted.apply(values[:, features]), inside)
    least = 0.5 if max(shares.values()) >= 0.5 else max(shares.values())
    found = _paths(fitted.tree_, 0, (), frozenset(leaf for leaf, share in shares.items() if share >= least))
    rules = [_merged([(features[place], above, limit) for place, above, limit in steps]) for steps in found]
    members = {rule: int((_any((rule,), values) & inside).sum()) for rule in rules if rule}
    ranked = sorted(members, key=lambda rule: (-members[rule], len(rule), str(rule)))
    kept = [rule for rule in ranked if members[rule] >= _ADDS * inside.sum()] or ranked[:1]
    return tuple(kept[:_MOST_RULES])


def _shares(tree: Any, leaf: NDArray[np.intp], inside: Mask) -> dict[int, float]:  # noqa: ANN401 - sklearn's
    """Return what share of the people in each leaf are members."""
    import numpy as np

    people, members = np.bincount(leaf, minlength=tree.node_count), np.bincount(leaf[inside], minlength=tree.node_count)
    return {node: members[node] / people[node] for node in np.flatnonzero(people).tolist()}


def _paths(tree: Any, node: int, above: tuple[_Step, ...], wanted: frozenset[int]) -> list[tuple[_Step, ...]]:  # noqa: ANN401 - sklearn's
    """Return the steps down to the wanted leaves; where all leaves under a node are wanted, down to that node."""
    if tree.children_left[node] == tree.children_right[node]:
        return [above] if node in wanted else []
    feature, limit = int(tree.feature[node]), natural(float(tree.threshold[node]))
    left = _paths(tree, tree.children_left[node], (*above, (feature, False, limit)), wanted)
    right = _paths(tree, tree.children_right[node], (*above, (feature, True, limit)), wanted)
    whole = [(*above, (feature, False, limit))] == left and [(*above, (feature, True, limit))] == right
    return [above] if whole else [*left, *right]


def _merged(steps: Sequence[_Step]) -> Rule:
    """Put the steps down a path together: one condition a feature."""
    made = []
    for feature in dict.fromkeys(step[0] for step in steps):
        lows = [limit for place, above, limit in steps if place == feature and above]
        highs = [limit for place, above, limit in steps if place == feature and not above]
        made.append(Condition(feature, max(lows, default=None), min(highs, default=None)))
    return tuple(made)


def _any(rules: Sequence[Rule], values: Array) -> Mask:
    import numpy as np

    found: Mask = np.zeros(len(values), dtype=bool)
    for rule in rules:
        held: Mask = np.ones(len(values), dtype=bool)
        for condition in rule:
            held &= condition.holds(values)
        found |= held
    return found


def _fidelity(said: Mask, inside: Mask) -> Fidelity:
    right = int((said & inside).sum())
    recall = right / max(int(inside.sum()), 1)
    left = int((~said & ~inside).sum()) / max(int((~inside).sum()), 1)
    return Fidelity((recall + left) / 2, right / max(int(said.sum()), 1), recall)


def _dropped(rules: Sequence[Rule], values: Array, inside: Mask, random: np.random.Generator) -> dict[int, float]:
    """Return what shuffling each feature of the rules among people costs in balanced accuracy."""
    whole = _fidelity(_any(rules, values), inside).balanced
    lost = {}
    for feature in sorted({condition.feature for rule in rules for condition in rule}):
        shuffled = values.copy()
        after = 0.0
        for _ in range(_SHUFFLES):
            shuffled[:, feature] = random.permutation(values[:, feature])
            after += _fidelity(_any(rules, shuffled), inside).balanced / _SHUFFLES
        lost[feature] = whole - after
    return lost
