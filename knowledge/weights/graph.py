"""Graph: the MiniLM encoder as ONNX nodes, int8 or float32.

Written node by node rather than traced, so that every operation is one that ONNX Runtime does quickly on a CPU.
Weights are int8 with a scale for each output channel. Activations are quantised at run time with a scale for each
row (token). The usual dynamic int8 takes one scale for the whole batch instead, so that a post's vector depends on
the posts embedded beside it and nothing recomputes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import ModelProto

Tensors = dict[str, NDArray[np.float32]]

LAYERS, HEADS, WIDTH, TOKENS, EPSILON = 6, 12, 384, 256, 1e-12
CONTRIB = "com.microsoft"
SMALLEST = 1e-9


class Channels(NamedTuple):
    """An int8 matrix (inputs, outputs) and the scale (outputs,) of each of its columns."""

    values: NDArray[np.int8]
    scales: NDArray[np.float32]


class Rows(NamedTuple):
    """Names of an activation (..., width) as uint8 around 128, and of each row's largest magnitude (..., 1)."""

    values: str
    largest: str


def quantise_channels(weight: NDArray[np.float32]) -> Channels:
    """Quantise a matrix of shape (inputs, outputs) symmetrically to -127..127, one scale a column."""
    scales = np.maximum(np.abs(weight).max(axis=0), SMALLEST) / 127
    return Channels(np.round(weight / scales).astype(np.int8), scales.astype(np.float32))


class Graph:
    """An encoder under construction: nodes and constants, in the order they run.

    Every method that adds nodes returns the name of the last one's output.
    """

    def __init__(self, tensors: Tensors, *, int8: bool) -> None:
        self.tensors, self.int8 = tensors, int8
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}
        self.quantised: dict[str, Rows] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant, once."""
        from onnx import numpy_helper

        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def scalar(self, value: float, kind: type[np.generic] = np.float32) -> str:
        """Add a constant number."""
        return self.constant(f"{kind.__name__}_{value}", np.array(value, kind))

    def node(self, op: str, *inputs: str, out: str, domain: str = "", **attributes: object) -> str:
        """Add a node with one output, named `out`."""
        from onnx import helper

        self.nodes.append(helper.make_node(op, inputs, [out], name=out, domain=domain, **attributes))
        return out

    def words(self) -> str:
        """Look up the words' rows; the table is int8 with a scale a row."""
        table = self.tensors["embeddings.word_embeddings.weight"]
        if not self.int8:
            return self.node("Gather", self.constant("words", table), "ids", out="word_rows")
        values, scales = quantise_channels(table.T)
        rows = self.node("Gather", self.constant("words", values.T), "ids", out="word_int8")
        scale = self.node("Gather", self.constant("word_scales", scales[:, None]), "ids", out="word_scale")
        return self.node("Mul", self.node("Cast", rows, out="word_float", to=1), scale, out="word_rows")

    def embeddings(self) -> str:
        """Add up words, positions and the one segment, and normalise."""
        # Every text is one segment, so its row is folded into the positions.
        segment = self.tensors["embeddings.token_type_embeddings.weight"][0]
        placed = self.tensors["embeddings.position_embeddings.weight"][:TOKENS] + segment
        places = self.node("Gather", self.constant("places", placed), "positions", out="place_rows")
        return self.normalise(self.words(), places, layer="embeddings", out="embedded")

    def rows(self, source: str) -> Rows:
        """Quantise an activation row by row, once however many layers read it."""
        if source not in self.quantised:
            magnitude = self.node("Abs", source, out=f"{source}_abs")
            peak = self.node("ReduceMax", magnitude, out=f"{source}_peak", axes=[-1], keepdims=1)
            largest = self.node("Max", peak, self.scalar(SMALLEST), out=f"{source}_largest")
            steps = self.node("Div", self.scalar(127), largest, out=f"{source}_steps")
            scaled = self.node("Mul", source, steps, out=f"{source}_scaled")
            middle = self.scalar(128, np.uint8)
            values = self.node("QuantizeLinear", scaled, self.scalar(1), middle, out=f"{source}_uint8")
            self.quantised[source] = Rows(values, largest)
        return self.quantised[source]

    def product(self, source: str, layer: str, *, out: str) -> str:
        """Multiply by a layer's weights, without its bias."""
        weight = self.tensors[f"{layer}.weight"].T
        if not self.int8:
            return self.node("MatMul", source, self.constant(f"{out}_weight", weight), out=out)
        values, scales = quantise_channels(weight)
        rows = self.rows(source)
        product = self.node(
            "MatMulIntegerToFloat",
            rows.values,
            self.constant(f"{out}_weight", values),
            self.scalar(1),
            self.constant(f"{out}_scales", scales / 127),
            self.scalar(128, np.uint8),
            self.scalar(0, np.int8),
            out=f"{out}_unit",
            domain=CONTRIB,
        )
        # The row's scale commutes with the product, which takes one scale for all rows.
        return self.node("Mul", product, rows.largest, out=out)

    def bias(self, *layers: str) -> str:
        """Add the biases of one or several layers, end to end."""
        return self.constant("+".join(layers), np.concatenate([self.tensors[f"{name}.bias"] for name in layers]))

    def normalise(self, left: str, right: str, *, layer: str, out: str) -> str:
        """Layer-normalise the sum of two inputs.

        SkipLayerNormalization does both at once, and took three times as long here (onnxruntime 1.31).
        """
        weight = self.constant(f"{out}_weight", self.tensors[f"{layer}.LayerNorm.weight"])
        bias = self.constant(f"{out}_bias", self.tensors[f"{layer}.LayerNorm.bias"])
        total = self.node("Add", left, right, out=f"{out}_sum")
        return self.node("LayerNormalization", total, weight, bias, out=out, epsilon=EPSILON)

    def dense(self, source: str, layer: str, *, out: str) -> str:
        """Multiply by a layer's weights and add its bias."""
        return self.node("Add", self.product(source, layer, out=f"{out}_product"), self.bias(layer), out=out)

    def encoder(self, index: int, source: str) -> str:
        """Add one transformer layer."""
        name, out = f"encoder.layer.{index}", f"layer{index}"
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        heads = [self.product(source, part, out=f"{out}_{part.rpartition('.')[2]}") for part in parts]
        inputs = [*heads, self.bias(*parts), "mask"]
        context = self.node("MultiHeadAttention", *inputs, out=f"{out}_context", domain=CONTRIB, num_heads=HEADS)
        attended = self.dense(context, f"{name}.attention.output.dense", out=f"{out}_attended")
        middle = self.normalise(attended, source, layer=f"{name}.attention.output", out=f"{out}_middle")
        wide = self.product(middle, f"{name}.intermediate.dense", out=f"{out}_wide")
        bias = self.bias(f"{name}.intermediate.dense")
        active = self.node("BiasGelu", wide, bias, out=f"{out}_active", domain=CONTRIB)
        narrow = self.dense(active, f"{name}.output.dense", out=f"{out}_narrow")
        return self.normalise(narrow, middle, layer=f"{name}.output", out=f"{out}_states")


def build(tensors: Tensors, *, int8: bool) -> ModelProto:
    """Build the model from the published tensors.

    Inputs, int32: `ids` and `mask` of shape (texts, tokens), `positions` of shape (tokens,). Output: float32 states
    of shape (texts, tokens, 384), not yet pooled. `int8=False` is what the int8 model is compared with.
    """
    from onnx import TensorProto, helper

    graph = Graph(tensors, int8=int8)
    states = graph.embeddings()
    for index in range(LAYERS):
        states = graph.encoder(index, states)
    shapes = {"ids": ["texts", "tokens"], "mask": ["texts", "tokens"], "positions": ["tokens"]}
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, shape) for name, shape in shapes.items()]
    outputs = [helper.make_tensor_value_info(states, TensorProto.FLOAT, ["texts", "tokens", WIDTH])]
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
    body = helper.make_graph(graph.nodes, "minilm", inputs, outputs, list(graph.constants.values()))
    return helper.make_model(body, opset_imports=opsets, ir_version=9, producer_name="groundswell")
