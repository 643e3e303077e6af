"""What actions are told of the dialogue."""

from dialog.actions import ActionRunner
from dialog.actions.payload import domain_dict, tracker_state
from dialog.acts import parse_acts
from dialog.domain import Domain
from dialog.state import DialogueState, Hypothesis, SlotBelief, Turn, UserTurn

from .eateries import believing, run


def test_the_tracker(runner: ActionRunner) -> None:
    acts = tuple(parse_acts("eatery.inform(food=thai); other.inform(area=south); bye()"))
    said = UserTurn((Hypothesis("thai please"),), (acts,))
    state = believing(food="thai").with_domain("other", beliefs={"area": SlotBelief((("x", 1),))})
    state = state.with_domain("eatery", entity={"name": "Roma"}, results=({"name": "Roma"},))
    state = DialogueState(
        domains=state.domains, user_acts=acts, turns=tuple(Turn(said, (), "Ok.") for _ in range(14))
    )
    kept = state.to_dict()
    for _ in range(2):  # an action that empties what it got harms neither state nor next call
        assert run(runner, "action_spy", state, conversation="c7", text="now thai").error == ""
    calls = next(iter(runner._executors["eatery"].actions.values())).__self__
    module = __import__("sys").modules[type(calls.action).__module__]
    _, (seen, domain) = module.CALLS
    assert state.to_dict() == kept
    assert seen["sender_id"] == "c7"
    assert domain == {}  # cleared by the action itself, full when it came
    assert len(module.CALLS) == 2
    assert seen["latest_message"]["text"] == "now thai"
    assert seen["latest_message"]["intent"] == {"name": "inform", "confidence": 1.0}
    assert [e["entity"] for e in seen["latest_message"]["entities"]] == ["food", "other.area"]
    assert [e["event"] for e in seen["events"]] == ["user", "bot"] * 10 + ["user"]
    assert seen["paused"] is False


def test_slots_of_the_tracker(domains: dict[str, Domain]) -> None:
    state = believing(food="thai").with_domain("other", beliefs={"area": SlotBelief((("x", 1),))})
    payload = tracker_state(state, domains, "eatery", "default", None, "action_listen")
    assert payload["slots"]["food"] == "thai"
    assert payload["slots"]["area"] is None
    assert payload["slots"]["other.area"] == "x"
    assert payload["slots"]["entity"] is None
    domain = domain_dict(domains["eatery"].schema, {}, ["action_search"])
    assert set(domain["slots"]) >= {"food", "results", "entity"}
    assert domain["actions"] == ["action_search"]
    assert {"inform": {"use_entities": True}} in domain["intents"]


def test_only_a_plugins_own_actions_are_told_of_earlier_turns(runner: ActionRunner) -> None:
    runner.warm_up()
    assert runner._built_in == {name: built_in(runner, name) for name in runner.domains}
    said = UserTurn((Hypothesis("thai please"),), ((),))
    state = DialogueState(turns=(Turn(said, (), "Ok."),))
    payload = tracker_state(state, runner.domains, "eatery", "c", "hi", "", history=False)
    assert [event["text"] for event in payload["events"]] == ["hi"]


def built_in(runner: ActionRunner, domain: str) -> frozenset[str]:
    """Return the actions of a domain whose code is the framework's."""
    actions = runner._executors[domain].actions.items()
    made = {name: type(call.__self__.action).__module__ for name, call in actions}
    return frozenset(name for name, module in made.items() if module == "dialog.actions.base")
