"""How large the activations of an encoder become, measured on made-up sentences."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import onnx

Array = npt.NDArray[Any]
SENTENCES, LENGTH = 16, 16


def made_up(vocabulary: int, first: int | None = None, last: int | None = None) -> Array:
    """Return sentences of tokens drawn from a vocabulary, the same ones at every call.

    What makes activations large lies in the encoder and its first token, not in what is said.

    Args:
        vocabulary: how many tokens there are.
        first: the token that every sentence begins with.
        last: and the one that it ends with.

    Returns:
        Token ids, int64 (SENTENCES, LENGTH).
    """
    ids = np.random.default_rng(0).integers(vocabulary, size=(SENTENCES, LENGTH), dtype=np.int64)
    if first is not None:
        ids[:, 0] = first
    if last is not None:
        ids[:, -1] = last
    return ids


def peaks(model: "onnx.ModelProto", sentences: Array) -> dict[str, Array]:
    """Return the largest size of each channel of each output of an encoder, (channels,).

    Args:
        model: whose outputs are (batch, length, channels).
        sentences: token ids, (batch, length); their second half is read as a second sentence.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    types = np.zeros_like(sentences)
    types[:, sentences.shape[1] // 2 :] = 1
    feed = {
        "input_ids": sentences,
        "attention_mask": np.ones_like(sentences),
        "token_type_ids": types,
    }
    names = [output.name for output in session.get_outputs()]
    return {
        name: np.abs(values).max(axis=(0, 1))
        for name, values in zip(names, session.run(names, feed), strict=True)
    }
