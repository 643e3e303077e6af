"""Where each believed value came from: which turn, which words, what those point at."""

from dataclasses import replace
from pathlib import Path

import pytest

from dialog.acts import DialogueAct, parse_acts
from dialog.domain import Domain
from dialog.dst.origins import traced
from dialog.dst.rule import RuleTracker
from dialog.schema import DomainSchema
from dialog.state import DialogueState, Hypothesis, Origin, SlotBelief, Turn, UserTurn


def domain(name: str, **slots: dict[str, object]) -> Domain:
    every = {slot: {"description": slot, **data} for slot, data in slots.items()}
    data = {"name": name, "description": name, "entity": name, "slots": every}
    return Domain(DomainSchema.model_validate(data), Path(name))


KINDS = {"type": "categorical", "values": ["italian", "thai"]}
TRACKER = RuleTracker(
    {
        "cafe": domain("cafe", food=KINDS, day={"type": "day"}, terrace={"type": "boolean"}),
        "inn": domain("inn", day={"type": "day"}),
    }
)


def say(state: DialogueState, text: str, acts: str, system: str = "") -> DialogueState:
    """Track a turn in which each value that the text holds has its words as its span."""
    user = UserTurn((Hypothesis(text),), (tuple(spanned(act, text) for act in parse_acts(acts)),))
    after = TRACKER.track(state, user, parse_acts(system))
    return replace(after, turns=(*state.turns, Turn(user, (), "")))


def spanned(act: DialogueAct, text: str) -> DialogueAct:
    at = text.find(act.value) if act.value else -1
    return replace(act, span=(at, at + len(act.value or ""))) if at >= 0 else act


def origin(state: DialogueState, place: str) -> Origin | None:
    name, _, slot = place.partition(".")
    belief = state.domain(name).beliefs[slot]
    return belief.origins.get(belief.value or "")


@pytest.fixture
def thai() -> DialogueState:
    return say(DialogueState(), "a thai place", "cafe.inform(food=thai)")


def test_the_turn_and_the_words(thai: DialogueState) -> None:
    assert origin(thai, "cafe.food") == Origin(1, "thai")


def test_a_value_that_no_words_spell_comes_from_the_sentence(thai: DialogueState) -> None:
    state = say(thai, "on any old date", "cafe.inform(day=dontcare)")
    assert origin(state, "cafe.day") == Origin(2)


def test_what_a_later_turn_leaves_stays_where_it_came_from(thai: DialogueState) -> None:
    state = say(thai, "on monday", "cafe.inform(day=monday)")
    assert origin(state, "cafe.food") == Origin(1, "thai")
    assert origin(state, "cafe.day") == Origin(2, "monday")


def test_what_is_said_again_comes_from_the_later_turn(thai: DialogueState) -> None:
    assert origin(say(thai, "thai!", "cafe.inform(food=thai)"), "cafe.food") == Origin(2, "thai")


def test_a_yes_leaves_what_was_said_where_it_came_from(thai: DialogueState) -> None:
    state = say(thai, "yes", "affirm()", "cafe.confirm(food=thai)")
    assert origin(state, "cafe.food") == Origin(1, "thai")


def test_a_yes_is_where_a_value_of_the_system_comes_from(thai: DialogueState) -> None:
    state = say(thai, "yes", "affirm()", "cafe.request(terrace)")
    assert origin(state, "cafe.terrace") == Origin(2, via=Origin.QUESTION)


def test_a_reference_names_the_slot_that_it_points_at() -> None:
    state = say(DialogueState(), "on monday", "cafe.inform(day=monday)")
    state = say(state, "on the same day", "inn.inform(day=the same day)")
    assert origin(state, "inn.day") == Origin(2, "the same day", "cafe.day")


def test_every_value_of_a_list_has_its_own(thai: DialogueState) -> None:
    user = UserTurn((Hypothesis("italian?", 0.6),), (parse_acts("cafe.inform(food=italian)"),))
    belief = TRACKER.track(thai, user, ()).domain("cafe").beliefs["food"]
    assert [value for value, _ in belief.values] == ["italian", "thai"]
    assert belief.origins == {"italian": Origin(2), "thai": Origin(1, "thai")}


def test_a_value_that_is_gone_leaves_no_origin(thai: DialogueState) -> None:
    state = say(thai, "italian", "cafe.inform(food=italian)")
    assert set(state.domain("cafe").beliefs["food"].origins) == {"italian"}


def test_any_tracker_can_have_its_state_traced(thai: DialogueState) -> None:
    after = thai.with_domain("cafe", beliefs={"food": SlotBelief((("thai", 0.9),))})
    assert origin(traced(thai, after, {}), "cafe.food") == Origin(1, "thai")
    said = {("cafe", "food", "thai"): Origin(2, "that", "cafe.food")}
    assert origin(traced(thai, after, said), "cafe.food") == Origin(2, "that", "cafe.food")
