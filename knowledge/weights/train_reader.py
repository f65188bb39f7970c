"""Train the reader: learns the heads from a folder of public data over the shipped embedder's vectors.

python -m knowledge.weights.train_reader ../shared/data tools/reader/weights
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from knowledge.embedder import MiniLMEmbedder
from tools.reader.corpora import Corpora
from tools.reader.heads import SHIPPED
from tools.reader.train import pack, save, train


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder that holds sentiment/, emotion/ and sarcasm/")
    parser.add_argument("target", type=Path, nargs="?", default=SHIPPED, help="the folder to write into")
    options = parser.parse_args()
    embedder = MiniLMEmbedder()
    corpora = Corpora(options.data, embedder.embed)
    trained = train(corpora, report=_say)
    reader = save(pack(trained, dim=embedder.dim), options.target, corpora=corpora, embedder=embedder.id)
    sys.stdout.write(f"{reader.card.model_dump_json(indent=2)}\n")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
