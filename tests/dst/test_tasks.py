"""The rule tracker in a domain with tasks, an invented ferry: groups, joint values, choices."""

from dataclasses import replace
from pathlib import Path

import pytest

from dialog.acts import ActType, DialogueAct, format_acts, parse_acts
from dialog.domain import Domain
from dialog.dst.rule import RuleTracker
from dialog.dst.tasks import of_the_listed
from dialog.schema import DomainSchema
from dialog.state import DialogueState, DomainState, Hypothesis, SlotBelief, UserTurn


def slot(**data: object) -> dict[str, object]:
    return {"description": "a slot", "search": "optional", **data}


SCHEMA = DomainSchema.model_validate(
    {
        "name": "ferry",
        "description": "Ferries.",
        "entity": "ferry",
        "entity_synonyms": ["boat"],
        "slots": {
            "from.port": slot(group="from", many=True),
            "from.island": slot(group="from", many=True),
            "to": slot(many=True),
            "day": slot(type="day", group="when", many=True),
            "date": slot(group="when"),
            "company": slot(many=True),
            "berth": slot(),
            "cars": slot(type="number", question="How many cars?"),
            "leaves": slot(informable=False),
        },
        "search": {"action": "action_answer"},
        "tasks": {
            "ferries": {"description": "ferries", "shows": ["leaves"]},
            "fare": {"description": "fares", "shows": ["leaves"]},
        },
        "afresh": [["from", "to"]],
    }
)
TRACKER = RuleTracker({"ferry": Domain(SCHEMA, Path())})
FOUND = ({"leaves": "8:00", "berth": "A"}, {"leaves": "9:00", "berth": "B"}, {"leaves": "10:00"})
ROUTE = "inform(task=ferries, from.port=Oban, to=Mull)"


def hear(state: DialogueState, notation: str, text: str = "", system: str = "") -> DialogueState:
    acts = tuple(parse_acts(notation, default_domain="ferry"))
    turn = UserTurn((Hypothesis(text or notation),), (acts,))
    return TRACKER.track(state, turn, parse_acts(system))


def after(*turns: str) -> DialogueState:
    state = DialogueState()
    for notation in turns:
        state = hear(state, notation)
    return state


def believed(state: DialogueState) -> dict[str, str | None]:
    return {name: belief.value for name, belief in own(state).beliefs.items()}


def own(state: DialogueState) -> DomainState:
    return state.domain("ferry")


def listed(state: DialogueState | None = None, shown: int = 3) -> DialogueState:
    """A state in which ferries were found and listed."""
    return (state or after(ROUTE)).with_domain("ferry", results=FOUND, listed=shown)


class TestValuesToldTogether:
    def test_stand_together_in_their_order(self) -> None:
        state = after("inform(company=Red, company=Blue, company=Red)")
        assert believed(state) == {"company": "Red;Blue"}

    def test_are_rivals_where_a_slot_takes_one(self) -> None:
        (belief,) = own(after("inform(berth=A, berth=B)")).beliefs.values()
        assert [value for value, _ in belief.values] == ["A", "B"]

    def test_are_as_sure_as_the_least_of_them(self) -> None:
        red, blue = parse_acts("ferry.inform(company=Red, company=Blue)")
        acts = (red.with_score(0.9), blue.with_score(0.7))
        state = TRACKER.track(DialogueState(), UserTurn((Hypothesis("x"),), (acts,)), ())
        assert own(state).beliefs["company"].values == (("Red;Blue", pytest.approx(0.7)),)
        assert [act.value for act in state.user_acts] == ["Red;Blue"]

    def test_take_the_place_of_those_before(self) -> None:
        assert believed(after("inform(company=Red, company=Blue)", "inform(company=Green)")) == {
            "company": "Green"
        }


class TestTasks:
    def test_bare_values_are_for_the_first_task(self) -> None:
        assert own(after("inform(company=Red)")).task == "ferries"

    def test_a_task_goes_on_until_another_is_said(self) -> None:
        assert own(after("inform(task=fare)", "inform(company=Red)")).task == "fare"
        assert own(after("inform(task=fare)", "inform(task=ferries)")).task == "ferries"

    def test_what_is_no_task_of_the_domain_changes_none(self) -> None:
        for act in ("book()", "inform(task=find)"):
            assert own(after("inform(task=fare)", act)).task == "fare"

    def test_several_are_joined(self) -> None:
        assert own(after("inform(task=fare, task=ferries)")).task == "fare;ferries"


class TestGroups:
    def test_a_value_takes_the_place_of_its_group(self) -> None:
        state = after("inform(day=friday, company=Red)", "inform(date=3 May)")
        assert believed(state) == {"company": "Red", "date": "3 May"}

    def test_values_of_a_group_told_in_one_turn_all_stand(self) -> None:
        state = after("inform(from.port=Oban)", "inform(day=friday, date=3 May)")
        assert believed(state) == {"from.port": "Oban", "day": "friday", "date": "3 May"}

    def test_what_was_hardly_heard_takes_no_place(self) -> None:
        state = after("inform(day=friday)")
        act = DialogueAct(ActType.INFORM, "ferry", "date", "3 May", 0.2)
        state = TRACKER.track(state, UserTurn((Hypothesis("x"),), ((act,),)), ())
        assert believed(state)["day"] == "friday"

    def test_slots_without_a_group_leave_one_another(self) -> None:
        assert believed(after("inform(company=Red)", "inform(berth=A)")) == {
            "company": "Red",
            "berth": "A",
        }


class TestAnotherQuestion:
    def test_with_a_task_and_all_that_begins_afresh_forgets_what_was_told(self) -> None:
        before = listed(after("inform(company=Red, day=friday)"))
        before = before.with_domain("ferry", bookings=({"reference": "R"},), entity=FOUND[0])
        state = own(hear(before, "inform(task=fare, from.island=Iona, to=Mull)"))
        assert set(state.beliefs) == {"from.island", "to"}
        assert (state.entity, state.results, state.listed) == (None, None, 0)
        assert (state.task, state.bookings) == ("fare", ({"reference": "R"},))

    @pytest.mark.parametrize(
        "told", ["inform(from.port=Oban, to=Mull)", "inform(task=ferries, to=Mull)"]
    )
    def test_without_a_task_or_with_a_part_of_it_goes_on(self, told: str) -> None:
        assert believed(after("inform(company=Red)", told))["company"] == "Red"

    def test_a_new_constraint_forgets_what_was_found_and_chosen(self) -> None:
        chosen = listed().with_domain("ferry", entity=FOUND[1])
        state = own(hear(chosen, "inform(company=Red)"))
        assert (state.entity, state.results, state.listed) == (None, None, 0)

    def test_a_constraint_that_holds_of_what_is_under_discussion_keeps_it(self) -> None:
        state = hear(listed().with_domain("ferry", entity=FOUND[1]), "inform(berth=b)")
        assert own(state).entity == FOUND[1]

    def test_only_another_task_keeps_what_was_found(self) -> None:
        state = own(hear(listed().with_domain("ferry", entity=FOUND[1]), "inform(task=fare)"))
        assert (state.entity, state.results, state.listed) == (FOUND[1], FOUND, 3)

    def test_a_slot_that_the_domain_no_longer_has_is_no_obstacle(self) -> None:
        kept = after("inform(company=Red)")
        gone = {**own(kept).beliefs, "deck": SlotBelief((("upper", 1.0),))}
        state = hear(kept.with_domain("ferry", beliefs=gone), "inform(to=Mull)")
        assert believed(state)["to"] == "Mull"


class TestChoices:
    def test_the_second_one_is_the_second_that_was_listed(self) -> None:
        state = hear(listed(), "", "the second one")
        assert own(state).entity == FOUND[1]
        assert (own(state).results, own(state).listed) == (FOUND, 3)
        assert [str(act) for act in state.user_acts] == ["ferry.inform(choice=2)"]

    def test_another_can_be_chosen_afterwards(self) -> None:
        state = hear(hear(listed(), "", "the second one"), "", "the third boat")
        assert own(state).entity == FOUND[2]

    @pytest.mark.parametrize(("shown", "text"), [(2, "the third one"), (0, "the first one")])
    def test_what_was_not_listed_cannot_be_chosen(self, shown: int, text: str) -> None:
        state = hear(listed(shown=shown), "", text)
        assert own(state).entity is None
        assert [str(act) for act in state.user_acts] == ["ferry.inform(choice=0)"]

    def test_a_choice_beside_a_task_is_about_the_one_chosen(self) -> None:
        state = own(hear(listed(), "inform(task=fare)", "the fare of the second one"))
        assert (state.entity, state.task) == (FOUND[1], "fare")

    def test_a_choice_outlives_a_constraint_of_the_same_turn(self) -> None:
        state = own(hear(listed(), "inform(day=friday)", "the second one on friday"))
        assert (state.entity, state.results) == (FOUND[1], FOUND)

    def test_the_words_of_a_choice_mean_nothing_else(self) -> None:
        text = "the second one to Mull"
        heard = (
            DialogueAct(ActType.INFORM, "ferry", "cars", "one", span=(11, 14)),
            DialogueAct(ActType.INFORM, "ferry", "to", "Mull", span=(18, 22)),
            DialogueAct(ActType.OUTOFSCOPE),
        )
        state = TRACKER.track(listed(), UserTurn((Hypothesis(text),), (heard,)), ())
        said = [(act.slot, act.value) for act in state.user_acts]
        assert said == [("to", "Mull"), ("choice", "2")]

    def test_a_bare_number_answers_a_question_rather_than_choose(self) -> None:
        act = DialogueAct(ActType.INFORM, "ferry", "cars", "2", span=(0, 1))
        turn = UserTurn((Hypothesis("2"),), ((act,),))
        state = TRACKER.track(listed(), turn, parse_acts("ferry.request(cars)"))
        assert believed(state)["cars"] == "2"
        assert own(state).entity is None

    def test_a_list_of_a_domain_left_is_not_chosen_from(self) -> None:
        state = hear(replace(listed(), domains={}, active=""), "", "the second one")
        assert own(state).entity is None


def test_a_question_about_what_was_listed_goes_on_with_it() -> None:
    acts = parse_acts("ferry.inform(task=fare, company=blue)")
    kept = of_the_listed(acts, "which of them are blue ones", 5)
    assert format_acts(kept) == "ferry.inform(company=blue)"
    assert of_the_listed(acts, "which of them are blue ones", 0) == acts
    assert of_the_listed(acts, "what are the fares of blue ones", 5) == acts
    alone = parse_acts("ferry.inform(task=fare)")
    assert of_the_listed(alone, "what is the fare of those", 5) == alone
