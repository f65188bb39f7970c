"""Defaults: behaviour, one feature an object, nothing sensitive, nothing that is chance or said twice."""

import numpy as np
import pytest

from tools.base import Period
from tools.errors import MissingData
from tools.segmentation.features.defaults import default_features, rank_correlation
from tools.segmentation.matrix import Family, Feature, Matrix

MONTH = Period.model_validate({"start": "2026-06-01", "end": "2026-06-28"})
RANDOM = np.random.default_rng(5)
PEOPLE = 400


def matrix(**columns: np.ndarray) -> Matrix:
    """Columns by name, `__` for the dot; those with a dot are uses a week, the others shares of posts."""
    names = [name.replace("__", ".") for name in columns]
    features = tuple(feature(name) for name in names)
    return Matrix(tuple(f"p{i:03d}" for i in range(PEOPLE)), features, np.column_stack(list(columns.values())), MONTH)


def feature(name: str) -> Feature:
    families: dict[str, Family] = {"posts": "activity", "feeling": "feeling", "intent": "feeling", "value": "value"}
    family = families.get(name.split(".", maxsplit=1)[0], "use")
    unit = {"feeling": "net", "value": "amount", "intent": "share"}.get(name.split(".", maxsplit=1)[0], "per week")
    return Feature(name, f"{name} a week", unit, family, "health" if "clinic" in name else "ordinary")


def habit(mean: float = 2.0) -> np.ndarray:
    """Uses a week over four weeks, by people who differ."""
    return RANDOM.poisson(RANDOM.gamma(2, mean / 2, PEOPLE) * 4) / 4


def test_uses_are_the_default_and_neither_their_sum_nor_value():
    uses = {"use__a": habit(3), "use__b": habit(2)}
    both = matrix(**uses, use__all=uses["use__a"] + uses["use__b"], value__monthly=habit(100))
    assert default_features(both) == ("use.a", "use.b")


def test_of_two_things_done_with_one_object_that_only_chance_tells_apart_one_is_taken():
    means = RANDOM.gamma(2, 1.5, PEOPLE)
    used, rated, shared = (RANDOM.poisson(rates * 4) / 4 for rates in (means, means / 3, RANDOM.gamma(2, 0.5, PEOPLE)))
    found = default_features(matrix(rate__a=rated, use__a=used, share__a=shared))
    assert found == ("use.a", "share.a")


def test_what_few_do_what_is_chance_and_what_is_sensitive_is_left_out():
    rare = np.where(np.arange(PEOPLE) % 10 == 0, habit(5), 0)
    chance = RANDOM.poisson(8, PEOPLE) / 4
    found = default_features(
        matrix(use__a=habit(3), use__b=habit(2), view__rare=rare, view__chance=chance, use__clinic=habit(4))
    )
    assert found == ("use.a", "use.b")


def test_what_says_the_same_is_taken_once():
    one = habit(3)
    assert default_features(matrix(use__a=one, use__b=one * 0.9, use__c=habit(1))) == ("use.a", "use.c")


def test_a_kind_of_very_many_objects_counts_as_a_whole():
    objects = {f"view__o{i}": habit(1) for i in range(13)}
    found = default_features(matrix(**objects, view__all=sum(objects.values()), login__app=habit(2)))
    assert found == ("view.all", "login.app")


def test_authors_are_grouped_by_how_and_what_they_write():
    net, praise = RANDOM.normal(0, 0.3, PEOPLE), RANDOM.random(PEOPLE)
    praise[: PEOPLE // 2 + 1] = np.nan
    found = default_features(matrix(posts=habit(1), feeling__net=net, intent__praise=praise))
    assert found == ("posts", "feeling.net")  # praise is known of under half of them


def test_where_nothing_tells_people_apart_nobody_is_grouped():
    with pytest.raises(MissingData, match="Of 2 features none two"):
        default_features(matrix(use__a=np.ones(PEOPLE), use__b=habit(2)))


def test_rank_correlation_is_over_those_of_whom_both_are_known():
    one = np.array([1.0, 2, 3, 4, np.nan])
    assert rank_correlation(one, np.array([10.0, 20, 30, 400, -5])) == pytest.approx(1)
    assert rank_correlation(one, np.ones(5)) == 0
