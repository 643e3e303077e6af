"""The encoders that the package brings."""

import hashlib
import json
from importlib.metadata import EntryPoint, entry_points

import pytest

from dialog.runtime.encoder import TextEncoder, most_tokens, resolve_encoder

POINTS = [point for point in entry_points(group="dialog.encoders") if "domains." in point.value]


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_an_encoder_is_whole_small_and_what_its_card_says(point: EntryPoint) -> None:
    folder = resolve_encoder(point.name)
    weights = (folder / "model.safetensors").read_bytes()
    assert len(weights) < 10_000_000
    checksum = hashlib.sha256(weights).hexdigest()
    assert json.loads((folder / "encoder.json").read_text())["weights_sha256"] == checksum
    assert checksum in (folder / "README.md").read_text(encoding="utf-8")
    assert most_tokens(folder) >= 128


def test_the_chinese_encoder_reads_characters_where_they_stand() -> None:
    text = "评分4.5分以上，有wifi的酒店？"
    batch = TextEncoder(resolve_encoder("zh-travel")).encode([text])
    assert "".join(text[a:b] for a, b in batch.offsets[0]) == text
    assert batch.input_ids.shape == (1, len(text) + 2)
    assert 1 not in batch.input_ids[0]  # none is unknown
