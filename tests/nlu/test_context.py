"""The context line that the model reads."""

from dialog.acts import parse_acts
from dialog.nlu.context import context_line, context_of
from dialog.state import DialogueState, Turn, UserTurn


def test_domains_topic_and_what_the_system_did() -> None:
    said = parse_acts("restaurant.request(food); hotel.inform(area=north); reqmore()")
    assert context_line(["restaurant", "hotel"], "restaurant", said) == (
        "hotel restaurant | restaurant | request food, hotel inform area, reqmore"
    )
    assert context_line(["taxi"], "", []) == "taxi | none | none"


def test_a_booking_is_one_word_however_much_it_tells() -> None:
    said = parse_acts("taxi.book(car=red, phone=1, leave_at=07:00); reqmore()")
    assert context_line(["taxi"], "taxi", said) == "taxi | taxi | book, reqmore"


def test_of_an_answer_only_the_task_is_named() -> None:
    said = parse_acts(
        "atis.inform(task=flight, count=12, departs=08:00); atis.request(airline_name)"
    )
    line = context_line(["atis"], "atis", said)
    assert line == "atis | atis | inform task, request airline_name"
    said = parse_acts("atis.nooffer(task=flight, query=to Rome); atis.inform(task=flight, count=3)")
    assert context_line(["atis"], "atis", said) == "atis | atis | nooffer task, inform task"
    said = parse_acts("atis.inform(rows=9 to 16, count=20)")
    assert context_line(["atis"], "atis", said) == "atis | atis | inform rows, inform count"


def test_utterances_stand_with_who_speaks_the_last_one_first() -> None:
    turns = (
        Turn(UserTurn.of("hello"), (), "hi there"),
        Turn(UserTurn.of("a room"), (), "how long?"),
    )
    state = DialogueState(turns=turns)
    assert context_of(["hotel"], state, 3) == "user | how long? | a room | hi there"
    assert context_of(["hotel"], state, 1) == "user | how long?"
    assert context_of(["hotel"], state, 0) == "user"
    assert context_of(["hotel"], DialogueState(), 3) == "user"
    assert context_of(["hotel"], state) == "hotel | none | none"


def test_to_a_user_without_an_answer_the_system_speaks() -> None:
    turns = (Turn(UserTurn.of("hello"), (), "hi there"), Turn(UserTurn.of("a room"), (), ""))
    state = DialogueState(turns=turns)
    assert context_of([], state, 3) == "system | a room | hi there | hello"
    assert context_of([], state, 1) == "system | a room"
