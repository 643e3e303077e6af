"""Schema-Guided Dialogue as it was published; skipped where it is absent."""

import os
from collections import Counter
from pathlib import Path

import pytest

from corpora.sgd import SchemaGuidedDialogue
from corpora.sgd.files import parts_of, read_schema
from corpora.sgd.reader import SgdReader

FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "sgd"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds sgd",
)
# The files present; the published corpus has 16,142, 2,482 and 4,201 dialogues.
SIZES = {
    "train": (12_174, 223_756, 26),
    "validation": (2_098, 38_768, 17),
    "test": (1_459, 24_086, 21),
}


@real
@pytest.mark.parametrize("split", SIZES)
def test_sizes(split: str) -> None:
    corpus = SchemaGuidedDialogue(FOLDER)
    turns = {d.dialogue_id: len(d.turns) for d in corpus.load(split)}
    assert (len(turns), sum(turns.values()), len(corpus.services(split))) == SIZES[split]


@real
def test_most_services_of_test_are_not_in_train() -> None:
    corpus = SchemaGuidedDialogue(FOLDER)
    assert len(set(corpus.services("test")) - set(corpus.services("train"))) == 15


@real
@pytest.mark.parametrize(("split", "name"), [("dev", "008"), ("test", "021"), ("train", "100")])
def test_nothing_annotated_is_lost(split: str, name: str) -> None:
    parts = parts_of(FOLDER, split)
    schema = read_schema(parts["schema.json"])
    why: Counter[str] = Counter()
    for raw in parts[f"dialogues_{name}.json"].read():
        dialogue = SgdReader("", schema).read(raw, "")
        for turned, raw_turn in zip(dialogue.turns, raw["turns"], strict=True):
            frames = raw_turn["frames"]
            actions = [(f["service"], a) for f in frames for a in f["actions"]]
            assert len(turned.acts) == sum(max(1, len(a["values"])) for _, a in actions)
            spans = {
                (s["start"], s["exclusive_end"]) for f in frames for s in f["slots"]
            }  # all of which read as their values do
            assert {act.span for act in turned.acts if act.span} == spans
            assert "slots" not in turned.extra
            why.update(note["why"] for note in turned.extra.get("unaligned", ()))
            for f in frames:
                if "state" in f:
                    values = {slot: v[0] for slot, v in f["state"]["slot_values"].items()}
                    assert turned.state[f["service"]] == values
                if "service_call" in f:
                    assert turned.extra["service_call"][f["service"]] == f["service_call"]
                    assert list(turned.db_results[f["service"]]) == f["service_results"]
    assert set(why) <= {"categorical slot", "dontcare", "no span"}
