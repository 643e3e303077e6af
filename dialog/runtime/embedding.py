"""Vectors of texts that seldom change, kept in the cache folder under their contents."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dialog.files import cache_folder
from dialog.runtime.encoder import OnnxEncoder
from dialog.runtime.onnx_bert import Precision
from dialog.runtime.prepare import checksum, prepare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


_MANY = 1000  # texts take a few seconds


def kept_vectors(
    texts: Sequence[str],
    folder: Path,
    precision: Precision,
    under: str,
    announce: Callable[[str], None] | None = None,
) -> "Floats":
    """Return unit vectors (texts, width), kept from the last time that these were asked for.

    Args:
        texts: in the order of the rows.
        folder: the encoder's.
        precision: that the encoder runs in.
        under: the folder in the cache folder.
        announce: gets a sentence when a model has to be prepared first, or there is much to embed.
    """
    digest = hashlib.sha256(f"{checksum(folder / 'model.safetensors')} {precision}".encode())
    for text in texts:
        digest.update(b"\0" + text.encode())
    kept = cache_folder() / under / f"{digest.hexdigest()[:32]}.npy"
    with suppress(OSError, ValueError, EOFError):  # whatever a damaged file leads to
        vectors: Floats = np.load(kept)
        return vectors
    encoder = OnnxEncoder(prepare(folder, precision=precision, announce=announce), folder)
    if announce and len(texts) >= _MANY:
        announce(f"Turning {len(texts):,} texts into vectors, once; this takes a while ...")
    vectors = encoder.embed(list(texts))
    with suppress(OSError):  # it only saves time
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, suffix=".npy", delete=False) as file:
            np.save(file, vectors)
        Path(file.name).replace(kept)
    return vectors
