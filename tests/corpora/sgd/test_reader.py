"""Reading dialogues of Schema-Guided Dialogue, whole and damaged."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.acts import format_acts
from dialog.corpus import Dialogue
from dialog.errors import CorpusError

from .records import RAW, action, frame, parse, state, turn


def test_a_dialogue() -> None:
    dialogue = parse(RAW)
    assert (dialogue.dialogue_id, dialogue.split) == ("validation-9_00001", "validation")
    assert dialogue.extra == {"original_id": "9_00001"}
    assert dialogue.domains == ("Cinema_1", "Taxi_1")
    assert [t.speaker for t in dialogue.turns] == ["user", "system"] * 2
    assert [format_acts(t.acts) for t in dialogue.turns] == [
        "Cinema_1.inform(task=BuyTickets, film=Jaws, date=tonight, seats=2)",
        "Cinema_1.offer(film=Jaws, film=Up); Cinema_1.inform(count=2)",
        "Cinema_1.select(film=Up); thank(); Taxi_1.inform(to=dontcare)",
        "Taxi_1.book(); bye()",
    ]
    first, second, third, last = dialogue.turns
    assert [first.text_of(act) for act in first.acts] == [None, "Jaws", None, None]
    assert [second.text_of(act) for act in second.acts] == ["Jaws", "Up", None]
    assert first.hypotheses[0].text == first.utterance
    assert second.db_results == {"Cinema_1": ({"film": "Jaws"}, {"film": "Up"})}
    assert last.db_results == {"Taxi_1": ()}
    assert first.state == {"Cinema_1": {"film": "Jaws", "date": "this evening"}}
    assert third.state == {"Cinema_1": {"film": "Up"}, "Taxi_1": {"to": "dontcare"}}
    assert second.state == last.state == {}


def test_what_has_no_field_is_kept() -> None:
    first, second, third, last = parse(RAW).turns
    assert first.extra == {
        "services": ["Cinema_1"],
        "active_intents": {"Cinema_1": "BuyTickets"},
        "state_variants": {"Cinema_1": {"date": ["this evening", "tonight"]}},
        "canonical_values": {"Cinema_1": {"date": {"tonight": "2019-03-01"}}},
        "unaligned": [
            {"act": "Cinema_1.inform(date=tonight)", "why": "span reads differently"},
            {"act": "Cinema_1.inform(seats=2)", "why": "categorical slot"},
        ],
        "slots": {"Cinema_1": [{"slot": "date", "start": 5, "exclusive_end": 11}]},
    }
    assert second.extra == {
        "services": ["Cinema_1"],
        "service_call": {"Cinema_1": {"method": "Find", "parameters": {"date": "2019-03-01"}}},
        "unaligned": [{"act": "Cinema_1.inform(count=2)", "why": "no span"}],
    }
    assert third.extra == {
        "services": ["Cinema_1", "Taxi_1"],
        "active_intents": {"Cinema_1": "NONE", "Taxi_1": "Ride"},
        "requested_slots": {"Taxi_1": ["shared"]},
        "general_services": ["Cinema_1"],
        "unaligned": [{"act": "Taxi_1.inform(to=dontcare)", "why": "dontcare"}],
        "slots": {"Cinema_1": [{"slot": "date", "start": 4, "exclusive_end": 7}]},
    }
    assert last.extra == {"services": ["Taxi_1"]}
    raw = copy.deepcopy(RAW)
    raw["source"] = "new"
    raw["turns"][0]["mood"] = "good"
    raw["turns"][0]["frames"][0]["note"] = 1
    raw["turns"][0]["frames"][0]["state"]["sure"] = False
    dialogue = parse(raw)
    assert dialogue.extra == {"original_id": "9_00001", "source": "new"}
    assert dialogue.turns[0].extra == first.extra | {
        "mood": "good",
        "note": {"Cinema_1": 1},
        "state": {"Cinema_1": {"sure": False}},
    }


def test_a_state_lasts_while_others_are_spoken_of() -> None:
    raw = copy.deepcopy(RAW)
    last = turn("Bye", frame("Taxi_1", action("GOODBYE"), state=state("NONE", to=["home", "here"])))
    raw["turns"].append(last)
    *_, turned = parse(raw).turns
    assert turned.state == {"Cinema_1": {"film": "Up"}, "Taxi_1": {"to": "home"}}
    assert turned.extra["state_variants"] == {"Taxi_1": {"to": ["home", "here"]}}
    assert turned.extra["services"] == ["Taxi_1"]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["turns"], [], "has no turns"),
        (["turns", 1, "speaker"], "USER", r"does not alternate at turns\[1\]"),
        (["turns", 0, "utterance"], None, r"has nothing at turns\[0\].utterance"),
        (["turns", 0, "frames", 0, "service"], "Cinema_2", "service.*Did you mean 'Cinema_1'"),
        (["turns", 2, "frames", 1, "service"], "Cinema_1", "two frames of Cinema_1"),
        (["turns", 0, "frames", 0, "actions", 1, "act"], "INFROM", "Did you mean 'INFORM'"),
        (["turns", 0, "frames", 0, "actions", 1, "slot"], "flim", "Did you mean 'film'"),
        (["turns", 0, "frames", 0, "actions", 1, "slot"], "", "values without a slot"),
        (["turns", 0, "frames", 0, "actions", 1, "canonical_values"], [], "0 canonical values"),
        (["turns", 0, "frames", 0, "slots", 0], {"slot": "film"}, "exclusive_end"),
        (["turns", 0, "frames", 0, "state", "slot_values", "flim"], ["x"], "'flim'"),
        (["turns", 1, "frames", 0, "service_results", 0, "film"], 3, "service_results"),
    ],
)
def test_malformed_records(
    changed: Callable[[Any, list[Any], Any], Any], path: list[Any], value: Any, message: str
) -> None:
    raw = changed(RAW, path, value)
    with pytest.raises(CorpusError, match=message) as caught:
        parse(raw)
    assert str(caught.value).startswith("dev.zip, dialogues_001.json, dialogue 9_00001 ")


@settings(deadline=None)
@given(data=st.data())
def test_mutated_records_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    loads_or_says: Callable[[Callable[[], Dialogue], str], None],
) -> None:
    loads_or_says(lambda: parse(mutated(data, RAW)), "dev.zip, dialogues_001.json")
