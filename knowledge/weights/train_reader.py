"""Train the reader, second part: the fine-tuned encoder exported to int8, its heads calibrated and measured.

    python -m tools.reader.train ../shared/data BASE RUN            # the first part: torch, about an hour
    python -m knowledge.weights.train_reader ../shared/data RUN     # this part: minutes, without torch

RUN holds encoder.safetensors and run.json of the first part. Calibration, thresholds and the intent head are fitted
on the int8 encoder's own outputs, so that they make up for what quantising shifts. `--average EARLIER` mixes
the weights of two runs, one of which began with the other's: it keeps what each is better at.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np

from knowledge.embedder import SHIPPED as EMBEDDER
from knowledge.weights.export import read_safetensors
from knowledge.weights.graph import Tensors, build
from tools.reader.encoder import SHIPPED
from tools.reader.finish import finish

BODY = "body."


def averaged(run: Path, earlier: Path | None, *, share: float) -> Tensors:
    """Return a run's weights; with an earlier run `share` of them and the rest of that one's.

    Source: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models".
    """
    tensors = read_safetensors(run / "encoder.safetensors")
    if earlier is None:
        return tensors
    others = read_safetensors(earlier / "encoder.safetensors")
    mixed = {name: share * value + (1 - share) * others[name] for name, value in tensors.items()}
    return {name: value.astype(np.float32) for name, value in mixed.items()}


def export_encoder(tensors: Tensors, target: Path, *, int8: bool) -> None:
    """Write model.onnx and tokenizer.json; the tokenizer is the embedder's, which is MiniLM's own."""
    import onnx

    target.mkdir(parents=True, exist_ok=True)
    body = {name.removeprefix(BODY): value for name, value in tensors.items() if name.startswith(BODY)}
    onnx.save(build(body, int8=int8), str(target / "model.onnx"))
    shutil.copyfile(EMBEDDER / "tokenizer.json", target / "tokenizer.json")


def _note(path: Path, **fields: object) -> None:
    """Add fields to what is known of a run."""
    known = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**known, **fields}, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of public data")
    parser.add_argument("run", type=Path, help="the folder that the first part wrote")
    parser.add_argument("target", type=Path, nargs="?", default=SHIPPED, help="the folder to write into")
    parser.add_argument("--fp32", action="store_true", help="keep float32, to compare with")
    parser.add_argument("--average", type=Path, metavar="EARLIER", help="an earlier run to mix the weights with")
    parser.add_argument("--share", type=float, default=0.5, help="with --average: the share of RUN's weights")
    options = parser.parse_args()
    tensors = averaged(options.run, options.average, share=options.share)
    export_encoder(tensors, options.target, int8=not options.fp32)
    card = finish(tensors, options.data, options.run, options.target)
    if options.average:
        _note(options.target / "run.json", average={"earlier": options.average.name, "share": options.share})
    sys.stdout.write(f"{card.model_dump_json(indent=2)}\n")


if __name__ == "__main__":
    main()
