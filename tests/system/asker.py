"""Asker: a process that asks until a file named `stop` appears, and prints one JSON line an answer."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from server.agent.answer import Answer
from server.agent.assistant import Assistant
from server.runtime import Runtime
from server.settings import Settings
from tests.fakes import HashEmbedder, WordReader

QUESTIONS = ("What share of voice does Acme have?", "Find posts about the agenda", "What is in this dataset?")


def main(home: str, stop: str) -> None:
    """Ask in a loop, each third question in a thread that remembers."""
    settings = Settings(home=Path(home), _env_file=None)  # type: ignore[call-arg]
    assistant = Assistant(Runtime(settings, embedder=HashEmbedder(), reader=WordReader()))
    turn = 0
    while not Path(stop).exists() or turn < len(QUESTIONS):
        question = QUESTIONS[turn % len(QUESTIONS)]
        answer = assistant.ask("d", question, thread="busy" if turn % 3 == 1 else None)
        sys.stdout.write(json.dumps(_seen(answer)) + "\n")
        sys.stdout.flush()
        turn += 1


def _seen(answer: Answer) -> dict[str, Any]:
    return {
        "version": answer.dataset_version,
        "question": answer.question,
        "abstained": answer.abstained,
        "n": max((figure.n for figure in answer.figures), default=0),
        "posts": {post.id: post.quote for post in answer.posts},
        "results": sorted({figure.result for figure in answer.figures}),
        "errors": [call.error for call in answer.tool_calls if call.error],
        "reason": answer.reason,
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
