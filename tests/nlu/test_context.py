"""The context line that the model reads."""

from dialog.acts import parse_acts
from dialog.nlu.context import context_line


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
