"""Writes a BERT encoder, with classification heads on top, as an ONNX graph.

The graph is built by hand from the weights, so an export needs numpy and onnx but not torch.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np

from dialog.runtime import activations
from dialog.runtime.bert_weights import (
    Array,
    UnsupportedEncoderError,
    canonical_weights,
    check_config,
)
from dialog.runtime.quantisation import damping, quantise_rows, smoothing

if TYPE_CHECKING:
    import onnx

HeadKind = Literal["token", "sentence", "pooled-mean"]
Precision = Literal["int8", "float32"]

BUILDER_VERSION = 4  # raise it when the same weights would give another graph

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_OPSET = 17  # the first with LayerNormalization
_OWN = "com.microsoft"  # the domain of ONNX Runtime's own operators
_IR_VERSION = 8  # the one that belongs to opset 17, so that older runtimes load the file
# Weights keep to 7 bits: with 8, x86 processors without VNNI overflow in the products of pairs, and
# the same sentence would score differently from one machine to the next.
_MATRIX_TOP = 63


class Head(NamedTuple):
    """A linear layer on the encoder: weight (out, hidden), bias (out,), and what it reads.

    "token" scores every token, "sentence" the [CLS] vector, "pooled-mean" the mean of all
    tokens that are not padding.
    """

    weight: Array
    bias: Array
    kind: HeadKind


def build_graph(
    weights: Mapping[str, Array],
    config: Mapping[str, Any],
    heads: Mapping[str, Head] | None = None,
    *,
    precision: Precision = "float32",
    sentences: Array | None = None,
) -> "onnx.ModelProto":
    """Return the encoder as an ONNX model for any batch size and length.

    Inputs, int64 (batch, length): input_ids, attention_mask, token_type_ids. Outputs, float32:
    the logits of each head under its name, (batch, length, out) for a "token" head and
    (batch, out) for the others; without heads last_hidden_state (batch, length, hidden).

    With precision "int8" the encoder's matrices are int8 per output channel, its word embeddings
    int8 per word, and activations are quantised as they come, evened out by how large they become
    on `sentences`, token ids (sentences, length), by default any tokens; heads stay float32.

    Raises UnsupportedEncoderError for a config that is not a BERT encoder's, and for weights or
    heads that are missing or of the wrong shape.
    """
    if precision not in get_args(Precision):
        raise UnsupportedEncoderError(
            f"The precision is {precision!r}; it should be one of {', '.join(get_args(Precision))}."
        )
    check_config(config)
    weights = canonical_weights(weights)
    peaks = {}
    if precision == "int8":
        tapped = _BertBuilder(weights, config).build({}, tapped=True)
        if sentences is None:
            sentences = activations.made_up(len(weights["embeddings.word_embeddings.weight"]))
        peaks = activations.peaks(tapped, sentences)
    return _BertBuilder(weights, config, peaks).build(heads or {})


class _BertBuilder:
    """Collects nodes and initialisers; every method returns the name of the tensor it made.

    Args:
        weights: canonical ones.
        config: the encoder's.
        peaks: of the tensors that are tapped (`build`), for int8; else the graph is in float32.
    """

    def __init__(
        self,
        weights: Mapping[str, Array],
        config: Mapping[str, Any],
        peaks: Mapping[str, Array] | None = None,
    ) -> None:
        from onnx import helper, numpy_helper

        self._helper = helper
        self._from_array = numpy_helper.from_array
        self._weights = weights
        self._peaks = peaks or {}
        self._hidden = int(config["hidden_size"])
        self._intermediate = int(config["intermediate_size"])
        self._attention_heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._epsilon = float(config.get("layer_norm_eps", 1e-12))
        self._nodes: list[onnx.NodeProto] = []
        self._initialisers: dict[str, onnx.TensorProto] = {}
        self._tapped: list[str] = []  # tensors whose peaks int8 needs

    def build(self, heads: Mapping[str, Head], *, tapped: bool = False) -> "onnx.ModelProto":
        """Return the graph; tapped, its outputs are the tensors whose peaks are wanted."""
        from onnx import TensorProto

        value_info = self._helper.make_tensor_value_info
        hidden = self._embeddings()
        mask = self._op("Cast", ["attention_mask"], "mask.int32", to=6)
        for layer in range(self._layers):
            hidden = self._layer(layer, hidden, mask)
        outputs = [
            value_info(name, TensorProto.FLOAT, ["batch", "length", None])
            for name in (self._tapped if tapped else ())
        ]
        if not heads and not tapped:
            self._op("Identity", [hidden], "last_hidden_state")
            shape = ["batch", "length", self._hidden]
            outputs.append(value_info("last_hidden_state", TensorProto.FLOAT, shape))
        pooled: dict[str, str] = {}
        for name, head in heads.items():
            self._check_head(name, head)
            if head.kind not in pooled:
                pooled[head.kind] = self._pool(hidden, head.kind)
            self._dense(pooled[head.kind], head.weight, head.bias, f"heads.{name}", output=name)
            length = ["length"] if head.kind == "token" else []
            shape = ["batch", *length, head.weight.shape[0]]
            outputs.append(value_info(name, TensorProto.FLOAT, shape))
        inputs = [value_info(name, TensorProto.INT64, ["batch", "length"]) for name in _INPUTS]
        graph = self._helper.make_graph(
            self._nodes, "bert", inputs, outputs, list(self._initialisers.values())
        )
        return self._helper.make_model(
            graph,
            ir_version=_IR_VERSION,
            opset_imports=[
                self._helper.make_opsetid("", _OPSET),
                self._helper.make_opsetid(_OWN, 1),
            ],
            producer_name="dialog",
            producer_version=str(BUILDER_VERSION),
        )

    def _check_head(self, name: str, head: Head) -> None:
        if not name or "." in name or name in _INPUTS:  # the names of the graph's own tensors
            raise UnsupportedEncoderError(
                f"A head is named {name!r}; it should have a name without dots that is none of "
                f"{', '.join(_INPUTS)}."
            )
        if head.kind not in get_args(HeadKind):
            raise UnsupportedEncoderError(
                f"Head {name!r} is of kind {head.kind!r}; "
                f"it should be one of {', '.join(get_args(HeadKind))}."
            )
        if head.weight.ndim != 2 or head.weight.shape[1] != self._hidden:
            raise UnsupportedEncoderError(
                f"The weight of head {name!r} has shape {head.weight.shape}; "
                f"it should be (out, {self._hidden})."
            )
        if head.bias.shape != head.weight.shape[:1]:
            raise UnsupportedEncoderError(
                f"The bias of head {name!r} has shape {head.bias.shape}; "
                f"it should be {head.weight.shape[:1]}."
            )

    def _weight(self, name: str, *shape: int | None) -> Array:
        if name not in self._weights:
            raise UnsupportedEncoderError(
                f"The weight {name!r} is missing; its config.json promises "
                f"{self._layers} layers of a Hugging Face BertModel."
            )
        value = self._weights[name]
        fits = value.ndim == len(shape) and all(
            want is None or want == have for want, have in zip(shape, value.shape, strict=True)
        )
        if not fits:
            expected = ", ".join("any" if size is None else str(size) for size in shape)
            raise UnsupportedEncoderError(
                f"The weight {name!r} has shape {value.shape}; "
                f"by its config.json it should be ({expected})."
            )
        return value

    def _op(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self._nodes.append(
            self._helper.make_node(kind, list(inputs), [output], name=output, **attributes)
        )
        return output

    def _fused(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """Apply an operator of ONNX Runtime's own, which does the work of several."""
        return self._op(kind, inputs, output, domain=_OWN, **attributes)

    def _constant(self, name: str, value: Array) -> str:
        self._initialisers[name] = self._from_array(np.array(value, order="C"), name)
        return name

    def _ints(self, name: str, *values: int) -> str:
        return self._constant(name, np.array(values, dtype=np.int64))

    def _float(self, name: str, value: float) -> str:
        return self._constant(name, np.array(value, dtype=np.float32))

    def _embeddings(self) -> str:
        words = self._weight("embeddings.word_embeddings.weight", None, self._hidden)
        positions = self._weight("embeddings.position_embeddings.weight", None, self._hidden)
        types = self._weight("embeddings.token_type_embeddings.weight", None, self._hidden)
        if self._peaks:
            table, scale = quantise_rows(words)
            picked = self._op(
                "Gather", [self._constant("words.table", table), "input_ids"], "words.int8"
            )
            floats = self._op("Cast", [picked], "words.cast", to=1)
            scales = [self._constant("words.scale", scale), "input_ids"]
            self._op("Gather", scales, "words.scales")
            word = self._op("Mul", [floats, "words.scales"], "words.embedded")
        else:
            table_name = self._constant("words.table", words)
            word = self._op("Gather", [table_name, "input_ids"], "words.embedded")
        self._op("Shape", ["input_ids"], "shape.length", start=1, end=2)
        bounds = [self._ints("axis.0", 0), "shape.length", "axis.0"]
        position = self._op(
            "Slice", [self._constant("positions.table", positions), *bounds], "positions.embedded"
        )
        kind = self._op(
            "Gather", [self._constant("types.table", types), "token_type_ids"], "types.embedded"
        )
        self._op("Add", [word, kind], "embeddings.typed")
        self._op("Add", ["embeddings.typed", position], "embeddings.sum")
        return self._norm("embeddings.sum", "embeddings.LayerNorm")

    def _norm(self, x: str, prefix: str, *, beside: str | None = None) -> str:
        """Normalise x, what stands beside it being added first."""
        self._tapped.append(prefix)
        scale = self._constant(f"{prefix}.weight", self._weight(f"{prefix}.weight", self._hidden))
        bias = self._constant(f"{prefix}.bias", self._weight(f"{prefix}.bias", self._hidden))
        if beside:
            x = self._op("Add", [x, beside], f"{prefix}.sum")
        return self._op(
            "LayerNormalization", [x, scale, bias], prefix, axis=-1, epsilon=self._epsilon
        )

    def _linear(self, x: str, prefix: str, out: int, into: int) -> str:
        """Apply a layer of the encoder, in the chosen precision."""
        weight = self._weight(f"{prefix}.weight", out, into)
        bias = self._weight(f"{prefix}.bias", out)
        return self._affine(x, weight, bias, prefix)

    def _affine(self, x: str, weight: Array, bias: Array, name: str) -> str:
        if not self._peaks:
            return self._dense(x, weight, bias, name)
        x, x_scale, x_zero, matrix, matrix_scale, zero = self._quantised(x, weight, name)
        # The shape ONNX Runtime fuses into one int8 kernel: quantise, multiply, rescale, add.
        product = self._op("MatMulInteger", [x, matrix, x_zero, zero], f"{name}.int32")
        product = self._op("Cast", [product], f"{name}.cast", to=1)
        rescale = self._op("Mul", [x_scale, matrix_scale], f"{name}.rescale")
        product = self._op("Mul", [product, rescale], f"{name}.product")
        return self._op("Add", [product, self._constant(f"{name}.bias", bias)], name)

    def _quantised(self, x: str, weight: Array, name: str) -> list[str]:
        """Return x in int8, its scale and its zero, and the same of a matrix (out, in)."""
        if x in self._peaks:
            normed = f"{x}.weight" in self._weights
            factor = smoothing(self._peaks[x], weight) if normed else damping(self._peaks[x])
            divisor = self._constant(f"{name}.smoothing", 1 / factor)
            x = self._op("Mul", [x, divisor], f"{name}.smoothed")
            weight = weight * factor
        rows, scale = quantise_rows(weight, _MATRIX_TOP)
        parts = [f"{name}.x", f"{name}.x_scale", f"{name}.x_zero"]
        self._nodes.append(self._helper.make_node("DynamicQuantizeLinear", [x], parts))
        matrix = self._constant(f"{name}.weight", rows.T)
        matrix_scale = self._constant(f"{name}.weight_scale", scale[:, 0])
        zero = self._constant(f"{name}.weight_zero", np.zeros(len(rows), dtype=np.int8))
        return [*parts, matrix, matrix_scale, zero]

    def _dense(
        self, x: str, weight: Array, bias: Array, name: str, *, output: str | None = None
    ) -> str:
        matrix = self._constant(f"{name}.weight", weight.T.astype(np.float32))
        product = self._op("MatMul", [x, matrix], f"{name}.product")
        bias_name = self._constant(f"{name}.bias", bias.astype(np.float32))
        return self._op("Add", [product, bias_name], output or name)

    def _layer(self, layer: int, x: str, mask: str) -> str:
        prefix = f"encoder.layer.{layer}"
        attended = self._attention(x, mask, f"{prefix}.attention")
        attended = self._norm(attended, f"{prefix}.attention.output.LayerNorm", beside=x)
        inner = self._linear(
            attended, f"{prefix}.intermediate.dense", self._intermediate, self._hidden
        )
        inner = self._gelu(inner, f"{prefix}.gelu")
        outer = self._linear(inner, f"{prefix}.output.dense", self._hidden, self._intermediate)
        return self._norm(outer, f"{prefix}.output.LayerNorm", beside=attended)

    def _attention(self, x: str, mask: str, prefix: str) -> str:
        size = self._hidden
        parts = [f"{prefix}.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self._weight(f"{part}.weight", size, size) for part in parts])
        name = f"{prefix}.qkv"
        bias = self._constant(
            f"{name}.bias", np.concatenate([self._weight(f"{part}.bias", size) for part in parts])
        )
        if self._peaks:
            x, x_scale, x_zero, matrix, matrix_scale, zero = self._quantised(x, weight, name)
            inputs = [x, matrix, bias, x_scale, matrix_scale, mask, x_zero, zero]
            mixed = self._fused("QAttention", inputs, name, num_heads=self._attention_heads)
        else:
            inputs = [x, self._constant(f"{name}.weight", weight.T), bias, mask]
            mixed = self._fused("Attention", inputs, name, num_heads=self._attention_heads)
        return self._linear(mixed, f"{prefix}.output.dense", size, size)

    def _gelu(self, x: str, name: str) -> str:
        self._tapped.append(name)
        scaled = self._op("Div", [x, self._float("number.sqrt2", math.sqrt(2))], f"{name}.scaled")
        erf = self._op("Erf", [scaled], f"{name}.erf")
        shifted = self._op("Add", [erf, self._float("number.one", 1.0)], f"{name}.shifted")
        product = self._op("Mul", [x, shifted], f"{name}.product")
        return self._op("Mul", [product, self._float("number.half", 0.5)], name)

    def _pool(self, hidden: str, kind: HeadKind) -> str:
        if kind == "token":
            return hidden
        if kind == "sentence":
            first = self._constant("number.first", np.array(0, dtype=np.int64))
            return self._op("Gather", [hidden, first], "pool.first", axis=1)
        floats = self._op("Cast", ["attention_mask"], "mask.float", to=1)
        mask = self._op("Unsqueeze", [floats, self._ints("axis.2", 2)], "pool.mask")
        kept = self._op("Mul", [hidden, mask], "pool.kept")
        axis = self._ints("axis.1", 1)
        total = self._op("ReduceSum", [kept, axis], "pool.total", keepdims=0)
        count = self._op("ReduceSum", [mask, axis], "pool.count", keepdims=0)
        return self._op("Div", [total, count], "pool.mean")
