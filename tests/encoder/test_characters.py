"""The tokenizer of characters."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dialog.encoder.characters import SPECIAL, character_tokenizer
from dialog.runtime.encoder import TextEncoder

SEEN = ["我想去故宫(wifi 4.5分", "我想去（故宫）。WIFI ４．５"]


def test_each_character_is_a_token_in_its_place(tmp_path: Path) -> None:
    character_tokenizer(SEEN).save(str(tmp_path / "tokenizer.json"))
    text = "去 Wifi（４.５馆"
    batch = TextEncoder(tmp_path).encode([("我", text)])
    own = batch.sequence_ids[0] == 1
    assert [text[a:b] for a, b in batch.offsets[0][own]] == list("去Wifi（４.５馆")
    assert batch.token_type_ids[0].tolist() == [0] * 3 + [1] * 11
    unknown = SPECIAL.index("[UNK]")
    assert [i for i, x in enumerate(batch.input_ids[0][own]) if x == unknown] == [9]


def test_case_and_width_make_no_difference() -> None:
    tokenizer = character_tokenizer(SEEN)
    assert tokenizer.encode("WIFI４").ids == tokenizer.encode("wifi4").ids


def test_a_seldom_character_is_unknown() -> None:
    tokenizer = character_tokenizer(SEEN)
    assert tokenizer.token_to_id("分") is None
    assert character_tokenizer(SEEN, seldom=1).token_to_id("分") is not None


@given(st.text(max_size=30))
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    encoding = character_tokenizer(SEEN).encode(text, add_special_tokens=False)
    assert all(0 <= start <= end <= len(text) for start, end in encoding.offsets)
    assert encoding.offsets == sorted(encoding.offsets)
