"""Asking: how long answers take without a language model, cold and warm."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.bench import Row
from evals.bench.importing import big_dataset

_QUESTIONS = (
    "how do people feel about each brand?",
    "who is talked about most?",
    "is the mood getting worse?",
    "what do they praise and what do they complain about?",
    "find posts about login problems",
    "what is our engagement rate?",
    "how many posts are there per platform?",
    "what do people say about the battery on reddit?",
)
_ROUNDS = 3


def rows(posts: int = 100_000) -> list[Row]:
    """Ask eight kinds of question, three times each, over a dataset of `posts` synthetic posts."""
    from server.agent.assistant import Assistant
    from server.runtime import Runtime
    from server.settings import Settings

    with TemporaryDirectory() as folder:
        home = Path(folder)
        runtime = Runtime(Settings(home=home))
        dataset = big_dataset(runtime, posts)
        assistant = Assistant(runtime)
        for question in _QUESTIONS:
            assistant.ask(dataset, question)
        used = time.process_time()
        seconds = sorted(_ask_s(assistant, dataset, question) for question in _QUESTIONS * _ROUNDS)
        used = (time.process_time() - used) / len(seconds)
        started = _children_s()
        cold = statistics.median(_cold_s(home, dataset) for _ in range(_ROUNDS))
        cold_used = (_children_s() - started) / _ROUNDS
    p95 = seconds[int(0.95 * (len(seconds) - 1))]
    return [
        Row(f"ask, warm, {posts:,} posts, median", statistics.median(seconds), "s", "", None),
        Row(f"ask, warm, {posts:,} posts, 95th percentile", p95, "s", "1.5 s", p95 <= 1.5),
        Row("the same, processor time, mean", used, "s", "", None),
        Row(f"ask, cold command line, {posts:,} posts", cold, "s", "6 s", cold <= 6),
        Row("the same, processor time, mean", cold_used, "s", "", None),
    ]


def _ask_s(assistant: object, dataset: str, question: str) -> float:
    started = time.perf_counter()
    assistant.ask(dataset, question)  # type: ignore[attr-defined]
    return time.perf_counter() - started


def _children_s() -> float:
    """Processor seconds of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _cold_s(home: Path, dataset: str) -> float:
    command = [str(Path(sys.executable).with_name("groundswell")), "ask", dataset, _QUESTIONS[0]]
    started = time.perf_counter()
    subprocess.run(command, env={**os.environ, "GROUNDSWELL_HOME": str(home)}, check=True, capture_output=True)
    return time.perf_counter() - started
