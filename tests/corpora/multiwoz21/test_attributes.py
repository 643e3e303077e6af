"""What users of MultiWOZ wanted beside what came about, on a dialogue by hand."""

from pathlib import Path

from corpora.multiwoz21.answers import MultiWoz21Key
from corpora.multiwoz21.attributes import attributes_of
from dialog.acts import parse_acts
from dialog.corpus import CorpusTurn, Dialogue

GOAL = {
    "restaurant": {
        "info": {"name": "saint johns chop house", "food": "british"},
        "reqt": ["phone", "postcode", "food"],
        "book": {"people": "4", "time": "17:30", "invalid": False},
    },
    "taxi": {"info": {"arriveBy": "12:00", "leaveAt": "09:30", "departure": "the museum"}},
}
STATE = {
    "restaurant": {"name": "saint john chop house", "people": "5"},
    "taxi": {"arriveBy": "11:45", "leaveAt": "09:15", "departure": "museum"},
}


def test_a_dialogue_by_hand() -> None:
    told = tuple(parse_acts("restaurant.inform(phone=01223); restaurant.book(ref=AB12)"))
    turns = (
        CorpusTurn("user", "hello", state={"restaurant": {"people": "4"}}),
        CorpusTurn("system", "hello", acts=tuple(parse_acts("restaurant.request(time)"))),
        CorpusTurn(
            "user", "bye", state=STATE, acts=tuple(parse_acts("restaurant.inform(postcode=x)"))
        ),
        CorpusTurn("system", "bye", acts=told),
    )
    dialogue = Dialogue("MUL1", "test", ("restaurant",), GOAL, turns)
    assert list(attributes_of(dialogue, MultiWoz21Key(Path("unused")))) == [
        ("restaurant.name", "saint johns chop house", "saint johns chop house"),
        ("restaurant.food", "british", ""),
        ("restaurant.people", "4", "5"),
        ("restaurant.time", "17:30", ""),
        ("restaurant.phone?", "told", "told"),
        ("restaurant.postcode?", "told", ""),
        ("restaurant.ref?", "told", "told"),
        ("taxi.arriveBy", "12:00", "12:00"),  # by twelve is early enough
        ("taxi.leaveAt", "09:30", "09:15"),
        ("taxi.departure", "the museum", "the museum"),
    ]
