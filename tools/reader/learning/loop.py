"""Loop: the encoder fine-tuned on all tasks at once, by the clock or by steps, resumable."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from tools.reader.learning import plan
from tools.reader.learning.loss import Loss
from tools.reader.learning.model import LAYERS, Encoder, Reader
from tools.reader.learning.stream import MAX_TOKENS, Encoded, encode, paired, stream
from tools.reader.public import Public
from tools.shipped import sha256

WARMING = 60
"""Steps over which the optimiser's averages settle, also where it takes over an earlier run's weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to train; `minutes` sets the length by the clock unless `steps` does.

    A run may take over the weights of an earlier one, `begin`, as if a share `begun` of it were done.
    """

    minutes: float = 60
    steps: int | None = None
    batch: int = 64
    pairs: int = 16
    rate: float = 1e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.85
    warm_up: float = 0.06
    weight_decay: float = 0.01
    drop: float = 0.1
    seed: int = 7
    threads: int = 2
    begun: float = 0.0
    begin: Path | None = None


def parameter_groups(reader: Reader, settings: Settings) -> list[dict[str, Any]]:
    """Give each layer its rate: lower by `layer_decay` a layer from the top down; biases and norms do not decay."""
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, parameter in reader.named_parameters():
        rate = settings.head_rate
        if name.startswith("body."):
            depth = int(name.split(".")[3]) + 1 if ".layer." in name else 0
            rate = settings.rate * settings.layer_decay ** (LAYERS - depth)
        decay = settings.weight_decay if parameter.dim() > 1 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [
        {"params": parameters, "lr": rate, "peak": rate, "weight_decay": decay}
        for (rate, decay), parameters in groups.items()
    ]


def share_of_rate(progress: float, warm_up: float) -> float:
    """Return the share of the peak rate at `progress` 0 to 1: up in a line, then down in a line to nothing."""
    return progress / warm_up if progress < warm_up else max(0.0, (1 - progress) / (1 - warm_up))


def padded(batch: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask, both (texts, tokens of the longest)."""
    longest = max(len(one.ids) for one in batch)
    ids = torch.zeros((len(batch), longest), dtype=torch.long)
    mask = torch.zeros((len(batch), longest), dtype=torch.long)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = 1
    return ids, mask


class Training:
    """One run: model, optimiser, and how far it is."""

    def __init__(self, reader: Reader, loss: Loss, settings: Settings, target: Path) -> None:
        self.reader, self.loss, self.settings, self.target = reader, loss, settings, target
        self.optimiser = torch.optim.AdamW(parameter_groups(reader, settings), fused=True)
        self.step, self.seconds, self.losses = 0, 0.0, list[tuple[int, float]]()

    @property
    def progress(self) -> float:
        """How much of the run is done, 0 to 1."""
        settings = self.settings
        done = self.step / settings.steps if settings.steps else self.seconds / (settings.minutes * 60)
        return settings.begun + (1 - settings.begun) * done

    def run(self, batches: Iterator[list[Encoded]], pairs: Iterator[list[Encoded]]) -> None:
        """Train to the end, writing a checkpoint every three minutes; each step takes a batch and some pairs."""
        self.reader.train()
        saved, recent = self.seconds, list[float]()
        for batch in batches:
            if self.progress >= 1:
                break
            start = time.monotonic()
            recent.append(self.learn(batch, next(pairs)))
            self.seconds += time.monotonic() - start
            self.step += 1
            if self.step % 50 == 0:
                self.losses.append((self.step, round(sum(recent) / len(recent), 4)))
                rate = self.step * self.settings.batch / self.seconds
                line = f"step {self.step} done {self.progress:.3f} loss {self.losses[-1][1]} texts/s {rate:.1f}"
                print(line, flush=True)  # noqa: T201 (a command's output)
                recent.clear()
            if self.seconds - saved > 180:
                self.save()
                saved = self.seconds
        self.save()

    def learn(self, batch: Sequence[Encoded], pairs: Sequence[Encoded]) -> float:
        """Take one step; return what batch and pairs cost."""
        share = share_of_rate(self.progress, self.settings.warm_up) * min(1.0, (self.step + 1) / WARMING)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * share
        ids, mask = padded(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.reader.body(ids, mask, drop=self.settings.drop)
            cost = self.loss(self.reader, states, batch, drop=self.settings.drop)
            if pairs:  # without dropping out, which would part them more than any name
                cost = cost + self.loss.pairs(self.reader, self.reader.body(*padded(pairs)))
        self.optimiser.zero_grad(set_to_none=True)
        cost.backward()
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        self.optimiser.step()
        value = cost.item()
        if not math.isfinite(value):
            raise FloatingPointError(f"the loss is {value} at step {self.step}; lower the rate")
        return value

    def save(self) -> None:
        """Write the weights, the optimiser and how far it is; all or nothing."""
        self.target.mkdir(parents=True, exist_ok=True)
        save_file(self.reader.state_dict(), self.target / "encoder.part")
        state = {"optimiser": self.optimiser.state_dict(), "step": self.step, "seconds": self.seconds}
        torch.save({**state, "losses": self.losses}, self.target / "state.part")
        (self.target / "encoder.part").replace(self.target / "encoder.safetensors")
        (self.target / "state.part").replace(self.target / "state.pt")

    def resume(self) -> None:
        """Go on from the last checkpoint, if there is one."""
        if (self.target / "state.pt").exists():
            state = torch.load(self.target / "state.pt", weights_only=True)
            self.reader.load_state_dict(load_file(self.target / "encoder.safetensors"))
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.seconds, self.losses = state["step"], state["seconds"], state["losses"]


def tokenizer_of(folder: Path) -> Tokenizer:
    """Read the published tokenizer, cut at 96 word pieces and not padded."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def body(base: Path) -> Encoder:
    """Return the published encoder."""
    encoder = Encoder()
    tensors = load_file(base / "model.safetensors")
    encoder.load_state_dict({name: value for name, value in tensors.items() if name in encoder.state_dict()})
    return encoder


def train(data: Path, base: Path, target: Path, settings: Settings) -> None:
    """Fine-tune on the public files under `data`; resumes a run that was cut short."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    public = Public(data)
    read = plan.sources(public)
    reader = Reader(body(base), plan.sizes(public, read))
    learned = {name: plan.learnable(examples) for name, examples in read.items()}
    learned["with_typos"] = plan.with_typos(learned, seed=settings.seed)
    learned["with_names"] = plan.with_other_names(learned, seed=settings.seed)
    loss = Loss(tasks=plan.TASKS, sources=plan.SOURCES, priors=plan.priors(learned))
    if settings.begin is not None:
        reader.load_state_dict(load_file(settings.begin), strict=False)  # heads that it lacks begin anew
    training = Training(reader, loss, settings, target)
    training.resume()
    tokenizer = tokenizer_of(base)
    encoded = {name: encode(examples, tokenizer) for name, examples in learned.items()}
    # A resumed run draws anew, rather than the texts it began with.
    batches = stream(encoded, plan.PASSES, batch=settings.batch, seed=settings.seed + training.step)
    named = paired(plan.to_pair(learned), tokenizer, count=settings.pairs, seed=settings.seed + training.step)
    training.run(batches, named)
    names = sorted(path for path in data.glob("*/*.json*") if path.stem in {*read, "goemotions_sentiment_mapping"})
    report = {
        "seed": settings.seed,
        "steps": training.step,
        "batch": settings.batch,
        "pairs": settings.pairs,
        "begun": settings.begun,
        "seconds": round(training.seconds),
        "torch": torch.__version__,
        "texts": {name: len(examples) for name, examples in learned.items()},
        "data": {str(path.relative_to(data)): sha256(path) for path in names},
        "base": sha256(base / "model.safetensors"),
        "losses": training.losses,
    }
    (target / "run.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
