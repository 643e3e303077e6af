"""Answers that are mended, against a real server."""

import json
from typing import Any

import pytest

from dialog.state import DialogueState, UserTurn

from .talk import NORTH, acts_of, answer, change, tracker, values


class TestRepairs:
    @pytest.mark.parametrize(
        ("entry", "expected"),
        [
            (change("hotel.price range", "cheap"), {"hotel.pricerange": "cheap"}),
            (change("hotell.area", "north"), {"hotel.area": "north"}),
            (change(".food", "thai"), {"restaurant.food": "thai"}),
            ({"slot": "hotel-area", "value": "north"}, {"hotel.area": "north"}),
            (change("restaurant.food", "itallian"), {"restaurant.food": "italian"}),
        ],
    )
    def test_a_near_name_is_meant(
        self, city: Any, script: Any, entry: Any, expected: dict[str, str]
    ) -> None:
        told = tracker(city, script.answers(answer(entry)))
        state = told.track(DialogueState(), UserTurn.of("well"), ())
        assert values(state) == expected
        assert (state.tracking.source, state.tracking.repairs) == ("llm", 1)
        assert "was read as" in state.tracking.notes[0]

    @pytest.mark.parametrize(
        ("entry", "why"),
        [
            (change("museum.area", "north"), "museum.area is no slot"),
            (change("hotel.colour", "red"), "hotel.colour is no slot"),
            (change("hotel.area", "mars"), "'mars' is no value of hotel.area"),
            (change("hotel.stars", "many"), "'many' is no value of hotel.stars"),
            (change("hotel.parking", "perhaps"), "'perhaps' is no value of hotel.parking"),
            (change("hotel.phone", "123"), "hotel.phone is no slot"),
            (change("hotel.area", ["north", "south"]), "takes one value"),
            (change("hotel.name", "The Grand Budapest"), "nobody spoke of 'The Grand Budapest'"),
            (change("hotel.task", "rob"), "'rob' is no task of hotel; there are find, book"),
            (change(".area", "north"), "area is no slot"),  # of which domain?
            ({}, "an entry without a slot"),
        ],
    )
    def test_what_fits_nowhere_is_left_out(
        self, city: Any, script: Any, entry: Any, why: str
    ) -> None:
        told = tracker(city, script.answers(answer(entry, NORTH)))
        state = told.track(DialogueState(), UserTurn.of("up north"), ())
        assert values(state) == {"hotel.area": "north"}
        assert why in state.tracking.notes[0]
        assert state.tracking.repairs == 1

    @pytest.mark.parametrize(
        ("act", "why"),
        [
            ("offer(name=x)", "'offer' is no act of a user"),
            ("hotel.request(wine)", "hotel.wine is no slot"),
            ("hotel.deny(area=mars)", "no value of hotel.area"),
        ],
    )
    def test_acts_that_fit_nowhere_too(self, city: Any, script: Any, act: str, why: str) -> None:
        told = tracker(city, script.answers(answer(acts=f"{act}; thank()")))
        state = told.track(DialogueState(), UserTurn.of("thanks"), ())
        assert acts_of(state) == "thank()"
        assert why in state.tracking.notes[0]

    def test_a_repaired_value_is_put_to_the_user(self, city: Any, script: Any) -> None:
        told = tracker(city, script.answers(answer(change("restaurant.food", "itallian"))))
        state = told.track(DialogueState(), UserTurn.of("itallian"), ())
        assert 0.6 <= state.domain("restaurant").beliefs["food"].score < 0.95

    @pytest.mark.parametrize(
        "text",
        [
            f"```json\n{json.dumps(answer(NORTH))}\n```",
            json.dumps(answer(NORTH)).replace("]", ",]"),
            json.dumps({"changes": [NORTH, NORTH]})[:-20],
        ],
    )
    def test_safe_repairs_ask_nobody_again(self, city: Any, script: Any, text: str) -> None:
        told = tracker(city, script.answers(text))
        state = told.track(DialogueState(), UserTurn.of("up north"), ())
        assert values(state) == {"hotel.area": "north"}
        assert len(script.requests) == 1

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("I would say the north.", "there is no JSON object in it"),
            ('{"changes": [{"domain": "hotel', "cut off before its first whole entry"),
            ('{"changes": "north"}', "it should hold two lists"),
            ('{"state": {}}', "it should hold two lists"),
        ],
    )
    def test_a_broken_answer_is_asked_for_again(
        self, city: Any, script: Any, text: str, why: str
    ) -> None:
        told = tracker(city, script.answers(text, answer(NORTH)))
        state = told.track(DialogueState(), UserTurn.of("up north"), ())
        assert values(state) == {"hotel.area": "north"}
        assert state.tracking.notes[0].startswith("asked again, as ")
        assert (state.tracking.repairs, state.tracking.falls) == (1, 0)
        *_, said, again = script.requests[1]["messages"]
        assert said == {"role": "assistant", "content": text}
        assert why in again["content"]

    def test_it_counts_over_the_conversation(self, city: Any, script: Any) -> None:
        wrong = answer(change("hotel.colour", "red"), NORTH)
        told = tracker(city, script.answers(wrong, wrong, "no", "no"))
        state = DialogueState()
        for _ in range(3):
            state = told.track(state, UserTurn.of("up north"), ())
        assert (state.tracking.repairs, state.tracking.falls) == (2, 1)
