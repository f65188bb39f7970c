"""Loss: what a mixed batch costs, task by task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from tools.reader.learning.model import SPAN, Reader, States
from tools.reader.learning.stream import Encoded

SENTIMENT = "sentiment"
PAIRED = {SENTIMENT: 4.0, "sarcasm": 1.0, "emotion": 1.0, "plutchik": 0.5, "intent": 1.0}
"""What two scores of one text with different names cost, by task."""


class Loss:
    """Weighs tasks and sources; `priors` are each source's shares of the three sentiments.

    A source's log priors are added to its sentiment scores, so that the scores alone speak of a world in which the
    classes are equally common, and sources of unlike mixtures do not pull against each other. Source: Menon et al.
    2021, "Long-tail learning via logit adjustment".
    """

    def __init__(
        self, *, tasks: Mapping[str, float], sources: Mapping[str, float], priors: Mapping[str, Sequence[float]]
    ) -> None:
        self.tasks, self.sources = tasks, sources
        self.priors = {name: torch.log(torch.tensor(shares)) for name, shares in priors.items()}

    def __call__(self, reader: Reader, states: States, batch: Sequence[Encoded], *, drop: float) -> Tensor:
        """Return the mean cost of a batch; each text counts for every task it is labelled for."""
        pooled = functional.dropout(states.pooled, drop, reader.training)
        total = torch.zeros(())
        for task, head in reader.heads.items():
            total = total + self._classes(task, head(pooled), batch) + self._several(task, head(pooled), batch)
        return (total + self._spans(reader, states, pooled, batch, drop)) / len(batch)

    def pairs(self, reader: Reader, states: States) -> Tensor:
        """Return how far apart rows 0 and 1, 2 and 3, and so on are scored: mean squares of logits, tasks weighted.

        Source: Garg et al. 2019, "Counterfactual fairness in text classification through robustness" (logit pairing).
        """
        total = torch.zeros(())
        for task, head in reader.heads.items():
            if task in PAIRED:
                scores = head(states.pooled).float()
                # What is added to all classes alike changes no probability.
                scores = scores - scores.mean(dim=1, keepdim=True) if task == SENTIMENT else scores
                total = total + PAIRED[task] * (scores[::2] - scores[1::2]).square().mean()
        return total

    def _classes(self, task: str, scores: Tensor, batch: Sequence[Encoded]) -> Tensor:
        rows = [row for row, one in enumerate(batch) if task in one.example.classes]
        if not rows:
            return torch.zeros(())
        chosen = scores[rows].float()
        if task == SENTIMENT:
            chosen = chosen + torch.stack([self.priors[batch[row].example.source] for row in rows])
        labels = torch.tensor([batch[row].example.classes[task] for row in rows])
        each = functional.cross_entropy(chosen, labels, reduction="none")
        return (each * self._weights(task, rows, batch)).sum()

    def _several(self, task: str, scores: Tensor, batch: Sequence[Encoded]) -> Tensor:
        rows = [row for row, one in enumerate(batch) if task in one.example.several]
        if not rows:
            return torch.zeros(())
        chosen = scores[rows].float()
        truth = torch.zeros_like(chosen)
        for place, row in enumerate(rows):
            truth[place, list(batch[row].example.several[task])] = 1
        each = functional.binary_cross_entropy_with_logits(chosen, truth, reduction="none").sum(dim=1)
        return (each * self._weights(task, rows, batch)).sum()

    def _spans(self, reader: Reader, states: States, pooled: Tensor, batch: Sequence[Encoded], drop: float) -> Tensor:
        places = [(row, *span) for row, one in enumerate(batch) for span in one.spans]
        if not places:
            return torch.zeros(())
        means = torch.stack([states.tokens[row, first:last].mean(dim=0) for row, first, last, _ in places])
        rows = [row for row, *_ in places]
        labels = torch.tensor([label for *_, label in places])
        each = functional.cross_entropy(reader.spans(means, pooled[rows], drop=drop).float(), labels, reduction="none")
        return (each * self._weights(SPAN, rows, batch)).sum()

    def _weights(self, task: str, rows: Sequence[int], batch: Sequence[Encoded]) -> Tensor:
        return torch.tensor([self.tasks[task] * self.sources.get(batch[row].example.source, 1.0) for row in rows])
