"""Model: the MiniLM encoder with a head for each task, in torch; what training changes and export writes.

Source: Devlin et al. 2019 (the encoder), Wang et al. 2020 (MiniLM). Parameters keep the names of the published
safetensors file, so that the same export writes both.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

LAYERS, ATTENTION_HEADS, WIDTH, INNER, VOCABULARY, POSITIONS = 6, 12, 384, 1536, 30522, 512
ASPECT_INNER = 256
SPAN = "aspect"


class States(NamedTuple):
    """Token states (texts, tokens, width), and pooled: mean and first token, (texts, 2 * width)."""

    tokens: Tensor
    pooled: Tensor


class Layer(nn.Module):
    """One transformer layer, post-norm."""

    def __init__(self, width: int, inner: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        attention = {name: nn.Linear(width, width) for name in ("query", "key", "value")}
        self.attention = nn.ModuleDict(
            {
                "self": nn.ModuleDict(attention),
                "output": nn.ModuleDict({"dense": nn.Linear(width, width), "LayerNorm": norm(width)}),
            }
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(width, inner)})
        self.output = nn.ModuleDict({"dense": nn.Linear(inner, width), "LayerNorm": norm(width)})

    def forward(self, states: Tensor, mask: Tensor, drop: float) -> Tensor:
        """Transform states (texts, tokens, width); `mask` (texts, 1, 1, tokens) is 1 at real tokens."""
        own, out = self.attention["self"], self.attention["output"]
        texts, tokens, width = states.shape
        parts = (own[name](states) for name in ("query", "key", "value"))
        query, key, value = (part.view(texts, tokens, self.heads, -1).transpose(1, 2) for part in parts)
        attended = out["dense"](attend(query, key, value, mask).transpose(1, 2).reshape(texts, tokens, width))
        states = out["LayerNorm"](states + functional.dropout(attended, drop, self.training))
        wide = functional.gelu(self.intermediate["dense"](states))
        narrow = self.output["dense"](wide)
        return self.output["LayerNorm"](states + functional.dropout(narrow, drop, self.training))


class Encoder(nn.Module):
    """Word pieces to states; sizes are MiniLM's unless a test makes a tiny one."""

    def __init__(
        self,
        *,
        width: int = WIDTH,
        inner: int = INNER,
        layers: int = LAYERS,
        heads: int = ATTENTION_HEADS,
        vocabulary: int = VOCABULARY,
    ) -> None:
        super().__init__()
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding(vocabulary, width),
                "position_embeddings": nn.Embedding(POSITIONS, width),
                "token_type_embeddings": nn.Embedding(2, width),
                "LayerNorm": norm(width),
            }
        )
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer(width, inner, heads) for _ in range(layers))})
        self.width = width

    def forward(self, ids: Tensor, mask: Tensor, *, drop: float = 0.0) -> States:
        """Encode ids (texts, tokens); `mask` is 1 at real tokens."""
        table = self.embeddings
        places = table["position_embeddings"].weight[: ids.shape[1]] + table["token_type_embeddings"].weight[0]
        states = table["LayerNorm"](table["word_embeddings"](ids) + places)
        states = functional.dropout(states, drop, self.training)
        keep = mask[:, None, None, :]
        for layer in self.encoder["layer"]:
            states = layer(states, keep, drop)
        return States(states, pool(states, mask))


class Reader(nn.Module):
    """An encoder and its heads: one linear map a task, and for aspects a small network over span and text."""

    def __init__(self, encoder: Encoder, sizes: dict[str, int]) -> None:
        super().__init__()
        self.body, width = encoder, encoder.width
        self.heads = nn.ModuleDict({name: nn.Linear(2 * width, size) for name, size in sizes.items() if name != SPAN})
        self.span_inner = nn.Linear(3 * width, ASPECT_INNER)
        self.span_outer = nn.Linear(ASPECT_INNER, sizes[SPAN])

    def spans(self, span: Tensor, pooled: Tensor, *, drop: float = 0.0) -> Tensor:
        """Score spans: `span` (spans, width) means of token states, `pooled` (spans, 2 * width) their texts'."""
        inner = functional.gelu(self.span_inner(torch.cat([span, pooled], dim=-1)))
        scores: Tensor = self.span_outer(functional.dropout(inner, drop, self.training))
        return scores


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """Attend over (texts, heads, tokens, width a head).

    Written out, because torch 2.13's fused attention takes four times as long on a CPU with texts this short.
    """
    scores = query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5 + (mask - 1.0) * 1e4
    return scores.softmax(dim=-1).to(value.dtype) @ value


def norm(width: int) -> nn.LayerNorm:
    """Return a layer norm as BERT has it."""
    return nn.LayerNorm(width, eps=1e-12)


def pool(states: Tensor, mask: Tensor) -> Tensor:
    """Return the mean over real tokens and the first token's state, side by side: (texts, 2 * width)."""
    weights = mask[:, :, None].to(states.dtype)
    mean = (states * weights).sum(dim=1) / weights.sum(dim=1)
    return torch.cat([mean, states[:, 0]], dim=-1)
