"""Train the reader, second part: the fine-tuned encoder exported to int8, its heads calibrated and measured.

    python -m tools.reader.train ../shared/data BASE RUN            # the first part: torch, about an hour
    python -m knowledge.weights.train_reader ../shared/data RUN     # this part: minutes, without torch

RUN holds encoder.safetensors and run.json of the first part. Calibration, thresholds and the intent head are fitted
on the int8 encoder's own outputs, so that they make up for what quantising shifts.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from knowledge.embedder import SHIPPED as EMBEDDER
from knowledge.weights.export import read_safetensors
from knowledge.weights.graph import build
from tools.reader.encoder import SHIPPED
from tools.reader.finish import finish

BODY = "body."


def export_encoder(run: Path, target: Path, *, int8: bool) -> None:
    """Write model.onnx and tokenizer.json; the tokenizer is the embedder's, which is MiniLM's own."""
    import onnx

    target.mkdir(parents=True, exist_ok=True)
    tensors = read_safetensors(run / "encoder.safetensors")
    body = {name.removeprefix(BODY): value for name, value in tensors.items() if name.startswith(BODY)}
    onnx.save(build(body, int8=int8), str(target / "model.onnx"))
    shutil.copyfile(EMBEDDER / "tokenizer.json", target / "tokenizer.json")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of public data")
    parser.add_argument("run", type=Path, help="the folder that the first part wrote")
    parser.add_argument("target", type=Path, nargs="?", default=SHIPPED, help="the folder to write into")
    parser.add_argument("--fp32", action="store_true", help="keep float32, to compare with")
    options = parser.parse_args()
    export_encoder(options.run, options.target, int8=not options.fp32)
    tensors = read_safetensors(options.run / "encoder.safetensors")
    card = finish(tensors, options.data, options.run, options.target)
    sys.stdout.write(f"{card.model_dump_json(indent=2)}\n")


if __name__ == "__main__":
    main()
