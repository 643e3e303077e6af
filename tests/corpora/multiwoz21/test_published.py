"""MultiWOZ 2.1 as it was published; skipped where it is absent."""

import json
import os
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpora.multiwoz21 import MultiWoz21
from corpora.multiwoz21.labels import INTENTS
from dialog.acts import ActType
from dialog.corpus import Dialogue

FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "multiwoz21"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds multiwoz21",
)
PUBLISHED = ["published_val", "test"]


@pytest.fixture(scope="module")
def loaded() -> dict[str, list[Dialogue]]:
    corpus = MultiWoz21(FOLDER)
    return {split: corpus.load(split) for split in corpus.splits}


def raw_records(split: str) -> dict[str, Any]:
    name = "val" if split == "published_val" else split
    with zipfile.ZipFile(FOLDER / f"{name}.json.zip") as archive:
        records: dict[str, Any] = json.loads(archive.read(f"{name}.json"))
    return records


@real
def test_published_sizes(loaded: dict[str, list[Dialogue]]) -> None:
    sizes = {s: (len(loaded[s]), sum(len(d.turns) for d in loaded[s])) for s in PUBLISHED}
    assert sizes == {"published_val": (999, 14_730), "test": (1_000, 14_744)}


@real
@pytest.mark.skipif((FOLDER / "train.json.zip").exists(), reason="the training file is there")
def test_published_validation_is_divided(loaded: dict[str, list[Dialogue]]) -> None:
    ids = {s: [d.dialogue_id for d in loaded[s]] for s in loaded}
    assert (len(ids["train"]), len(ids["validation"])) == (900, 99)
    assert set(ids["train"]) | set(ids["validation"]) == set(ids["published_val"])


@real
@pytest.mark.parametrize("split", PUBLISHED)
def test_every_annotated_act_is_there(split: str, loaded: dict[str, list[Dialogue]]) -> None:
    records = raw_records(split)
    for dialogue in loaded[split]:
        log = records[dialogue.dialogue_id]["log"]
        for turn, raw in zip(dialogue.turns, log, strict=True):
            items = [(label, s) for label, pairs in raw["dialog_act"].items() for s, _ in pairs]
            assert len(turn.acts) == len(items)
            assert turn.extra.get("dialog_act", {}) == raw["dialog_act"]
            for act, (label, slot) in zip(turn.acts, items, strict=True):
                domain, _, intent = label.partition("-")
                if domain != "Booking":
                    assert act.domain == ("" if domain == "general" else domain.lower())
                if intent not in ("Recommend", "OfferBook") and slot != "none":
                    assert act.type is INTENTS[intent]


@real
@pytest.mark.parametrize("split", PUBLISHED)
def test_spans_are_the_words_annotated(split: str, loaded: dict[str, list[Dialogue]]) -> None:
    records = raw_records(split)
    for dialogue in loaded[split]:
        log = records[dialogue.dialogue_id]["log"]
        for turn, raw in zip(dialogue.turns, log, strict=True):
            tokens = raw["text"].split()
            words = sorted(
                tokens[first : last + 1]
                for label, slot, value, first, last in raw["span_info"]
                if first <= last and [slot, value] in raw["dialog_act"].get(label, [])
            )
            found = [turn.text_of(act) for act in turn.acts]
            assert sorted(text.split() for text in found if text is not None) == words


@real
@pytest.mark.parametrize(
    ("split", "reasons", "exact", "differs"),
    [
        ("published_val", {"no span": 542, "dontcare": 43, "out of range": 2}, 18_211, 701),
        ("test", {"no span": 521, "dontcare": 89, "out of range": 2, "no act": 2}, 18_290, 698),
    ],
)
def test_spans(
    split: str,
    reasons: dict[str, int],
    exact: int,
    differs: int,
    loaded: dict[str, list[Dialogue]],
) -> None:
    turns = [turn for dialogue in loaded[split] for turn in dialogue.turns]
    why = Counter(note["why"] for turn in turns for note in turn.extra.get("unaligned", ()))
    same = Counter(
        (turn.text_of(act) or "").lower().split() == (act.value or "").lower().split()
        for turn in turns
        for act in turn.acts
        if act.span
    )
    assert why == reasons
    assert (same[True], same[False]) == (exact, differs)


@real
@pytest.mark.parametrize("split", PUBLISHED)
def test_states_are_those_of_the_next_turn(split: str, loaded: dict[str, list[Dialogue]]) -> None:
    empty = ("", "not mentioned", "none")
    records = raw_records(split)
    for dialogue in loaded[split]:
        log = records[dialogue.dialogue_id]["log"]
        for at, turn in enumerate(dialogue.turns):
            if turn.speaker == "system":
                assert not turn.state
                continue
            expected = {
                (domain, slot, value)
                for domain, raw in log[at + 1]["metadata"].items()
                for slot, value in [*raw["semi"].items(), *raw["book"].items()]
                if slot != "booked" and value not in empty
            }
            found = {(d, s, v) for d, slots in turn.state.items() for s, v in slots.items()}
            assert found == expected


@real
def test_booking_acts_find_their_domain(loaded: dict[str, list[Dialogue]]) -> None:
    domains = Counter(
        act.domain
        for dialogue in loaded["published_val"]
        for turn in dialogue.turns
        if any(label.startswith("Booking-") for label in turn.extra.get("dialog_act", {}))
        for act in turn.acts
        if act.type is ActType.BOOK
    )
    assert domains[""] < 0.01 * domains.total()


@real
def test_real_dialogues_survive_json(loaded: dict[str, list[Dialogue]]) -> None:
    for dialogue in loaded["validation"]:
        data = dialogue.to_dict()
        back = Dialogue.from_dict(json.loads(json.dumps(data)))
        assert back == dialogue
        assert back.to_dict() == data
