from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tools.service.wording import disguises, plain


def test_plain_takes_case_accents_marks_and_stretching_away() -> None:
    assert plain("  ＨＥＬＬＯ “Zoë”,\n so\u200b SOOOOO good ") == 'hello "zoe", so soo good'


def test_disguises_read_through_digits_dots_and_stretching() -> None:
    for spelling in ("k1ll", "ki11", "k!ll", "k i l l", "k.i.l.l", "kiiiill", "K*i*l*l"):
        assert any("kill" in one for one in disguises(spelling)), spelling


def test_numbers_stay_numbers() -> None:
    assert disguises("room 101 at 10.30") == ("room 101 at 10.30",)


@given(st.text())
def test_plain_is_stable(text: str) -> None:
    assert plain(plain(text)) == plain(text)
