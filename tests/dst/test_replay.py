"""Running a tracker over a corpus."""

from dataclasses import replace

import pytest

from dialog.acts import parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.domain import Domain
from dialog.dst.replay import by_noise, gold, in_terms_of_states, replay, text_only, top_entry
from dialog.dst.rule import RuleTracker
from dialog.schema import DomainSchema
from dialog.state import DialogueState, Hypothesis, UserTurn

SCHEMA = DomainSchema(
    name="eat",
    description="",
    entity="restaurant",
    database={"table": "eat", "key": "name"},
    slots={
        "name": {"description": "the name", "place": True},
        "food": {"description": "the food"},
        "area": {"description": "the area"},
    },
)
DOMAINS = {"eat": Domain(SCHEMA, None)}


def user(text, acts="", **state):
    return CorpusTurn("user", text, acts=tuple(parse_acts(acts)), state={"eat": state})


def system(text, acts=""):
    return CorpusTurn("system", text, acts=tuple(parse_acts(acts)))


TALK = Dialogue(
    "7",
    "train",
    ("eat",),
    {},
    (
        user("thai food", "eat.inform(food=thai)", food="thai"),
        system("Where?", "eat.request(area)"),
        user("north. phone?", "eat.inform(area=north); eat.request(phone)", food="x"),
        system("Roma is nice", "eat.offer(name=Roma)"),
        user("thanks", "thank()", food="thai"),
    ),
)


class Small:
    name = "small"
    splits = ("train",)

    def load(self, split):
        return [TALK]


def run(hear=gold, tracker=None):
    return list(replay(tracker or RuleTracker(DOMAINS), DOMAINS, [TALK], hear))


def test_the_own_state_is_carried_on_and_not_the_annotated_one() -> None:
    second = run()[1]
    assert second.wanted == {("eat", "food"): ("x",)}
    assert second.beliefs["eat", "food"].value == "thai"
    assert second.beliefs["eat", "area"].value == "north"
    assert (second.number, second.answered) == (2, "Where?")


def test_what_is_asked_for_holds_until_the_system_spoke() -> None:
    asked = [turn.asked for turn in run()]
    requested = [turn.requested for turn in run()]
    assert asked == requested == [frozenset(), frozenset({("eat", "phone")}), frozenset()]


def test_what_the_system_puts_forward_is_under_discussion() -> None:
    seen = []

    class Spy(RuleTracker):
        def track(self, state, turn, system_acts):
            seen.append((state, turn, tuple(system_acts)))
            return super().track(state, turn, system_acts)

    run(tracker=Spy(DOMAINS))
    state, _, acts = seen[2]
    assert state.domain("eat").entity == {"name": "Roma"}
    assert acts == TALK.turns[3].acts == state.system_acts
    assert [turn.response for turn in state.turns] == ["Where?", "Roma is nice"]


def test_a_tracker_that_reads_text_gets_the_text_alone() -> None:
    turns = [turn.heard for turn in run(text_only)]
    assert turns[0] == UserTurn((Hypothesis("thai food"),))


def test_noise_is_the_same_for_the_same_turn() -> None:
    one, other = (
        by_noise(Small(), 0.5, seed)("7", 1, TALK.turns[0], DialogueState()) for seed in (1, 1)
    )
    assert one == other
    different = [
        by_noise(Small(), 0.5, seed)("7", 1, TALK.turns[0], DialogueState()) for seed in range(9)
    ]
    assert len(set(different)) > 1


def test_the_first_entry_alone_is_certain() -> None:
    acts = (tuple(parse_acts("hello()")), tuple(parse_acts("bye()")))
    heard = UserTurn((Hypothesis("a", 0.3), Hypothesis("b", 0.6)), acts)
    only = top_entry(lambda *_: heard)("7", 1, TALK.turns[0], DialogueState())
    assert only == UserTurn((Hypothesis("b", 1.0),), (acts[1],))


def test_a_corpus_says_how_its_states_name_what_is_said() -> None:
    class Renaming(Small):
        def tracked_acts(self, acts, state):
            return parse_acts("eat.inform(food=tai)")

    assert run(in_terms_of_states(Renaming(), gold))[0].beliefs["eat", "food"].value == "tai"


def test_what_is_tracked_is_spelled_as_states_are() -> None:
    def short(acts):
        return [replace(act, value="thai" if "thai" in act.value else act.value) for act in acts]

    said = user("thai", "eat.inform(food=royal thai); eat.inform(food=thai)", food="thai")
    acts = tuple(act.with_score(0.45) for act in said.acts)
    talk = replace(TALK, turns=(replace(said, acts=acts),))
    [turn] = replay(RuleTracker(DOMAINS), DOMAINS, [talk], gold, short)
    assert turn.beliefs["eat", "food"].values == (("thai", pytest.approx(0.9)),)
