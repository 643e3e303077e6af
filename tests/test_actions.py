"""Actions of small plugins, through rasa-sdk's own executor and a real database."""

import asyncio
import functools
import itertools
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from dialog.actions import ActionError, ActionRunner, apply_events
from dialog.acts import parse_acts
from dialog.component import ActionResult
from dialog.database import Database
from dialog.domain import Domain, find_domain, load_domain
from dialog.errors import DomainError
from dialog.state import DialogueState, Hypothesis, SlotBelief, Turn, UserTurn

YML = """
name: {name}
description: Finds eateries.
entity: eatery
database: {{table: {name}, rows: rows.csv}}
search: {{}}
booking: {{gives: [reference, phone]}}
slots:
  name: {{description: the name, requestable: true}}
  food: {{description: the food, search: required, question: "What food?"}}
  area: {{description: the area, search: optional, question: "Where?"}}
  price: {{description: the price, search: optional, question: "How much?"}}
  wifi: {{description: wifi, type: boolean, search: optional, question: "Wifi?"}}
  phone: {{description: the phone number, requestable: true}}
  day: {{description: the day, booking: required, question: "What day?"}}
"""
CSV = """name,food,area,price,wifi,phone
Roma,italian,north,cheap,yes,111
Pho,vietnamese,centre,cheap,no,222
Al,italian,centre,dear,no,333
"""
ACTIONS = """
import asyncio, sys, time
from rasa_sdk import Action
from rasa_sdk import events as e
from rasa_sdk.interfaces import ActionExecutionRejection
from dialog.actions import DatabaseAction, SearchAction

CALLS = []

def make(action_name, function):
    class Made(Action):
        def name(self):
            return action_name
        def run(self, dispatcher, tracker, domain):
            return function(dispatcher, tracker, domain)
    Made.__name__ = "Made_" + action_name
    globals()[Made.__name__] = Made

class Base(Action):  # no name: not registered
    def run(self, dispatcher, tracker, domain):
        return []

class Everything(Action):
    def name(self):
        return "action_everything"
    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="said")
        dispatcher.utter_message(response="utter_hi", who="you")
        return [
            e.SlotSet("food", "thai"), e.SlotSet("area", None), e.SlotSet("wifi", True),
            e.SlotSet("price", 7), e.SlotSet("other.area", "south"),
            e.SlotSet("results", [{"name": "X", "stars": 3}]), e.SlotSet("relaxed", ["area"]),
            e.SlotSet("entity", {"name": "X"}), e.SlotSet("booking", {"reference": "R"}),
            e.BotUttered("uttered"), e.UserUttered("hi"), e.ActionExecuted("a"),
            e.ActiveLoop("form"), e.LoopInterrupted(True), e.SessionStarted(), e.SessionEnded(),
            e.ConversationPaused(), e.ConversationResumed(), e.UserUtteranceReverted(),
            e.ActionReverted(), e.StoryExported(), e.AgentUttered("x"),
            e.ReminderCancelled("r"), e.ActionExecutionRejected("x"),
        ]

class WithDatabase(DatabaseAction):
    def name(self):
        return "action_count"
    async def run(self, dispatcher, tracker, domain):
        await asyncio.sleep(0)
        n = len(self.database.search(self.domain.name, {}))
        dispatcher.utter_message(text=f"{self.domain.name}: {n}")
        return []

def boom(*_):
    raise ValueError("no\\nsuch key")

def rejected(*_):
    raise ActionExecutionRejection("action_rejected")

async def slow_async(*_):
    await asyncio.sleep(30)

async def own_timeout(*_):
    raise TimeoutError("the server did not answer")

def spy(dispatcher, tracker, domain):
    CALLS.append((tracker.current_state(), domain))
    tracker.slots.clear()
    domain.clear()

make("action_raises", boom)
make("action_rejected", rejected)
make("action_exits", lambda *_: sys.exit(3))
make("action_stops", lambda *_: next(iter(())))
make("action_sleeps", lambda *_: time.sleep(3))
make("action_sleeps_async", slow_async)
make("action_own_timeout", own_timeout)
make("action_spy", spy)
make("action_unknown_event", lambda *_: [{"event": "dance"}])
make("action_unknown_slot", lambda *_: [e.SlotSet("foo", 1)])
make("action_odd_value", lambda *_: [e.SlotSet("food", ["a"])])
make("action_not_a_list", lambda *_: 3)
make("action_utter_unknown", lambda d, *_: d.utter_message(response="utter_bye"))
make("action_reset", lambda *_: [e.AllSlotsReset()])
make("action_restart", lambda *_: [e.Restarted()])
make("action_follow", lambda *_: [e.SlotSet("food", "thai"), e.FollowupAction("action_count")])
make("action_follow_fails", lambda *_: [e.SlotSet("food", "x"), e.FollowupAction("action_raises")])
make("action_loop", lambda *_: [e.FollowupAction("action_loop")])
"""


def plugin(folder: Path, name: str, actions: str = "") -> Domain:
    folder.mkdir()
    (folder / "domain.yml").write_text(YML.format(name=name), encoding="utf-8")
    (folder / "rows.csv").write_text(CSV, encoding="utf-8")
    if actions:
        (folder / "actions.py").write_text(actions, encoding="utf-8")
    domain = load_domain(folder)
    domain.responses["utter_hi"] = ["Hi {who}, {name}[ has {stars} stars][ has {food} food]."]
    return domain


@pytest.fixture
def domains(tmp_path: Path) -> dict[str, Domain]:
    return {
        "eatery": plugin(tmp_path / "a", "eatery", ACTIONS),
        "other": plugin(tmp_path / "b", "other", ACTIONS),
        "plain": plugin(tmp_path / "c", "plain"),
    }


@pytest.fixture
def runner(domains: dict[str, Domain]) -> ActionRunner:
    return ActionRunner(domains, Database("sqlite://", domains), timeout=1.0)


def run(runner: ActionRunner, action: str, state: DialogueState, **more: str) -> ActionResult:
    return asyncio.run(runner.run("eatery", action, state, **more))


def believing(domain: str = "eatery", /, **values: str) -> DialogueState:
    beliefs = {slot: SlotBelief(((value, 0.8),)) for slot, value in values.items()}
    return DialogueState(active=domain).with_domain(domain, beliefs=beliefs)


def test_every_event(runner: ActionRunner) -> None:
    before = believing(area="north").with_domain("eatery", grounded=("area", "food"))
    result = run(runner, "action_everything", before)
    assert result.error == ""
    after = result.state.domain("eatery")
    assert {slot: b.values for slot, b in after.beliefs.items()} == {
        "food": (("thai", 1.0),),
        "wifi": (("yes", 1.0),),
        "price": (("7", 1.0),),
    }
    assert after.grounded == ()
    assert after.results == ({"name": "X", "stars": "3"},)
    assert after.relaxed == ("area",)
    assert after.entity == {"name": "X"}
    assert after.bookings == ({"reference": "R"},)
    assert result.state.domain("other").value("area") == "south"
    assert result.messages == ("said", "Hi you, X has thai food.", "uttered")
    assert DialogueState.from_dict(json.loads(json.dumps(result.state.to_dict()))) == result.state


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("action_raises", "The action 'action_raises' failed: ValueError: no such key."),
        ("action_rejected", "rejected execution."),
        ("action_exits", "The action 'action_exits' failed: it tried to end the program."),
        ("action_stops", "The action 'action_stops' failed: RuntimeError"),
        ("action_sleeps", "The action 'action_sleeps' took longer than 1 s."),
        ("action_sleeps_async", "The action 'action_sleeps_async' took longer than 1 s."),
        ("action_own_timeout", "failed: TimeoutError: the server did not answer."),
        ("action_unknown_event", "returned an event of the unknown type 'dance'."),
        ("action_unknown_slot", "it set the unknown slot 'foo'. Did you mean 'food'?"),
        ("action_odd_value", "set the slot 'food' to a list where a text or number belongs."),
        ("action_not_a_list", "failed: TypeError"),
        ("action_utter_unknown", "responses.yml has no response 'utter_bye'"),
        ("action_serch", "has no action 'action_serch'. Did you mean 'action_search'?"),
    ],
)
def test_a_failing_action_is_one_sentence(runner: ActionRunner, action: str, sentence: str) -> None:
    state = believing(food="thai")
    start = time.monotonic()
    result = run(runner, action, state)
    assert time.monotonic() - start < 2.5
    assert sentence in result.error
    assert "\n" not in result.error
    assert result.state is state
    assert result.messages == ()


def test_unknown_domain(runner: ActionRunner) -> None:
    result = asyncio.run(runner.run("eatry", "action_search", DialogueState()))
    assert result.error == "There is no domain 'eatry'. Did you mean 'eatery'?"


def test_resetting(runner: ActionRunner) -> None:
    turn = Turn(UserTurn.of("hi"), (), "Hello.")
    both = believing(food="thai").with_domain("other", beliefs={"area": SlotBelief((("x", 1),))})
    both = both.with_domain("eatery", bookings=({"reference": "R"},))
    both = DialogueState(domains=both.domains, turns=(turn,))
    reset = run(runner, "action_reset", both).state
    assert reset.domain("eatery").beliefs == {}
    assert reset.domain("eatery").bookings
    assert reset.domain("other").value("area") == "x"
    assert run(runner, "action_restart", both).state == DialogueState(turns=(turn,))


def test_followups(runner: ActionRunner) -> None:
    result = run(runner, "action_follow", DialogueState())
    assert (result.messages, result.error) == (("eatery: 3",), "")
    assert result.state.domain("eatery").value("food") == "thai"
    failed = run(runner, "action_follow_fails", DialogueState())
    assert "action_raises" in failed.error
    assert failed.state.domain("eatery").value("food") == "x"
    assert "more than 5" in run(runner, "action_loop", DialogueState()).error


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
    from dialog.actions.payload import domain_dict, tracker_state

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


def test_same_named_actions_do_not_meet(runner: ActionRunner) -> None:
    async def both() -> list[ActionResult]:
        calls = [runner.run(d, "action_count", DialogueState()) for d in ("eatery", "other")]
        return await asyncio.gather(*calls)

    assert [r.messages for r in asyncio.run(both())] == [("eatery: 3",), ("other: 3",)]


def test_defaults_and_names(runner: ActionRunner) -> None:
    runner.warm_up()
    assert runner.actions("plain") == ["action_search", "action_book"]
    assert {"action_search", "action_book", "action_count"} <= set(runner.actions("eatery"))


@pytest.mark.parametrize(
    ("wanted", "names", "relaxed"),
    [
        ({"food": "italian"}, ["Roma", "Al"], ()),
        ({"food": "dontcare"}, ["Roma", "Pho", "Al"], ()),
        ({"food": "italian", "area": "north", "wifi": "no"}, ["Roma"], ("wifi",)),
        ({"food": "italian", "area": "centre", "price": "cheap"}, ["Al"], ("price",)),
        ({"food": "italian", "area": "west", "price": "dear"}, ["Al"], ("area",)),
        ({"food": "thai", "area": "centre"}, ["Pho", "Al"], ("food",)),
        ({"food": "italian", "area": "west", "price": "x"}, ["Roma", "Al"], ("area", "price")),
        ({"food": "thai"}, [], ()),
        ({"food": "thai", "area": "west", "price": "x", "wifi": "?"}, [], ()),
    ],
)
def test_search(
    runner: ActionRunner, wanted: dict[str, str], names: list[str], relaxed: tuple[str, ...]
) -> None:
    result = run(runner, "action_search", believing(**wanted))
    found = result.state.domain("eatery")
    assert found.results is not None
    assert ([row["name"] for row in found.results], found.relaxed) == (names, relaxed)


def test_without_threads_the_same_is_found(
    runner: ActionRunner, domains: dict[str, Domain]
) -> None:
    class Watched(Database):
        searched_in = ""

        def search(self, *args: Any) -> Any:
            self.searched_in = threading.current_thread().name
            return super().search(*args)

    watched = Watched("sqlite://", domains)
    alone = ActionRunner(domains, watched, threads=False)
    state = believing(food="italian")
    assert run(alone, "action_search", state) == run(runner, "action_search", state)
    assert watched.searched_in == threading.current_thread().name


def test_booking(runner: ActionRunner) -> None:
    state = believing(day="friday").with_domain("eatery", entity={"name": "Roma", "phone": "111"})
    result = asyncio.run(
        functools.partial(runner.run, conversation="c1")("eatery", "action_book", state)
    )
    assert result.error == ""
    (made,) = result.state.domain("eatery").bookings
    assert (made["entity"], made["day"], made["phone"]) == ("Roma", "friday", "111")
    assert made["conversation_id"] == "c1"
    assert runner.database.bookings("eatery") == [made]


def test_a_booking_that_cannot_be_made(runner: ActionRunner) -> None:
    state = believing(day="friday")
    result = run(runner, "action_book", state)
    assert result.error == "There is no eatery to book yet."
    assert result.state == state
    incomplete = DialogueState().with_domain("eatery", entity={"name": "Roma"})
    assert "the day" in run(runner, "action_book", incomplete).error
    assert runner.database.bookings("eatery") == []


def test_a_sleeping_action_holds_nobody_up(runner: ActionRunner) -> None:
    runner.warm_up()

    async def both() -> tuple[ActionResult, float]:
        slow = asyncio.create_task(runner.run("eatery", "action_sleeps", DialogueState()))
        await asyncio.sleep(0)
        start = time.monotonic()
        result = await runner.run("other", "action_search", believing("other", food="italian"))
        took = time.monotonic() - start
        await slow
        return result, took

    result, took = asyncio.run(both())
    assert len(result.state.domain("other").results or ()) == 2
    assert took < 0.9


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("import nosuchmodule", "cannot be loaded: ModuleNotFoundError"),
        ("def broken(:", "cannot be loaded: SyntaxError"),
        ("raise SystemExit(1)", "cannot be loaded: SystemExit"),
        (
            "from rasa_sdk import Action\nclass A(Action):\n"
            "    def __init__(self, x): pass\n    def name(self): return 'a'\n"
            "    def run(self, d, t, o): return []\n",
            "The action class A of the domain 'eatery' cannot be made",
        ),
        (
            "from rasa_sdk import Action\nclass A(Action):\n    def name(self): return 'a'\n"
            "    def run(self, d, t, o): return []\nclass B(A):\n    pass\n",
            "has two actions 'a'",
        ),
    ],
)
def test_a_broken_plugin(tmp_path: Path, code: str, sentence: str) -> None:
    domains = {"eatery": plugin(tmp_path / "x", "eatery", code)}
    runner = ActionRunner(domains, Database("sqlite://", domains))
    with pytest.raises(DomainError, match=sentence):
        runner.warm_up()
    state = DialogueState()
    result = run(runner, "action_search", state)
    assert sentence in result.error
    assert result.state is state


def test_apply_events_refuses_the_unknown(domains: dict[str, Domain]) -> None:
    with pytest.raises(ActionError, match="unknown type None"):
        apply_events(DialogueState(), "eatery", [{}], domains)


def test_the_cars_take_turns(tmp_path: Path) -> None:
    from domains.taxi.actions import OrderTaxi

    taxi = find_domain("taxi")
    database = Database(f"sqlite:///{tmp_path / 'taxi.db'}", {"taxi": taxi})
    runner = ActionRunner({"taxi": taxi}, database)
    assert "action_order" in runner.actions("taxi")
    action = OrderTaxi(taxi, database)
    slots = {s.name: "12:00" for s in taxi.schema.bookable}

    def order() -> None:
        for _ in range(10):
            database.book("taxi", "", slots, action.gives({}))

    threads = [threading.Thread(target=order) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = believing("taxi", **slots)
    result = asyncio.run(runner.run("taxi", "action_order", state))
    assert result.error == ""
    assert result.state.domain("taxi").bookings[0]["car"]
    cars = [b["car"] + b["phone"] for b in database.bookings("taxi")]
    assert len(cars) == 21
    assert all(a != b for a, b in itertools.pairwise(cars))
