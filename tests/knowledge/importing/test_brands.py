"""Brands: found by whole words, in the dataset's spelling."""

from __future__ import annotations

import pytest

from knowledge.importing.brands import BrandMatcher, with_brands
from tools.facts import Brand, Facts

BRANDS = (Brand(name="Acme", aliases=("@AcmeHelp", "Acme Corp"), is_own=True), Brand(name="C++ Shop", aliases=("cpp",)))


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("I like acme.", "Acme"),
        ("#ACME rocks", "Acme"),
        ("@acmehelp please", "Acme"),
        ("acme  corp closed", "Acme"),
        ("macmed", None),
        ("acme_fan", None),
        ("cpp before acme", "C++ Shop"),
        ("the C++ Shop, really", "C++ Shop"),
        ("", None),
        (None, None),
    ],
)
def test_the_first_brand_mentioned(text: str | None, brand: str | None):
    assert BrandMatcher(BRANDS).first_mentioned(text) == brand


def test_no_brands_match_nothing():
    assert BrandMatcher(()).first_mentioned("acme") is None
    assert BrandMatcher(()).is_own("acme") is None


def test_given_brands_are_spelt_as_the_dataset_spells_them():
    matcher = BrandMatcher(BRANDS)
    assert [matcher.canonical(name) for name in ("ACME", "acmehelp", "Other")] == ["Acme", "Acme", "Other"]


def test_the_brand_itself_is_known_by_its_handles():
    matcher = BrandMatcher(BRANDS)
    assert matcher.is_own("123", "acmehelp") is True
    assert matcher.is_own("123", None) is False


def test_a_brand_gains_aliases_and_keeps_its_name():
    facts = with_brands(Facts(dataset="d", brands=BRANDS), [Brand(name="ACME", aliases=("acme_eu",), is_own=True)])
    assert facts.brands[0] == Brand(name="Acme", aliases=("@AcmeHelp", "Acme Corp", "acme_eu"), is_own=True)
    assert len(facts.brands) == 2
