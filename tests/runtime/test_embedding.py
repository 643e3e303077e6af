"""Vectors that are kept: under what was embedded, and made anew when the file is damaged."""

from pathlib import Path

import numpy as np
import pytest

from dialog.runtime import embedding
from dialog.runtime.embedding import kept_vectors
from dialog.runtime.encoder import resolve_encoder

FOLDER = resolve_encoder(None)
TEXTS = ["pets", "late arrival"]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(embedding, "cache_folder", lambda: tmp_path)
    return tmp_path / "under"


def test_the_same_texts_are_embedded_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = kept_vectors(TEXTS, FOLDER, "int8", "under")
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    monkeypatch.setattr(embedding, "OnnxEncoder", lambda *_: pytest.fail("embedded again"))
    np.testing.assert_array_equal(kept_vectors(TEXTS, FOLDER, "int8", "under"), vectors)


def test_other_texts_are_kept_apart(kept: Path) -> None:
    first = kept_vectors(TEXTS, FOLDER, "int8", "under")
    other = kept_vectors([TEXTS[0], "early arrival"], FOLDER, "int8", "under")
    np.testing.assert_allclose(other[0], first[0], atol=0.02)
    assert np.abs(other[1] - first[1]).max() > 0.01
    assert len(list(kept.iterdir())) == 2


def test_a_damaged_file_is_made_anew(kept: Path) -> None:
    vectors = kept_vectors(TEXTS, FOLDER, "int8", "under")
    [file] = kept.iterdir()
    file.write_bytes(b"nothing")
    np.testing.assert_allclose(kept_vectors(TEXTS, FOLDER, "int8", "under"), vectors, rtol=1e-5)


def test_what_takes_a_while_is_announced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialog.runtime.embedding._MANY", 2)
    told: list[str] = []
    for texts in (["a pool"], ["a bar", "a sauna"], ["a bar", "a sauna"]):
        kept_vectors(texts, FOLDER, "int8", "announced", told.append)
    assert [line for line in told if "vectors" in line] == [
        "Turning 2 texts into vectors, once; this takes a while ..."
    ]
