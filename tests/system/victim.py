"""Victim: a process that changes a data folder in one named way, to be killed while it does. Run by test_killed.py."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from knowledge import calibration
from knowledge.calibration import Label
from knowledge.home import Home
from server import privacy
from server.agent.assistant import Assistant
from server.runtime import Runtime
from server.settings import Settings
from tests.fakes import HashEmbedder, WordReader
from tests.system.world import bring

AT = datetime(2026, 2, 1, tzinfo=UTC)
PERSON = "user-7"
THREAD = "remembered"


def runtime_of(home: Home) -> Runtime:
    """A runtime on a data folder, with fakes for the models."""
    return Runtime(
        Settings(home=home.path, _env_file=None),  # type: ignore[call-arg]
        embedder=HashEmbedder(), reader=WordReader(),
    )  # fmt: skip


def change(kind: str, home: Home, file: Path) -> None:
    """Import, forget a person, calibrate by labels, or ask in a thread."""
    if kind == "import":
        bring(home, file)
    elif kind == "forget":
        privacy.forget(runtime_of(home), "d", PERSON)
    elif kind == "calibrate":
        posts = runtime_of(home).dataset("d").tables()["posts"].to_pyarrow().to_pylist()
        labels = [Label(post["post_id"], _true(post["text"]), "mara") for post in posts]
        calibration.add_labels(home, "d", labels, at=AT)
        calibration.calibrate(home, "d")
    elif kind == "ask":
        Assistant(runtime_of(home)).ask("d", "Find posts about the agenda", thread=THREAD)


def _true(text: str) -> str:
    return "positive" if "love" in text else "negative" if "hate" in text else "neutral"


if __name__ == "__main__":
    import deltalake  # noqa: F401 - loaded first, so that the time is spent on the work
    import duckdb  # noqa: F401
    import ibis
    import langgraph.graph  # noqa: F401

    assert ibis
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    change(sys.argv[2], Home(Path(sys.argv[1])), Path(sys.argv[3]))
    sys.stdout.write("done\n")
