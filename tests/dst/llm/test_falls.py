"""Answers that are of no use, against a real server that misbehaves."""

import json
import socket
from dataclasses import replace
from typing import Any

import pytest

from dialog.acts import parse_acts
from dialog.dst.rule import RuleTracker
from dialog.state import DialogueState, Tracking, UserTurn

from .talk import BUSY, NORTH, answer, change, tracker, understood, values


class TestFalls:
    @pytest.mark.parametrize(
        ("answers", "why"),
        [
            ([{"status": 500}], "status 500"),
            ([BUSY, BUSY, BUSY], "status 429"),
            ([{"closes": True}] * 3, "cannot be reached"),
            ([""], "answered nothing"),
            ([{"body": '{"choices": ['}], "no chat completion"),
            (["north", "north!"], "there is no JSON object in it"),
            ([answer(change("museum.area", "north"))], "museum.area is no slot"),
        ],
    )
    def test_the_rules_fold_what_the_nlu_understood(
        self, city: Any, script: Any, answers: list[Any], why: str
    ) -> None:
        failing = [{"status": 500}] * 2 if answers[0] == {"status": 500} else []
        told = tracker(city, script.answers(*answers, *failing))
        turn = understood("up north", "hotel.inform(area=north)")
        state = told.track(DialogueState(), turn, ())
        assert state.tracking.source.startswith("rule (llm: ")
        assert why in state.tracking.source
        assert state.tracking.falls == 1
        assert replace(state, tracking=Tracking()) == RuleTracker(city).track(
            DialogueState(), turn, ()
        )

    def test_a_late_answer_is_not_waited_for(self, city: Any, script: Any) -> None:
        late = {"seconds": 3, "says": json.dumps(answer(NORTH))}
        told = tracker(city, script.answers(late), timeout=0.4)
        state = told.track(DialogueState(), understood("x", "hotel.inform(stars=4)"), ())
        assert "took longer than 0.4 s" in state.tracking.source
        assert values(state) == {"hotel.stars": "4"}

    def test_the_second_try_is_within_the_same_time(self, city: Any, script: Any) -> None:
        slow = {"seconds": 0.5, "says": "no JSON"}
        told = tracker(city, script.answers(slow, slow), timeout=0.8)
        state = told.track(DialogueState(), understood("x", ""), ())
        assert "took longer than 0.8 s" in state.tracking.source

    def test_a_server_that_is_busy_at_first_is_tried_again(self, city: Any, script: Any) -> None:
        told = tracker(city, script.answers(BUSY, {"status": 500}, answer(NORTH)))
        state = told.track(DialogueState(), UserTurn.of("up north"), ())
        assert state.tracking == Tracking("llm")

    def test_nobody_listens(self, city: Any) -> None:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            port = sock.getsockname()[1]
        told = tracker(city, f"http://127.0.0.1:{port}/v1#m")
        state = told.track(DialogueState(), understood("x", "hotel.inform(stars=4)"), ())
        assert "cannot be reached" in state.tracking.source
        assert values(state) == {"hotel.stars": "4"}

    @pytest.mark.parametrize(
        ("text", "system", "expected"),
        [
            (
                "something cheap and thai",
                "",
                {"restaurant.pricerange": "cheap", "restaurant.food": "thai"},
            ),
            ("a hotel up north", "", {"hotel.area": "north", "hotel.type": "hotel"}),
            ("three", "hotel.request(stay)", {"hotel.stay": "3"}),
            ("yes please", "hotel.confirm(area=north)", {"hotel.area": "north"}),
            ("whatever you think", "hotel.request(stay)", {}),
        ],
    )
    def test_without_an_nlu_rules_read_what_they_can(
        self, city: Any, script: Any, text: str, system: str, expected: dict[str, str]
    ) -> None:
        told = tracker(city, script.answers("", ""))
        before = DialogueState(active="restaurant")
        state = told.track(before, UserTurn.of(text), parse_acts(system))
        assert values(state) == expected
        assert state.tracking.falls == 1

    def test_a_server_without_structured_output(self, city: Any, script: Any) -> None:
        spec = script.answers(answer(NORTH), answer(NORTH), structured=False)
        told = tracker(city, spec)
        for _ in range(2):
            state = told.track(DialogueState(), UserTurn.of("up north"), ())
            assert state.tracking == Tracking("llm")
        assert ["response_format" in sent for sent in script.requests] == [True, False, False]
