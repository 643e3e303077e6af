"""Which domains answers speak of."""

import pytest

from dialog.evaluation.answers.predictions import Answer
from dialog.evaluation.answers.topics import changed, with_topics

A, B = {"area": "north"}, {"day": "monday", "people": "2"}


@pytest.mark.parametrize(
    ("states", "topics"),
    [
        ([{}, {"inn": A}, {"inn": A}], [(), ("inn",), ("inn",)]),
        ([{"inn": A}, {"inn": A, "train": B}, {"inn": A, "train": B}], ["inn", "train", "train"]),
        # of several the one with most slots; without a change, the other one then
        ([{"inn": A, "train": B}, {"inn": A, "train": B}], ["train", "inn"]),
        # one that is spoken of already goes on being so
        ([{"inn": A}, {"inn": B, "train": B}, {"inn": B, "train": B}], ["inn", "inn", "train"]),
        ([{"inn": A}, {}], ["inn", "inn"]),
    ],
)
def test_the_state_that_changed_tells(states, topics) -> None:
    wanted = [(topic,) if isinstance(topic, str) else topic for topic in topics]
    assert list(changed(states)) == wanted


def test_a_system_may_say_so_itself(inns) -> None:
    answers = {"d": [Answer("[train_name]", {}, ("inn",))]}
    assert with_topics(answers, inns) == (answers, "active_domains")


def test_placeholders_may_say_so(inns) -> None:
    answers = {"d": [Answer("[inn_name] in the [area]", {"train": B}), Answer("bye", {})]}
    told, source = with_topics(answers, inns)
    assert source == "placeholders"
    assert [each.domains for each in told["d"]] == [("inn",), ()]


def test_a_stray_placeholder_does_not_decide(inns) -> None:
    answers = {"d": [Answer("[name] or [inn_phone]", {"train": B}), Answer("[name]", {"train": B})]}
    told, source = with_topics(answers, inns)
    assert source == "states"
    assert [each.domains for each in told["d"]] == [("train",), ("train",)]
