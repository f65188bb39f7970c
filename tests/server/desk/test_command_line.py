"""The commands as a support person meets them: deciding needs a real terminal, looking does not."""

# ruff: noqa: E501 - rows read better unbroken

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.home import Home
from knowledge.schema import arrow_schema
from knowledge.writing import writing
from server.desk import enrolling
from server.desk.audit import audit
from server.desk.drafting import Desk
from server.runtime import Runtime
from server.settings import Settings
from tests.server.desk.conftest import AGENDA, CHEAP, DISTRESS, PASSPHRASE, PRAISE, START, TEXTS
from tests.terminal import at_terminal, environment
from tools.facts import Brand, Facts

CLI = "import typer; from server.cli import desk; app = typer.Typer(); desk.register(app); app()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a published dataset and one reviewer."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    home = Home(tmp_path_factory.mktemp("home"))
    facts = Facts(
        dataset="launch", brands=(Brand(name="ConnectSphere", is_own=True),), purposes=("analytics", "support")
    )
    rows = [{"post_id": post_id, "platform": "reddit", "author_id": f"u_{post_id[-2:]}", "created_at": START, "text": text,
             "brand": "ConnectSphere", "is_own": False, "thread_id": post_id} for post_id, text in TEXTS.items()]  # fmt: skip
    with writing(home, "launch", facts=facts) as writer:
        staged = writer.folder.staging / "posts.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema("posts")), staged)
        writer.upsert("posts", staged)
        writer.publish()
    desk = Desk(Runtime(Settings(home=home.path, model=None, _env_file=None)))  # type: ignore[call-arg]
    enrolling.enrol(desk, "mara", PASSPHRASE, work=CHEAP)
    desk.state.close()
    return home.path


def _run(folder: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command without a terminal, as a script or an agent's shell would."""
    return subprocess.run(
        [sys.executable, "-c", CLI, *arguments], env=environment(folder), input=given, capture_output=True, text=True,
        start_new_session=True, check=False, cwd=folder,
    )  # fmt: skip


def _at_terminal(folder: Path, *arguments: str, answers: dict[str, str]) -> str:
    return at_terminal(CLI, folder, *arguments, answers=answers)


def _desk(folder: Path) -> Desk:
    return Desk(Runtime(Settings(home=folder, model=None, _env_file=None)))  # type: ignore[call-arg]


def test_approve_at_a_terminal_and_find_exactly_those_bytes_in_the_outbox(folder: Path) -> None:
    desk = _desk(folder)
    drafted = desk.draft_reply("launch", AGENDA)
    shown = _at_terminal(
        folder, "drafts", "approve", drafted.id, "--as", "mara",
        answers={"Type approve": "approve", "Passphrase of mara:": PASSPHRASE},
    )  # fmt: skip
    assert str(drafted.sha256) in shown
    assert PASSPHRASE not in shown
    assert [path.read_bytes().decode() for path in (folder / "outbox").glob("*.txt")] == [drafted.text]
    head = re.findall(r"Ledger head: ([0-9a-f]{64})", shown)[0]
    assert audit(desk.state, head).whole
    assert desk.draft_status(drafted.id).state == "sent"
    desk.state.close()


def test_no_pipe_stands_in_for_a_person(folder: Path) -> None:
    desk = _desk(folder)
    drafted = desk.draft_reply("launch", PRAISE)
    refused = _run(folder, "drafts", "approve", drafted.id, "--as", "mara", given=f"approve\n{PASSPHRASE}\n")
    assert refused.returncode != 0
    assert "needs a person at a terminal" in refused.stderr
    assert desk.draft_status(drafted.id).state == "pending"
    desk.state.close()


def test_no_command_takes_a_passphrase_as_an_argument_or_a_variable() -> None:
    import inspect

    from server.cli.desk import drafts, reviewers

    deciding = (
        drafts.approve_draft,
        drafts.edit_draft,
        drafts.reject_draft,
        drafts.resolve_draft,
        reviewers.add_reviewer,
    )
    taken = {name for command in deciding for name in inspect.signature(command).parameters}
    assert taken == {"draft_id", "reviewer", "reason", "answer", "name", "by"}
    assert "envvar" not in inspect.getsource(drafts) + inspect.getsource(reviewers)
    assert not {name for name in Settings.model_fields if "pass" in name}


@pytest.mark.slow
@pytest.mark.parametrize("verb", [("edit",), ("reject",), ("resolve", "taken")])
def test_no_deciding_command_runs_without_a_terminal(folder: Path, verb: tuple[str, ...]) -> None:
    refused = _run(folder, "drafts", verb[0], "d_x", *verb[1:], "--as", "mara", given=f"mara\n{PASSPHRASE}\n")
    assert "needs a person at a terminal" in refused.stderr
    assert "needs a person at a terminal" in _run(folder, "reviewers", "add", "eve", given=PASSPHRASE).stderr


@pytest.mark.slow
def test_anything_but_the_word_approves_nothing_and_a_wrong_passphrase_neither(folder: Path) -> None:
    drafted = json.loads(_run(folder, "draft", "launch", f"{AGENDA[:-1]}6", "--json").stdout)
    shown = _at_terminal(folder, "drafts", "approve", drafted["id"], "--as", "mara", answers={"Type approve": "yes"})
    assert "Not approved" in shown
    answers = {"Type approve": "approve", "Passphrase of mara:": "wrong and long enough"}
    assert "does not open the key" in _at_terminal(
        folder, "drafts", "approve", drafted["id"], "--as", "mara", answers=answers
    )
    assert json.loads(_run(folder, "drafts", "show", drafted["id"], "--json").stdout)["state"] == "pending"
    raw = subprocess.run(
        [sys.executable, "-c", CLI, "drafts", "show", drafted["id"], "--raw"], env=environment(folder), capture_output=True,
        check=True, cwd=folder,
    ).stdout  # fmt: skip
    assert raw == drafted["text"].encode()


@pytest.mark.slow
def test_triage_lists_the_gravest_first_and_a_handoff_shows_its_packet(folder: Path) -> None:
    lines = _run(folder, "triage", "launch").stdout.splitlines()
    first = next(line for line in lines if line.startswith("P1"))
    assert DISTRESS in first
    assert "A PERSON, NO DRAFT" in first
    shown = _run(folder, "draft", "launch", DISTRESS).stdout
    assert "A person takes this one. No draft was made" in shown
    assert "'crisis'" in shown
