"""Target: files of members go nowhere that others read, and replace nothing."""

import stat
from pathlib import Path

import pytest

from server.segments.exporting.target import appearing, checked
from tools.errors import BadRequest


def test_a_file_is_whole_and_its_owners_alone(tmp_path: Path):
    place = checked(tmp_path / "list.csv")
    with appearing(place, b"one\n"):
        assert not place.exists()
    assert place.read_bytes() == b"one\n"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    with appearing(place, b"one\n"):
        pass
    assert list(tmp_path.iterdir()) == [place]


def test_nothing_is_left_of_a_file_whose_record_failed(tmp_path: Path):
    with pytest.raises(OSError, match="disk"), appearing(tmp_path / "list.csv", b"one\n"):
        raise OSError("disk")
    assert list(tmp_path.iterdir()) == []


def test_repositories_links_and_other_files_are_refused(tmp_path: Path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "deep").mkdir()
    with pytest.raises(BadRequest, match="git repository"):
        checked(tmp_path / "deep" / "list.csv")
    (tmp_path / ".git").rmdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(BadRequest, match="link"):
        checked(tmp_path / "link.csv")
    with pytest.raises(BadRequest, match="no folder"):
        checked(tmp_path / "none" / "list.csv")
    (tmp_path / "list.csv").write_bytes(b"another")
    with pytest.raises(BadRequest, match="something else"), appearing(tmp_path / "list.csv", b"one\n"):
        pass
