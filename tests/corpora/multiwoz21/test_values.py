"""Values of MultiWOZ 2.1 in one form, and its databases."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.multiwoz21 import MultiWoz21
from corpora.multiwoz21.database import DOMAINS
from corpora.multiwoz21.normalisation import normalise, normalise_value
from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.errors import CorpusError


@pytest.mark.parametrize(
    ("slot", "value", "expected"),
    [
        ("time", "5:45pm", "17:45"),
        ("time", "2:45 p.m.", "14:45"),
        ("time", "12 am", "00:00"),
        ("time", "12:15 pm", "12:15"),
        ("time", "9", "09:00"),
        ("leaveAt", "0715", "07:15"),
        ("leaveAt", "24:30", "00:30"),
        ("leaveAt", "after 15:45", "15:45"),
        ("leaveAt", "2 hours later", "2 hours later"),
        ("arriveBy", "190:00", "190:00"),
        ("arriveBy", "13:75", "13:75"),
        ("arriveBy", "do n't care", "dontcare"),
        ("people", "two", "2"),
        ("people", "two adults", "two adults"),
        ("stars", "zero", "0"),
        ("area", "West side of town", "west"),
        ("area", "center of town", "centre"),
        ("area", "northern part", "north"),
        ("area", "North or Centre", "north or centre"),
        ("area", "Cambridge", "cambridge"),
        ("area", "doesn't matter", "dontcare"),
        ("pricerange", "moderately - priced", "moderate"),
        ("pricerange", "inexpensive", "cheap"),
        ("pricerange", "not expensive", "not expensive"),
        ("pricerange", "moderate to cheap", "moderate to cheap"),
        ("type", "guest houses", "guesthouse"),
        ("type", "a swimmingpool", "swimming pool"),
        ("type", "churches", "church"),
        ("type", "multiple sports", "multiple sports"),
        ("parking", "free", "yes"),
        ("entrance fee", "free", "free"),
        ("name", "The  Gonville Hotel", "gonville hotel"),
        ("name", "a and b guest house", "a and b guest house"),
        ("name", "Alexander B & B", "alexander b and b"),
        ("name", "Christ 's College", "christs college"),
        ("name", "alpha - milton", "alpha-milton"),
        ("name", "museum of archaelogy", "museum of archaeology"),
        ("food", "Portugese", "portuguese"),
        ("day", "Monday", "monday"),
    ],
)
def test_values(slot: str, value: str, expected: str) -> None:
    assert normalise_value(slot, value) == expected
    assert normalise_value(slot, expected) == expected


SLOTS = ["time", "people", "area", "pricerange", "type", "parking", "name"]
WORDS = ["the", "a", "an", "and", "9", ":30", "pm", "'s", "s", "-", "&", "museums", "theaters"]
WORDS += ["west", "centre", "guest", "houses", "do", "n't", "care"]


@given(st.sampled_from(SLOTS), st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=4))
def test_any_value_has_a_form(slot: str, words: list[str]) -> None:
    form = normalise_value(slot, " ".join(words))
    assert form == " ".join(form.lower().split())


def test_dialogues() -> None:
    turn = CorpusTurn(
        "user",
        "the Gonville at 9",
        acts=(
            DialogueAct(ActType.INFORM, "hotel", "name", "the Gonville", span=(0, 12)),
            DialogueAct(ActType.REQUEST, "hotel", "area"),
        ),
        state={"hotel": {"type": "hotel|guest house", "name": "the gonville"}},
        extra={"kept": 1},
    )
    [made] = normalise(Dialogue("d", "train", ("hotel",), {}, (turn,))).turns
    assert [(a.value, a.span) for a in made.acts] == [("gonville", (0, 12)), (None, None)]
    assert made.utterance == turn.utterance
    assert made.state == {"hotel": {"type": "hotel", "name": "gonville"}}
    assert made.extra == {
        "kept": 1,
        "state_variants": {"hotel": {"type": ["hotel", "guesthouse"]}},
    }


def write(folder: Path, name: str, content: Any) -> MultiWoz21:
    (folder / "db").mkdir(exist_ok=True)
    (folder / "db" / f"{name}_db.json").write_text(json.dumps(content), encoding="utf-8")
    return MultiWoz21(folder)


def test_rows(tmp_path: Path) -> None:
    record = {"name": " lodge ", "area": "?", "id": 3, "price": {"double": "70"}, "location": [1]}
    corpus = write(tmp_path, "hotel", [record])
    assert corpus.entities("hotel") == [{"name": "lodge", "id": "3"}]
    cars = {"taxi_colors": ["red", "blue"], "taxi_types": ["audi"], "taxi_phone": ["^[0-9]$"]}
    assert write(tmp_path, "taxi", cars).entities("taxi") == [
        {"car": "red audi"},
        {"car": "blue audi"},
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("hotel", {}, "has an object at the top, where a list belongs"),
        ("hotel", [{}, 3], "row 2 has a whole number at the row"),
        ("hotel", [{"name": None}], "row 1 has nothing at name, where text belongs"),
        ("hotel", [{"stars": 1.5}], "row 1 has a number at stars"),
        ("taxi", {"taxi_colors": []}, "has nothing at taxi_types"),
        ("taxi", {"taxi_colors": [3], "taxi_types": []}, "a whole number at taxi_colors"),
    ],
)
def test_malformed_databases(tmp_path: Path, name: str, content: Any, message: str) -> None:
    corpus = write(tmp_path, name, content)
    with pytest.raises(CorpusError, match=message):
        corpus.entities(name)


def test_missing_databases(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"hotel_db\.json does not exist"):
        MultiWoz21(tmp_path).entities("hotel")
    with pytest.raises(CorpusError, match=r"no database of 'hotels'.*Did you mean 'hotel'"):
        MultiWoz21(tmp_path).entities("hotels")


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "multiwoz21"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds multiwoz21",
)


@real
def test_real_databases() -> None:
    corpus = MultiWoz21(FOLDER)
    sizes = {domain: len(corpus.entities(domain)) for domain in DOMAINS}
    assert sizes == {
        "attraction": 79,
        "hospital": 66,
        "hotel": 33,
        "police": 1,
        "restaurant": 110,
        "taxi": 60,
        "train": 2_828,
    }
    assert all(row["name"] for row in corpus.entities("restaurant"))


@real
def test_real_states_come_in_one_form() -> None:
    """Times that are no HH:MM, and parts of town and prices that are none, become rare."""
    found: Counter[tuple[str, bool]] = Counter()
    known = {
        "area": {"north", "south", "east", "west", "centre", "dontcare"},
        "pricerange": {"cheap", "moderate", "expensive", "dontcare"},
    }
    for dialogue in map(normalise, MultiWoz21(FOLDER).load("published_val")):
        for turn in dialogue.turns:
            for act in turn.acts:
                if act.slot in known and act.value:
                    found[act.slot, act.value in known[act.slot]] += 1
    assert found["area", False] < 0.05 * found["area", True]
    assert found["pricerange", False] < 0.05 * found["pricerange", True]
