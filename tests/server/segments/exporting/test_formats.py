"""Formats: headers, cells and order of the files that platforms document."""

import pytest

from server.segments.exporting.contacts import Contact
from server.segments.exporting.formats import LINKEDIN, META, PLATFORMS, Platform, X, platform_named, written
from server.segments.exporting.identifiers import sha256_hex
from tests.server.segments.exporting.test_identifiers import TEST
from tools.errors import BadRequest, UnknownName

ANN = Contact(
    "u_ann",
    {"email": "Test@example.com", "phone": "+1 650 555 0123", "first_name": "Ann", "last_name": "Lee", "country": "US",
     "postcode": "94035", "handle": "@ann_lee", "job_title": "=Head of IT", "device": "none"},
)  # fmt: skip
NOBODY = Contact("u_no", {"city": "Berlin"})


def test_meta_gets_hashes_of_the_two_columns_that_match_and_no_more():
    columns = META.chosen()
    assert columns == ("email", "phone")
    assert META.row(ANN, columns) == (TEST, sha256_hex("16505550123"))
    assert META.header(columns) == ("email", "phone")


def test_columns_that_are_asked_for_stand_in_the_order_of_the_template():
    columns = META.chosen(["zip", "fn", "country"])
    assert columns == ("email", "phone", "fn", "zip", "country")
    assert META.row(ANN, columns)[2:] == (sha256_hex("ann"), sha256_hex("94035"), sha256_hex("us"))


def test_the_ids_that_meta_takes_unhashed_are_not_hashed():
    contact = Contact("u", {"device": "AECE52E7-03EE-455A-B3C4-E57283966239", "extern_id": "crm-7"})
    assert META.row(contact, META.chosen(["madid", "extern_id"])) == (
        "", "", "aece52e7-03ee-455a-b3c4-e57283966239", "crm-7",
    )  # fmt: skip


def test_linkedin_gets_its_whole_template_with_the_address_alone_filled():
    columns = LINKEDIN.chosen()
    header = ("email", "firstname", "lastname", "jobtitle", "employeecompany", "country", "googleaid")
    assert LINKEDIN.header(columns) == header
    assert LINKEDIN.row(ANN, columns) == (TEST, "", "", "", "", "", "")


def test_a_column_that_nobody_has_is_left_out_save_of_a_template():
    without = Contact("u_ben", {"email": "ben@example.com"})
    rows = [META.row(without, META.chosen())]
    assert META.filled(META.chosen(), rows) == ("email",)
    assert META.filled(META.chosen(), [*rows, META.row(ANN, META.chosen())]) == ("email", "phone")
    assert LINKEDIN.filled(("email",), [LINKEDIN.row(without, ("email",))]) == ("email",)
    assert LINKEDIN.header(("email",))[-1] == "googleaid"


def test_a_cell_in_clear_is_no_formula():
    row = LINKEDIN.row(ANN, LINKEDIN.chosen(["jobtitle", "country"]))
    assert row == (TEST, "", "", "Head of IT", "", "US", "")


def test_x_gets_one_hash_a_line_without_a_header():
    body = written(X, X.chosen(["username"]), [X.row(ANN, ("username",))], key=b"k")
    assert body == sha256_hex("ann_lee").encode() + b"\n"
    with pytest.raises(BadRequest, match="one kind of identifier"):
        X.chosen(["username", "email"])


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
def test_who_declared_nothing_to_match_by_has_no_row(platform: Platform):
    assert platform.row(NOBODY, platform.chosen()) is None


def test_a_file_is_in_an_order_that_its_key_alone_tells():
    rows = [(str(number),) for number in range(50)]
    one, same = (written(X, ("email",), some, key=b"1") for some in (rows, [*reversed(rows), rows[7]]))
    assert one == same
    assert one != written(X, ("email",), rows, key=b"2")
    assert sorted(one.split()) == sorted(row[0].encode() for row in rows)


def test_unknown_names_are_told_with_those_there_are():
    with pytest.raises(UnknownName, match="meta"):
        platform_named("mesa")
    with pytest.raises(UnknownName, match="username"):
        X.chosen(["user"])
