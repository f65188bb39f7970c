"""Withdrawing: whoever opts out leaves every later file, and every earlier list is told to drop them, in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.home import Home
from server.desk.audit import audit
from server.desk.keys import Signer
from server.segments.exporting import removing, store, withdrawing
from server.segments.exporting.identifiers import sha256_hex
from server.segments.registry import Registry
from tests.server.segments.conftest import Clock, Reviewers
from tests.server.segments.exporting.conftest import approved, exported, prepared, put_authors
from tools.errors import BadRequest, Conflict, NotFound, NotPermitted


def _hash(number: int) -> str:
    return sha256_hex(f"member{number:03}@example.com")


def test_an_opt_out_leaves_later_files_and_corrects_earlier_ones(
    registry: Registry, clock: Clock, tom: Signer, tmp_path: Path
) -> None:
    first = exported(registry, clock, tom, tmp_path / "one.csv")
    done = withdrawing.opt_out(registry.runtime, "launch", "member-007", now=clock())
    (removal,) = done.removals
    assert (removal.platform, removal.exports, removal.late) == ("meta", (first.id,), False)
    assert (removal.due_at - removal.at).days == 15
    assert Path(removal.file or "").read_text(encoding="utf-8").splitlines()[1].startswith(_hash(7))
    exported(registry, clock, tom, tmp_path / "two.csv")
    assert _hash(7) not in (tmp_path / "two.csv").read_text(encoding="utf-8")
    assert len((tmp_path / "two.csv").read_text(encoding="utf-8").splitlines()) == 200
    assert withdrawing.standing(registry.runtime, "launch", "member-007") == ((first.id,), True)
    again = withdrawing.opt_out(registry.runtime, "launch", "member-007", now=clock())
    assert (again.added, again.removals) == (0, ())
    assert audit(registry.state).whole


@pytest.mark.slow
def test_a_removal_that_is_late_stops_further_exports_until_it_is_sent(
    registry: Registry, clock: Clock, tom: Signer, tmp_path: Path
) -> None:
    exported(registry, clock, tom, tmp_path / "one.csv")
    (removal,) = withdrawing.opt_out(registry.runtime, "launch", "member-007", now=clock()).removals
    clock.forward(days=16)
    assert [one.late for one in removing.listing(registry.runtime, "launch", now=clock())] == [True]
    assert [one.rule for one in prepared(registry, clock).refusals] == ["removals"]
    assert removing.done(registry.runtime, removal.id, now=clock()).file is None
    assert not Path(removal.file or "").exists()
    assert not prepared(registry, clock).refusals
    with pytest.raises(Conflict, match="already"):
        removing.done(registry.runtime, removal.id, now=clock())
    with pytest.raises(NotFound, match="no removal"):
        removing.done(registry.runtime, "rm_0", now=clock())


@pytest.mark.slow
def test_who_withdrew_by_an_import_is_found_too(
    registry: Registry, clock: Clock, tom: Signer, home: Home, tmp_path: Path
) -> None:
    exported(registry, clock, tom, tmp_path / "one.csv")
    assert removing.propagate(registry.runtime, "launch", now=clock()) == ()
    put_authors(home, [{"author_id": "member-001", "opt_out": True}, {"author_id": "member-002", "purposes": "none"}])
    (removal,) = removing.propagate(registry.runtime, "launch", now=clock())
    rows = Path(removal.file or "").read_text(encoding="utf-8").splitlines()[1:]
    assert sorted(row.partition(",")[0] for row in rows) == sorted([_hash(1), _hash(2)])
    assert removing.propagate(registry.runtime, "launch", now=clock()) == ()


@pytest.mark.usefixtures("tom")
def test_a_suppression_list_takes_ids_addresses_and_hashes_and_keeps_none_of_them(
    registry: Registry, clock: Clock, tmp_path: Path
) -> None:
    file = tmp_path / "no.txt"
    file.write_text(f"member-001\n\n MEMBER002@example.com \n{_hash(3)}\n+1 650 555 0004\n", encoding="utf-8")
    done = withdrawing.suppress(registry.runtime, "launch", file, now=clock())
    found = prepared(registry, clock)
    assert found.chosen.opted_out | found.chosen.suppressed == {f"member-00{number}" for number in range(1, 5)}
    with registry.state.begin() as connection:
        rows = connection.execute(store.suppressed.select()).all()
    assert done.added == len(rows)
    assert not any(plain in str(rows) for plain in ("member", _hash(2), _hash(3)))
    file.write_text("\n", encoding="utf-8")
    with pytest.raises(BadRequest, match="no line"):
        withdrawing.suppress(registry.runtime, "launch", file, now=clock())


@pytest.mark.slow
def test_forgetting_corrects_what_was_exported_and_destroys_the_hashes(
    registry: Registry, clock: Clock, tom: Signer, reviewer: Reviewers, tmp_path: Path
) -> None:
    exported(registry, clock, tom, tmp_path / "one.csv")
    (removal,) = withdrawing.forget(registry.runtime, "launch", "member-009", now=clock())
    assert _hash(9) in Path(removal.file or "").read_text(encoding="utf-8")
    gone = store.Keyed(registry.home, "launch").hash("person", "member-009")
    with registry.state.begin() as connection:
        for table in (store.members, store.removed):
            assert gone not in str(connection.execute(table.select()).all())
    listed = removing.listing(registry.runtime, "launch", now=clock())
    assert [one.id for one in listed] == [removal.id]
    approved(registry, reviewer, "Readers", change="Without whoever was forgotten")


def test_nobody_knows_who_is_not_there(registry: Registry, clock: Clock) -> None:
    with pytest.raises(NotFound, match="knows no author 'nobody'"):
        withdrawing.opt_out(registry.runtime, "launch", "nobody", now=clock())


def test_another_key_than_the_lists_own_stops_everything(registry: Registry, clock: Clock, tmp_path: Path) -> None:
    file = tmp_path / "no.txt"
    file.write_text("member-001\n", encoding="utf-8")
    withdrawing.suppress(registry.runtime, "launch", file, now=clock())
    (registry.home.keys / "segments.key").unlink()
    with pytest.raises(NotPermitted, match=r"segments\.key .* Restore it"):
        withdrawing.opt_out(registry.runtime, "launch", "member-002", now=clock())
