"""Apart: builds a generation's graph in a process of its own, which never held what was erased.

Chroma writes memory to its files that it never initialised, so they can hold whatever the process had freed before:
a vector erased a moment ago, or a key. A new process that reads nothing but the survivors has nothing to leak.

    python -I -m knowledge.index.apart FOLDER
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from knowledge.index import neighbours
from knowledge.index.generation import CHROMA, Generation
from tools.errors import Unavailable

_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP")
_BATCH = 5_000


def build_graph_apart(folder: Path) -> None:
    """Build the graph of a generation from its words and vectors; Unavailable with the reason if that fails."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    command = [sys.executable, "-I", "-m", "knowledge.index.apart", str(folder.resolve())]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise Unavailable(f"The search index could not be built ({reason[0]}). Try again.")


def main(folder: Path) -> None:
    """Add every post of a generation to its graph."""
    generation = Generation(folder)
    ids = generation.post_ids()
    with neighbours.changing(folder / CHROMA) as graph:
        for start in range(0, len(ids), _BATCH):
            some = ids[start : start + _BATCH]
            vectors = generation.vectors_of(some)
            graph.add(ids=some, embeddings=vectors)
            if len(some) < neighbours.SYNCED:  # else every process that opens the graph would write it anew
                graph.update(ids=some, embeddings=vectors)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
