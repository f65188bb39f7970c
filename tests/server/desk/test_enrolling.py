from __future__ import annotations

import stat

import pytest

from server.desk import enrolling, keys
from server.desk.drafting import Desk
from server.desk.keys import Signer, new_signer
from server.desk.reviewers import trusted
from tests.server.desk.conftest import CHEAP, PASSPHRASE, add_reviewer
from tools.errors import BadRequest, Conflict, NotFound, NotPermitted, UnknownName


def test_the_first_is_trusted_on_first_use_and_later_ones_need_a_voucher(desk: Desk, mara: Signer) -> None:
    with pytest.raises(NotPermitted, match="must vouch"):
        enrolling.enrol(desk, "eve", PASSPHRASE, work=CHEAP)
    add_reviewer(desk, "tom", mara)
    with desk.state.begin() as connection:
        known = trusted(connection)
    assert [(one.name, known[one.added_by].name) for one in known.values()] == [("mara", "mara"), ("tom", "mara")]


def test_a_stranger_cannot_vouch(desk: Desk, mara: Signer) -> None:
    for stranger in (new_signer("mara"), mara._replace(private_key=new_signer("x").private_key)):
        with pytest.raises(NotPermitted, match="not trusted"):
            enrolling.enrol(desk, "eve", PASSPHRASE, voucher=stranger, work=CHEAP)
    assert len(list((desk.home.keys / "reviewers").iterdir())) == 1


def test_a_name_is_taken_once(desk: Desk, mara: Signer) -> None:
    with pytest.raises(Conflict, match="There is a reviewer 'mara' already"):
        enrolling.enrol(desk, "mara", PASSPHRASE, voucher=mara, work=CHEAP)


@pytest.mark.parametrize("name", ["", "M", "mara smith", "../x", "a" * 41, "маша"])
def test_names_that_will_not_do(desk: Desk, name: str) -> None:
    with pytest.raises(BadRequest, match="no reviewer's name"):
        enrolling.enrol(desk, name, PASSPHRASE)


@pytest.mark.parametrize(
    "passphrase", ["short", "aaaaaaaaaaaaaaaaaaaa", "mara-mara-2026", "12345678901234567", "abcdefghijklmnopq"]
)
def test_weak_passphrases_are_refused(passphrase: str) -> None:
    with pytest.raises(BadRequest):
        keys.require_strong(passphrase, name="mara")


def test_the_key_file_is_its_owners_alone_and_opens_with_the_passphrase_only(desk: Desk, mara: Signer) -> None:
    path = desk.home.keys / "reviewers" / f"{mara.id}.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert mara.private_key.private_bytes_raw().hex() not in path.read_text(encoding="utf-8")
    with pytest.raises(NotPermitted, match="does not open the key"):
        enrolling.unlock(desk, "mara", "seven quiet otters knot")
    with pytest.raises(UnknownName, match="mara"):
        enrolling.unlock(desk, "maria", PASSPHRASE)


def test_a_key_file_that_was_tampered_with_does_not_open(desk: Desk, mara: Signer) -> None:
    path = desk.home.keys / "reviewers" / f"{mara.id}.json"
    for broken in ("{}", "no json", path.read_text(encoding="utf-8").replace('"mara"', '"tom"')):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(NotPermitted):
            enrolling.unlock(desk, "mara", PASSPHRASE)
    path.unlink()
    with pytest.raises(NotFound, match="not on this machine"):
        enrolling.unlock(desk, "mara", PASSPHRASE)


def test_another_reviewers_key_file_in_ones_place_does_not_open(desk: Desk, mara: Signer, tom: Signer) -> None:
    folder = desk.home.keys / "reviewers"
    (folder / f"{mara.id}.json").write_bytes((folder / f"{tom.id}.json").read_bytes())
    with pytest.raises(NotPermitted, match="not the key that was recorded"):
        enrolling.unlock(desk, "mara", PASSPHRASE)


def test_the_shipped_cost_of_a_guess_is_that_of_the_docstring() -> None:
    assert keys.WORK == 131_072
