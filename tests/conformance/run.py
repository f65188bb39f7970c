"""Run: the protocol's own conformance suite and Inspector against the server, over both revisions.

    python tests/conformance/run.py [--write docs/conformance.md]

Needs npm and the network; everything it installs lies in build/conformance. Most scenarios of the suite want fixture
tools that a product does not have; those that any server can pass are pinned below, and all of them must.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SCRATCH = ROOT / "build" / "conformance"
PACKAGES = (
    "node@22.23.3",
    "@modelcontextprotocol/conformance@0.2.0-alpha.12",
    "@modelcontextprotocol/inspector@2.12.0",
)

SHARED = (
    "completion-complete", "dns-rebinding-protection", "prompts-list", "resources-list", "server-sse-multiple-streams",
    "tools-call-error", "tools-list",
)  # fmt: skip
SCENARIOS = {
    "2025-11-25": ("ping", "server-initialize", "server-session-lifecycle", *SHARED),
    "2026-07-28": (
        *SHARED, "caching", "sep-2164-resource-not-found", "server-stateless",
        "input-required-result-ignore-extra-params", "input-required-result-missing-input-response",
        "input-required-result-unsupported-methods", "input-required-result-validate-input",
    ),
}  # fmt: skip
NEEDS_FIXTURE = {"sep-2575-server-rejects-undeclared-capability", "sep-2575-missing-capability-http-400"}
"""Checks of server-stateless that call the fixture tool `test_missing_capability`; nothing here needs a capability."""


class Line(NamedTuple):
    """One line of the report."""

    what: str
    revision: str
    passed: int
    failed: tuple[str, ...]
    note: str = ""


def main() -> int:
    """Run everything, print a table, and return 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=Path, help="Write the report there as Markdown.")
    arguments = parser.parse_args()
    node = install()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        prepare(home)
        with serving(home) as port:
            lines = [
                run_scenario(node, port, revision, name) for revision, names in SCENARIOS.items() for name in names
            ]
            lines += inspect(node, port, home)
    report = markdown(lines)
    sys.stdout.write(report)
    if arguments.write:
        arguments.write.write_text(report, encoding="utf-8")
    return 1 if any(line.failed for line in lines) else 0


def install() -> Path:
    """Install the suite, the Inspector and the Node they need; return Node's folder."""
    npm = shutil.which("npm") or sys.exit("npm is not installed; the conformance suite comes from it.")
    node, stamp = SCRATCH / "node_modules" / "node" / "bin", SCRATCH / "installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == " ".join(PACKAGES):
        return node
    SCRATCH.mkdir(parents=True, exist_ok=True)
    (SCRATCH / "package.json").write_text('{"private": true}', encoding="utf-8")
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent", *PACKAGES], cwd=SCRATCH, check=True)
    stamp.write_text(" ".join(PACKAGES), encoding="utf-8")
    return node


def prepare(home: Path) -> None:
    """Make a data folder with a small dataset."""
    home.mkdir()
    from knowledge.embedder import MiniLMEmbedder
    from tests.server.mcp.demo import fill

    fill(home, MiniLMEmbedder(threads=1))


@contextmanager
def serving(home: Path) -> Iterator[int]:
    """Serve a data folder over HTTP in a process of its own and give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, str(ROOT / "tests" / "conformance" / "serve.py"), str(port), str(home)]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


def run_scenario(node: Path, port: int, revision: str, name: str) -> Line:
    """Run one scenario and read which checks failed."""
    with tempfile.TemporaryDirectory() as folder:
        suite = SCRATCH / "node_modules" / "@modelcontextprotocol" / "conformance" / "dist" / "index.js"
        url = f"http://127.0.0.1:{port}/mcp"
        wanted = ["--url", url, "--scenario", name, "--spec-version", revision, "--output-dir", folder]
        _run([str(node / "node"), str(suite), "server", *wanted], node)
        files = list(Path(folder).rglob("checks.json"))
        checks = json.loads(files[0].read_text(encoding="utf-8")) if files else []
    failed = [check["id"] for check in checks if check["status"] == "FAILURE"]
    excused = NEEDS_FIXTURE.intersection(failed) if name == "server-stateless" else set()
    note = f"{len(excused)} checks want the fixture tool test_missing_capability" if excused else ""
    passed = sum(check["status"] == "SUCCESS" for check in checks)
    bad = tuple(check for check in failed if check not in excused) if checks else ("did not run",)
    return Line(name, revision, passed, bad, note)


def inspect(node: Path, port: int, home: Path) -> Iterator[Line]:
    """Have the Inspector list everything and call every tool, over HTTP and over stdio."""
    code = "import typer; from server.cli.serve import serve; typer.run(serve)"
    launcher = home.parent / "serve.py"
    launcher.write_text(code, encoding="utf-8")
    over = {
        "http": [f"http://127.0.0.1:{port}/mcp", "--transport", "http"],
        "stdio": [sys.executable, str(launcher), "-e", f"GROUNDSWELL_HOME={home}", "-e", f"PYTHONPATH={ROOT}"],
    }
    for transport, target in over.items():
        for method in ("tools/list", "resources/list", "resources/templates/list", "prompts/list"):
            strict = ["--strict"] if method == "tools/list" else []
            yield _inspected(node, transport, f"Inspector: {method}", [*target, "--method", method, *strict])
        for name, arguments in calls(node, target):
            pairs = [each for key, value in arguments.items() for each in ("--tool-arg", f"{key}={value}")]
            called = [*target, "--method", "tools/call", "--tool-name", name, *pairs]
            yield _inspected(node, transport, f"Inspector: call {name}", called)


def calls(node: Path, target: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield arguments for every tool listed; KeyError for a tool that this file does not know how to call."""
    listed = json.loads(_inspector(node, [*target, "--method", "tools/list"]).stdout)["tools"]
    made = _inspector(
        node, [*target, "--method", "tools/call", "--tool-name", "sentiment", "--tool-arg", "dataset=demo"]
    )
    found = re.search(r"r_[0-9a-f]{16}", made.stdout)
    result = found[0] if found else "r_missing"
    demo = {"dataset": "demo"}
    own = {
        "ask": {**demo, "question": "How do people feel about each brand?"},
        "list_datasets": {},
        "search_posts": {**demo, "query": "sync"},
        "sentiment_trend": {**demo, "every": "day"},
        "find_tools": {"question": "Who is loudest?"},
        "run_tool": {"name": "sentiment", "arguments": json.dumps(demo)},
        "read_result": {"result": result},
        "recompute": {"result": result},
        "draft_reply": {**demo, "post_id": f"p_{3:016x}", "instructions": "Thank them."},
        "list_drafts": {},
    }
    for tool in listed:
        name = tool["name"]
        if name == "draft_status":
            drafted = _inspector(node, [*target, "--method", "tools/call", "--tool-name", "list_drafts"])
            draft = re.search(r"\bd_[0-9a-f]{16}\b", drafted.stdout)
            yield name, {"draft_id": draft[0] if draft else "d_missing"}
        else:
            yield name, own.get(name, demo)


def markdown(lines: list[Line]) -> str:
    """Write the report."""
    failing = sum(bool(line.failed) for line in lines)
    rows = [
        f"| {line.what} | {line.revision} | {line.passed} | {', '.join(line.failed) or '-'} | {line.note} |"
        for line in lines
    ]
    return "\n".join(
        [
            "# Conformance",
            "",
            f"Run on {datetime.now(UTC):%Y-%m-%d} with `make conformance` ({', '.join(PACKAGES)}): "
            f"{len(lines)} runs, {failing} failing. Regenerate with "
            "`python tests/conformance/run.py --write docs/conformance.md`.",
            "",
            "The scenarios are those of the suite that need no fixture tool on the server; the others call tools such",
            "as `test_image_content` that a product does not have. The suite cannot send a token, so the test server",
            "puts one into requests that bring none; guards, limits and tools are those of `groundswell serve --http`.",
            "",
            "| run | revision or transport | checks passed | failed | note |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _inspected(node: Path, transport: str, what: str, arguments: list[str]) -> Line:
    done = _inspector(node, arguments)
    ok = done.returncode == 0 and not re.search(r'"isError":\s*true', done.stdout)
    reason = (done.stdout + done.stderr).strip().replace("\n", " ").replace("|", "/")[:200]
    return Line(what, transport, int(ok), () if ok else (reason or f"exit code {done.returncode}",))


def _inspector(node: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return _run([str(SCRATCH / "node_modules" / ".bin" / "mcp-inspector"), "--cli", *arguments], node)


def _run(command: list[str], node: Path) -> subprocess.CompletedProcess[str]:
    path = f"{node}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=120, check=False
    )


if __name__ == "__main__":
    sys.exit(main())
