"""Values: cells as the types of our columns."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.values import BadValue, as_bool, as_float, as_id, as_int, as_text, as_word


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        (" \n", None),
        (" a ", " a "),
        ("n/a", "n/a"),
        (848.0, "848"),
        (Decimal("1.50"), "1.50"),
        (True, "true"),
        (["a", "b"], "a, b"),
        ({"a": [1]}, '{"a": [1]}'),
        ("a\0b", "a�b"),
        ("\ud83d\ude00 \ud83d", "😀 �"),
    ],
)
def test_text_is_kept_as_it_is(value: object, expected: str | None):
    assert as_text(value) == expected


@pytest.mark.parametrize("value", ["", "-", "N/A", "null", " None ", "NaN", None])
def test_words_for_nothing_are_nothing(value: object):
    assert as_word(value) is None


@pytest.mark.parametrize(
    ("value", "expected"), [("848.0", "848"), (848, "848"), ("007", "007"), (" a:b ", "a:b"), ("1.5.0", "1.5.0")]
)
def test_ids_are_text_without_the_tail_of_a_float(value: object, expected: str):
    assert as_id(value) == expected


@pytest.mark.parametrize("value", ["1.26E+17", "1e17", 1.2639e17])
def test_rounded_ids_are_refused(value: object):
    if isinstance(value, float):
        assert as_id(value) == "126390000000000000"  # a float cannot tell; JSON that holds one was exact
    else:
        with pytest.raises(BadValue, match="spreadsheet"):
            as_id(value)


@pytest.mark.parametrize(
    ("value", "expected"), [("1,200", 1200), ("12.0", 12), (-3, -3), (True, 1), ("", None), ("1e3", 1000), (3.0, 3)]
)
def test_whole_numbers_are_read(value: object, expected: int | None):
    assert as_int(value) == expected


@pytest.mark.parametrize("value", ["1.5", "many", "1.2K", [1], "9223372036854775808", "nan0", "Infinity", "1,20"])
def test_what_is_no_whole_number_is_refused(value: object):
    with pytest.raises(BadValue, match="no whole number"):
        as_int(value)


def test_short_counts_are_read_only_where_they_are_documented():
    assert as_int("1.2K", short=True) == 1200
    assert as_int("3M", short=True) == 3_000_000


def test_numbers_are_finite():
    assert as_float("1,234.5") == 1234.5
    for value in ("inf", "x"):
        with pytest.raises(BadValue):
            as_float(value)


def test_yes_and_no_are_read():
    assert [as_bool(value) for value in ("True", "no", 1, "0.0", "Y", None, False)] == [
        True, False, True, False, True, None, False,
    ]  # fmt: skip
    with pytest.raises(BadValue, match="neither yes nor no"):
        as_bool("maybe")


@given(st.text(alphabet=st.characters(), max_size=50))
def test_any_text_can_be_stored(text: str):
    found = as_text(text)
    assert found is None or "\0" not in found
    (found or "").encode("utf-8")


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_every_whole_number_survives_being_written(number: int):
    assert as_int(str(number)) == as_int(number) == number
