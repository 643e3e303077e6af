"""What a language model answers, folded into the state."""

from typing import Any

from dialog.acts import parse_acts
from dialog.component import AsyncStateTracker
from dialog.dst.rule import RuleTracker
from dialog.state import DialogueState, Hypothesis, Origin, Tracking, UserTurn

from .talk import NORTH, THAI, acts_of, answer, change, tracker, understood, values


class TestAnswers:
    def test_it_is_a_tracker_that_waits(self, city: Any) -> None:
        assert isinstance(tracker(city, "http://localhost/v1#m"), AsyncStateTracker)

    def test_changes_become_beliefs_with_their_words(self, city: Any, script: Any) -> None:
        told = tracker(city, script.answers(answer(NORTH)))
        state = told.track(DialogueState(), UserTurn.of("somewhere up north"), ())
        belief = state.domain("hotel").beliefs["area"]
        assert belief.values == (("north", 1.0),)
        assert belief.origins == {"north": Origin(1, "up north")}
        assert state.active == "hotel"
        assert state.tracking == Tracking("llm")

    def test_the_other_acts_are_for_the_policy(self, city: Any, script: Any) -> None:
        said = answer(acts="request(phone); thank(); bye()")
        state = tracker(city, script.answers(said)).track(
            DialogueState(active="hotel"), UserTurn.of("the phone number? thanks, bye"), ()
        )
        assert acts_of(state) == "hotel.request(phone); thank(); bye()"
        assert state.domain("hotel").requested == ("phone",)

    def test_a_yes_is_resolved_as_always(self, city: Any, script: Any) -> None:
        told = tracker(city, script.answers(answer(acts="affirm()")))
        state = told.track(
            DialogueState(), UserTurn.of("yes"), parse_acts("hotel.confirm(area=north)")
        )
        assert values(state) == {"hotel.area": "north"}

    def test_no_preference_and_values_taken_back(self, city: Any, script: Any) -> None:
        before = RuleTracker(city).track(
            DialogueState(), understood("", "hotel.inform(area=north, stars=4)"), ()
        )
        said = answer(change("hotel.area", "dontcare"), change("hotel.stars", "removed"))
        state = tracker(city, script.answers(said)).track(
            before, UserTurn.of("anywhere, and never mind the stars"), ()
        )
        assert values(state) == {"hotel.area": "dontcare"}

    def test_what_the_user_is_after(self, city: Any, script: Any) -> None:
        said = answer(change("hotel.task", "book"), change("hotel.stay", 2))
        state = tracker(city, script.answers(said)).track(
            DialogueState(), UserTurn.of("book two nights"), ()
        )
        assert state.domain("hotel").task == "book"
        assert values(state) == {"hotel.stay": "2"}

    def test_references_are_the_rules_matter(self, city: Any, script: Any) -> None:
        before = DialogueState().with_domain("restaurant", entity={"name": "Kaede"})
        said = answer(change("taxi.destination", "the restaurant", "the restaurant"))
        state = tracker(city, script.answers(said)).track(
            before, UserTurn.of("a cab to the restaurant"), ()
        )
        assert values(state)["taxi.destination"] == "Kaede"
        origin = state.domain("taxi").beliefs["destination"].origins["Kaede"]
        assert origin == Origin(1, "the restaurant", "restaurant.name")

    def test_what_the_state_holds_already_is_no_news(self, city: Any, script: Any) -> None:
        before = RuleTracker(city).track(
            DialogueState(), understood("", "hotel.inform(area=north)"), ()
        )
        said = answer(
            change("hotel.area", "up north"),
            change("hotel.area", ""),  # no word for taking it back
            change("hotel.area", None),
            change("restaurant.food", "thai", "thai"),
        )
        state = tracker(city, script.answers(said)).track(before, UserTurn.of("a thai meal"), ())
        assert acts_of(state) == "restaurant.inform(food=thai)"
        assert values(state) == {"hotel.area": "north", **THAI}
        assert state.active == "restaurant"

    def test_nothing_said_asks_nobody(self, city: Any, script: Any) -> None:
        told = tracker(city, script.answers())
        assert told.track(DialogueState(), UserTurn.of(" "), ()) == DialogueState()
        assert script.requests == []

    def test_guesses_count_as_sure_as_they_are_together(self, city: Any, script: Any) -> None:
        turn = UserTurn((Hypothesis("up north", 0.5), Hypothesis("a fork", 0.25)))
        state = tracker(city, script.answers(answer(NORTH))).track(DialogueState(), turn, ())
        assert state.domain("hotel").beliefs["area"].score == 0.75
        assert "a fork" in script.requests[0]["messages"][1]["content"]
