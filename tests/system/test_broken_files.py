"""Broken files and folders: one line that says what, exit 1 and no traceback, whatever lies in the data folder."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.home import Home
from server.runtime import Runtime
from server.settings import Settings
from tests.system.world import ROOT, Said, environment, groundswell, made, write

Cli = Callable[..., Said]


def _refused(said: Said, *words: str) -> None:
    assert said.code == 1, said
    assert "Traceback" not in said.err + said.out
    assert len(said.err.splitlines()) == 1, said.err
    assert said.err.startswith("groundswell: ")
    assert all(word in said.err for word in words), said.err


def _current(home: Home) -> Path:
    folder = home.dataset("d")
    return folder.manifests / f"{folder.current.read_text(encoding='utf-8')}.json"


def _missing_version(home: Home) -> None:
    home.dataset("d").current.write_text("v_0000000000000000", encoding="utf-8")


def _version_outside(home: Home) -> None:
    home.dataset("d").current.write_text("../../../../../../etc/passwd", encoding="utf-8")


def _binary_pointer(home: Home) -> None:
    home.dataset("d").current.write_bytes(b"\xff\xfe\x00")


def _empty_pointer(home: Home) -> None:
    home.dataset("d").current.write_bytes(b"")


def _cut_manifest(home: Home) -> None:
    _current(home).write_bytes(_current(home).read_bytes()[:100])


def _table_outside(home: Home) -> None:
    text = _current(home).read_text(encoding="utf-8").replace('"posts-1"', '"../../../../../etc"')
    _current(home).write_text(text, encoding="utf-8")


def _cut_table(home: Home) -> None:
    for file in (home.dataset("d").tables / "posts-1").glob("*.parquet"):
        file.write_bytes(file.read_bytes()[:300])


def _lost_table(home: Home) -> None:
    for file in (home.dataset("d").tables / "posts-1").glob("*.parquet"):
        file.unlink()


def _looping_pointer(home: Home) -> None:
    home.dataset("d").current.unlink()
    home.dataset("d").current.symlink_to("current")


BREAKS = (_missing_version, _version_outside, _binary_pointer, _empty_pointer, _cut_manifest, _table_outside,
          _cut_table, _lost_table, _looping_pointer)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("break_", BREAKS)
@pytest.mark.parametrize("command", ["dataset d", "run share_of_voice d", "search d agenda", "triage d", "person d u1"])
def test_every_command_says_in_one_line_what_is_broken(home: Home, cli: Cli, break_: Callable[..., None], command: str):
    break_(home)
    said = cli(*command.split())
    if command == "dataset d" and said.code == 0:
        return  # shows facts, for which it reads no table
    _refused(said)


@pytest.mark.slow
@pytest.mark.parametrize("break_", [_cut_manifest, _cut_table])
def test_a_broken_dataset_is_said_in_one_line_and_by_doctor(home: Home, cli: Cli, break_: Callable[..., None]):
    break_(home)
    _refused(cli("run", "share_of_voice", "d"), "backup")
    checked = cli("doctor")
    assert checked.code == 1
    assert "BROKEN dataset d" in checked.out
    assert "Traceback" not in checked.err


@pytest.mark.parametrize("name", ["groundswell.db", "checkpoints.db"])
def test_a_broken_state_is_said_in_one_line(home: Home, cli: Cli, name: str):
    home.state.mkdir(exist_ok=True)
    (home.state / name).write_bytes(b"no database " * 100)
    _refused(cli("forget", "d", "user-1", "--yes"), "not a database")


@pytest.mark.slow
def test_a_broken_index_is_said_in_one_line_and_does_not_stop_figures(home: Home, cli: Cli, tmp_path: Path):
    files = [str(write(tmp_path / f"{n}.jsonl", made(range(n, n + 60)))) for n in (0, 60)]
    own = ("--own-brand", "Acme", "--competitor", "Bolt")
    assert cli("import", files[0], "--dataset", "real", *own).code == 0
    for file in home.dataset("real").index.glob("*/words.db"):
        file.write_bytes(file.read_bytes()[:10])
    _refused(cli("search", "real", "agenda"), "Build it again")
    _refused(cli("import", files[1], "--dataset", "real"), "as it was")
    assert cli("run", "share_of_voice", "real").code == 0
    shutil.rmtree(home.dataset("real").index)
    assert cli("import", files[1], "--dataset", "real").code == 0
    assert "120 posts" in cli("doctor").out


@pytest.mark.parametrize(
    ("name", "value"),
    [("GROUNDSWELL_THREADS", "sekret"), ("GROUNDSWELL_HTTP_TOKENS", "sekret"), ("GROUNDSWELL_HTTP_TOKENS", '"sekret"')],
)
def test_a_setting_that_does_not_fit_is_named_and_its_value_not_shown(cli: Cli, name: str, value: str):
    said = cli("datasets", **{name: value})
    _refused(said)
    assert name.removeprefix("GROUNDSWELL_").lower() in said.err.lower()
    assert "sekret" not in said.err


def test_the_password_of_a_state_store_is_not_shown(cli: Cli):
    said = cli("drafts", "list", GROUNDSWELL_STATE_URL="postgresql://someone:sekret@127.0.0.1:1/x")
    _refused(said, "state store")
    assert "sekret" not in said.err


def test_an_empty_setting_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("GROUNDSWELL_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Runtime(Settings(_env_file=None)).home.path == tmp_path / ".groundswell"  # type: ignore[call-arg]


@pytest.mark.slow
def test_a_relative_home_lies_in_the_working_folder(seeded: Home, tmp_path: Path):
    shutil.copytree(seeded.path, tmp_path / "rel")
    assert "d " in groundswell(Home(Path("rel")), "datasets", cwd=tmp_path).out


def _as_nobody_special() -> None:
    """Give up root's power to pass every permission; what is exec'd then obeys the owner's bits."""
    library = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        library.prctl(24, capability, 0, 0, 0)


def _obedient(home: Home, *arguments: str) -> Said:
    done = subprocess.run(
        [sys.executable, "-c", "from server.cli import main; main()", *arguments], env=environment(home), cwd=ROOT,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, preexec_fn=_as_nobody_special,
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="drops capabilities as Linux has them")
@pytest.mark.parametrize("mode", [0o500, 0o000], ids=["read-only", "closed"])
def test_a_home_without_permission_is_said_in_one_line(home: Home, mode: int):
    folders = [home.path, *(path for path in home.path.rglob("*") if path.is_dir())]
    for folder in reversed(folders):
        folder.chmod(mode)
    try:
        _refused(_obedient(home, "run", "share_of_voice", "d"))
        assert "Traceback" not in _obedient(home, "doctor").err
        listed = _obedient(home, "datasets")
        assert listed.code == 0 if mode else "Permission denied" in listed.err
    finally:
        for folder in folders:
            folder.chmod(0o700)
