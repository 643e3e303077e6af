"""The text that an encoder learns from."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from dialog.corpus import CorpusTurn, Dialogue
from dialog.encoder.texts import PIECE, corpus_texts, row_texts
from dialog.errors import CorpusError


class Toy:
    name, description, licence, citation, language = "toy", "", "", "", "zh"
    splits = ("train", "single")
    leaks: Mapping[str, frozenset[str]] = {}

    def __init__(self, folder: Path = Path()) -> None:
        self.folder = folder

    def load(self, split: str) -> Sequence[Dialogue]:
        said = ["你好", " ", "您好", "你好"] if split == "train" else ["好"]
        turns = tuple(CorpusTurn(("user", "system")[i % 2], t) for i, t in enumerate(said))  # type: ignore[arg-type]
        return [Dialogue(name, split, ("酒店", "出租"), {}, turns) for name in "ab"]


class WithRows(Toy):
    def entities(self, domain: str) -> list[Mapping[str, str]]:
        if domain == "出租":
            raise CorpusError("none")
        return [{"名称": "甲", "设施": "否"}, {"名称": "乙" * 300, "设施": "否"}]


def test_utterances_stand_beside_the_one_before_and_each_once() -> None:
    assert corpus_texts(Toy(), ["train", "single"]) == [
        "你好",
        ("你好", "您好"),
        ("您好", "你好"),
        "好",
    ]


def test_cells_stand_once_in_pieces_and_what_is_missing_is_told() -> None:
    told: list[str] = []
    pieces = row_texts(WithRows(), "train", told.append)
    assert pieces[0] == "名称: 甲, 设施: 否"
    assert "".join(map(str, pieces[1:])) == "名称: " + "乙" * 300
    assert max(map(len, pieces)) <= PIECE
    assert told[0] == "toy, without rows of 出租: none"


def test_a_corpus_without_a_database_has_no_rows() -> None:
    assert row_texts(Toy(), "train") == []
