"""Identifiers: normalised as the platforms document it, checked by vectors that anybody can recompute."""

import hashlib

import pytest

from server.segments.exporting import identifiers

# printf test@example.com | sha256sum
TEST = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b"
# The example in X's own documentation, for the user @AdsAPI.
ADSAPI = "49e0be2aeccfb51a8dee4c945c8a70a9ac500cf6f5cb08112575f74db9b1470d"


@pytest.mark.parametrize("written", ["test@example.com", "  Test@Example.COM\t", "TEST@EXAMPLE.COM"])
def test_one_address_has_one_hash_however_it_is_written(written: str):
    assert identifiers.sha256_hex(identifiers.email(written) or "") == TEST


def test_the_hash_of_a_handle_is_the_one_that_x_documents():
    assert identifiers.sha256_hex(identifiers.handle(" @AdsAPI") or "") == ADSAPI


def test_composed_and_decomposed_letters_are_one_address():
    assert identifiers.email("jos\u00e9@example.com") == identifiers.email("jose\u0301@example.com")


@pytest.mark.parametrize("written", ["", "nobody", "a@b", "two@a.com, three@b.com", "a b@example.com", "@example.com"])
def test_what_is_no_address_is_no_identifier(written: str):
    assert identifiers.email(written) is None


@pytest.mark.parametrize(
    ("written", "digits"),
    [("+44 (0)20 7183-8750", "442071838750"), ("0049 30 1234567", "49301234567"), ("+1 (650) 555-0123", "16505550123")],
)
def test_a_phone_number_is_its_digits_from_the_country_code_on(written: str, digits: str):
    assert identifiers.phone(written) == digits


@pytest.mark.parametrize("written", ["030 1234567", "650-555-0123", "+12", "+1 650 CALL NOW", "+1234567890123456"])
def test_a_phone_number_without_country_code_is_not_guessed(written: str):
    assert identifiers.phone(written) is None


def test_postcodes_are_cut_as_meta_takes_them():
    assert identifiers.postcode("94035-1234", "us") == "94035"
    assert identifiers.postcode("SW1A 1AA", "gb") == "sw1a1"
    assert identifiers.postcode(" 10115 ") == "10115"


def test_names_and_places_keep_letters_only():
    assert identifiers.name(" Mary-Jane  O'Neil ") == "maryjane oneil"
    assert identifiers.name("Émilie") == "émilie"
    assert identifiers.place("New York") == "newyork"


def test_the_rest_is_taken_as_documented_or_not_at_all():
    assert identifiers.country("DE") == "de"
    assert identifiers.country("Germany") is None
    assert identifiers.birth("1991-03-07") == "19910307"
    assert identifiers.birth("7.3.91") is None
    assert (identifiers.gender("Female"), identifiers.gender("x")) == ("f", None)
    assert identifiers.device("AECE52E7-03EE-455A-B3C4-E57283966239") == "aece52e7-03ee-455a-b3c4-e57283966239"
    assert identifiers.device("00000000-0000-0000-0000-000000000000") is None
    assert identifiers.handle("a name of many words") is None


def test_hashes_are_those_of_the_standard():
    assert identifiers.sha256_hex("abc") == hashlib.sha256(b"abc").hexdigest()
