"""Leading slices, on tables whose causes are known."""

from __future__ import annotations

import numpy as np
import pytest

from tools.statistics.slices import Column, Condition, Found, Table, leading_slices

POSTS = 4000
BLOCKS = 100


def table(chance: dict[tuple[int, int, int], float], *, seed: int = 0, order: int | None = None) -> Table:
    """Posts at .2 negative; `chance` says otherwise by (later, platform, format), of which there are four and two."""
    random = np.random.default_rng(seed)
    later = np.arange(POSTS) % 2
    platform, format_ = random.integers(4, size=POSTS), random.integers(2, size=POSTS)
    wanted = [chance.get(key, 0.2) for key in zip(later.tolist(), platform.tolist(), format_.tolist(), strict=True)]
    negative, block = random.random(POSTS) < wanted, random.integers(BLOCKS, size=POSTS)
    row = np.arange(POSTS) if order is None else np.random.default_rng(order).permutation(POSTS)
    columns = (
        Column("platform", ("facebook", "reddit", "tiktok", "x"), platform[row]),
        Column("format", ("link", "text"), format_[row]),
    )
    return Table(np.ones(POSTS, dtype=np.intp), later[row].astype(bool), negative[row], block[row], columns)


def told(found: Found) -> list[dict[str, str]]:
    return [dict(one.conditions) for one in found.slices]


def test_a_platform_that_sinks_is_found_alone():
    found = leading_slices(table({(1, 1, 0): 0.5, (1, 1, 1): 0.5}))
    assert told(found) == [{"platform": "reddit"}]
    assert found.slices[0].excess == pytest.approx(0.3, abs=0.06)
    assert found.slices[0].known
    assert found.looks == 4 + 2 + 8


def test_two_conditions_are_told_where_both_matter():
    assert told(leading_slices(table({(1, 1, 0): 0.6})))[0] == {"platform": "reddit", "format": "link"}


def test_two_causes_are_both_told():
    chance = {(1, 1, 0): 0.6, (1, 1, 1): 0.6, (1, 3, 1): 0.6}
    assert told(leading_slices(table(chance))) == [{"platform": "reddit"}, {"platform": "x", "format": "text"}]


def test_what_rises_everywhere_is_no_slice():
    everywhere = {(1, platform, format_): 0.4 for platform in range(4) for format_ in range(2)}
    assert told(leading_slices(table(everywhere))) == []


def test_a_platform_that_was_always_bad_is_no_cause():
    assert told(leading_slices(table({(side, 1, form): 0.6 for side in (0, 1) for form in (0, 1)}))) == []


def test_where_one_platform_recovers_it_is_told_with_its_sign():
    always = {(0, 1, form): 0.6 for form in (0, 1)}
    found = leading_slices(table(always))
    assert told(found) == [{"platform": "reddit"}]
    assert found.slices[0].excess < 0


def test_posts_of_one_author_prove_nothing():
    # As many negative posts as a platform that sinks has, but by 5 people.
    found = table({(1, 1, 0): 0.5, (1, 1, 1): 0.5})
    few = np.where(found.columns[0].codes == 1, found.block % 5, found.block)
    assert told(leading_slices(found._replace(block=few))) == []


def test_the_order_of_posts_does_not_matter():
    chance = {(1, 1, 0): 0.6, (1, 1, 1): 0.6, (1, 3, 1): 0.6}
    assert leading_slices(table(chance)) == leading_slices(table(chance, order=5))


def test_rows_that_stand_for_several_posts_count_for_each():
    one = table({(1, 1, 0): 0.6})
    doubled = one._replace(n=one.n * 2)
    twice = one.where(np.repeat(True, POSTS))
    assert leading_slices(doubled).slices[0].excess == pytest.approx(leading_slices(twice).slices[0].excess)


def test_newcomers_are_compared_with_others_of_the_same_place():
    # The first period knows no newcomers. They come to reddit, which was always bad: no excess of theirs.
    base = table({(side, 1, form): 0.6 for side in (0, 1) for form in (0, 1)})
    random = np.random.default_rng(1)
    new = base.later & (random.random(POSTS) < np.where(base.columns[0].codes == 1, 0.8, 0.2))
    voices = Column("voices", ("new", "returning"), np.where(new, 0, 1).astype(np.intp), fresh=True)
    found = leading_slices(base._replace(columns=(*base.columns, voices)))
    assert {"platform": "reddit", "voices": "new"} not in told(found)
    worse = base.counts | (new & (random.random(POSTS) < 0.5))
    found = leading_slices(base._replace(columns=(*base.columns, voices), counts=worse))
    assert told(found)[0] == {"voices": "new"}
    assert not found.slices[0].known


def test_a_post_with_several_values_counts_in_each():
    one = table({})
    both = np.concatenate([np.arange(POSTS), np.flatnonzero(one.columns[0].codes == 2)])
    codes = np.concatenate([np.zeros(POSTS), np.ones(len(both) - POSTS)]).astype(np.intp)
    several = one._replace(columns=(Column("aspect", ("agenda", "price"), codes, both),))
    assert several.holds((Condition("aspect", "agenda"),)).all()
    assert (several.holds((Condition("aspect", "price"),)) == (one.columns[0].codes == 2)).all()
    part = several.where(one.columns[0].codes == 2)
    assert part.holds((Condition("aspect", "price"),)).all()


def test_nothing_is_found_among_too_few():
    small = table({(1, 1, 0): 0.9})
    assert leading_slices(small.where(np.arange(POSTS) < 40)) == Found((), 0)
