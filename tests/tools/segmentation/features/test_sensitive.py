"""Sensitive: what is never read, and which words put a feature into a protected class."""

import pytest

from tools.segmentation.declared import PROTECTED
from tools.segmentation.features.sensitive import REFUSED, sensitivity_of
from tools.tables import TABLES


@pytest.mark.parametrize(
    ("said", "touches"),
    [
        ("use.summaries", "ordinary"),
        ("view.depression_article", "health"),
        ("click Clinic-Finder", "health"),
        ("view prayer times", "beliefs"),
        ("read Election guide", "politics"),
        ("use credit_score", "finances"),
        ("use.crisis line", "distress"),
        ("view kids corner", "minors"),
        ("Data privacy", "ordinary"),
        ("use.trace", "ordinary"),
        ("vote.poll", "ordinary"),
        ("join party", "ordinary"),
    ],
)
def test_words_tell_the_class(said: str, touches: str):
    assert sensitivity_of(said) == touches


def test_columns_refused_exist_and_each_has_a_reason():
    for column, reason in REFUSED.items():
        table, name = column.split(".")
        assert name in TABLES[table].columns
        assert reason


def test_no_protected_attribute_is_read():
    assert "authors.attributes" in REFUSED
    assert {"gender", "race", "religion"} <= PROTECTED
