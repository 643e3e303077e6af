"""Any JSON that a model may answer with: read, or refused with a reason, but never a failure."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialog.acts import ActType, format_acts
from dialog.domain import load_domains
from dialog.dst.prompting.answer import AnswerReader, Turn
from dialog.dst.prompting.schema import USER_ACTS
from dialog.state import DialogueState, SlotBelief
from dialog.values import readers

DOMAINS = load_domains(["hotel", "taxi"])
SCHEMAS = {name: domain.schema for name, domain in DOMAINS.items()}
READER = AnswerReader(SCHEMAS, readers(DOMAINS))
STATE = DialogueState().with_domain(
    "hotel", task="book", beliefs={"area": SlotBelief((("north", 0.6), ("east", 0.4)))}
)
TEXT = "a taxi to the museum, and the hotel with 3 stars for two nights"
TURN = Turn(TEXT, STATE, TEXT)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
names = st.sampled_from(["hotel", "taxi", "", "area", "stars", "stay", "name", "destination"])
said = st.sampled_from(["3", "the museum", "north", "removed", "dontcare", "the hotel", "two"])
entries = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from([*USER_ACTS, "inform", "book", "offer"]) | anything,
        "domain": names | anything,
        "slot": names | st.just("task") | anything,
        "value": said | st.lists(said, max_size=2) | anything,
        "words": said | anything,
    },
)
answers = st.fixed_dictionaries(
    {}, optional={"changes": st.lists(entries) | anything, "acts": st.lists(entries) | anything}
)


@given(answers)
@example({"acts": [{"type": "request", "slot": ["area"]}]})
def test_every_act_fits_the_domains(answer: dict[str, Any]) -> None:
    lists = [answer.get("changes", []), answer.get("acts", [])]
    fits = all(isinstance(e, list) and all(isinstance(x, dict) for x in e) for e in lists)
    if not (answer and fits):
        with pytest.raises(ValueError, match="two lists"):
            READER.read(answer, TURN)
        return
    reading = READER.read(answer, TURN)
    for act in reading.acts:
        assert act.type in (*USER_ACTS, ActType.INFORM)
        assert act.domain in ("", "hotel", "taxi")
        if act.domain and act.slot not in ("", "task"):
            assert act.slot in SCHEMAS[act.domain].slots
        assert act.span is None or TEXT[slice(*act.span)]
    assert all(isinstance(note, str) for note in reading.notes)


@pytest.mark.parametrize(
    ("change", "acts"),
    [
        ({"domain": "hotel", "slot": "stay", "value": 2}, "hotel.inform(stay=2)"),
        ({"domain": "hotel", "slot": "parking", "value": True}, "hotel.inform(parking=yes)"),
        (
            {"domain": "hotel", "slot": "area", "value": "removed"},
            "hotel.deny(area=north, area=east)",
        ),
        ({"domain": "hotel", "slot": "task", "value": "removed"}, "hotel.deny(task=book)"),
        ({"domain": "hotel", "slot": "stars", "value": "removed"}, ""),
        ({"domain": "hotel", "slot": "area", "value": "don't care"}, "hotel.inform(area=dontcare)"),
        ({"domain": "taxi", "slot": "departure", "value": "there"}, "taxi.inform(departure=there)"),
    ],
)
def test_values(change: dict[str, Any], acts: str) -> None:
    reading = READER.read({"changes": [change], "acts": []}, TURN)
    assert format_acts(reading.acts) == acts
